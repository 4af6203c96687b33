// Saves a conversation, or one message of it, as a file where the person chooses.

import { exportOf, type Saveable } from './history/export/export.ts'
import { saveFile } from './saved-file.ts'
import { imagesOf } from './shared/attachments.ts'
import { failed, succeeded, type Reply } from './shared/errors.ts'
import type { Answer, ImageBytes, Message } from './shared/types/conversations.ts'
import type { Saved, SaveRequest } from './shared/types/saving.ts'
import type { SystemWords } from './shared/words/system.ts'

interface SavingParts {
  /** All of a conversation that is shown, with the answers that are side by side at its end. */
  readonly read: (conversationId: string) => Promise<Reply<Saveable & { readonly comparison: readonly Answer[] | null }>>
  readonly readImage: (id: string) => Promise<Reply<ImageBytes>>
  /** Where a file of this name is to be saved; null when the person would rather not. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly words: () => SystemWords['saved']
}

/** Fails with `bad-input` for a conversation or a message that is not there, and as reading and writing do. */
export async function save({ conversationId, messageId, format }: SaveRequest, parts: SavingParts): Promise<Reply<Saved>> {
  const whole = await parts.read(conversationId)
  if (!whole.ok) return whole
  const { title, messages, comparison } = whole.value
  const all = [...messages, ...(comparison ?? [])]
  const wanted = messageId === null ? all : all.filter(({ id }) => id === messageId)
  if (wanted.length === 0) return failed('bad-input', 'No such message')
  const images = await imagesIn(format === 'json' ? wanted : [], parts.readImage)
  if (!images.ok) return images
  const { name, text, secrets } = exportOf({ title, messages: wanted }, format, { words: parts.words(), images: images.value })
  const path = await parts.chooseFile(name)
  if (path === null) return succeeded({ kind: 'cancelled' })
  const written = await saveFile(path, text)
  return written.ok ? succeeded({ kind: 'saved', secrets }) : written
}

async function imagesIn(messages: readonly Message[], read: SavingParts['readImage']): Promise<Reply<ReadonlyMap<string, ImageBytes>>> {
  const images = new Map<string, ImageBytes>()
  for (const { id } of messages.flatMap(imagesOf)) {
    const image = await read(id)
    if (!image.ok) return image
    images.set(id, image.value)
  }
  return succeeded(images)
}
