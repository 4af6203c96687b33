// How much a model would be given: what was said before, and what stands in the box.

import { expect, test } from '@playwright/test'
import type { Message } from '../../../../shared/types/conversations.ts'
import { tokensBefore, tokensOfDraft } from '../../../../renderer/composer/prompt-length.ts'
import { estimateTokens } from '../../../../renderer/composer/token-estimate.ts'

const tokensOfMessages = (messages: readonly Message[]) => tokensBefore({ messages, earlier: 0 }, [])

const text = 'The tide turns at six. '.repeat(100)
const attachment = { kind: 'text', name: 'tides.txt', text } as const
const prompt = (attached: boolean): Message => ({
  kind: 'prompt',
  id: 'p',
  parentId: null,
  text,
  attachments: attached ? [attachment] : [],
  createdAt: 0,
})

test('a draft is its text and what goes along', () => {
  expect(tokensOfDraft({ text: '', attachments: [] })).toBe(0)
  expect(tokensOfDraft({ text, attachments: [attachment, attachment] })).toBeCloseTo(3 * estimateTokens(text))
})

test('a conversation is all of its messages with what went along', () => {
  expect(tokensOfMessages([])).toBe(0)
  const one = tokensOfMessages([prompt(false)])
  expect(one / estimateTokens(text)).toBeCloseTo(1, 1)
  expect(tokensOfMessages(Array.from({ length: 100 }, () => prompt(false))) / one).toBeCloseTo(100, 0)
  expect(tokensOfMessages([prompt(true)]) / one).toBeCloseTo(2, 1)
})

test('messages that were not read yet count as much each as those that were', () => {
  const read = [prompt(false), prompt(false)]
  expect(tokensBefore({ messages: read, earlier: 98 }, []) / tokensOfMessages(read)).toBeCloseTo(50)
  expect(tokensBefore({ messages: [], earlier: 0 }, [])).toBe(0)
})

test('a picture counts as so many patches as it has, in a draft and in a conversation', () => {
  const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 1_568, height: 30, size: 9 } as const
  expect(tokensOfDraft({ text: '', attachments: [image] })).toBe(56 * 2)
  const alone: Message = { kind: 'prompt', id: 'p', parentId: null, text: '', attachments: [image], createdAt: 0 }
  expect(tokensOfMessages([alone])).toBe(56 * 2)
  expect(tokensOfMessages([prompt(false), alone]) - tokensOfMessages([prompt(false)])).toBeCloseTo(56 * 2, -1)
})

test('a picture that stays behind, as newer ones are enough, counts nothing', () => {
  const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 1_568, height: 30, size: 9 } as const
  const four: Message = { kind: 'prompt', id: 'p', parentId: null, text: '', attachments: [image, image, image, image], createdAt: 0 }
  const all = [four, four, four, four]
  expect(tokensOfMessages(all)).toBe(12 * 56 * 2)
  expect(tokensBefore({ messages: all, earlier: 400 }, [image])).toBe(8 * 56 * 2)
})
