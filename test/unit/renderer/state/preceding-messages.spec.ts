// Which images of the preceding messages a model is not sent.

import { expect, test } from '@playwright/test'
import type { ImageAttachment } from '../../../../shared/types/attachments.ts'
import type { MessageWithSiblings } from '../../../../shared/types/messages.ts'
import { getOmittedImages, getPrecedingMessages } from '../../../../renderer/state/preceding-messages.ts'

const image: ImageAttachment = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 }
const createPrompt = (id: string, attachments: readonly ImageAttachment[]): MessageWithSiblings => {
  return {
    kind: 'prompt',
    id,
    parentId: null,
    text: 'Look',
    attachments,
    createdAt: 0,
    siblings: { ordinal: 1, count: 1, comparedCount: 0 },
  }
}
const fourImages = [image, image, image, image]
const none = { count: 0, bytes: 0 }
const conversation = {
  messages: [createPrompt('a', []), createPrompt('b', fourImages), createPrompt('c', [])],
  earlier: 0,
  earlierImages: none,
}

test.describe('omitted images', () => {
  test('considers only the messages before the prompt', () => {
    expect(getOmittedImages(true, getPrecedingMessages(conversation, 'b'), [])).toBe('none')
    expect(getOmittedImages(true, getPrecedingMessages(conversation, 'c'), [])).toBe('earlier')
    expect(getOmittedImages(true, getPrecedingMessages({ ...conversation, earlierImages: { count: 1, bytes: 9 } }, 'a'), [])).toBe(
      'earlier',
    )
  })

  test('omits all images for a text-only model and the oldest for a vision model', () => {
    expect(getOmittedImages(true, conversation, fourImages)).toBe('own')
    expect(getOmittedImages(false, conversation, fourImages)).toBe('none')
    expect(getOmittedImages(false, { ...conversation, earlierImages: { count: 5, bytes: 45 } }, fourImages)).toBe('oldest')
  })
})
