// The results of a benchmark: Parley's figures and the baseline's, measured alternately in one run, and the threshold between them.
// Hides how a verdict is computed.

import { assertNever } from '../../../shared/failures.ts'

/** How many times each side is measured; results are medians. */
export const runCount = 5

/** The required result. Only ratios are comparable between machines; an absolute value is judged together with the baseline's. */
export type Threshold =
  | { readonly kind: 'ratio-at-most' | 'ratio-at-least'; readonly limit: number }
  /** In the unit of its row. */
  | { readonly kind: 'value-at-most'; readonly limit: number }
  /** For information only. */
  | { readonly kind: 'none' }

export interface Measurement {
  /** For machines, in camel case. */
  readonly name: string
  /** For people: what was measured, against what. */
  readonly label: string
  /** Empty for a dimensionless value. */
  readonly unit: 'ms' | 'MB' | 'ms/MB' | 'kB/s' | 'frames' | ''
  /** One value per run. */
  readonly parley: readonly number[]
  /** The minimal program for the same task, measured alternately; or what `label` names instead. */
  readonly baseline: readonly number[]
  /** How the two are compared: Parley's value divided by the baseline's (default), the inverse, or Parley's value alone. */
  readonly compareBy?: 'inverse-ratio' | 'value'
  readonly threshold: Threshold
}

/**
 * What a file of test/bench exports. Rejects only when something cannot be measured.
 * @param log prints one line about the progress
 */
export type Bench = (log: (line: string) => void) => Promise<readonly Measurement[]>

/** `noisy`: the baseline misses the threshold as well, so the machine is too busy for a verdict. */
export type Verdict = 'reached' | 'not reached' | 'noisy' | 'no threshold'

/** The median; the mean of the middle two for an even count, NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return (upper + lower) / 2
}

export function getRatio({ parley, baseline, compareBy }: Measurement): number {
  if (compareBy === 'value') return median(parley)
  return compareBy === 'inverse-ratio' ? median(baseline) / median(parley) : median(parley) / median(baseline)
}

export function getVerdict(measurement: Measurement): Verdict {
  const { threshold } = measurement
  switch (threshold.kind) {
    case 'ratio-at-most':
      return getRatio(measurement) <= threshold.limit ? 'reached' : 'not reached'
    case 'ratio-at-least':
      return getRatio(measurement) >= threshold.limit ? 'reached' : 'not reached'
    case 'value-at-most':
      if (median(measurement.parley) <= threshold.limit) return 'reached'
      return median(measurement.baseline) <= threshold.limit ? 'not reached' : 'noisy'
    case 'none':
      return 'no threshold'
    default:
      return assertNever(threshold)
  }
}

/**
 * Measures both alternately, Parley first, so that other load on the machine affects both. Drops the first result of each, which
 * warms up the system's caches.
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
