// Turns network errors into failures. Hides the error codes of Chromium and Node, and the shapes they come in.

import type { Failure, FailureCode } from '../../shared/failures.ts'

/** Thrown by the gateway. SECURITY: holds the failure, but not the original error, which may contain the request. */
export class NetworkFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'NetworkFailure'
    this.failure = failure
  }
}

/** Codes with `net::` are Chromium's, the others Node's. The first match wins: an invalid certificate of a proxy is a proxy failure. */
const codePatterns: readonly (readonly [RegExp, FailureCode])[] = [
  [
    /^net::ERR_(PROXY|TUNNEL|SOCKS|PAC|NO_SUPPORTED_PROXIES|MANDATORY_PROXY|UNEXPECTED_PROXY|UNABLE_TO_REUSE_CONNECTION_FOR_PROXY)/,
    'proxy',
  ],
  [/^net::ERR_(CERT|SSL|BAD_SSL|ECH)|^ERR_(SSL|TLS)|^CERT_|_CERT(_|$)|^UNABLE_TO_(VERIFY|GET)|^EPROTO$/, 'tls'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS)_TIMEOUT|net::ERR_(CONNECTION_)?TIMED_OUT)$/, 'timed-out'],
  [/^UND_ERR_BODY_TIMEOUT$/, 'stalled'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, 'cut-off'],
  [/^net::ERR_(CONNECTION_(RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|INCOMPLETE_|CONTENT_LENGTH_MISMATCH|HTTP2_|QUIC_|ABORTED)/, 'cut-off'],
  [/^(HPE_|HTTPParserError$|UND_ERR_|Z_|ERR__|net::ERR_(INVALID_|TOO_MANY_REDIRECTS|RESPONSE_|CONTENT_DECODING))/, 'unexpected-reply'],
  [/^net::ERR_(BLOCKED_|UNSAFE_)|^bad port$/, 'address-refused'],
  [/^(ENOTFOUND|EAI_|ECONNREFUSED|ENET|EHOST|EADDRNOTAVAIL|net::)/, 'offline'],
]

/** Electron has `net::ERR_…` in the message, Node a code in the error's cause. */
export function failureFromNetworkError(error: unknown): Failure {
  if (error instanceof NetworkFailure) return error.failure
  const name = getErrorName(error)
  const code = codePatterns.find(([pattern]) => pattern.test(name))?.[1]
  if (code !== undefined) return { code, detail: name }
  if (!(error instanceof Error)) return unknownFailure
  if (/redirect/i.test(`${error.message} ${getMessage(error.cause)}`)) return { code: 'unexpected-reply', detail: 'redirect' }
  // Node's fetch rejects on a 407 with an error that has no message. Nothing else causes such an error.
  if (error.message === 'fetch failed' && getMessage(error.cause) === '') return { code: 'proxy', detail: '407' }
  return unknownFailure
}

const unknownFailure: Failure = { code: 'internal', detail: 'unknown network error' }

/** For a response about a key or models that has no usable answer. SECURITY: takes nothing from the body, which may repeat the key. */
export function failureFromPublicResponse({ ok, status, headers }: Response): Failure {
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  // HTML instead of JSON comes from the network's sign-in page.
  if (ok && isPage) return { code: 'captive-portal' }
  const detail = `status ${status}`
  if (status !== 429) return { code: 'unexpected-reply', detail }
  const seconds = parseRetryAfter(headers)
  return { code: 'too-many-requests', detail, ...(seconds === null ? {} : { retryAfterSeconds: seconds }) }
}

const maxWaitSeconds = 24 * 60 * 60

/** The wait in seconds from `Retry-After` (seconds or a date) or from Hugging Face's `RateLimit`; null without a valid one. */
export function parseRetryAfter(headers: Headers): number | null {
  const after = headers.get('retry-after')?.trim() ?? ''
  const inRateLimit = /\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]
  const seconds = /^\d+$/.test(after) ? Number(after) : secondsUntil(after)
  if (seconds !== null) return clampWait(seconds)
  return inRateLimit === undefined ? null : clampWait(Number(inRateLimit))
}

/** Limits the wait to a day, whatever a server asks for. */
export function clampWait(seconds: number): number {
  return Math.min(seconds, maxWaitSeconds)
}

const maxDateLength = 40

/** Requires the names of a day and a month, because Date.parse accepts almost anything. */
function secondsUntil(date: string): number | null {
  const time = date.length <= maxDateLength && /^[a-z]{3,9},? .*\b[a-z]{3}\b.*\d:\d/i.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - Date.now()) / 1000))
}

const badPort = 'bad port'

function getErrorName(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return ''
  const inMessage = /net::ERR_[A-Z0-9_]+/.exec(error.message)?.[0]
  if (inMessage !== undefined) return inMessage
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici's HTTPParserError often has no code.
  if (error.name === 'HTTPParserError') return error.name
  // For a blocked port Node's fetch has no code, only this message (https://fetch.spec.whatwg.org/#port-blocking).
  if (error.message === badPort) return badPort
  // Node connects to several addresses at once and throws their errors together.
  const cause = error instanceof AggregateError ? error.errors[0] : error.cause
  return getErrorName(cause, depth + 1)
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
