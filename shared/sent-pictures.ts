// Which pictures of a conversation go along with a prompt: a long talk about pictures would send all of them again each time, until it is
// refused. Main sends by it, and the window says and estimates by it before.

import { imagesOf } from './attachments.ts'
import type { ImageAttachment, Message, PictureAmount } from './types/conversations.ts'

/**
 * With one request. The 13th is refused by Scaleway (https://www.scaleway.com/en/docs/generative-apis/how-to/query-vision-models/), the 31st
 * by Fireworks.
 */
export const mostSentPictures = 12
/**
 * Of all of them together. Fireworks takes less than 10 MB of base64, which is a third longer than what it stands for
 * (https://docs.fireworks.ai/guides/querying-vision-language-models).
 */
export const mostSentBytes = 7_000_000

/**
 * The place among the messages from which on their pictures go along; those of a prompt go together. 0: all do.
 * @param mine what goes along with the prompt that follows them, all of which is sent in any case
 */
export function firstWithPictures(messages: readonly Message[], mine: readonly ImageAttachment[]): number {
  let count = mine.length
  let bytes = sizeOf(mine)
  for (let place = messages.length - 1; place >= 0; place -= 1) {
    const message = messages[place]
    const images = message === undefined ? [] : imagesOf(message)
    count += images.length
    bytes += sizeOf(images)
    if (images.length > 0 && (count > mostSentPictures || bytes > mostSentBytes)) return place + 1
  }
  return 0
}

/**
 * Whether some of the pictures do not go along, where only the newest messages are known and of those before them how much their pictures
 * are together.
 */
export function areOldestLeftOut(messages: readonly Message[], earlier: PictureAmount, mine: readonly ImageAttachment[]): boolean {
  if (firstWithPictures(messages, mine) > 0) return true
  const known = [...messages.flatMap(imagesOf), ...mine]
  return earlier.count > 0 && (earlier.count + known.length > mostSentPictures || earlier.bytes + sizeOf(known) > mostSentBytes)
}

function sizeOf(images: readonly ImageAttachment[]): number {
  return images.reduce((sum, { size }) => sum + size, 0)
}
