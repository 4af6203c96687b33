// One request to the stand-in and its reply. Hides node:http, the recording of requests, and the headers that Hugging Face sends
// with every reply.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseJson } from './json.ts'

/** One recorded request, and how its reply went. Times are in milliseconds since 1970. */
export interface HubRequest {
  readonly method: string
  /** Path with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly receivedAt: number
  /** When the first byte of Hugging Face's reply was written; null before, and for replies of an intermediary. */
  readonly answeredAt: number | null
  /** When each event of a streamed answer was written. */
  readonly eventTimes: readonly number[]
  /** Becomes true when the client disconnects before the reply is complete. */
  readonly closedEarly: boolean
}

export interface Exchange {
  readonly request: HubRequest
  readonly url: URL
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown
  /** The key from the Authorization header; null without one. */
  readonly key: string | null
  readonly response: ServerResponse
  /** Call when the first byte of the reply is written. */
  readonly onReplyStarted: () => void
  /** Call when an event of a streamed answer is written. */
  readonly onEventWritten: () => void
  /** Aborted when the connection ends, by either side. */
  readonly ended: AbortSignal
}

/** Reads a whole request and adds it to `requests`. */
export async function readExchange(incoming: IncomingMessage, response: ServerResponse, requests: HubRequest[]): Promise<Exchange> {
  const receivedAt = Date.now()
  const body = await text(incoming)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')

  const request = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers,
    body,
    receivedAt,
    answeredAt: null as number | null, // Set later.
    eventTimes: [] as number[], // Filled later.
    closedEarly: false,
  }
  requests.push(request)

  const ended = new AbortController()
  response.once('close', () => {
    request.closedEarly = !response.writableFinished
    ended.abort()
  })
  const bearer = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')
  return {
    request,
    url: new URL(request.path, `http://${headers['host'] ?? '127.0.0.1'}`),
    json: parseJson(request.body),
    key: bearer?.[1] ?? null,
    response,
    onEventWritten: () => void request.eventTimes.push(Date.now()),
    onReplyStarted: () => {
      request.answeredAt ??= Date.now()
    },
    ended: ended.signal,
  }
}

type Headers = Readonly<Record<string, string>>

/** Starts a reply with the headers that Hugging Face's front end adds to all replies. */
export function sendHead(exchange: Exchange, status: number, headers: Headers): void {
  exchange.onReplyStarted()
  exchange.response.writeHead(status, {
    'access-control-allow-origin': '*',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'strict-origin-when-cross-origin',
    vary: 'Origin',
    'x-powered-by': 'huggingface-moon',
    'x-request-id': randomBytes(12).toString('base64url'),
    'x-robots-tag': 'none',
    ...headers,
  })
}

export function sendBody(exchange: Exchange, status: number, contentType: string, body: string, headers: Headers = {}): void {
  sendHead(exchange, status, { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)), ...headers })
  exchange.response.end(body)
}

export function sendJson(exchange: Exchange, status: number, body: unknown, headers: Headers = {}): void {
  sendBody(exchange, status, 'application/json; charset=utf-8', JSON.stringify(body), headers)
}

/** Sends an error as the site does: the message is in the body and in a header. */
export function sendError(exchange: Exchange, status: number, message: string, headers: Headers = {}): void {
  sendJson(exchange, status, { error: message }, { 'x-error-message': message, ...headers })
}
