// Which images of a conversation are sent again: those of the newest prompts, up to a number and a total size.

import { expect, test } from '@playwright/test'
import { areOldestImagesOmitted, findFirstMessageWithSentImages, maxSentImageBytes, maxSentImages } from '../../../shared/sent-images.ts'
import type { ImageAttachment } from '../../../shared/types/attachments.ts'
import type { Message } from '../../../shared/types/messages.ts'

const createImages = (count: number, size = 9): readonly ImageAttachment[] =>
  Array.from({ length: count }, (_, index) => {
    return { kind: 'image', id: `${index}`, name: 'tide.png', type: 'image/png', width: 3, height: 2, size }
  })
const createPrompt = (attachments: readonly ImageAttachment[]): Message => {
  return { kind: 'prompt', id: 'p', parentId: null, text: 'Look', attachments, createdAt: 0 }
}
const createConversation = (...attached: readonly (readonly ImageAttachment[])[]) => attached.map(createPrompt)

test.describe('sent images', () => {
  test('includes all images while they are few and small', () => {
    expect(findFirstMessageWithSentImages([], createImages(4))).toBe(0)
    expect(findFirstMessageWithSentImages(createConversation(createImages(4), createImages(4)), createImages(maxSentImages - 8))).toBe(0)
    expect(findFirstMessageWithSentImages(createConversation(createImages(1, maxSentImageBytes)), [])).toBe(0)
  })

  test('omits the oldest prompts when there are too many images', () => {
    expect(findFirstMessageWithSentImages(createConversation(createImages(4), [], createImages(4), createImages(4)), [])).toBe(0)
    expect(findFirstMessageWithSentImages(createConversation(createImages(4), [], createImages(4), createImages(4)), createImages(1))).toBe(
      1,
    )
    expect(
      findFirstMessageWithSentImages(
        createConversation(createImages(1), createImages(4), [], createImages(4), createImages(4)),
        createImages(4),
      ),
    ).toBe(2)
  })

  test('omits the oldest images when they are too large, without replacing them by older ones', () => {
    expect(
      findFirstMessageWithSentImages(createConversation(createImages(1), createImages(1, maxSentImageBytes), createImages(1)), []),
    ).toBe(2)
  })

  test('always includes the images of the prompt itself', () => {
    expect(findFirstMessageWithSentImages(createConversation(createImages(1)), createImages(4, maxSentImageBytes))).toBe(1)
    expect(findFirstMessageWithSentImages(createConversation([]), createImages(4, maxSentImageBytes))).toBe(0)
  })

  test('counts the images of messages that are not loaded yet', () => {
    const none = { count: 0, bytes: 0 }
    expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4)), none, createImages(4))).toBe(false)
    expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4)), { count: 1, bytes: 9 }, createImages(4))).toBe(true)
    expect(areOldestImagesOmitted(createConversation(createImages(1)), { count: 1, bytes: maxSentImageBytes }, [])).toBe(true)
    expect(areOldestImagesOmitted(createConversation([]), { count: maxSentImages, bytes: 9 }, [])).toBe(false)
    expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4), createImages(4)), none, createImages(1))).toBe(true)
  })
})
