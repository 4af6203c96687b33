// Prompts that are being edited in their place. What is typed stays in the store, so that neither scrolling nor looking at another
// conversation loses it, and goes when it was sent.

import type { Draft, Prompt } from '../../shared/types/conversations.ts'
import { change, state } from './store.ts'
import { sendEdited } from './runs.ts'

/** Opens the editor of a prompt, with what was typed there before. */
export function beginEdit({ id, text, attachments }: Prompt): void {
  setEdit(id, state().edits[id] ?? { text, attachments })
}

export function setEdit(promptId: string, draft: Draft): void {
  change({ edits: { ...state().edits, [promptId]: draft } })
}

export function cancelEdit(promptId: string): void {
  const { [promptId]: _cancelled, ...others } = state().edits
  change({ edits: others })
}

/** Sends what stands in the editor. What main does not take is still there afterwards; tells then whether that is for a secret in it. */
export async function sendEdit(promptId: string, sendsSecrets: boolean): Promise<'sent' | 'secret' | 'not sent'> {
  const draft = state().edits[promptId]
  if (draft === undefined) return 'not sent'
  const reply = await sendEdited(promptId, draft, sendsSecrets)
  if (reply?.ok === true) {
    cancelEdit(promptId)
    return 'sent'
  }
  return reply?.failure.code === 'secret-in-prompt' ? 'secret' : 'not sent'
}
