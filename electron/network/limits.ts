// The limits of the door to the network: how long a reply may take, how large it may be, and when a host counts as out of reach.
// Hides their timers.

import { NetworkFailure, networkFailureOf } from './failures.ts'

export interface Patience {
  readonly signal: AbortSignal
  /** Something came: wait anew. */
  readonly renew: () => void
  readonly end: () => void
}

export function startPatience(milliseconds: number): Patience {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new NetworkFailure({ code: 'timed-out' })), milliseconds)
  return { signal: controller.signal, renew: () => timer.refresh(), end: () => clearTimeout(timer) }
}

/**
 * Aborts with `timed-out` when a host is out of reach, and never because a reply takes long. A fetch does not tell when its connection
 * stands, and a cold model is silent for minutes on a good one. So after half of the time `knock` asks the same host something that is
 * answered at once. Any answer, a refusal too, ends the limit; silence until the time is over means that nothing gets through.
 *
 * Without it an attempt to connect is bound by others only: Node's fetch gives up after 10 s, Chromium's after 4 minutes or when the
 * system does, which is after 21 s on Windows, 75 s on macOS and two minutes on Linux. Then comes the limit of the first byte.
 */
export function startReaching(milliseconds: number, knock: (signal: AbortSignal) => Promise<unknown>): Omit<Patience, 'renew'> {
  const reaching = new AbortController()
  const knocking = new AbortController()
  let timer = setTimeout(() => {
    timer = setTimeout(() => {
      knocking.abort()
      reaching.abort(new NetworkFailure({ code: 'timed-out' }))
    }, milliseconds / 2)
    const answered = () => clearTimeout(timer)
    knock(knocking.signal).then(answered, answered)
  }, milliseconds / 2)
  return {
    signal: reaching.signal,
    end() {
      clearTimeout(timer)
      knocking.abort()
    },
  }
}

/** The reply with its body cut off by a failure when it grows past the limit or stops growing. A small gzip unpacks to gigabytes. */
export function bounded(reply: Response, body: ReadableStream<Uint8Array>, limit: number, patience: Patience): Response {
  const reader = body.getReader()
  patience.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
  let bytes = 0
  const guarded = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        patience.signal.throwIfAborted()
        if (done) {
          patience.end()
          controller.close()
          return
        }
        patience.renew()
        bytes += value.length
        if (bytes > limit) throw new NetworkFailure({ code: 'answer-too-large' })
        controller.enqueue(value)
      } catch (error) {
        patience.end()
        void reader.cancel().catch(() => {})
        throw error instanceof NetworkFailure ? error : new NetworkFailure(networkFailureOf(error))
      }
    },
    cancel(reason) {
      patience.end()
      return reader.cancel(reason)
    },
  })
  return new Response(guarded, { status: reply.status, statusText: reply.statusText, headers: reply.headers })
}
