// The pictures of a branch, read when they are sent: their bytes are in memory as long as a run needs them, and no longer.

import { imagesOf } from '../shared/attachments.ts'
import { succeeded, type Reply } from '../shared/errors.ts'
import type { ImageBytes, Message } from '../shared/types/conversations.ts'
import type { RunHistory } from './parts.ts'

/** By the id of each. */
export type Pictures = ReadonlyMap<string, ImageBytes>

/** For a model that does not see. */
export const noPictures: Pictures = new Map()

/** Fails as the history does when one cannot be read: a prompt is not sent without what it speaks of. */
export function picturesOf(branch: readonly Message[], history: Pick<RunHistory, 'image'>): Reply<Pictures> {
  const pictures = new Map<string, ImageBytes>()
  for (const { id } of branch.flatMap(imagesOf)) {
    const read = history.image(id)
    if (!read.ok) return read
    pictures.set(id, read.value)
  }
  return succeeded(pictures)
}
