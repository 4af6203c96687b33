// The pictures of a branch, read when they are sent: their bytes are in memory as long as a run needs them, and no longer.

import { getMessageImages } from '../../shared/attachments.ts'
import { succeeded, type Reply } from '../../shared/failures.ts'
import { findFirstMessageWithSentImages } from '../../shared/sent-images.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { Message } from '../../shared/types/messages.ts'
import type { RunHistory } from './dependencies.ts'

/** By the id of each; null for one that is not sent any more, as there are too many after it. */
export type ImagesById = ReadonlyMap<string, ImageBytes | null>

/** For a model that does not see. */
export const noImages: ImagesById = new Map()

/**
 * Those of the newest prompts, and all of the last one. Fails as the history does when one cannot be read: a prompt is not sent without
 * what it speaks of.
 */
export function readImages(branch: readonly Message[], history: Pick<RunHistory, 'getImage'>): Reply<ImagesById> {
  const firstSent = findFirstMessageWithSentImages(branch.slice(0, -1), branch.slice(-1).flatMap(getMessageImages))
  const images = new Map<string, ImageBytes | null>(
    branch
      .slice(0, firstSent)
      .flatMap(getMessageImages)
      .map(({ id }) => [id, null]),
  )
  for (const { id } of branch.slice(firstSent).flatMap(getMessageImages)) {
    const read = history.getImage(id)
    if (!read.ok) return read
    images.set(id, read.value)
  }
  return succeeded(images)
}
