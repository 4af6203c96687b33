// Counts and prices of pieces of words become words, and a model's routes become one line.

import { expect, test } from '@playwright/test'
import { offerOf, wordsOf } from '../../../../renderer/format/amounts.ts'
import type { Route } from '../../../../shared/types/models.ts'

const route = (provider: string, more: Partial<Route> = {}): Route => ({
  provider,
  isLive: true,
  contextLength: null,
  price: null,
  isFree: false,
  firstTextMs: null,
  tokensPerSecond: null,
  ...more,
})
const offer = (routes: readonly Route[]) => offerOf({ id: 'maker/name', task: 'chat', canSee: false, routes, server: null })

test('says four pieces of words as three words, rounded', () => {
  expect([4, 1204, 131_072].map(wordsOf)).toEqual([3, 900, 98_000])
})

test('takes the longest reading and the cheapest price of the live routes', () => {
  const routes = [
    route('a', { contextLength: 4000, price: { input: 3, output: 6 } }),
    route('b', { contextLength: 8000, price: { input: 1.5, output: 3 } }),
    route('c', { isLive: false, contextLength: 99_000, price: { input: 0.01, output: 0.01 } }),
  ]
  expect(offer(routes)).toEqual({ providers: 2, reads: 6000, isFree: false, price: { input: 2, output: 4 } })
})

test('says nothing where the routes say nothing', () => {
  expect(offer([route('a')])).toEqual({ providers: 1, reads: null, isFree: false, price: null })
})

test('counts a provider once', () =>
  expect(offer([route('a'), route('a', { isFree: true })])).toMatchObject({ providers: 1, isFree: true }))
