// Streams server-sent events at a given speed. Hides pacing, back pressure, the encoding of the body, and stream faults.

import { once } from 'node:events'
import type { HubClock } from './clock.ts'
import { createGzip } from 'node:zlib'
import type { FaultBehavior, BodyForm } from './faults/fault.ts'
import { endStreamWithFault } from './fault-injection.ts'
import { sendHead, type Exchange } from './exchange.ts'

export interface EventStreamOptions {
  readonly headers: Readonly<Record<string, string>>
  /** Complete events, each with its blank line. */
  readonly events: Iterable<string>
  /** Events per second; 0 for as fast as the connection takes them. */
  readonly speed: number
  readonly clock: HubClock
  readonly behavior: Extract<FaultBehavior, { readonly kind: 'stream' }> | null
}

/** Writes the stream until its end, its fault, or until the client disconnects. */
export async function sendEvents(exchange: Exchange, { headers, events, speed, clock, behavior }: EventStreamOptions): Promise<void> {
  const { response, ended } = exchange
  const write = createBodyWriter(exchange, headers, behavior?.body ?? 'chunked')
  const start = clock.now()
  let sent = 0
  try {
    for (const event of events) {
      if (sent === behavior?.events) break
      ended.throwIfAborted()
      exchange.onEventWritten()
      await write(event)
      sent += 1
      const delayMs = speed === 0 ? 0 : start + (sent * 1000) / speed - clock.now()
      if (delayMs > 0) await clock.pause(delayMs, ended)
    }
    if (behavior === null) response.end()
    else await endStreamWithFault(exchange, behavior.end)
  } catch (error) {
    // A client may disconnect at any time; that is no error of the hub.
    if (!ended.aborted) throw error
  }
}

/** Longer than any body, so that the body always ends before the declared length. */
const declaredLength = 1_000_000

/** Sends the head. Returns a function that writes one event into a body of that form. */
function createBodyWriter(
  exchange: Exchange,
  extraHeaders: EventStreamOptions['headers'],
  form: BodyForm,
): (event: string) => Promise<void> {
  const { response, ended } = exchange
  const bodyHeaders: Readonly<Record<BodyForm, Readonly<Record<string, string>>>> = {
    chunked: {},
    'until-close': {},
    length: { 'content-length': String(declaredLength) },
    gzip: { 'content-encoding': 'gzip' },
  }
  if (form !== 'chunked') response.useChunkedEncodingByDefault = false
  sendHead(exchange, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...bodyHeaders[form],
    ...extraHeaders,
  })
  response.flushHeaders()
  if (form !== 'gzip') {
    return async (event) => {
      if (!response.write(event)) await once(response, 'drain', { signal: ended })
    }
  }
  const gzip = createGzip()
  gzip.pipe(response, { end: false })
  return (event) =>
    new Promise((resolve) => {
      gzip.write(event)
      gzip.flush(() => {
        resolve()
      })
    })
}
