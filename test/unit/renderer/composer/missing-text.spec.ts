// Detecting prompts that refer to a missing text, such as "Can you summarize this text?".

import { expect, test } from '@playwright/test'
import { translation as de } from '../../../../shared/words/de/translation.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { isMissingText } from '../../../../renderer/composer/missing-text.ts'

const missing = [
  'Can you summarize this text?',
  'Translate the following article into German.',
  'please proofread this e-mail',
  'Summarize the following:',
  'What is the tone of this letter?',
  'Find the mistakes in the text below.',
  'Fass diesen Text zusammen',
  'Übersetze den folgenden Artikel ins Englische.',
  'Welchen Ton hat dieser Brief?',
  'Kannst du die beigefügte E-Mail verbessern?',
  'Übersetze Folgendes:',
  'Finde die Fehler in dem Text unten.',
]
const complete = [
  'How do vaccines work?',
  'Summarize this text: It was the best of times, it was the worst of times, it was the age of wisdom.',
  'Summarize this text:\n\nIt was the best of times, it was the worst of times, it was the age of wisdom.',
  'It was the best of times, it was the worst of times.\n\nSummarize this text.',
  `What is this text about? ${'It was the best of times. '.repeat(20)}`,
  'Context matters in any paper you write.',
  'Wie wirken Impfungen?',
  'Fass diesen Text zusammen: Es war die beste Zeit, es war die schlechteste Zeit.',
  'Übersetze den folgenden Absatz: „Es war die beste Zeit, es war die schlechteste Zeit.“',
  'Schreib einen Text über die Seiten eines Berufs',
]

test.describe('missing text', () => {
  for (const prompt of missing) test(`detects a missing text: ${prompt}`, () => expect(isMissingText(prompt)).toBe(true))
  for (const prompt of complete) test(`detects no missing text: ${prompt.slice(0, 60)}`, () => expect(isMissingText(prompt)).toBe(false))

  for (const [language, { chat }] of Object.entries({ en, de })) {
    test(`detects a missing text only in the last example in ${language}`, () => {
      expect([chat.example1, chat.example2, chat.example3].map(isMissingText)).toEqual([false, false, true])
    })
  }
})
