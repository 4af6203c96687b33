// When a run is sent again: how often, after which wait, and when not. The waits are measured at a real server.

import { expect, test } from '@playwright/test'
import { createCountdown, getRetryDelay } from '../../../../electron/runs/retry.ts'
import { defaultTiming } from '../../../../electron/runs/timing.ts'
import { failureCodes, isRetryable, type Failure } from '../../../../shared/failures.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

const busyFailure: Failure = { code: 'provider-busy' }
const minPace = { ...defaultTiming, random: () => 0 }
const maxPace = { ...defaultTiming, random: () => 1 }

const respondWithStatus =
  (status: number, headers: Readonly<Record<string, string>> = {}): RequestHandler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"error":"Not now"}')

const respondHello: RequestHandler = (_, response) =>
  void response.writeHead(200, eventStream).end(events(contentChunk('Hello', 'stop'), '[DONE]'))

/** Answers the requests with these handlers in order, and every later one with the last. */
function respondInOrder(...answers: readonly RequestHandler[]): RequestHandler {
  let attemptCount = 0
  return (about, response) => {
    attemptCount += 1
    return answers[Math.min(attemptCount, answers.length) - 1]?.(about, response)
  }
}

/** What servers send about the wait, and the allowed times of the second and third request, in seconds. */
const pauses: readonly (readonly [string, () => Readonly<Record<string, string>>, readonly (readonly [number, number])[]])[] = [
  [
    'seconds',
    () => ({ 'retry-after': '2' }),
    [
      [2, 2.2],
      [2, 2.2],
    ],
  ],
  // A date has whole seconds, so three may be little more than two.
  [
    'a date',
    () => ({ 'retry-after': new Date(Date.now() + 3000).toUTCString() }),
    [
      [2, 3.3],
      [2, 3.3],
    ],
  ],
  [
    'nothing',
    () => ({}),
    [
      [0.5, 1.5],
      [2, 6],
    ],
  ],
  [
    'garbage',
    () => ({ 'retry-after': 'when it is done' }),
    [
      [0.5, 1.5],
      [2, 6],
    ],
  ],
]

