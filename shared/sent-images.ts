// Which pictures of a conversation go along with a prompt: a long talk about pictures would send all of them again each time, until it is
// refused. Main sends by it, and the window says and estimates by it before.

import { getMessageImages } from './attachments.ts'
import type { ImageAttachment, ImageTotals } from './types/attachments.ts'
import type { Message } from './types/messages.ts'

/**
 * With one request. The 13th is refused by Scaleway (https://www.scaleway.com/en/docs/generative-apis/how-to/query-vision-models/), the 31st
 * by Fireworks.
 */
export const maxSentImages = 12
/**
 * Of all of them together. Fireworks takes less than 10 MB of base64, which is a third longer than what it stands for
 * (https://docs.fireworks.ai/guides/querying-vision-language-models).
 */
export const maxSentImageBytes = 7_000_000

/**
 * The place among the messages from which on their pictures go along; those of a prompt go together. 0: all do.
 * @param promptImages what goes along with the prompt that follows them, all of which is sent in any case
 */
export function findFirstMessageWithSentImages(messages: readonly Message[], promptImages: readonly ImageAttachment[]): number {
  let count = promptImages.length
  let bytes = sumBytes(promptImages)
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]
    const images = message === undefined ? [] : getMessageImages(message)
    count += images.length
    bytes += sumBytes(images)
    if (images.length > 0 && (count > maxSentImages || bytes > maxSentImageBytes)) return index + 1
  }
  return 0
}

/**
 * Whether some of the pictures do not go along, where only the newest messages are known and of those before them how much their pictures
 * are together.
 */
export function areOldestImagesOmitted(
  messages: readonly Message[],
  earlier: ImageTotals,
  promptImages: readonly ImageAttachment[],
): boolean {
  if (findFirstMessageWithSentImages(messages, promptImages) > 0) return true
  const knownImages = [...messages.flatMap(getMessageImages), ...promptImages]
  return (
    earlier.count > 0 && (earlier.count + knownImages.length > maxSentImages || earlier.bytes + sumBytes(knownImages) > maxSentImageBytes)
  )
}

function sumBytes(images: readonly ImageAttachment[]): number {
  return images.reduce((sum, { size }) => sum + size, 0)
}
