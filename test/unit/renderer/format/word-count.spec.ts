// Sizes are said in words: counted, then rounded to what "about" can mean.

import { expect, test } from '@playwright/test'
import { countWords, roundedToTwoDigits } from '../../../../renderer/format/word-count.ts'

test('counts few words exactly', () => expect(countWords('one two, three – four!')).toBe(4))

test('counts nothing in nothing', () => expect(countWords('')).toBe(0))

test('counts words of a script that does not space them', () => expect(countWords('今日は雨です')).toBeGreaterThan(1))

test('counts a long text from its beginning', () => expect(countWords('word '.repeat(100_000))).toBe(100_000))

test('rounds to two digits from a hundred on', () => {
  expect([7, 99, 123, 1234, 98_304].map(roundedToTwoDigits)).toEqual([7, 99, 120, 1200, 98_000])
})
