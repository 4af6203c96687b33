// Sizes are said in words: counted, then rounded to what "about" can mean.

import { expect, test } from '@playwright/test'
import { estimateWordCount, roundToTwoDigits } from '../../../../renderer/format/word-count.ts'

test('counts few words exactly', () => expect(estimateWordCount('one two, three – four!')).toBe(4))

test('counts nothing in nothing', () => expect(estimateWordCount('')).toBe(0))

test('counts words of a script that does not space them', () => expect(estimateWordCount('今日は雨です')).toBeGreaterThan(1))

test('counts a long text from its beginning', () => expect(estimateWordCount('word '.repeat(100_000))).toBe(100_000))

test('rounds to two digits from a hundred on', () => {
  expect([7, 99, 123, 1234, 98_304].map(roundToTwoDigits)).toEqual([7, 99, 120, 1200, 98_000])
})
