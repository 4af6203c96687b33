// What was not sent because it holds what looks like a secret: which one, and where it stands. Hides how long that is of the present.

import type { Draft } from '../../shared/types/conversations.ts'
import { findSecrets, type FoundSecret } from '../../shared/secrets.ts'
import { change, state, useWindow } from './store.ts'
import { wholeDraft } from './conversation.ts'
import { areHeldBack } from './setup.ts'

export interface HeldSecret extends FoundSecret {
  /** The text that goes along in which it stands, by its place among them; null for the prompt itself. */
  readonly text: { readonly index: number; readonly name: string } | 'instructions' | null
}

export interface HeldBack {
  readonly conversationId: string
  readonly draft: Draft
  readonly areaText: string
  readonly instructions: string
  readonly secrets: readonly HeldSecret[]
}

export function secretsOf({ text, attachments }: Draft): readonly HeldSecret[] {
  return [
    ...findSecrets(text).map((secret) => ({ ...secret, text: null })),
    ...attachments.flatMap((each, index) =>
      each.kind === 'text' ? findSecrets(each.text).map((secret) => ({ ...secret, text: { index, name: each.name } })) : [],
    ),
  ]
}

/** Tells that what stands in the prompt box was not sent, and why. */
export function holdBack(): void {
  const { conversation, draft, areaText, setup } = state()
  const { instructions } = setup
  const inInstructions = areHeldBack(state())
    ? findSecrets(instructions).map((secret) => ({ ...secret, text: 'instructions' as const }))
    : []
  const secrets = [...secretsOf(wholeDraft()), ...inInstructions]
  change({ heldBack: { conversationId: conversation.id, draft, areaText, instructions, secrets } })
}

/** What was held back, as long as it is what stands in the box; null otherwise. */
export function useHeldBack(): HeldBack | null {
  return useWindow(({ heldBack, conversation, draft, areaText, setup }) => {
    if (heldBack === null || heldBack.conversationId !== conversation.id) return null
    const isSame = heldBack.draft === draft && heldBack.areaText === areaText && heldBack.instructions === setup.instructions
    return isSame ? heldBack : null
  })
}

/**
 * Leads the focus to a secret, and takes nothing away. Where it was typed it is selected; a text that goes along is taken off as a
 * whole, so the focus goes to the button that does it. Instructions are opened.
 */
export function goToSecret(card: HTMLElement, secret: HeldSecret | undefined): void {
  if (secret?.text === 'instructions') return change({ dialog: 'instructions' })
  const button = secret?.text == null ? undefined : card.querySelectorAll<HTMLElement>('li > button:last-child')[secret.text.index]
  if (button !== undefined) return button.focus()
  // What is not one of the texts yet stands in the place for a text, above the box.
  const field = card.querySelector<HTMLTextAreaElement>(secret?.text == null ? '[data-prompt-text]' : 'textarea')
  // The browser brings the caret into sight when the focus comes, but not what is selected.
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.start)
  field?.focus()
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.end)
}
