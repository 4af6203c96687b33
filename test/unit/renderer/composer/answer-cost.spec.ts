// The estimated cost of a comparison, and the cost and speed of an answer.

import { expect, test } from '@playwright/test'
import { getAssumedWordCount, getAnswerCost, estimateCost, getTokensPerSecond } from '../../../../renderer/composer/answer-cost.ts'
import { noOverrides, defaultStyle } from '../../../../shared/style.ts'
import type { Model, Route } from '../../../../shared/types/models.ts'
import { finishedAnswer } from '../state/sample-answers.ts'

const createRoute = (provider: string, price: Route['price'], overrides: Partial<Route> = {}): Route => ({
  provider,
  isLive: true,
  contextLength: null,
  price,
  isFree: false,
  firstTextMs: null,
  tokensPerSecond: null,
  ...overrides,
})
const createModel = (...routes: readonly Route[]): Model => ({
  id: 'maker/model',
  task: 'chat',
  supportsVision: false,
  routes,
  server: null,
})
const withTokenLimit = (longestAnswer: number) => ({ ...defaultStyle, advanced: { ...noOverrides, longestAnswer } })
const tokenCounts = { inputTokens: 1_000_000, outputTokens: 500_000 }

test.describe('estimated cost', () => {
  test('is the sum over the models, from the cheapest to the dearest live provider', () => {
    const pricedModel = createModel(
      createRoute('cheap', { input: 1, output: 2 }),
      createRoute('dear', { input: 2, output: 4 }),
      createRoute('away', { input: 9, output: 9 }, { isLive: false }),
    )
    const other = createModel(createRoute('only', { input: 0.5, output: 1 }))
    expect(estimateCost([pricedModel, other], tokenCounts)).toEqual({ pricedCount: 2, low: 3, high: 5 })
  })

  test('counts free providers as zero and reports how many prices are known', () => {
    const freeModel = createModel(createRoute('free', null, { isFree: true }))
    const unpricedModel = createModel(createRoute('silent', null))
    expect(estimateCost([freeModel], tokenCounts)).toEqual({ pricedCount: 1, low: 0, high: 0 })
    expect(estimateCost([freeModel, unpricedModel, undefined], tokenCounts)).toEqual({ pricedCount: 1, low: 0, high: 0 })
    expect(estimateCost([unpricedModel], tokenCounts)).toEqual({ pricedCount: 0, low: 0, high: 0 })
  })

  test('assumes the answer length of the style, up to its limit', () => {
    expect((['short', 'normal', 'long'] as const).map((length) => getAssumedWordCount({ ...defaultStyle, length }))).toEqual([
      100, 400, 1000,
    ])
    expect([100, 100_000].map((maxTokens) => getAssumedWordCount(withTokenLimit(maxTokens)))).toEqual([75, 400])
  })
})

test.describe('answer cost', () => {
  test('is the price of the provider that answered', () => {
    const offeredModel = createModel(
      createRoute('one', { input: 1, output: 2 }),
      createRoute('two', { input: 10, output: 20 }),
      createRoute('free', null, { isFree: true }),
    )
    const usage = { inputTokens: 100_000, outputTokens: 50_000 }
    const costFromProvider = (provider: string | null) => getAnswerCost(finishedAnswer({ usage, provider }), offeredModel)
    expect([
      costFromProvider('one'),
      costFromProvider('two'),
      costFromProvider('free'),
      costFromProvider('unknown'),
      costFromProvider(null),
    ]).toEqual([0.2, 2, 0, null, null])
    expect(getAnswerCost(finishedAnswer({ usage: null, provider: 'one' }), offeredModel)).toBeNull()
  })
})

test.describe('answer speed', () => {
  test('is measured from the first text on', () => {
    const usage = { inputTokens: 5, outputTokens: 60 }
    expect(getTokensPerSecond(finishedAnswer({ usage, firstTextMs: 1_000, totalMs: 3_000 }))).toBe(30)
    expect(getTokensPerSecond(finishedAnswer({ usage, firstTextMs: 1_000, totalMs: 1_010 }))).toBeNull()
    expect(getTokensPerSecond(finishedAnswer({ usage: null, firstTextMs: 1_000, totalMs: 3_000 }))).toBeNull()
  })
})
