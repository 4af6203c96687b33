// How the figures of a bench become a verdict.

import { expect, test } from '@playwright/test'
import { inTurn, median, ratioOf, verdictOf, type Bar } from '../../../support/bench/bench.ts'

const measured = (parley: readonly number[], floor: readonly number[], bar: Bar) =>
  ({ name: 'row', what: 'a row', unit: 'ms', parley, floor, bar }) as const

test('one slow run of five does not change a figure', () => {
  expect(median([3, 1, 900, 2, 2])).toBe(2)
  expect(median([1, 2, 3, 10])).toBe(2.5)
})

test('a ratio is held against its bar from the side the bar names', () => {
  const row = (bar: Bar) => verdictOf(measured([12], [10], bar))
  expect(ratioOf(measured([12], [10], { kind: 'none' }))).toBe(1.2)
  expect(row({ kind: 'ratio-at-most', limit: 1.2 })).toBe('reached')
  expect(row({ kind: 'ratio-at-most', limit: 1.1 })).toBe('not reached')
  expect(row({ kind: 'ratio-at-least', limit: 1.2 })).toBe('reached')
  expect(row({ kind: 'ratio-at-least', limit: 1.3 })).toBe('not reached')
  expect(row({ kind: 'none' })).toBe('no bar')
})

test('an absolute figure that the floor misses too is noisy, not missed', () => {
  const bar: Bar = { kind: 'figure-at-most', limit: 50 }
  expect(verdictOf(measured([40], [60], bar))).toBe('reached')
  expect(verdictOf(measured([60], [40], bar))).toBe('not reached')
  expect(verdictOf(measured([60], [55], bar))).toBe('noisy')
})

test('what cannot be told is never reached', () => {
  expect(verdictOf(measured([], [10], { kind: 'ratio-at-most', limit: 1 }))).toBe('not reached')
})

test('both are measured in turn, and the first of each is thrown away', async () => {
  const order: string[] = []
  const counting = (name: string) => {
    let count = 0
    return async () => {
      order.push(name)
      count += 1
      return count
    }
  }
  expect(await inTurn(counting('parley'), counting('floor'))).toEqual({ parley: [2, 3, 4, 5, 6], floor: [2, 3, 4, 5, 6] })
  expect(order.slice(0, 4)).toEqual(['parley', 'floor', 'parley', 'floor'])
})
