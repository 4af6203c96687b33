// Prompts that are being edited in their place. What is typed stays in the store, so that neither scrolling nor looking at another
// conversation loses it, and goes when it was sent.

import type { Draft } from '../../shared/types/drafts.ts'
import type { Prompt } from '../../shared/types/messages.ts'
import { setState, getState } from './store.ts'
import { sendEditedPrompt } from './runs.ts'

/** Opens the editor of a prompt, with what was typed there before. */
export function startEdit({ id, text, attachments }: Prompt): void {
  setEdit(id, getState().edits[id] ?? { text, attachments })
}

export function setEdit(promptId: string, draft: Draft): void {
  setState({ edits: { ...getState().edits, [promptId]: draft } })
}

export function cancelEdit(promptId: string): void {
  const { [promptId]: _cancelled, ...others } = getState().edits
  setState({ edits: others })
}

/** Sends what stands in the editor. What main does not take is still there afterwards; tells then whether that is for a secret in it. */
export async function sendEdit(promptId: string, allowSecrets: boolean): Promise<'sent' | 'secret' | 'not sent'> {
  const draft = getState().edits[promptId]
  if (draft === undefined) return 'not sent'
  const reply = await sendEditedPrompt(promptId, draft, allowSecrets)
  if (reply?.ok === true) {
    cancelEdit(promptId)
    return 'sent'
  }
  return reply?.failure.code === 'secret-in-prompt' ? 'secret' : 'not sent'
}
