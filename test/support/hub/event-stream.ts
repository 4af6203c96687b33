// Server-sent events at a chosen pace. Hides pacing, back pressure, and where a fault breaks the stream.

import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Act } from '../faults.ts'
import { endStream } from './acting.ts'
import { sendHead, type Exchange } from './exchange.ts'

export interface EventStream {
  readonly headers: Readonly<Record<string, string>>
  /** Whole events with the empty line behind each, one by one. */
  readonly events: Iterable<string>
  /** Events a second; 0 for as fast as the connection takes them. */
  readonly speed: number
  readonly act: Extract<Act, { readonly kind: 'stream' }> | null
}

/** Writes the stream to its end, its fault, or the client's leaving. */
export async function sendEvents(exchange: Exchange, { headers, events, speed, act }: EventStream): Promise<void> {
  const { response, ended } = exchange
  // A body that only the closing of the connection ends: there a cut looks like an end.
  if (act?.end.kind === 'close') response.useChunkedEncodingByDefault = false
  sendHead(exchange, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers })
  response.flushHeaders()

  const start = performance.now()
  let sent = 0
  try {
    for (const event of events) {
      if (sent === act?.events) break
      ended.throwIfAborted()
      exchange.wroteEvent()
      if (!response.write(event)) await once(response, 'drain', { signal: ended })
      sent += 1
      const due = speed === 0 ? 0 : start + (sent * 1000) / speed - performance.now()
      if (due > 0) await pause(due, undefined, { signal: ended })
    }
  } catch (error) {
    // Leaving is the client's right and no error of ours.
    if (!ended.aborted) throw error
    return
  }
  if (act === null) response.end()
  else await endStream(exchange, act.end)
}
