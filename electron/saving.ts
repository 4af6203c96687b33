// Saves a conversation, or one message of it, as a file where the person chooses.

import { exportOf, type Saveable } from './history/export/export.ts'
import { saveFile } from './saved-file.ts'
import { failed, succeeded, type Reply } from './shared/errors.ts'
import type { Saved, SaveRequest } from './shared/types/saving.ts'
import type { SystemWords } from './shared/words/system.ts'

interface SavingParts {
  /** All of a conversation that is shown. */
  readonly read: (conversationId: string) => Promise<Reply<Saveable>>
  /** Where a file of this name is to be saved; null when the person would rather not. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly words: () => SystemWords['saved']
}

/** Fails with `bad-input` for a conversation or a message that is not there, and as reading and writing do. */
export async function save({ conversationId, messageId, format }: SaveRequest, parts: SavingParts): Promise<Reply<Saved>> {
  const whole = await parts.read(conversationId)
  if (!whole.ok) return whole
  const { title, messages } = whole.value
  const wanted = messageId === null ? messages : messages.filter(({ id }) => id === messageId)
  if (wanted.length === 0) return failed('bad-input', 'No such message')
  const { name, text, secrets } = exportOf({ title, messages: wanted }, format, parts.words())
  const path = await parts.chooseFile(name)
  if (path === null) return succeeded({ kind: 'cancelled' })
  const written = await saveFile(path, text)
  return written.ok ? succeeded({ kind: 'saved', secrets }) : written
}
