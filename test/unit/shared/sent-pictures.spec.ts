// Which pictures of a conversation are sent again: those of the newest prompts, as far as they are not too many or too large.

import { expect, test } from '@playwright/test'
import { areOldestLeftOut, firstWithPictures, mostSentBytes, mostSentPictures } from '../../../shared/sent-pictures.ts'
import type { ImageAttachment, Message } from '../../../shared/types/conversations.ts'

const pictures = (count: number, size = 9): readonly ImageAttachment[] =>
  Array.from({ length: count }, (_, index) => {
    return { kind: 'image', id: `${index}`, name: 'tide.png', type: 'image/png', width: 3, height: 2, size }
  })
const prompt = (attachments: readonly ImageAttachment[]): Message => {
  return { kind: 'prompt', id: 'p', parentId: null, text: 'Look', attachments, createdAt: 0 }
}
const talk = (...attached: readonly (readonly ImageAttachment[])[]) => attached.map(prompt)

test('all of them go along as long as they are few and small', () => {
  expect(firstWithPictures([], pictures(4))).toBe(0)
  expect(firstWithPictures(talk(pictures(4), pictures(4)), pictures(mostSentPictures - 8))).toBe(0)
  expect(firstWithPictures(talk(pictures(1, mostSentBytes)), [])).toBe(0)
})

test('the oldest stay behind where all of them would be too many, those of a prompt together', () => {
  expect(firstWithPictures(talk(pictures(4), [], pictures(4), pictures(4)), [])).toBe(0)
  expect(firstWithPictures(talk(pictures(4), [], pictures(4), pictures(4)), pictures(1))).toBe(1)
  expect(firstWithPictures(talk(pictures(1), pictures(4), [], pictures(4), pictures(4)), pictures(4))).toBe(2)
})

test('the oldest stay behind where all of them would be too large, and nothing older goes in their place', () => {
  expect(firstWithPictures(talk(pictures(1), pictures(1, mostSentBytes), pictures(1)), [])).toBe(2)
})

test('what goes along with the prompt itself is sent however large it is', () => {
  expect(firstWithPictures(talk(pictures(1)), pictures(4, mostSentBytes))).toBe(1)
  expect(firstWithPictures(talk([]), pictures(4, mostSentBytes))).toBe(0)
})

test('the pictures of messages that are not read yet count as well', () => {
  const none = { count: 0, bytes: 0 }
  expect(areOldestLeftOut(talk(pictures(4), pictures(4)), none, pictures(4))).toBe(false)
  expect(areOldestLeftOut(talk(pictures(4), pictures(4)), { count: 1, bytes: 9 }, pictures(4))).toBe(true)
  expect(areOldestLeftOut(talk(pictures(1)), { count: 1, bytes: mostSentBytes }, [])).toBe(true)
  expect(areOldestLeftOut(talk([]), { count: mostSentPictures, bytes: 9 }, [])).toBe(false)
  expect(areOldestLeftOut(talk(pictures(4), pictures(4), pictures(4)), none, pictures(1))).toBe(true)
})
