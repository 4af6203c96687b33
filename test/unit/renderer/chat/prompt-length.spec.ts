// How much a model would be given: what was said before, and what stands in the box.

import { expect, test } from '@playwright/test'
import type { Message } from '../../../../electron/shared/types/conversations.ts'
import { tokensOfDraft, tokensOfMessages } from '../../../../renderer/chat/prompt-length.ts'
import { estimateTokens } from '../../../../renderer/chat/token-estimate.ts'

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
