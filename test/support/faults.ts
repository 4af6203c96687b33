// The table of faults: what can go wrong between Parley and Hugging Face, and what each must come to. The stand-in acts them out
// (test/support/hub/acting.ts); tests walk the table, so that a new row is tested by being written.

import type { FailureCode } from '../../electron/shared/errors.ts'

/** What is wrong with a reply. */
export type Act =
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
  | { readonly kind: 'stream'; readonly events: number; readonly end: StreamEnd }

/**
 * `close` ends a body without a length, which looks like a clean end; `reset` is an RST; `hang` sends nothing more and stays open;
 * `stop` ends the body properly, with no [DONE] and no reason; `write` puts one line into the stream, then stops.
 */
export type StreamEnd = { readonly kind: 'close' | 'reset' | 'hang' | 'stop' } | { readonly kind: 'write'; readonly line: string }

export interface Fault {
  readonly does: string
  readonly expected: { readonly kind: 'failed'; readonly code: FailureCode } | { readonly kind: 'finished' | 'length' | 'filtered' }
  readonly act: Act
}

type Headers = Readonly<Record<string, string>>

const failedWith = (code: FailureCode): Fault['expected'] => ({ kind: 'failed', code })
const json = (status: number, body: unknown, headers: Headers = {}): Act => ({
  kind: 'reply',
  from: 'hugging-face',
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})
const page = (status: number, title: string): Act => ({
  kind: 'reply',
  from: 'the-way',
  status,
  contentType: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
})

/** Seconds that the fault `too-many-requests` asks to wait. */
export const retryAfterSeconds = 7

export const faults = {
  'connection-refused': {
    does: 'nobody listens at the address',
    expected: failedWith('offline'),
    act: { kind: 'refuse' },
  },
  'unknown-model': {
    does: '400 as the router says it for a name that does not exist',
    expected: failedWith('model-not-found'),
    act: json(400, {
      error: {
        message: "The requested model 'no/such-model' does not exist.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    }),
  },
  'model-not-served': {
    does: '400 as the router says it for a model that no provider serves',
    expected: failedWith('model-not-served'),
    act: json(400, {
      error: {
        message: "The requested model 'some/model' is not supported by any provider you have enabled.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'key-rejected': {
    does: '401',
    expected: failedWith('key-rejected'),
    act: json(401, { error: 'Invalid credentials in Authorization header' }),
  },
  'credits-used-up': {
    does: '402',
    expected: failedWith('credits-used-up'),
    act: json(402, {
      error:
        'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
    }),
  },
  'no-permission': {
    does: '403 for a key that may not run models',
    expected: failedWith('key-lacks-permission'),
    act: json(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user somebody',
    }),
  },
  'not-found': {
    does: '404 as hf-inference says it',
    expected: failedWith('model-not-found'),
    act: json(404, { error: 'Model no/such-model does not exist' }),
  },
  'too-many-requests': {
    does: '429 with the seconds to wait',
    expected: failedWith('too-many-requests'),
    act: json(429, { error: { message: 'Rate limit reached.', type: 'rate_limit_error' } }, { 'retry-after': String(retryAfterSeconds) }),
  },
  'server-error': {
    does: '500 with JSON',
    expected: failedWith('provider-failed'),
    act: json(500, { id: 'none', error: { message: 'Internal server error', type: 'server_error', param: null, code: null } }),
  },
  'bad-gateway-page': {
    does: '502 with a page instead of JSON',
    expected: failedWith('provider-failed'),
    act: page(502, '502 Bad Gateway'),
  },
  'model-loading': {
    does: '503 while a cold model is loaded',
    expected: failedWith('provider-busy'),
    act: json(503, { error: 'Model some/model is currently loading', estimated_time: 20 }),
  },
  'gateway-timeout': {
    does: '504 with a page',
    expected: failedWith('timed-out'),
    act: page(504, '504 Gateway Time-out'),
  },
  'unreadable-settings': {
    does: '422 in plain text',
    expected: failedWith('request-refused'),
    act: {
      kind: 'reply',
      from: 'hugging-face',
      status: 422,
      contentType: 'text/plain; charset=utf-8',
      body: 'Failed to deserialize the JSON body into the target type: missing field `messages` at line 1 column 143',
    },
  },
  'captive-portal': {
    does: '200 with the page of a network that wants a sign-in first',
    expected: failedWith('captive-portal'),
    act: page(200, 'Sign in to the network'),
  },
  'proxy-password': {
    does: '407 from a proxy on the way that wants a password',
    expected: failedWith('proxy'),
    act: page(407, '407 Proxy Authentication Required'),
  },
  'redirected-elsewhere': {
    does: '307 to another host, which would take the key and the prompt along',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 307 },
  },
  'no-first-byte': {
    does: 'reads the request and never answers',
    expected: failedWith('stalled'),
    act: { kind: 'silence' },
  },
  'error-text-in-stream': {
    does: 'a good start, then an error as a string',
    expected: failedWith('prompt-too-long'),
    act: {
      kind: 'stream',
      events: 4,
      end: {
        kind: 'write',
        line: 'data: {"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 1000 `max_new_tokens`","error_type":"validation"}',
      },
    },
  },
  'error-object-in-stream': {
    does: 'a good start, then an error as an object',
    expected: failedWith('provider-failed'),
    act: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', line: 'data: {"error":{"message":"Internal server error","type":"server_error","param":null,"code":null}}' },
    },
  },
  'malformed-line': {
    does: 'a good start, then a line that is not JSON',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'stream', events: 4, end: { kind: 'write', line: 'data: {"id":"broken","choices":[{"index":0,"del' } },
  },
  'cut-by-close': {
    does: 'the connection is closed in the middle, which looks like the end of the body',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' } },
  },
  'cut-by-reset': {
    does: 'the connection is reset in the middle',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'reset' } },
  },
  'no-end': {
    does: 'the body ends properly, but with no [DONE] and no reason',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'stop' } },
  },
  'silent-stall': {
    does: 'a good start, then silence on an open connection',
    expected: failedWith('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'hang' } },
  },
  'empty-answer': {
    does: 'a stream of nothing but its end',
    expected: failedWith('answer-empty'),
    act: { kind: 'stream', events: 0, end: { kind: 'write', line: 'data: [DONE]' } },
  },
} as const satisfies Readonly<Record<string, Fault>>

export type FaultName = keyof typeof faults

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}
