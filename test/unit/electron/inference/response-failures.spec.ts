// The failure for each reply of a server: code, wait and detail.

import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { failureFromErrorEvent, failureFromResponse } from '../../../../electron/inference/response-failures.ts'
import type { FailureCode } from '../../../../shared/failures.ts'

const page = '<!DOCTYPE html><html><body>Sorry</body></html>'

/** Messages as providers and Hugging Face write them. */
const replies: readonly (readonly [number, unknown, FailureCode])[] = [
  [401, { error: 'Invalid username or password.' }, 'key-rejected'],
  [401, { error: 'User Access Token "a key" is expired' }, 'key-expired'],
  [
    403,
    { error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user someone' },
    'key-lacks-permission',
  ],
  [
    403,
    {
      error:
        'Access to model meta-llama/Llama-3.1-8B is restricted and you are not in the authorized list. Visit the page to ask for access.',
    },
    'model-gated',
  ],
  [403, page, 'unexpected-reply'],
  [403, { error: "The requested provider 'deepinfra' is not available." }, 'model-not-served'],
  [
    400,
    { error: { message: "The requested model 'x/y' is not supported by any provider you have enabled.", code: 'model_not_supported' } },
    'model-not-served',
  ],
  [
    400,
    { error: { message: "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens." } },
    'prompt-too-long',
  ],
  [400, { message: 'prompt is too long: 210000 tokens > 200000 maximum', code: 400 }, 'prompt-too-long'],
  [422, { detail: [{ loc: ['body', 'messages'], msg: 'field required', input: 'the whole prompt' }] }, 'request-refused'],
  [400, { error: { message: "Unsupported parameter: 'temperature' is not supported with this model." } }, 'request-refused'],
  [400, { error: 'System role not supported' }, 'request-refused'],
  [413, '', 'prompt-too-long'],
  [404, { error: 'Model x/y does not exist' }, 'model-not-found'],
  [404, page, 'unexpected-reply'],
  [410, { error: 'gone' }, 'model-not-served'],
  [429, { error: 'We had to rate limit you.' }, 'too-many-requests'],
  [429, { error: { message: 'Engine is overloaded, please try again later' } }, 'provider-busy'],
  [500, 'Internal Server Error', 'provider-failed'],
  [500, { error: 'Model too busy, unable to get response in less than 60 second(s)' }, 'provider-busy'],
  [502, page, 'provider-failed'],
  [503, { error: 'Model x/y is currently loading', estimated_time: 20 }, 'provider-busy'],
  [503, '', 'provider-busy'],
  [504, page, 'timed-out'],
  [511, page, 'captive-portal'],
  [200, page, 'captive-portal'],
  [200, { id: 'no stream' }, 'unexpected-reply'],
  [200, 'An answer in plain text', 'unexpected-reply'],
  [200, '"An answer in JSON"', 'unexpected-reply'],
  [413, page, 'prompt-too-long'],
  [200, { error: 'Something broke' }, 'provider-failed'],
  [418, { errors: [{ message: 'no' }] }, 'request-refused'],
  [307, '', 'unexpected-reply'],
]

const events: readonly (readonly [unknown, FailureCode])[] = [
  [{ error: { message: 'busy', code: 503 } }, 'provider-busy'],
  [{ error: { message: 'limit', code: '429' } }, 'too-many-requests'],
  [{ error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096', error_type: 'validation' }, 'prompt-too-long'],
  [{ error: 'The service is overloaded' }, 'provider-busy'],
  [{ error: { type: 'rate_limit_exceeded' } }, 'too-many-requests'],
  [{ error: 'Request failed during generation: Server error', error_type: 'generation' }, 'provider-failed'],
  [{ error: null }, 'unexpected-reply'],
]

test.describe('failures of replies', () => {
  for (const [status, body, code] of replies) {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    test(`reads ${status} ${text.slice(0, 70) || '(nothing)'} as ${code}`, () => {
      expect(failureFromResponse({ status, headers: new Headers() }, text, []).code).toBe(code)
    })
  }

  test('does not take a page of Hugging Face itself for a captive portal', () => {
    expect(failureFromResponse({ status: 200, headers: new Headers({ 'x-powered-by': 'huggingface-moon' }) }, page, []).code).toBe(
      'unexpected-reply',
    )
  })

  for (const [body, code] of events) {
    test(`reads the event ${JSON.stringify(body).slice(0, 70)} as ${code}`, () => {
      expect(failureFromErrorEvent({ status: 200, headers: new Headers() }, body, []).code).toBe(code)
    })
  }

  test('puts status, provider, request id and the server’s message into the detail', () => {
    const headers = new Headers({ 'x-inference-provider': 'together', 'x-request-id': 'abc' })
    const body = JSON.stringify({ error: { message: 'Internal\n server  error' } })
    expect(failureFromResponse({ status: 500, headers }, body, []).detail).toBe('500 · together · request abc · Internal server error')
  })

  test('keeps the key out of the detail, wherever the server quotes it', () => {
    const key = 'hf_abcdefghijklmnopqrstuvwxyzABCDEFGH'
    const bodies = [
      `Bad header: Bearer ${key}`,
      JSON.stringify({ error: `key ${key} is bad` }),
      JSON.stringify({ detail: [{ msg: `"${key}"`, input: key }] }),
    ]
    for (const body of bodies)
      expect(failureFromResponse({ status: 400, headers: new Headers() }, body, []).detail).not.toContain('abcdefgh')
  })

  test('keeps the prompt out of the detail, long or short, whole or in part', () => {
    const prompts = ['My neighbour told me something that nobody else should ever know.', 'secret 42']
    const bodies = [
      `Refused: ${prompts[0]}`,
      JSON.stringify({ error: 'Cannot answer "told me something that nobody else" here' }),
      JSON.stringify({ message: 'secret 42 is no valid input' }),
    ]
    const details = bodies.map((body) => failureFromResponse({ status: 400, headers: new Headers() }, body, prompts).detail)
    expect(details).toEqual(['400 · Refused: […]', '400 · Cannot answer "[…]" here', '400 · […] is no valid input'])
  })

  test('keeps a prompt in JSON encoding out of the detail', () => {
    const prompt = 'One "two",\nthree "four",\nfive "six".'
    const body = JSON.stringify({ error: { message: `Bad input: ${JSON.stringify([{ role: 'user', content: prompt }])}` } })
    const { detail } = failureFromResponse({ status: 400, headers: new Headers() }, body, [prompt])
    expect(detail).toBe('400 · Bad input: [{"role":"user","content":"[…]"}]')
  })

  for (const [caseName, status, body] of [
    ['an answer that came instead of a stream', 200, 'An unexpected answer'],
    ['truncated JSON', 400, '{"error":"No","input":"What was sent'],
  ] as const) {
    test(`keeps ${caseName} out of the detail`, () => {
      expect(failureFromResponse({ status, headers: new Headers() }, body, []).detail).toBe(String(status))
    })
  }

  test('truncates a long message', () => {
    const { detail } = failureFromResponse({ status: 500, headers: new Headers() }, 'broken again '.repeat(500), [])
    expect(detail?.length).toBeLessThan(330)
  })

  for (const [caseName, headers, seconds] of [
    ['seconds', { 'retry-after': '7' }, 7],
    ['a date in the past', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    ['the rate limit header of Hugging Face', { ratelimit: '"api";r=0;t=55' }, 55],
    ['a week', { 'retry-after': '604800' }, 86_400],
    ['garbage', { 'retry-after': '-1 soon' }, undefined],
    ['text that almost is a date', { 'retry-after': 'may 5' }, undefined],
  ] as const) {
    test(`reads the wait from ${caseName}`, () => {
      expect(failureFromResponse({ status: 429, headers: new Headers(headers) }, '', []).retryAfterSeconds).toBe(seconds)
    })
  }

  for (const [caseName, body, headers, seconds] of [
    ['the estimate for a loading model', { error: 'Loading', estimated_time: 19.2 }, {}, 20],
    ['the header rather than the estimate', { error: 'Loading', estimated_time: 19.2 }, { 'retry-after': '3' }, 3],
    ['no negative estimate', { error: 'Loading', estimated_time: -1 }, {}, undefined],
    ['the estimate, a day at most', { error: 'Loading', estimated_time: 1e9 }, {}, 86_400],
  ] as const) {
    test(`reads the wait for a busy provider from ${caseName}`, () => {
      expect(failureFromResponse({ status: 503, headers: new Headers(headers) }, JSON.stringify(body), []).retryAfterSeconds).toBe(seconds)
    })
  }

  test('ignores a wait for a failure that does not pass by itself', () => {
    expect(failureFromResponse({ status: 401, headers: new Headers({ 'retry-after': '7' }) }, '{}', []).retryAfterSeconds).toBeUndefined()
  })

  test('reads the wait from a date, rounded up to seconds', () => {
    mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_400 })
    const headers = new Headers({ 'retry-after': new Date(1_700_000_003_000).toUTCString() })
    const { retryAfterSeconds } = failureFromResponse({ status: 429, headers }, '', [])
    mock.timers.reset()
    expect(retryAfterSeconds).toBe(3)
  })

  test('ignores a wait in a reply with a good status', () => {
    expect(failureFromResponse({ status: 200, headers: new Headers({ 'retry-after': '1' }) }, page, []).retryAfterSeconds).toBeUndefined()
  })
})
