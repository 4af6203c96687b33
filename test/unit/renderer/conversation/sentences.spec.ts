// Sentences announced to screen readers while an answer streams: finished ones, each once, without markdown syntax.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { takeFinishedSentences } from '../../../../renderer/conversation/sentences.ts'

test.describe('announced sentences', () => {
  test('returns finished sentences and waits for the unfinished one', () => {
    expect(takeFinishedSentences('It rains. The sun is', 0, false)).toEqual({ spokenText: 'It rains.', nextOffset: 10 })
  })

  test('continues after the last announced sentence', () => {
    expect(takeFinishedSentences('It rains. The sun is out! And', 10, false).spokenText).toBe('The sun is out!')
  })

  test('returns the rest when the answer is complete', () => {
    expect(takeFinishedSentences('It rains. And so on', 10, true)).toEqual({ spokenText: 'And so on', nextOffset: 19 })
  })

  test('does not end a sentence at a decimal point', () => {
    expect(takeFinishedSentences('It costs 3.50 today', 0, false).spokenText).toBe('')
  })

  test('ends sentences of scripts without spaces at their full stop', () => {
    expect(takeFinishedSentences('今日は雨です。明日は', 0, false).spokenText).toBe('今日は雨です。')
  })

  test('omits markdown syntax and link addresses', () => {
    expect(takeFinishedSentences('## Rain\n\n- **Much** of [it](https://example.org/rain).\n', 0, false).spokenText).toBe(
      'Rain Much of it.',
    )
  })

  test('returns every word exactly once, however the text arrives', () => {
    const word = fc.constantFrom('rain', 'sun.', 'wind!', 'fog\n', 'snow?')
    fc.assert(
      fc.property(fc.array(word), fc.array(fc.nat()), (words, cutPoints) => {
        const text = words.join(' ')
        let next = 0
        const finishedParts: string[] = []
        for (const cutPoint of cutPoints.map((each) => each % (text.length + 1)).toSorted((a, b) => a - b)) {
          const finishedNow = takeFinishedSentences(text.slice(0, cutPoint), next, false)
          finishedParts.push(finishedNow.spokenText)
          next = finishedNow.nextOffset
        }
        finishedParts.push(takeFinishedSentences(text, next, true).spokenText)
        expect(finishedParts.join(' ').split(/\s+/).filter(Boolean)).toEqual(text.split(/\s+/).filter(Boolean))
      }),
    )
  })

  test('handles a million unfinished markers without backtracking', () => {
    for (const nonEnding of ['[', '[a](', '\n', '\r', '\u2028', ' ', '|', '`', '.)', '*a ']) {
      const text = nonEnding.repeat(1_000_000 / nonEnding.length)
      expect(takeFinishedSentences(text, 0, true).nextOffset).toBe(text.length)
    }
  })
})
