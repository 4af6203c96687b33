// What a row of the table of faults is made of: what goes wrong, what it must come to, and how it is acted out.

import type { FailureCode } from '../../../../shared/failures.ts'

type Headers = Readonly<Record<string, string>>

/** What is wrong with a reply. The stand-in for Hugging Face acts it out (test/stand-ins/hub/fault-injection.ts). */
export type FaultBehavior =
  /** Nobody listens any more. */
  | { readonly kind: 'refuse' }
  /** The request is read, and no byte comes back. */
  | { readonly kind: 'silence' }
  /** A whole other reply, from Hugging Face, or from something on the way, which does not carry its marks. */
  | {
      readonly kind: 'reply'
      readonly from: 'hugging-face' | 'the-way'
      readonly status: number
      readonly contentType: string
      readonly body: string
      readonly headers?: Headers
    }
  /** Sends the client to the hub's `elsewhere`. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308 }
  /** The answer streams as it should for so many events; then this. */
  | { readonly kind: 'stream'; readonly events: number; readonly end: StreamEnd; readonly body?: BodyForm }
  /** A small gzip that unpacks to gigabytes. */
  | { readonly kind: 'gzip-bomb' }

/**
 * How the end of the body is told. `chunked` unless said: a cut is then seen at once. `until-close` has no end of its own, so a cut
 * looks like one; `length` says how long it will be; `gzip` is packed and has no end of its own either.
 */
export type BodyForm = 'chunked' | 'until-close' | 'length' | 'gzip'

/**
 * `close` ends the connection with a FIN, `reset` with an RST; `hang` sends nothing more and stays open; `stop` ends the body
 * properly. `write` puts these lines into the stream, each with its blank line, and `bytes` just what it holds; then the body ends
 * properly. The others go on until the client leaves.
 */
export type StreamEnd =
  | { readonly kind: 'close' | 'reset' | 'hang' | 'stop' }
  | { readonly kind: 'write'; readonly lines: readonly string[] }
  | { readonly kind: 'bytes'; readonly bytes: string | Uint8Array }
  /** A byte now and then of a line that does not end. */
  | { readonly kind: 'drip' }
  /** Lines that say that the server is still there, and nothing else. */
  | { readonly kind: 'keep-alive' }
  /** A line that does not end, as fast as it is read. */
  | { readonly kind: 'endless-line' }
  /** So many events without a word, then these lines, each with its blank line. */
  | { readonly kind: 'many-events'; readonly count: number; readonly lines: readonly string[] }

/** Where the app must be sent in the stand-in's place, for what goes wrong before a reply is possible. */
export interface OriginBehavior {
  readonly kind: 'origin'
  readonly origin: 'unknown-name' | 'swallows' | 'expired' | 'wrong-name' | 'self-signed'
}

export interface Fault {
  readonly description: string
  readonly expected: { readonly kind: 'failed'; readonly code: FailureCode } | { readonly kind: 'finished' | 'length' | 'filtered' }
  readonly act: FaultBehavior | OriginBehavior
  /** The limit of time that ends it. Its default is long: specs hand in a short one. */
  readonly limit?: 'connect' | 'first-byte' | 'between' | 'without-text'
}

export const expectFailure = (code: FailureCode): Fault['expected'] => ({ kind: 'failed', code })

export const expectFinished: Fault['expected'] = { kind: 'finished' }

/** A reply of Hugging Face, or of a provider through it, in JSON. */
export const jsonReply = (status: number, body: unknown, headers: Headers = {}): FaultBehavior => ({
  kind: 'reply',
  from: 'hugging-face',
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})

/** A page that something on the way shows in the reply's place. */
export const pageReply = (status: number, title: string): FaultBehavior => ({
  kind: 'reply',
  from: 'the-way',
  status,
  contentType: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
})

/** The same in plain text. */
export const textReply = (status: number, body: string, headers: Headers = {}): FaultBehavior => ({
  kind: 'reply',
  from: 'hugging-face',
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
  headers,
})

/** A line of an event that holds a chunk with this delta. */
export const createChunkLine = (delta: Readonly<Record<string, string>>, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-fault', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}`
