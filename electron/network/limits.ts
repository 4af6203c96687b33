// The limits of the door to the network: how long a reply may take, how large it may be, and when a host counts as out of reach.
// Hides their timers.

import { NetworkFailure, failureFromNetworkError } from './failures.ts'

export interface IdleTimeout {
  readonly signal: AbortSignal
  /** Something came: wait anew. */
  readonly renew: () => void
  readonly clear: () => void
}

export function startIdleTimeout(milliseconds: number): IdleTimeout {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new NetworkFailure({ code: 'timed-out' })), milliseconds)
  return { signal: controller.signal, renew: () => timer.refresh(), clear: () => clearTimeout(timer) }
}

/**
 * Aborts with `timed-out` when a host is out of reach, and never because a reply takes long. A fetch does not tell when its connection
 * stands, and a cold model is silent for minutes on a good one. So after half of the time `probe` asks the same host something that is
 * answered at once. Any answer, a refusal too, ends the limit; silence until the time is over means that nothing gets through.
 *
 * Without it an attempt to connect is bound by others only: Node's fetch gives up after 10 s, Chromium's after 4 minutes or when the
 * system does, which is after 21 s on Windows, 75 s on macOS and two minutes on Linux. Then comes the limit of the first byte.
 */
export function startConnectTimeout(milliseconds: number, probe: (signal: AbortSignal) => Promise<unknown>): Omit<IdleTimeout, 'renew'> {
  const connectController = new AbortController()
  const probeController = new AbortController()
  let timer = setTimeout(() => {
    timer = setTimeout(() => {
      probeController.abort()
      connectController.abort(new NetworkFailure({ code: 'timed-out' }))
    }, milliseconds / 2)
    const cancelTimer = () => clearTimeout(timer)
    probe(probeController.signal).then(cancelTimer, cancelTimer)
  }, milliseconds / 2)
  return {
    signal: connectController.signal,
    clear() {
      clearTimeout(timer)
      probeController.abort()
    },
  }
}

/** The reply with its body cut off by a failure when it grows past the limit or stops growing. A small gzip unpacks to gigabytes. */
export function limitResponse(response: Response, body: ReadableStream<Uint8Array>, limit: number, idleTimeout: IdleTimeout): Response {
  const reader = body.getReader()
  idleTimeout.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
  let bytes = 0
  const limitedBody = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        idleTimeout.signal.throwIfAborted()
        if (done) {
          idleTimeout.clear()
          controller.close()
          return
        }
        idleTimeout.renew()
        bytes += value.length
        if (bytes > limit) throw new NetworkFailure({ code: 'answer-too-large' })
        controller.enqueue(value)
      } catch (error) {
        idleTimeout.clear()
        void reader.cancel().catch(() => {})
        throw error instanceof NetworkFailure ? error : new NetworkFailure(failureFromNetworkError(error))
      }
    },
    cancel(reason) {
      idleTimeout.clear()
      return reader.cancel(reason)
    },
  })
  return new Response(limitedBody, { status: response.status, statusText: response.statusText, headers: response.headers })
}
