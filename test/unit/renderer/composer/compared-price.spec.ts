// What a comparison costs before it is sent, and what an answer has cost and how fast it came.

import { expect, test } from '@playwright/test'
import { assumedWords, costOf, estimateFor, speedOf } from '../../../../renderer/composer/compared-price.ts'
import { asTheStyleSays, usualStyle } from '../../../../shared/style.ts'
import type { Model, Route } from '../../../../shared/types/models.ts'
import { answered } from '../state/answers.ts'

const route = (provider: string, price: Route['price'], given: Partial<Route> = {}): Route => ({
  provider,
  isLive: true,
  contextLength: null,
  price,
  isFree: false,
  firstTextMs: null,
  tokensPerSecond: null,
  ...given,
})
const model = (...routes: readonly Route[]): Model => ({ id: 'maker/model', task: 'chat', canSee: false, routes, server: null })
const limited = (longestAnswer: number) => ({ ...usualStyle, advanced: { ...asTheStyleSays, longestAnswer } })
const amount = { read: 1_000_000, written: 500_000 }

test('is the sum over the models, each from its cheapest to its dearest provider that runs it now', () => {
  const one = model(
    route('cheap', { input: 1, output: 2 }),
    route('dear', { input: 2, output: 4 }),
    route('away', { input: 9, output: 9 }, { isLive: false }),
  )
  const other = model(route('only', { input: 0.5, output: 1 }))
  expect(estimateFor([one, other], amount)).toEqual({ known: 2, low: 3, high: 5 })
})

test('counts a free provider as nothing, and says of how many models the price is known', () => {
  const free = model(route('free', null, { isFree: true }))
  const silent = model(route('silent', null))
  expect(estimateFor([free], amount)).toEqual({ known: 1, low: 0, high: 0 })
  expect(estimateFor([free, silent, undefined], amount)).toEqual({ known: 1, low: 0, high: 0 })
  expect(estimateFor([silent], amount)).toEqual({ known: 0, low: 0, high: 0 })
})

test('takes answers to be as long as the style asks for, and no longer than it lets them be', () => {
  expect((['short', 'normal', 'long'] as const).map((length) => assumedWords({ ...usualStyle, length }))).toEqual([100, 400, 1000])
  expect([100, 100_000].map((longest) => assumedWords(limited(longest)))).toEqual([75, 400])
})

test('an answer costs what the provider takes that gave it', () => {
  const offered = model(
    route('one', { input: 1, output: 2 }),
    route('two', { input: 10, output: 20 }),
    route('free', null, { isFree: true }),
  )
  const usage = { inputTokens: 100_000, outputTokens: 50_000 }
  const by = (provider: string | null) => costOf(answered({ usage, provider }), offered)
  expect([by('one'), by('two'), by('free'), by('unknown'), by(null)]).toEqual([0.2, 2, 0, null, null])
  expect(costOf(answered({ usage: null, provider: 'one' }), offered)).toBeNull()
})

test('the speed is that of what came after the first of it', () => {
  const usage = { inputTokens: 5, outputTokens: 60 }
  expect(speedOf(answered({ usage, firstTextMs: 1_000, totalMs: 3_000 }))).toBe(30)
  expect(speedOf(answered({ usage, firstTextMs: 1_000, totalMs: 1_010 }))).toBeNull()
  expect(speedOf(answered({ usage: null, firstTextMs: 1_000, totalMs: 3_000 }))).toBeNull()
})
