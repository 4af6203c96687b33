// Acts out a fault of test/support/faults.ts in place of a reply. Hides how each is done to a connection.

import { setTimeout as pause } from 'node:timers/promises'
import { assertNever } from '../../../electron/shared/errors.ts'
import type { Act, StreamEnd } from '../faults.ts'
import { sendBody, sendHead, type Exchange } from './exchange.ts'

/** Acts the fault out and says that it did; false for a stream that is still to be written, and broken there. */
export function actInsteadOfReply(
  exchange: Exchange,
  act: Act,
  { elsewhere, isStream }: { readonly elsewhere: string; readonly isStream: boolean },
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
      sendHead(exchange, act.status, { location: `${elsewhere}${exchange.request.path}`, 'content-length': '0' })
      exchange.response.end()
      return true
    default:
      return assertNever(act)
  }
}

/** Ends a stream that has begun in the way of the fault. */
export async function endStream(exchange: Exchange, end: StreamEnd): Promise<void> {
  switch (end.kind) {
    case 'hang':
      return
    case 'reset':
      // A reset throws away what the client has not read yet; a moment lets it read what came before.
      await pause(100)
      exchange.response.socket?.resetAndDestroy()
      return
    case 'write':
      exchange.response.end(`${end.line}\n\n`)
      return
    case 'close':
    case 'stop':
      exchange.response.end()
      return
  }
}
