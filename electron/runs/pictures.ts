// The pictures of a branch, read when they are sent: their bytes are in memory as long as a run needs them, and no longer.

import { imagesOf } from '../../shared/attachments.ts'
import { succeeded, type Reply } from '../../shared/errors.ts'
import { firstWithPictures } from '../../shared/sent-pictures.ts'
import type { ImageBytes, Message } from '../../shared/types/conversations.ts'
import type { RunHistory } from './parts.ts'

/** By the id of each; null for one that is not sent any more, as there are too many after it. */
export type Pictures = ReadonlyMap<string, ImageBytes | null>

/** For a model that does not see. */
export const noPictures: Pictures = new Map()

/**
 * Those of the newest prompts, and all of the last one. Fails as the history does when one cannot be read: a prompt is not sent without
 * what it speaks of.
 */
export function picturesOf(branch: readonly Message[], history: Pick<RunHistory, 'image'>): Reply<Pictures> {
  const first = firstWithPictures(branch.slice(0, -1), branch.slice(-1).flatMap(imagesOf))
  const pictures = new Map<string, ImageBytes | null>(
    branch
      .slice(0, first)
      .flatMap(imagesOf)
      .map(({ id }) => [id, null]),
  )
  for (const { id } of branch.slice(first).flatMap(imagesOf)) {
    const read = history.image(id)
    if (!read.ok) return read
    pictures.set(id, read.value)
  }
  return succeeded(pictures)
}
