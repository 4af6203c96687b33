// The types of the fault table: what goes wrong, the expected outcome, and how the stand-in simulates it; helpers to write rows.

import type { FailureCode } from '../../../../shared/failures.ts'

type Headers = Readonly<Record<string, string>>

/** What is wrong with a reply. The hub simulates it (test/stand-ins/hub/fault-injection.ts). */
export type FaultBehavior =
  /** The port is closed. */
  | { readonly kind: 'refuse' }
  /** The request is read and never answered. */
  | { readonly kind: 'silence' }
  /** A different reply, from Hugging Face, or from an intermediary, which does not send Hugging Face's headers. */
  | {
      readonly kind: 'reply'
      readonly from: 'hugging-face' | 'intermediary'
      readonly status: number
      readonly contentType: string
      readonly body: string
      readonly headers?: Headers
    }
  /** Redirects the client to the hub's `otherHost`. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308 }
  /** The answer streams normally for `events` events, then ends with `end`. */
  | { readonly kind: 'stream'; readonly events: number; readonly end: StreamEnd; readonly body?: BodyForm }
  /** A small gzip that unpacks to gigabytes. */
  | { readonly kind: 'gzip-bomb' }

/**
 * How the body is delimited, `chunked` by default: a client detects a cut. With `until-close` a cut looks like the end; with
 * `length` the client knows how much is missing; `gzip` is compressed and also has no delimiter.
 */
export type BodyForm = 'chunked' | 'until-close' | 'length' | 'gzip'

/**
 * `close` ends the connection with a FIN, `reset` with an RST; `hang` sends nothing more and stays open; `end-body` ends the body
 * properly. `write` writes these lines, each with its blank line, and `bytes` writes exactly these bytes; then the body ends
 * properly. The others continue until the client disconnects.
 */
export type StreamEnd =
  | { readonly kind: 'close' | 'reset' | 'hang' | 'end-body' }
  | { readonly kind: 'write'; readonly lines: readonly string[] }
  | { readonly kind: 'bytes'; readonly bytes: string | Uint8Array }
  /** An endless line, one byte at a time. */
  | { readonly kind: 'drip' }
  /** Only keep-alive comments. */
  | { readonly kind: 'keep-alive' }
  /** An endless line, as fast as the client reads. */
  | { readonly kind: 'endless-line' }
  /** `count` events without text, then these lines, each with its blank line. */
  | { readonly kind: 'many-events'; readonly count: number; readonly lines: readonly string[] }

/** The origin that must replace the hub's, for faults that occur before a reply is possible. */
export interface OriginBehavior {
  readonly kind: 'origin'
  readonly origin: 'unknown-name' | 'unresponsive' | 'expired' | 'wrong-name' | 'self-signed'
}

export interface Fault {
  readonly description: string
  readonly expected: { readonly kind: 'failed'; readonly code: FailureCode } | { readonly kind: 'finished' | 'length' | 'filtered' }
  readonly behavior: FaultBehavior | OriginBehavior
  /** The timeout that ends it. Its default is long, so specs pass a short one. */
  readonly limit?: 'connect' | 'first-byte' | 'idle' | 'without-text'
}

export const expectFailure = (code: FailureCode): Fault['expected'] => ({ kind: 'failed', code })

export const expectFinished: Fault['expected'] = { kind: 'finished' }

/** A JSON reply of Hugging Face, or of a provider through it. */
export const jsonReply = (status: number, body: unknown, headers: Headers = {}): FaultBehavior => ({
  kind: 'reply',
  from: 'hugging-face',
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})

/** An HTML page that an intermediary sends instead of the reply. */
export const pageReply = (status: number, title: string): FaultBehavior => ({
  kind: 'reply',
  from: 'intermediary',
  status,
  contentType: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
})

/** A plain-text reply of Hugging Face. */
export const textReply = (status: number, body: string, headers: Headers = {}): FaultBehavior => ({
  kind: 'reply',
  from: 'hugging-face',
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
  headers,
})

/** The line of an event with this delta. */
export const createChunkLine = (delta: Readonly<Record<string, string>>, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-fault', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}`
