// What was not sent because it holds what looks like a secret: which one, and where it stands. Hides how long that is of the present.

import type { Draft } from '../../shared/types/drafts.ts'
import { findSecrets, type SecretMatch } from '../../shared/secrets.ts'
import { setState, getState, useStore } from './store.ts'
import { getFullDraft } from './conversation.ts'
import { needsSecretReview } from './setup.ts'

export interface LocatedSecret extends SecretMatch {
  /** The text that goes along in which it stands, by its place among them; null for the prompt itself. */
  readonly text: { readonly index: number; readonly name: string } | 'instructions' | null
}

export interface SecretReview {
  readonly conversationId: string
  readonly draft: Draft
  readonly pasteAreaText: string
  readonly instructions: string
  readonly secrets: readonly LocatedSecret[]
}

export function findDraftSecrets({ text, attachments }: Draft): readonly LocatedSecret[] {
  return [
    ...findSecrets(text).map((secret) => ({ ...secret, text: null })),
    ...attachments.flatMap((each, index) =>
      each.kind === 'text' ? findSecrets(each.text).map((secret) => ({ ...secret, text: { index, name: each.name } })) : [],
    ),
  ]
}

/** Tells that what stands in the prompt box was not sent, and why. */
export function blockForReview(): void {
  const { conversation, draft, pasteAreaText, setup } = getState()
  const { instructions } = setup
  const instructionSecrets = needsSecretReview(getState())
    ? findSecrets(instructions).map((secret) => ({ ...secret, text: 'instructions' as const }))
    : []
  const secrets = [...findDraftSecrets(getFullDraft()), ...instructionSecrets]
  setState({ secretReview: { conversationId: conversation.id, draft, pasteAreaText, instructions, secrets } })
}

/** What was held back, as long as it is what stands in the box; null otherwise. */
export function useSecretReview(): SecretReview | null {
  return useStore(({ secretReview, conversation, draft, pasteAreaText, setup }) => {
    if (secretReview === null || secretReview.conversationId !== conversation.id) return null
    const isUnchanged =
      secretReview.draft === draft && secretReview.pasteAreaText === pasteAreaText && secretReview.instructions === setup.instructions
    return isUnchanged ? secretReview : null
  })
}

/**
 * Leads the focus to a secret, and takes nothing away. Where it was typed it is selected; a text that goes along is taken off as a
 * whole, so the focus goes to the button that does it. Instructions are opened.
 */
export function focusSecret(card: HTMLElement, secret: LocatedSecret | undefined): void {
  if (secret?.text === 'instructions') return setState({ dialog: 'instructions' })
  const button = secret?.text == null ? undefined : card.querySelectorAll<HTMLElement>('li > button:last-child')[secret.text.index]
  if (button !== undefined) return button.focus()
  // What is not one of the texts yet stands in the place for a text, above the box.
  const field = card.querySelector<HTMLTextAreaElement>(secret?.text == null ? '[data-prompt-text]' : 'textarea')
  // The browser brings the caret into sight when the focus comes, but not what is selected.
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.start)
  field?.focus()
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.end)
}
