// Estimating the tokens of a draft and of the conversation before it.

import { expect, test } from '@playwright/test'
import type { Message } from '../../../../shared/types/messages.ts'
import { estimatePrecedingTokens, estimateDraftTokens } from '../../../../renderer/composer/prompt-tokens.ts'
import { estimateTokens } from '../../../../renderer/composer/token-estimate.ts'

const estimateMessageTokens = (messages: readonly Message[]) => estimatePrecedingTokens({ messages, earlier: 0 }, [])

const text = 'The tide turns at six. '.repeat(100)
const attachment = { kind: 'text', name: 'tides.txt', text } as const
const createPrompt = (attached: boolean): Message => ({
  kind: 'prompt',
  id: 'p',
  parentId: null,
  text,
  attachments: attached ? [attachment] : [],
  createdAt: 0,
})

test.describe('prompt tokens', () => {
  test('of a draft are its text and its attachments', () => {
    expect(estimateDraftTokens({ text: '', attachments: [] })).toBe(0)
    expect(estimateDraftTokens({ text, attachments: [attachment, attachment] })).toBeCloseTo(3 * estimateTokens(text))
  })

  test('of a conversation are all messages with their attachments', () => {
    expect(estimateMessageTokens([])).toBe(0)
    const singleEstimate = estimateMessageTokens([createPrompt(false)])
    expect(singleEstimate / estimateTokens(text)).toBeCloseTo(1, 1)
    expect(estimateMessageTokens(Array.from({ length: 100 }, () => createPrompt(false))) / singleEstimate).toBeCloseTo(100, 0)
    expect(estimateMessageTokens([createPrompt(true)]) / singleEstimate).toBeCloseTo(2, 1)
  })

  test('of messages not loaded yet are those of an average message', () => {
    const readMessages = [createPrompt(false), createPrompt(false)]
    expect(estimatePrecedingTokens({ messages: readMessages, earlier: 98 }, []) / estimateMessageTokens(readMessages)).toBeCloseTo(50)
    expect(estimatePrecedingTokens({ messages: [], earlier: 0 }, [])).toBe(0)
  })

  test('of an image are its patches, in a draft and in a conversation', () => {
    const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 1_568, height: 30, size: 9 } as const
    expect(estimateDraftTokens({ text: '', attachments: [image] })).toBe(56 * 2)
    const promptWithOneImage: Message = { kind: 'prompt', id: 'p', parentId: null, text: '', attachments: [image], createdAt: 0 }
    expect(estimateMessageTokens([promptWithOneImage])).toBe(56 * 2)
    expect(estimateMessageTokens([createPrompt(false), promptWithOneImage]) - estimateMessageTokens([createPrompt(false)])).toBeCloseTo(
      56 * 2,
      -1,
    )
  })

  test('of an omitted image are zero', () => {
    const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 1_568, height: 30, size: 9 } as const
    const promptWithFourImages: Message = {
      kind: 'prompt',
      id: 'p',
      parentId: null,
      text: '',
      attachments: [image, image, image, image],
      createdAt: 0,
    }
    const all = [promptWithFourImages, promptWithFourImages, promptWithFourImages, promptWithFourImages]
    expect(estimateMessageTokens(all)).toBe(12 * 56 * 2)
    expect(estimatePrecedingTokens({ messages: all, earlier: 400 }, [image])).toBe(8 * 56 * 2)
  })
})
