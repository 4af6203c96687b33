// When a run that failed for the moment is sent again: after the time that the server asks for, and only a few times.

import { isRetryable, type Failure } from '../../shared/failures.ts'
import { maxAttempts } from '../../shared/types/progress.ts'
import type { Timing } from './timing.ts'
import { untilAborted } from './until-aborted.ts'

/** Seconds before the second request, where the server names no time. The third waits four times as long. */
const firstDelaySeconds = 1
/** A server that asks for more is believed: the run fails and shows the wait, because a countdown would be too long. */
const maxWaitSeconds = 60

/**
 * Milliseconds to wait before an attempt (2 or 3), never less than the server asked for; null when there must be none. With jitter, so that
 * clients that were refused together do not return together.
 */
export function getRetryDelay(attempt: number, { code, retryAfterSeconds = 0 }: Failure, { secondMs, random }: Timing): number | null {
  if (attempt > maxAttempts || !isRetryable(code) || retryAfterSeconds > maxWaitSeconds) return null
  // Some servers send 0 without meaning it.
  if (retryAfterSeconds > 0) return Math.round(retryAfterSeconds * secondMs * (1 + random() / 10))
  return Math.round(firstDelaySeconds * 4 ** (attempt - 2) * secondMs * (0.5 + random()))
}

export interface Countdown {
  /** Waits, unless it is ended or aborted before. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<'over' | 'aborted'>
  /** Ends the current wait, if there is one. */
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
