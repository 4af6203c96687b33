// Those who listen hear finished sentences, each once, without the signs of markdown.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { finishedSentences } from '../../../../renderer/conversation/sentences.ts'

test('reads finished sentences and waits with the one being written', () => {
  expect(finishedSentences('It rains. The sun is', 0, false)).toEqual({ words: 'It rains.', next: 10 })
})

test('goes on where it stopped', () => {
  expect(finishedSentences('It rains. The sun is out! And', 10, false).words).toBe('The sun is out!')
})

test('reads the rest once the answer is whole', () => {
  expect(finishedSentences('It rains. And so on', 10, true)).toEqual({ words: 'And so on', next: 19 })
})

test('does not take the point in a number for an end', () => {
  expect(finishedSentences('It costs 3.50 today', 0, false).words).toBe('')
})

test('ends a sentence of a script without spaces at its own sign', () => {
  expect(finishedSentences('今日は雨です。明日は', 0, false).words).toBe('今日は雨です。')
})

test('leaves out the signs of markdown and the addresses of links', () => {
  expect(finishedSentences('## Rain\n\n- **Much** of [it](https://example.org/rain).\n', 0, false).words).toBe('Rain Much of it.')
})

test('reads every word exactly once, however the text comes in', () => {
  const word = fc.constantFrom('rain', 'sun.', 'wind!', 'fog\n', 'snow?')
  fc.assert(
    fc.property(fc.array(word), fc.array(fc.nat()), (words, cuts) => {
      const text = words.join(' ')
      let next = 0
      const heard: string[] = []
      for (const cut of cuts.map((each) => each % (text.length + 1)).toSorted((a, b) => a - b)) {
        const finished = finishedSentences(text.slice(0, cut), next, false)
        heard.push(finished.words)
        next = finished.next
      }
      heard.push(finishedSentences(text, next, true).words)
      expect(heard.join(' ').split(/\s+/).filter(Boolean)).toEqual(text.split(/\s+/).filter(Boolean))
    }),
  )
})

test('a million signs that lead nowhere take no longer than a million letters', () => {
  for (const sign of ['[', '[a](', '\n', '\r', '\u2028', ' ', '|', '`', '.)', '*a ']) {
    const text = sign.repeat(1_000_000 / sign.length)
    expect(finishedSentences(text, 0, true).next).toBe(text.length)
  }
})
