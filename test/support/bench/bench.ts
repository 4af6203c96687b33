// What a benchmark gives: figures of Parley beside the floor's, taken in turn in one run, and the bar between them. Hides how a
// verdict is reached.

import { assertNever } from '../../../shared/failures.ts'

/** How many times each thing is measured; the figures are medians. */
export const runCount = 5

/** What a figure has to reach. Only a ratio says something on another machine; an absolute figure is judged beside the floor's. */
export type Threshold =
  | { readonly kind: 'ratio-at-most' | 'ratio-at-least'; readonly limit: number }
  /** In the unit of its row. */
  | { readonly kind: 'figure-at-most'; readonly limit: number }
  /** Told for what it is worth. */
  | { readonly kind: 'none' }

export interface Measurement {
  /** For machines: one word, in camel case. */
  readonly name: string
  /** For people: what was measured, against what. */
  readonly label: string
  /** Empty for a figure that is a mere number. */
  readonly unit: 'ms' | 'MB' | 'ms/MB' | 'kB/s' | 'frames' | ''
  /** One figure a run. */
  readonly parley: readonly number[]
  /** The least work that does the same, measured in turn with it; or what else `what` names in its place. */
  readonly baseline: readonly number[]
  /** What the two are compared by: how many times the floor's figure Parley's is unless told, or how many times less, or Parley's alone. */
  readonly compareBy?: 'times less' | 'figure'
  readonly threshold: Threshold
}

/**
 * One file of test/bench, by whose name it is called. Fails only when something cannot be measured.
 * @param say tells a person what is being done, in one line
 */
export type Bench = (log: (line: string) => void) => Promise<readonly Measurement[]>

/** `noisy`: the floor misses the bar as well, so the machine is too busy to tell. */
export type Verdict = 'reached' | 'not reached' | 'noisy' | 'no bar'

/** The middle figure; the mean of the two in the middle of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return (upper + lower) / 2
}

export function getRatio({ parley, baseline, compareBy }: Measurement): number {
  if (compareBy === 'figure') return median(parley)
  return compareBy === 'times less' ? median(baseline) / median(parley) : median(parley) / median(baseline)
}

export function getVerdict(measurement: Measurement): Verdict {
  const { threshold } = measurement
  switch (threshold.kind) {
    case 'ratio-at-most':
      return getRatio(measurement) <= threshold.limit ? 'reached' : 'not reached'
    case 'ratio-at-least':
      return getRatio(measurement) >= threshold.limit ? 'reached' : 'not reached'
    case 'figure-at-most':
      if (median(measurement.parley) <= threshold.limit) return 'reached'
      return median(measurement.baseline) <= threshold.limit ? 'not reached' : 'noisy'
    case 'none':
      return 'no bar'
    default:
      return assertNever(threshold)
  }
}

/**
 * Measures both in turn, so that what else this machine does falls on both alike, Parley first. The first of each is thrown away: it
 * fills the caches of the system.
 */
export async function measureInterleaved<Value>(
  parley: () => Promise<Value>,
  baseline: () => Promise<Value>,
): Promise<{ readonly parley: readonly Value[]; readonly baseline: readonly Value[] }> {
  const values: { readonly parley: Value; readonly baseline: Value }[] = []
  for (let run = 0; run <= runCount; run += 1) values.push({ parley: await parley(), baseline: await baseline() })
  const withoutWarmUp = values.slice(1)
  return { parley: withoutWarmUp.map((each) => each.parley), baseline: withoutWarmUp.map((each) => each.baseline) }
}
