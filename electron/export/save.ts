// Saves a conversation, or one message of it, as a file where the person chooses.

import { exportOf, type Piece, type Saveable } from './export.ts'
import { saveFile } from './saved-file.ts'
import { failed, succeeded, type Reply } from '../../shared/errors.ts'
import type { Answer, ImageBytes } from '../../shared/types/conversations.ts'
import type { Saved, SaveRequest } from '../../shared/types/saving.ts'
import type { SystemWords } from '../../shared/words/system.ts'

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
  const { name, pieces, secrets } = exportOf({ title, messages: wanted }, format, parts.words())
  const path = await parts.chooseFile(name)
  if (path === null) return succeeded({ kind: 'cancelled' })
  const written = await saveFile(path, textsOf(pieces, parts.readImage))
  return written.ok ? succeeded({ kind: 'saved', secrets }) : written
}

/** Reads each picture when its place in the file has come, so that one of them is in memory at a time. */
async function* textsOf(pieces: Iterable<Piece>, read: SavingParts['readImage']): AsyncGenerator<Reply<string>> {
  for (const piece of gathered(pieces)) {
    if (typeof piece === 'string') yield succeeded(piece)
    else {
      const image = await read(piece.id)
      yield image.ok ? succeeded(Buffer.from(image.value.bytes).toString('base64')) : image
    }
  }
}

/** Characters that are worth a write to the disk. */
const enough = 64 * 1024

function* gathered(pieces: Iterable<Piece>): Generator<Piece> {
  let text = ''
  for (const piece of pieces) {
    const isText = typeof piece === 'string'
    if (isText) text += piece
    if (isText && text.length < enough) continue
    yield text
    text = ''
    if (!isText) yield piece
  }
  yield text
}
