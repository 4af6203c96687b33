// What a benchmark gives: figures of Parley beside the floor's, taken in turn in one run, and the bar between them. Hides how a
// verdict is reached.

import { assertNever } from '../../../shared/errors.ts'

/** How many times each thing is measured; the figures are medians. */
export const runs = 5

/** What a figure has to reach. Only a ratio says something on another machine; an absolute figure is judged beside the floor's. */
export type Bar =
  | { readonly kind: 'ratio-at-most' | 'ratio-at-least'; readonly limit: number }
  /** In the unit of its row. */
  | { readonly kind: 'figure-at-most'; readonly limit: number }
  /** Told for what it is worth. */
  | { readonly kind: 'none' }

export interface Measured {
  /** For machines: one word, in camel case. */
  readonly name: string
  /** For people: what was measured, against what. */
  readonly what: string
  /** Empty for a figure that is a mere number. */
  readonly unit: 'ms' | 'MB' | 'ms/MB' | 'kB/s' | 'frames' | ''
  /** One figure a run. */
  readonly parley: readonly number[]
  /** The least work that does the same, measured in turn with it; or what else `what` names in its place. */
  readonly floor: readonly number[]
  /** What the two are compared by: how many times the floor's figure Parley's is unless told, or how many times less, or Parley's alone. */
  readonly by?: 'times less' | 'figure'
  readonly bar: Bar
}

/**
 * One file of test/bench, by whose name it is called. Fails only when something cannot be measured.
 * @param say tells a person what is being done, in one line
 */
export type Bench = (say: (line: string) => void) => Promise<readonly Measured[]>

/** `noisy`: the floor misses the bar as well, so the machine is too busy to tell. */
export type Verdict = 'reached' | 'not reached' | 'noisy' | 'no bar'

/** The middle figure; the mean of the two in the middle of an even number. NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return (upper + lower) / 2
}

export function ratioOf({ parley, floor, by }: Measured): number {
  if (by === 'figure') return median(parley)
  return by === 'times less' ? median(floor) / median(parley) : median(parley) / median(floor)
}

export function verdictOf(measured: Measured): Verdict {
  const { bar } = measured
  switch (bar.kind) {
    case 'ratio-at-most':
      return ratioOf(measured) <= bar.limit ? 'reached' : 'not reached'
    case 'ratio-at-least':
      return ratioOf(measured) >= bar.limit ? 'reached' : 'not reached'
    case 'figure-at-most':
      if (median(measured.parley) <= bar.limit) return 'reached'
      return median(measured.floor) <= bar.limit ? 'not reached' : 'noisy'
    case 'none':
      return 'no bar'
    default:
      return assertNever(bar)
  }
}

/**
 * Measures both in turn, so that what else this machine does falls on both alike, Parley first. The first of each is thrown away: it
 * fills the caches of the system.
 */
export async function inTurn<Figure>(
  parley: () => Promise<Figure>,
  floor: () => Promise<Figure>,
): Promise<{ readonly parley: readonly Figure[]; readonly floor: readonly Figure[] }> {
  const figures: { readonly parley: Figure; readonly floor: Figure }[] = []
  for (let run = 0; run <= runs; run += 1) figures.push({ parley: await parley(), floor: await floor() })
  const kept = figures.slice(1)
  return { parley: kept.map((each) => each.parley), floor: kept.map((each) => each.floor) }
}
