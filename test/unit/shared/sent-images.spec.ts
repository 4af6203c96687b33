// Which pictures of a conversation are sent again: those of the newest prompts, as far as they are not too many or too large.

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

test('all of them go along as long as they are few and small', () => {
  expect(findFirstMessageWithSentImages([], createImages(4))).toBe(0)
  expect(findFirstMessageWithSentImages(createConversation(createImages(4), createImages(4)), createImages(maxSentImages - 8))).toBe(0)
  expect(findFirstMessageWithSentImages(createConversation(createImages(1, maxSentImageBytes)), [])).toBe(0)
})

test('the oldest stay behind where all of them would be too many, those of a prompt together', () => {
  expect(findFirstMessageWithSentImages(createConversation(createImages(4), [], createImages(4), createImages(4)), [])).toBe(0)
  expect(findFirstMessageWithSentImages(createConversation(createImages(4), [], createImages(4), createImages(4)), createImages(1))).toBe(1)
  expect(
    findFirstMessageWithSentImages(
      createConversation(createImages(1), createImages(4), [], createImages(4), createImages(4)),
      createImages(4),
    ),
  ).toBe(2)
})

test('the oldest stay behind where all of them would be too large, and nothing older goes in their place', () => {
  expect(findFirstMessageWithSentImages(createConversation(createImages(1), createImages(1, maxSentImageBytes), createImages(1)), [])).toBe(
    2,
  )
})

test('what goes along with the prompt itself is sent however large it is', () => {
  expect(findFirstMessageWithSentImages(createConversation(createImages(1)), createImages(4, maxSentImageBytes))).toBe(1)
  expect(findFirstMessageWithSentImages(createConversation([]), createImages(4, maxSentImageBytes))).toBe(0)
})

test('the pictures of messages that are not read yet count as well', () => {
  const none = { count: 0, bytes: 0 }
  expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4)), none, createImages(4))).toBe(false)
  expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4)), { count: 1, bytes: 9 }, createImages(4))).toBe(true)
  expect(areOldestImagesOmitted(createConversation(createImages(1)), { count: 1, bytes: maxSentImageBytes }, [])).toBe(true)
  expect(areOldestImagesOmitted(createConversation([]), { count: maxSentImages, bytes: 9 }, [])).toBe(false)
  expect(areOldestImagesOmitted(createConversation(createImages(4), createImages(4), createImages(4)), none, createImages(1))).toBe(true)
})
