// Which pictures of what was said before a prompt a model is not given.

import { expect, test } from '@playwright/test'
import type { ImageAttachment, PlacedMessage } from '../../../../shared/types/conversations.ts'
import { picturesLeftOut, saidBefore } from '../../../../renderer/state/said-before.ts'

const image: ImageAttachment = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 }
const promptOf = (id: string, attachments: readonly ImageAttachment[]): PlacedMessage => {
  return { kind: 'prompt', id, parentId: null, text: 'Look', attachments, createdAt: 0, siblings: { place: 1, count: 1, compared: 0 } }
}
const four = [image, image, image, image]
const none = { count: 0, bytes: 0 }
const talk = { messages: [promptOf('a', []), promptOf('b', four), promptOf('c', [])], earlier: 0, earlierPictures: none }

test('of a prompt that stands in the conversation, what comes before it counts alone', () => {
  expect(picturesLeftOut(true, saidBefore(talk, 'b'), [])).toBe('none')
  expect(picturesLeftOut(true, saidBefore(talk, 'c'), [])).toBe('earlier')
  expect(picturesLeftOut(true, saidBefore({ ...talk, earlierPictures: { count: 1, bytes: 9 } }, 'a'), [])).toBe('earlier')
})

test('a model that looks at none is not given those that go along; one that does is given all but the oldest', () => {
  expect(picturesLeftOut(true, talk, four)).toBe('mine')
  expect(picturesLeftOut(false, talk, four)).toBe('none')
  expect(picturesLeftOut(false, { ...talk, earlierPictures: { count: 5, bytes: 45 } }, four)).toBe('oldest')
})
