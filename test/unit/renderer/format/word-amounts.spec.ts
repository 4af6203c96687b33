// Amounts in words: word counts, tokens and prices as words, and the summary of a model's routes.

import { expect, test } from '@playwright/test'
import { estimateWordCount, roundToTwoDigits, summarizeRoutes, tokensToWords } from '../../../../renderer/format/word-amounts.ts'
import type { Route } from '../../../../shared/types/models.ts'

const createRoute = (provider: string, overrides: Partial<Route> = {}): Route => ({
  provider,
  isLive: true,
  contextLength: null,
  price: null,
  isFree: false,
  firstTextMs: null,
  tokensPerSecond: null,
  ...overrides,
})
const summarize = (routes: readonly Route[]) =>
  summarizeRoutes({ id: 'maker/name', task: 'chat', supportsVision: false, routes, server: null })

test.describe('tokens to words', () => {
  test('converts four tokens to three words, rounded', () => {
    expect([4, 1204, 131_072].map(tokensToWords)).toEqual([3, 900, 98_000])
  })
})

test.describe('route summary', () => {
  test('takes the longest context and the lowest price of the live routes', () => {
    const routes = [
      createRoute('a', { contextLength: 4000, price: { input: 3, output: 6 } }),
      createRoute('b', { contextLength: 8000, price: { input: 1.5, output: 3 } }),
      createRoute('c', { isLive: false, contextLength: 99_000, price: { input: 0.01, output: 0.01 } }),
    ]
    expect(summarize(routes)).toEqual({ providerCount: 2, maxWords: 6000, isFree: false, price: { input: 2, output: 4 } })
  })

  test('is null for what the routes do not report', () => {
    expect(summarize([createRoute('a')])).toEqual({ providerCount: 1, maxWords: null, isFree: false, price: null })
  })

  test('counts a provider once', () =>
    expect(summarize([createRoute('a'), createRoute('a', { isFree: true })])).toMatchObject({ providerCount: 1, isFree: true }))
})

test.describe('word count', () => {
  test('is exact for few words', () => expect(estimateWordCount('one two, three – four!')).toBe(4))

  test('is zero for an empty text', () => expect(estimateWordCount('')).toBe(0))

  test('counts words of scripts without spaces', () => expect(estimateWordCount('今日は雨です')).toBeGreaterThan(1))

  test('extrapolates a long text from its beginning', () => expect(estimateWordCount('word '.repeat(100_000))).toBe(100_000))

  test('rounds to two digits from 100 on', () => {
    expect([7, 99, 123, 1234, 98_304].map(roundToTwoDigits)).toEqual([7, 99, 120, 1200, 98_000])
  })
})
