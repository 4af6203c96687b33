// The gateway's limits: how long a response may take, how large it may be, and when a host counts as unreachable. Hides the timers.

import { NetworkFailure, failureFromNetworkError } from './failures.ts'

export interface IdleTimeout {
  readonly signal: AbortSignal
  /** Restarts the timeout, because data arrived. */
  readonly renew: () => void
  readonly clear: () => void
}

export function startIdleTimeout(milliseconds: number): IdleTimeout {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new NetworkFailure({ code: 'timed-out' })), milliseconds)
  return { signal: controller.signal, renew: () => timer.refresh(), clear: () => clearTimeout(timer) }
}

/**
 * Aborts with `timed-out` when a host is unreachable, but never because a response is slow. Fetch does not report when it has connected,
 * and a cold model is silent for minutes on a good connection. So after half of the time `probe` sends the same host a request that is
 * answered at once. Any answer or error ends the timeout; silence until the end means that the host is unreachable.
 *
 * Without this, Node's fetch gives up connecting after 10 s, and Chromium's after 4 minutes or when the system does: after 21 s on Windows,
 * 75 s on macOS, 2 minutes on Linux.
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

/** Returns the response with a body that fails when it exceeds the limit or stalls. A small gzip can unpack to gigabytes. */
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
