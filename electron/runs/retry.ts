// When a run that was refused for the moment is sent again: as long after as the server asks, and never often.

import { isRetryable, type Failure } from '../../shared/failures.ts'
import { maxAttempts } from '../../shared/types/progress.ts'
import type { Timing } from './timing.ts'
import { untilAborted } from './until-aborted.ts'

/** Seconds before the second request, where the server does not say. The third waits four times as long. */
const firstDelaySeconds = 1
/** Who asks for more is believed, and the person told: nobody watches a countdown for so long. */
const maxWaitSeconds = 60

/**
 * Milliseconds to wait before an attempt (2 or 3), never less than the server asked for; null when there must not be one.
 * Both waits are spread, so that not all who were refused at once come back at once.
 */
export function getRetryDelay(attempt: number, { code, retryAfterSeconds = 0 }: Failure, { secondMs, random }: Timing): number | null {
  if (attempt > maxAttempts || !isRetryable(code) || retryAfterSeconds > maxWaitSeconds) return null
  // Some say 0 and mean nothing by it.
  if (retryAfterSeconds > 0) return Math.round(retryAfterSeconds * secondMs * (1 + random() / 10))
  return Math.round(firstDelaySeconds * 4 ** (attempt - 2) * secondMs * (0.5 + random()))
}

export interface Countdown {
  /** Waits so long, unless it is ended or aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<'over' | 'aborted'>
  /** Ends the wait that goes on, if one does. */
  readonly end: () => void
}

export function createCountdown(): Countdown {
  let end: (() => void) | null = null
  return {
    async wait(milliseconds, signal) {
      const { promise, resolve } = Promise.withResolvers<'over'>()
      const timer = setTimeout(resolve, milliseconds, 'over')
      end = () => resolve('over')
      try {
        return await untilAborted(promise, signal)
      } finally {
        clearTimeout(timer)
      }
    },
    end: () => end?.(),
  }
}
