// Word counts: exact for short texts, estimated for long ones, and rounded for display.

import { expect, test } from '@playwright/test'
import { estimateWordCount, roundToTwoDigits } from '../../../../renderer/format/word-count.ts'

test.describe('word count', () => {
  test('is exact for few words', () => expect(estimateWordCount('one two, three – four!')).toBe(4))

  test('is zero for an empty text', () => expect(estimateWordCount('')).toBe(0))

  test('counts words of scripts without spaces', () => expect(estimateWordCount('今日は雨です')).toBeGreaterThan(1))

  test('extrapolates a long text from its beginning', () => expect(estimateWordCount('word '.repeat(100_000))).toBe(100_000))

  test('rounds to two digits from 100 on', () => {
    expect([7, 99, 123, 1234, 98_304].map(roundToTwoDigits)).toEqual([7, 99, 120, 1200, 98_000])
  })
})
