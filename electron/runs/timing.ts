// The times that a run depends on. Passed in, so that specs can run faster.

export interface Timing {
  /** The length of a second. */
  readonly secondMs: number
  /** From 0 to below 1. */
  readonly random: () => number
}

export const defaultTiming: Timing = { secondMs: 1000, random: Math.random }

/** Silence after which the window shows it. Models that load first or think without sending anything may need as long, so the run goes on. */
export const silentAfterSeconds = 30
