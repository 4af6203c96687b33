// Simulates a fault of faults/faults.ts instead of a reply, or at the end of a stream that began normally. Hides how each fault is
// done to a connection.

import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { assertNever } from '../../../shared/failures.ts'
import type { FaultBehavior, StreamEnd } from './faults/fault.ts'
import { sendBody, sendHead, type Exchange } from './exchange.ts'

/** Simulates the fault and returns true; returns false for a stream fault, which sendEvents applies while it writes. */
export function injectFault(
  exchange: Exchange,
  behavior: FaultBehavior,
  { otherHost, isStream }: { readonly otherHost: string; readonly isStream: boolean },
): boolean {
  switch (behavior.kind) {
    case 'stream':
      if (isStream) return false
      if (behavior.end.kind !== 'hang') exchange.response.socket?.resetAndDestroy()
      return true
    case 'refuse':
      // The hub has stopped listening; a request already received is cut.
      exchange.response.socket?.resetAndDestroy()
      return true
    case 'silence':
      return true
    case 'reply':
      if (behavior.from === 'hugging-face') sendBody(exchange, behavior.status, behavior.contentType, behavior.body, behavior.headers)
      else exchange.response.writeHead(behavior.status, { 'content-type': behavior.contentType, ...behavior.headers }).end(behavior.body)
      return true
    case 'redirect':
      sendHead(exchange, behavior.status, { location: `${otherHost}${exchange.request.path}`, 'content-length': '0' })
      exchange.response.end()
      return true
    case 'gzip-bomb':
      void sendGzipBomb(exchange)
      return true
    default:
      return assertNever(behavior)
  }
}

const mebibyte = 1024 * 1024
/** Ends here for a client that reads everything. */
const bombBytes = 4096 * mebibyte

/** One endless line, a thousand times smaller compressed than unpacked. */
async function sendGzipBomb(exchange: Exchange): Promise<void> {
  sendHead(exchange, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'content-encoding': 'gzip' })
  const line = Buffer.alloc(mebibyte, 'x')
  async function* createContent(): AsyncGenerator<Buffer> {
    yield Buffer.from('data: ')
    for (let bytes = 0; bytes < bombBytes; bytes += line.length) yield line
  }
  // The client disconnects once the answer is too large.
  await pipeline(createContent(), createGzip(), exchange.response).catch(() => {})
}

const intervalMs = 20
const silentEvent = 'data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}\n\n'

/** Ends a started stream with the given fault. Rejects when the client disconnects before. */
export async function endStreamWithFault({ response, ended }: Exchange, end: StreamEnd): Promise<void> {
  switch (end.kind) {
    case 'hang':
      return
    case 'reset':
      // A reset discards what the client has not read yet, so give it time to read.
      await pause(100)
      response.socket?.resetAndDestroy()
      return
    case 'write':
      response.end(toEvents(end.lines))
      return
    case 'bytes':
      response.end(end.bytes)
      return
    case 'close':
      // After what has been written, without the end of the body.
      response.socket?.end()
      return
    case 'end-body':
      response.end()
      return
    case 'drip':
      response.write('data: ')
      for (;;) {
        await pause(intervalMs, undefined, { signal: ended })
        response.write('x')
      }
    case 'keep-alive':
      for (;;) {
        await pause(intervalMs, undefined, { signal: ended })
        response.write(': still here\n\n')
      }
    case 'endless-line': {
      const chunk = 'x'.repeat(mebibyte / 16)
      for (response.write('data: '); ;) await write(chunk)
    }
    case 'many-events': {
      const batch = 10_000
      for (let sent = 0; sent < end.count; sent += batch) await write(silentEvent.repeat(Math.min(batch, end.count - sent)))
      response.end(toEvents(end.lines))
      return
    }
    default:
      assertNever(end)
  }

  async function write(chunk: string): Promise<void> {
    ended.throwIfAborted()
    if (!response.write(chunk)) await once(response, 'drain', { signal: ended })
  }
}

function toEvents(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n\n`).join('')
}
