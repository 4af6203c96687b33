// Holding back a prompt that seems to contain a secret: which one, and where it is.

import { findSecrets } from '../../shared/secrets.ts'
import { getFullDraft, getSetup, setSecretReview } from './composer.ts'
import { findDraftSecrets, type LocatedSecret } from './drafts.ts'
import { openDialog } from './layout.ts'
import { needsSecretReview } from './setup.ts'

/** Says that the content of the prompt box was not sent, and why. */
export function blockForReview(): void {
  const instructionSecrets = needsSecretReview()
    ? findSecrets(getSetup().instructions).map((secret) => ({ ...secret, text: 'instructions' as const }))
    : []
  setSecretReview([...findDraftSecrets(getFullDraft()), ...instructionSecrets])
}

/**
 * Moves the focus to a secret and deletes nothing. In a field the secret is selected. An attachment can only be removed as a whole, so the
 * focus goes to the button that does that. For instructions, their dialog opens.
 */
export function focusSecret(card: HTMLElement, secret: LocatedSecret | undefined): void {
  if (secret?.text === 'instructions') return openDialog('instructions')
  const button = secret?.text == null ? undefined : card.querySelectorAll<HTMLElement>('li > button:last-child')[secret.text.index]
  if (button !== undefined) return button.focus()
  // A text that is not an attachment yet is in the paste area, above the box.
  const field = card.querySelector<HTMLTextAreaElement>(secret?.text == null ? '[data-prompt-text]' : 'textarea')
  // On focus the browser scrolls to the caret, but not to a selection.
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.start)
  field?.focus()
  if (secret !== undefined) field?.setSelectionRange(secret.start, secret.end)
}
