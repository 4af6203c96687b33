// Which images of a conversation are sent with a prompt: a long conversation about images would send all of them again each time, until it is
// refused. Main uses it for sending, and the window for its warning and estimate.

import { getMessageImages } from './attachments.ts'
import type { ImageAttachment, ImageTotals } from './types/attachments.ts'
import type { Message } from './types/messages.ts'

/**
 * Per request. The 13th is refused by Scaleway (https://www.scaleway.com/en/docs/generative-apis/how-to/query-vision-models/), the 31st
 * by Fireworks.
 */
export const maxSentImages = 12
/**
 * In total. Fireworks accepts less than 10 MB of base64, which is a third longer than the bytes
 * (https://docs.fireworks.ai/guides/querying-vision-language-models).
 */
export const maxSentImageBytes = 7_000_000

/**
 * The index of the first message whose images are sent; 0: all are. The images of one prompt are sent together or not at all.
 * @param promptImages the images of the new prompt, which are always sent
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

/** Whether some images are not sent. Only the newest messages are known; for the earlier ones, the totals of their images. */
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
