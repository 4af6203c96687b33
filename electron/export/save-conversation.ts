// Saves a conversation, or one message of it, as a file where the person chooses.

import { createExport, type ExportChunk, type ExportSource } from './export.ts'
import { saveFile } from './save-file.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { SaveResult, SaveRequest } from '../../shared/types/saving.ts'
import type { SystemWords } from '../../shared/words/system.ts'

interface SaveConversationOptions {
  /** All of a conversation that is shown, with the answers that are side by side at its end. */
  readonly read: (conversationId: string) => Promise<Reply<ExportSource & { readonly comparison: readonly Answer[] | null }>>
  readonly readImage: (id: string) => Promise<Reply<ImageBytes>>
  /** Where a file of this name is to be saved; null when the person would rather not. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly words: () => SystemWords['saved']
}

/** Fails with `bad-input` for a conversation or a message that is not there, and as reading and writing do. */
export async function saveConversation(
  { conversationId, messageId, format }: SaveRequest,
  options: SaveConversationOptions,
): Promise<Reply<SaveResult>> {
  const loaded = await options.read(conversationId)
  if (!loaded.ok) return loaded
  const { title, messages, comparison } = loaded.value
  const all = [...messages, ...(comparison ?? [])]
  const selected = messageId === null ? all : all.filter(({ id }) => id === messageId)
  if (selected.length === 0) return failed('bad-input', 'No such message')
  const { name, chunks, secretCount } = createExport({ title, messages: selected }, format, options.words())
  const path = await options.chooseFile(name)
  if (path === null) return succeeded({ kind: 'cancelled' })
  const written = await saveFile(path, embedImages(chunks, options.readImage))
  return written.ok ? succeeded({ kind: 'saved', secretCount }) : written
}

/** Reads each picture when its place in the file has come, so that one of them is in memory at a time. */
async function* embedImages(chunks: Iterable<ExportChunk>, read: SaveConversationOptions['readImage']): AsyncGenerator<Reply<string>> {
  for (const chunk of joinTextChunks(chunks)) {
    if (typeof chunk === 'string') yield succeeded(chunk)
    else {
      const image = await read(chunk.id)
      yield image.ok ? succeeded(Buffer.from(image.value.bytes).toString('base64')) : image
    }
  }
}

/** Characters that are worth a write to the disk. */
const minWriteLength = 64 * 1024

function* joinTextChunks(chunks: Iterable<ExportChunk>): Generator<ExportChunk> {
  let text = ''
  for (const chunk of chunks) {
    const isText = typeof chunk === 'string'
    if (isText) text += chunk
    if (isText && text.length < minWriteLength) continue
    yield text
    text = ''
    if (!isText) yield chunk
  }
  yield text
}
