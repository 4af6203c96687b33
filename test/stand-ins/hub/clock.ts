// The clock that paces the hub's answers, a parameter so that specs can count waits instead of measuring them.

import { setTimeout } from 'node:timers/promises'

export interface HubClock {
  /** In milliseconds, from any start. */
  readonly now: () => number
  /** Rejects when the signal aborts. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: HubClock = {
  now: () => performance.now(),
  pause: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
}
