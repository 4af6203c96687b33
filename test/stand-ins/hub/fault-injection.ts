// Acts out a fault of test/stand-ins/hub/faults/faults.ts in place of a reply, or at the end of a stream that began well. Hides how each is done
// to a connection.

import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { assertNever } from '../../../shared/failures.ts'
import type { FaultBehavior, StreamEnd } from './faults/fault.ts'
import { sendBody, sendHead, type Exchange } from './exchange.ts'

/** Acts the fault out and says that it did; false for a stream that is still to be written, and broken there. */
export function injectFault(
  exchange: Exchange,
  act: FaultBehavior,
  { otherHost, isStream }: { readonly otherHost: string; readonly isStream: boolean },
): boolean {
  switch (act.kind) {
    case 'stream':
      if (isStream) return false
      if (act.end.kind !== 'hang') exchange.response.socket?.resetAndDestroy()
      return true
    case 'refuse':
      // The hub has stopped listening; a request that was already on its way is cut.
      exchange.response.socket?.resetAndDestroy()
      return true
    case 'silence':
      return true
    case 'reply':
      if (act.from === 'hugging-face') sendBody(exchange, act.status, act.contentType, act.body, act.headers)
      else exchange.response.writeHead(act.status, { 'content-type': act.contentType, ...act.headers }).end(act.body)
      return true
    case 'redirect':
      sendHead(exchange, act.status, { location: `${otherHost}${exchange.request.path}`, 'content-length': '0' })
      exchange.response.end()
      return true
    case 'gzip-bomb':
      void sendGzipBomb(exchange)
      return true
    default:
      return assertNever(act)
  }
}

const mebibyte = 1024 * 1024
/** Where a client that takes everything would stop. */
const bombBytes = 4096 * mebibyte

/** One line that does not end, a thousand times smaller on its way than unpacked. */
async function sendGzipBomb(exchange: Exchange): Promise<void> {
  sendHead(exchange, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'content-encoding': 'gzip' })
  const line = Buffer.alloc(mebibyte, 'x')
  async function* unpacked(): AsyncGenerator<Buffer> {
    yield Buffer.from('data: ')
    for (let bytes = 0; bytes < bombBytes; bytes += line.length) yield line
  }
  // A client that has had enough leaves in the middle.
  await pipeline(unpacked(), createGzip(), exchange.response).catch(() => {})
}

const intervalMs = 20
const silentEvent = 'data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}\n\n'

/** Ends a stream that has begun in the way of the fault. Rejects when the client leaves before that. */
export async function endStreamWithFault({ response, ended }: Exchange, end: StreamEnd): Promise<void> {
  switch (end.kind) {
    case 'hang':
      return
    case 'reset':
      // A reset throws away what the client has not read yet; a moment lets it read what came before.
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
      // Behind what has been written, and with nothing that would say that the body is whole.
      response.socket?.end()
      return
    case 'stop':
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
