// When a run is sent again: how often, after which wait, and when not. The waits are checked in fake time.

import { expect, test } from '@playwright/test'
import { createCountdown, getRetryDelay } from '../../../../electron/runs/retry.ts'
import { defaultTiming } from '../../../../electron/runs/timing.ts'
import { failureCodes, isRetryable, type Failure } from '../../../../shared/failures.ts'
import { recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import type { TimedCase } from './fake-time-program.ts'
import { runInFakeTime } from './run-in-fake-time.ts'
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

/** What servers send about the wait, and the shortest and the longest time before the second and the third request. */
const retryAfterCases: readonly (Pick<TimedCase, 'title' | 'retryDateMs'> & {
  readonly headers: Readonly<Record<string, string>>
  readonly waitsMs: readonly (readonly [shortest: number, longest: number])[]
})[] = [
  {
    title: 'seconds',
    headers: { 'retry-after': '2' },
    waitsMs: [
      [2000, 2200],
      [2000, 2200],
    ],
  },
  {
    title: 'a date',
    headers: {},
    retryDateMs: 3000,
    waitsMs: [
      [3000, 3300],
      [3000, 3300],
    ],
  },
  {
    title: 'nothing',
    headers: {},
    waitsMs: [
      [500, 1500],
      [2000, 6000],
    ],
  },
  {
    title: 'garbage',
    headers: { 'retry-after': 'when it is done' },
    waitsMs: [
      [500, 1500],
      [2000, 6000],
    ],
  },
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
    const timedCases = [429, 503].flatMap((status) =>
      retryAfterCases.flatMap(({ title, headers, waitsMs, ...dateOption }) =>
        [0, 1].map((random) => ({ ...dateOption, title: `${title}, ${status}`, head: { status, headers }, random, waitsMs })),
      ),
    )
    const results = await runInFakeTime(timedCases)
    for (const [index, { title, head, random, waitsMs }] of timedCases.entries()) {
      const timedEvents = results[index] ?? []
      const requestTimes = timedEvents.filter(([what]) => what === 'request').map(([, ms]) => ms)
      const waits = requestTimes.slice(1).map((time, request) => time - (requestTimes[request] ?? 0))
      expect(waits, title).toEqual(waitsMs.map((shortestAndLongest) => shortestAndLongest[random]))
      expect(timedEvents.at(-1)?.[0], title).toBe(head.status === 429 ? 'too-many-requests' : 'provider-busy')
    }

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

    const timedCount = timedCases.length
    recordProof({
      figure: `${timedCount} of ${timedCount} waited exactly as long (in fake time), 3 requests at most; ${singleAttemptCases.length} of ${singleAttemptCases.length} sent once only`,
      cases: timedCount + singleAttemptCases.length,
      where: ['Node'],
    })
  })

  test('does not happen after Stop during the countdown', async () => {
    await using server = await serve(respondWithStatus(503, { 'retry-after': '60' }))
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForPhase(({ phase }) => phase.kind === 'retrying')
    harness.runs.stop('a')
    // The countdown takes longer than a spec may.
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'stopped' })
    expect(server.received).toHaveLength(1)
  })
})
