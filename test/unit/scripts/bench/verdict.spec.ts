// Benchmark results: medians, ratios, verdicts, and the order of measurements.

import { expect, test } from '@playwright/test'
import { measureInterleaved, median, getRatio, getVerdict, type Threshold } from '../../../support/bench/bench.ts'

const toMeasurement = (parley: readonly number[], baseline: readonly number[], threshold: Threshold) =>
  ({ name: 'row', label: 'a row', unit: 'ms', parley, baseline, threshold }) as const

test.describe('bench median', () => {
  test('is not affected by one slow run of five', () => {
    expect(median([3, 1, 900, 2, 2])).toBe(2)
    expect(median([1, 2, 3, 10])).toBe(2.5)
  })
})

test.describe('bench verdict', () => {
  test('compares a ratio with an upper or lower limit', () => {
    const toVerdict = (threshold: Threshold) => getVerdict(toMeasurement([12], [10], threshold))
    expect(getRatio(toMeasurement([12], [10], { kind: 'none' }))).toBe(1.2)
    expect(toVerdict({ kind: 'ratio-at-most', limit: 1.2 })).toBe('reached')
    expect(toVerdict({ kind: 'ratio-at-most', limit: 1.1 })).toBe('not reached')
    expect(toVerdict({ kind: 'ratio-at-least', limit: 1.2 })).toBe('reached')
    expect(toVerdict({ kind: 'ratio-at-least', limit: 1.3 })).toBe('not reached')
    expect(toVerdict({ kind: 'none' })).toBe('no threshold')
  })

  test('is noisy when the baseline misses an absolute limit too', () => {
    const threshold: Threshold = { kind: 'value-at-most', limit: 50 }
    expect(getVerdict(toMeasurement([40], [60], threshold))).toBe('reached')
    expect(getVerdict(toMeasurement([60], [40], threshold))).toBe('not reached')
    expect(getVerdict(toMeasurement([60], [55], threshold))).toBe('noisy')
  })

  test('is not reached without measurements', () => {
    expect(getVerdict(toMeasurement([], [10], { kind: 'ratio-at-most', limit: 1 }))).toBe('not reached')
  })
})

test.describe('bench measurements', () => {
  test('measures both alternately and drops the first result of each', async () => {
    const order: string[] = []
    const createCounter = (name: string) => {
      let count = 0
      return async () => {
        order.push(name)
        count += 1
        return count
      }
    }
    expect(await measureInterleaved(createCounter('parley'), createCounter('baseline'))).toEqual({
      parley: [2, 3, 4, 5, 6],
      baseline: [2, 3, 4, 5, 6],
    })
    expect(order.slice(0, 4)).toEqual(['parley', 'baseline', 'parley', 'baseline'])
  })
})
