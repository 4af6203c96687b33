// The times a run keeps to. They are handed in, so that specs can run the same life faster.

export interface Timing {
  /** How long a second is. */
  readonly secondMs: number
  /** From 0 to below 1. */
  readonly random: () => number
}

export const defaultTiming: Timing = { secondMs: 1000, random: Math.random }

/** Silence that is worth a word. Cold models and quiet thinkers need as long, so it is no end. */
export const silentAfterSeconds = 30
