// Saves a conversation, or one of its messages, as a file at a location that the person chooses.

import { createExport } from './export.ts'
import { saveFile } from './save-file.ts'
import type { ExportChunk, ExportSource, ExportWords } from './writer.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { SaveResult, SaveRequest } from '../../shared/types/saving.ts'

interface SaveConversationOptions {
  /** Reads the whole branch that is shown, with the answers side by side at its end. */
  readonly read: (conversationId: string) => Promise<Reply<ExportSource & { readonly comparison: readonly Answer[] | null }>>
  readonly readImage: (id: string) => Promise<Reply<ImageBytes>>
  /** Asks where to save the file, proposing a name. Null if the person cancels. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly words: () => ExportWords
}

/** Fails with `bad-input` if the conversation or message does not exist, and as reading and writing do. */
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

/** Reads each image only when its position in the file is reached, so that one at a time is in memory. */
async function* embedImages(chunks: Iterable<ExportChunk>, read: SaveConversationOptions['readImage']): AsyncGenerator<Reply<string>> {
  for (const chunk of joinTextChunks(chunks)) {
    if (typeof chunk === 'string') yield succeeded(chunk)
    else {
      const image = await read(chunk.id)
      yield image.ok ? succeeded(Buffer.from(image.value.bytes).toString('base64')) : image
    }
  }
}

/** Shorter texts are joined before they are written. Characters. */
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
