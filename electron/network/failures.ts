// What went wrong on the network, in our own words. Hides the error codes of Chromium and Node, and the shapes in which they arrive.

import type { Failure, FailureCode } from '../../shared/failures.ts'

/** Thrown by the door: the failure, and nothing of the library's error, which may hold the request. */
export class NetworkFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'NetworkFailure'
    this.failure = failure
  }
}

/** Chromium's codes begin with `net::`, the others are Node's. The first row that fits decides: a proxy's certificate is the proxy's matter. */
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

/** Our reading of an error of the network: Electron's messages say `net::ERR_…`, Node's errors carry a code in their cause. */
export function failureFromNetworkError(error: unknown): Failure {
  if (error instanceof NetworkFailure) return error.failure
  const name = getErrorName(error)
  const code = codePatterns.find(([pattern]) => pattern.test(name))?.[1]
  if (code !== undefined) return { code, detail: name }
  if (!(error instanceof Error)) return unknownFailure
  if (/redirect/i.test(`${error.message} ${getMessage(error.cause)}`)) return { code: 'unexpected-reply', detail: 'redirect' }
  // Node's fetch refuses a 407 itself, by an error without a word. Nothing else that we do leads to one.
  if (error.message === 'fetch failed' && getMessage(error.cause) === '') return { code: 'proxy', detail: '407' }
  return unknownFailure
}

const unknownFailure: Failure = { code: 'internal', detail: 'unknown network error' }

/**
 * Our reading of a reply to a question about a key or about models that is not the answer. What the server wrote stays out of it:
 * it may repeat the key.
 */
export function failureFromPublicResponse({ ok, status, headers }: Response): Failure {
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  // A page where data was due is the network's own, which wants a sign-in first.
  if (ok && isPage) return { code: 'captive-portal' }
  const detail = `status ${status}`
  if (status !== 429) return { code: 'unexpected-reply', detail }
  const seconds = parseRetryAfter(headers)
  return { code: 'too-many-requests', detail, ...(seconds === null ? {} : { retryAfterSeconds: seconds }) }
}

const maxWaitSeconds = 24 * 60 * 60

/** Seconds that a server asks to wait, from `Retry-After` (seconds or a date) or Hugging Face's `RateLimit`; null when it says nothing we can read. */
export function parseRetryAfter(headers: Headers): number | null {
  const after = headers.get('retry-after')?.trim() ?? ''
  const inRateLimit = /\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]
  const seconds = /^\d+$/.test(after) ? Number(after) : secondsUntil(after)
  if (seconds !== null) return clampWait(seconds)
  return inRateLimit === undefined ? null : clampWait(Number(inRateLimit))
}

/** No server may send somebody away for longer than a day. */
export function clampWait(seconds: number): number {
  return Math.min(seconds, maxWaitSeconds)
}

const maxDateLength = 40

/** A date is written with the names of its day and month. Without them almost any nonsense could be read as one. */
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
  // Its code is often missing.
  if (error.name === 'HTTPParserError') return error.name
  // For a port that belongs to another service Node's fetch has no code, only the words of https://fetch.spec.whatwg.org/#port-blocking.
  if (error.message === badPort) return badPort
  // Node tries several addresses at once and then throws them all together.
  const cause = error instanceof AggregateError ? error.errors[0] : error.cause
  return getErrorName(cause, depth + 1)
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
