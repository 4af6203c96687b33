// Slice: prompts that are being edited in place. The typed text is kept here, so that scrolling or opening another conversation does not
// lose it. It goes when it has been sent.

import type { Draft } from '../../shared/types/drafts.ts'
import type { Prompt } from '../../shared/types/messages.ts'
import { createSlice } from './slice.ts'
import { sendEditedPrompt } from './send-prompt.ts'

/** By the prompt's id. */
type Edits = Readonly<Record<string, Draft>>

const slice = createSlice<{ readonly edits: Edits }>({ edits: {} })

/** The text in the prompt's editor; undefined while that is closed. */
export function useEdit(promptId: string): Draft | undefined {
  return slice.use(({ edits }) => edits[promptId])
}

/** Opens the editor of a prompt, with the text that was typed there before. */
export function startEdit({ id, text, attachments }: Prompt): void {
  setEdit(id, slice.get().edits[id] ?? { text, attachments })
}

export function setEdit(promptId: string, draft: Draft): void {
  slice.set({ edits: { ...slice.get().edits, [promptId]: draft } })
}

export function cancelEdit(promptId: string): void {
  const { [promptId]: _cancelled, ...others } = slice.get().edits
  slice.set({ edits: others })
}

export function clearEdits(): void {
  slice.set({ edits: {} })
}

/** Sends the text in the editor. When it is not sent it stays there; `secret`: because it holds something that looks like a secret. */
export async function sendEdit(promptId: string, allowSecrets: boolean): Promise<'sent' | 'secret' | 'not sent'> {
  const draft = slice.get().edits[promptId]
  if (draft === undefined) return 'not sent'
  const reply = await sendEditedPrompt(promptId, draft, allowSecrets)
  if (reply?.ok === true) {
    cancelEdit(promptId)
    return 'sent'
  }
  return reply?.failure.code === 'secret-in-prompt' ? 'secret' : 'not sent'
}
