// "Can you summarize this text?" needs a text; most other prompts do not.

import { expect, test } from '@playwright/test'
import { isMissingText } from '../../../../renderer/chat/missing-text.ts'

const missing = [
  'Can you summarize this text?',
  'Translate the following article into German.',
  'please proofread this e-mail',
  'Summarize the following:',
  'What is the tone of this letter?',
  'Find the mistakes in the text below.',
]
const complete = [
  'How do vaccines work?',
  'Summarize this text: It was the best of times, it was the worst of times, it was the age of wisdom.',
  'Summarize this text:\n\nIt was the best of times, it was the worst of times, it was the age of wisdom.',
  'It was the best of times, it was the worst of times.\n\nSummarize this text.',
  `What is this text about? ${'It was the best of times. '.repeat(20)}`,
  'Context matters in any paper you write.',
]

for (const prompt of missing) test(`misses a text: ${prompt}`, () => expect(isMissingText(prompt)).toBe(true))
for (const prompt of complete) test(`misses nothing: ${prompt.slice(0, 60)}`, () => expect(isMissingText(prompt)).toBe(false))
