// Server-sent events at a chosen pace. Hides pacing, back pressure, how the body is packed, and where a fault breaks the stream.

import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { FaultBehavior, BodyForm } from './faults/fault.ts'
import { endStreamWithFault } from './fault-injection.ts'
import { sendHead, type Exchange } from './exchange.ts'

export interface EventStreamOptions {
  readonly headers: Readonly<Record<string, string>>
  /** Whole events with the empty line behind each, one by one. */
  readonly events: Iterable<string>
  /** Events a second; 0 for as fast as the connection takes them. */
  readonly speed: number
  readonly act: Extract<FaultBehavior, { readonly kind: 'stream' }> | null
}

/** Writes the stream to its end, its fault, or the client's leaving. */
export async function sendEvents(exchange: Exchange, { headers, events, speed, act }: EventStreamOptions): Promise<void> {
  const { response, ended } = exchange
  const write = createBodyWriter(exchange, headers, act?.body ?? 'chunked')
  const start = performance.now()
  let sent = 0
  try {
    for (const event of events) {
      if (sent === act?.events) break
      ended.throwIfAborted()
      exchange.onEventWritten()
      await write(event)
      sent += 1
      const delayMs = speed === 0 ? 0 : start + (sent * 1000) / speed - performance.now()
      if (delayMs > 0) await pause(delayMs, undefined, { signal: ended })
    }
    if (act === null) response.end()
    else await endStreamWithFault(exchange, act.end)
  } catch (error) {
    // Leaving is the client's right and no error of ours.
    if (!ended.aborted) throw error
  }
}

/** More than is ever sent, so that the body always falls short of it. */
const declaredLength = 1_000_000

/** Sends the head. Returns what writes one event into a body of that form. */
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