test.describe('retry', () => {
  test('happens after three kinds of failure only', () => {
    expect(failureCodes.filter(isRetryable)).toEqual(['too-many-requests', 'provider-busy', 'provider-failed'])
  })

  for (const [title, failure, attempt, expectedWaits] of [
    ['about a second before the second attempt', busyFailure, 2, [500, 1500]],
    ['about four seconds before the third', busyFailure, 3, [2000, 6000]],
    ['as long as the server asks, and a little longer', { ...busyFailure, retryAfterSeconds: 7 }, 2, [7000, 7700]],
    ['up to a minute', { ...busyFailure, retryAfterSeconds: 60 }, 3, [60_000, 66_000]],
    ['for its own time if the server sends 0', { ...busyFailure, retryAfterSeconds: 0 }, 2, [500, 1500]],
    ['not for longer than a minute', { ...busyFailure, retryAfterSeconds: 61 }, 2, [null, null]],
    ['not for a fourth attempt', busyFailure, 4, [null, null]],
    ['not after a permanent failure', { code: 'model-not-found', retryAfterSeconds: 1 }, 2, [null, null]],
  ] satisfies readonly (readonly [string, Failure, number, readonly (number | null)[]])[]) {
    test(`waits ${title}`, () => {
      expect([minPace, maxPace].map((pace) => getRetryDelay(attempt, failure, pace))).toEqual(expectedWaits)
    })
  }

  test('accepts the end of a countdown that is not running', async () => {
    const countdown = createCountdown()
    countdown.end()
    expect(await countdown.wait(1, new AbortController().signal)).toBe('over')
    countdown.end()
  })

  test('finishes with the second attempt, after reporting the countdown', async () => {
    await using server = await serve(respondInOrder(respondWithStatus(503, { 'x-inference-provider': 'together' }), respondHello))
    const harness = createRunHarness(server, {}, { secondMs: 20, random: () => 0.5 })
    harness.runs.start(createRunRequest('a'))
    const { answer } = await harness.waitForEnd('a')
    expect(answer).toMatchObject({ text: 'Hello', outcome: { kind: 'finished' } })
    const since = 1_700_000_000_000
    expect(harness.phases.map(({ phase }) => phase)).toEqual([
      { kind: 'key', since },
      { kind: 'requesting', since, attempt: 1 },
      // Reported again, with the provider that refused it.
      { kind: 'requesting', since, attempt: 1 },
      { kind: 'retrying', until: since + 20, attempt: 2, failure: expect.objectContaining({ code: 'provider-busy' }) },
      { kind: 'requesting', since, attempt: 2 },
      { kind: 'answering' },
    ])
    expect(harness.phases.at(-1)).toMatchObject({ runId: 'a', conversationId: 'conversation of a', provider: 'together' })
    expect(server.received).toHaveLength(2)
  })

  test('happens at once when the person does not want to wait', async () => {
    await using server = await serve(respondInOrder(respondWithStatus(429, { 'retry-after': '60' }), respondHello))
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForPhase(({ phase }) => phase.kind === 'retrying')
    harness.runs.retryNow('a')
    // Without retryNow the wait takes longer than a spec may.
    expect((await harness.waitForEnd('a')).answer.text).toBe('Hello')
  })

  test('ignores retryNow for a run that does not wait, and for an unknown one', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    harness.runs.retryNow('a')
    harness.runs.retryNow('none')
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'finished' })
    expect(server.received).toHaveLength(1)
  })

  test('[row 45] waits as long as asked, sends three requests at most, and none after the first text', async () => {
    test.setTimeout(120_000)
    const secondMs = caseCount(40, 250)
    const roundCount = caseCount(1, 5)
    const toleranceMs = 400

    const retryAfterCases = [429, 503].flatMap((status) =>
      pauses.flatMap(([says, headers, within]) =>
        Array.from({ length: roundCount }, (_, index) => ({ status, says, headers, within, spread: index / Math.max(1, roundCount - 1) })),
      ),
    )
    await Promise.all(
      retryAfterCases.map(async ({ status, says, headers, within, spread }) => {
        const arrivalTimes: number[] = []
        await using server = await serve((attemptCount, response) => {
          arrivalTimes.push(performance.now())
          return respondWithStatus(status, headers())(attemptCount, response)
        })
        const harness = createRunHarness(server, {}, { secondMs, random: () => spread })
        harness.runs.start(createRunRequest('a'))
        const { answer } = await harness.waitForEnd('a')
        expect(answer.outcome, says).toMatchObject({
          kind: 'failed',
          failure: { code: status === 429 ? 'too-many-requests' : 'provider-busy' },
        })
        const gaps = arrivalTimes.slice(1).map((arrivalTime, index) => arrivalTime - (arrivalTimes[index] ?? 0))
        expect(gaps, says).toHaveLength(2)
        for (const [index, [minMs, maxMs]] of within.entries()) {
          // Node's timers may fire a millisecond early.
          expect(gaps[index], `${says}, ${status}`).toBeGreaterThanOrEqual(minMs * secondMs - 1)
          expect(gaps[index], `${says}, ${status}`).toBeLessThanOrEqual(maxMs * secondMs + toleranceMs)
        }
      }),
    )

    const overloadedBody = { error: { message: 'The model is overloaded, try again later', type: 'server_error' } }
    const beginThen =
      (first: unknown): RequestHandler =>
      (_, response) =>
        void response.writeHead(200, eventStream).end(events(first, overloadedBody))
    const singleAttemptCases: readonly (readonly [string, RequestHandler, string])[] = [
      ['after a word', beginThen(contentChunk('Hel')), 'provider-busy'],
      ['after a thought', beginThen({ choices: [{ index: 0, delta: { reasoning_content: 'Hm' }, finish_reason: null }] }), 'provider-busy'],
      ['for longer than a minute', respondWithStatus(429, { 'retry-after': '61' }), 'too-many-requests'],
      ...[400, 401, 402, 403, 404, 408, 504].map((status) => [`after ${status}`, respondWithStatus(status), ''] as const),
    ]
    for (const [title, handler, code] of singleAttemptCases) {
      // oxlint-disable-next-line no-await-in-loop -- one server at a time
      await using server = await serve(handler)
      const harness = createRunHarness(server, {}, { secondMs: 1 })
      harness.runs.start(createRunRequest('a'))
      // oxlint-disable-next-line no-await-in-loop -- one server at a time
      const { answer } = await harness.waitForEnd('a')
      expect(server.received, title).toHaveLength(1)
      expect(answer.outcome, title).toMatchObject({ kind: 'failed', ...(code === '' ? {} : { failure: { code } }) })
    }

    await using server = await serve(respondWithStatus(503, { 'retry-after': '60' }))
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForPhase(({ phase }) => phase.kind === 'retrying')
    const startedAt = performance.now()
    harness.runs.stop('a')
    const { answer } = await harness.waitForEnd('a')
    const stopMs = performance.now() - startedAt
    expect(answer.outcome).toEqual({ kind: 'stopped' })
    expect(server.received).toHaveLength(1)

    const cases = retryAfterCases.length + singleAttemptCases.length + 1
    const timeScale = `a second lasting ${secondMs} ms`
    recordProof({
      figure: `${retryAfterCases.length} of ${retryAfterCases.length} waited right (${timeScale}), 3 requests at most; ${singleAttemptCases.length} of ${singleAttemptCases.length} sent once only; a countdown stopped in ${Math.ceil(stopMs)} ms`,
      cases,
      where: ['Node'],
    })
  })
})
