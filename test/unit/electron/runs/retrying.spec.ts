// When a run is sent again: how often, how long after, and when not. Waits are measured where they are felt, at a real server.

import { expect, test } from '@playwright/test'
import { createCountdown, waitBefore } from '../../../../electron/runs/retrying.ts'
import { lifePace } from '../../../../electron/runs/pace.ts'
import { failureCodes, isPassing, type Failure } from '../../../../shared/errors.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { events, eventStream, said, serve, type Answering } from '../inference/replying.ts'
import { createStage, request } from './remembering.ts'

const busy: Failure = { code: 'provider-busy' }
const atLeast = { ...lifePace, random: () => 0 }
const atMost = { ...lifePace, random: () => 1 }

test('tries again by itself after three kinds of failure only', () => {
  expect(failureCodes.filter(isPassing)).toEqual(['too-many-requests', 'provider-busy', 'provider-failed'])
})

for (const [title, failure, attempt, waits] of [
  ['about a second before the second attempt', busy, 2, [500, 1500]],
  ['about four seconds before the third', busy, 3, [2000, 6000]],
  ['as long as the server asks, and a little more', { ...busy, retryAfterSeconds: 7 }, 2, [7000, 7700]],
  ['up to a minute', { ...busy, retryAfterSeconds: 60 }, 3, [60_000, 66_000]],
  ['a time of its own where the server asks for none', { ...busy, retryAfterSeconds: 0 }, 2, [500, 1500]],
  ['not for longer than a minute', { ...busy, retryAfterSeconds: 61 }, 2, [null, null]],
  ['not for a fourth attempt', busy, 4, [null, null]],
  ['not after a failure that does not pass', { code: 'model-not-found', retryAfterSeconds: 1 }, 2, [null, null]],
] satisfies readonly (readonly [string, Failure, number, readonly (number | null)[]])[]) {
  test(`waits ${title}`, () => {
    expect([atLeast, atMost].map((pace) => waitBefore(attempt, failure, pace))).toEqual(waits)
  })
}

test('a countdown that nobody is in can be ended', async () => {
  const countdown = createCountdown()
  countdown.end()
  expect(await countdown.wait(1, new AbortController().signal)).toBe('over')
  countdown.end()
})

const refuses =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"error":"Not now"}')

const saysHello: Answering = (_, response) => void response.writeHead(200, eventStream).end(events(said('Hello', 'stop'), '[DONE]'))

/** Answers the first requests as told, one after the other, and every later one like the last. */
function inTurn(...answers: readonly Answering[]): Answering {
  let asked = 0
  return (about, response) => {
    asked += 1
    return answers[Math.min(asked, answers.length) - 1]?.(about, response)
  }
}

test('goes on as if nothing had been when the second attempt is answered, and has told the countdown', async () => {
  await using server = await serve(inTurn(refuses(503, { 'x-inference-provider': 'together' }), saysHello))
  const stage = createStage(server, {}, { secondMs: 20, random: () => 0.5 })
  stage.runs.start(request('a'))
  const { answer } = await stage.ended('a')
  expect(answer).toMatchObject({ text: 'Hello', outcome: { kind: 'finished' } })
  const since = 1_700_000_000_000
  expect(stage.phases.map(({ phase }) => phase)).toEqual([
    { kind: 'key', since },
    { kind: 'asking', since, attempt: 1 },
    // Told once more, with who refused it.
    { kind: 'asking', since, attempt: 1 },
    { kind: 'retrying', until: since + 20, attempt: 2, failure: expect.objectContaining({ code: 'provider-busy' }) },
    { kind: 'asking', since, attempt: 2 },
    { kind: 'answering' },
  ])
  expect(stage.phases.at(-1)).toMatchObject({ runId: 'a', conversationId: 'conversation of a', provider: 'together' })
  expect(server.asked).toHaveLength(2)
})

test('is sent at once when the person does not want to wait', async () => {
  await using server = await serve(inTurn(refuses(429, { 'retry-after': '60' }), saysHello))
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.reached(({ phase }) => phase.kind === 'retrying')
  const begin = performance.now()
  stage.runs.tryNow('a')
  expect((await stage.ended('a')).answer.text).toBe('Hello')
  expect(performance.now() - begin).toBeLessThan(5000)
})

test('hurrying a run that does not wait, or is none, changes nothing', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  stage.runs.tryNow('a')
  stage.runs.tryNow('none')
  expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'finished' })
  expect(server.asked).toHaveLength(1)
})

/** What servers say about when to come back, and within which times a second and a third request are right: in seconds. */
const pauses: readonly (readonly [string, () => Readonly<Record<string, string>>, readonly (readonly [number, number])[]])[] = [
  [
    'seconds',
    () => ({ 'retry-after': '2' }),
    [
      [2, 2.2],
      [2, 2.2],
    ],
  ],
  // A date has whole seconds, so three of them may be little more than two.
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

test('[row 45] retries politely: as late as it was asked to, three requests at most, and none once a word has come', async () => {
  test.setTimeout(120_000)
  const secondMs = caseCount(40, 250)
  const spreads = caseCount(1, 5)
  const slackMs = 400

  const polite = [429, 503].flatMap((status) =>
    pauses.flatMap(([says, headers, within]) =>
      Array.from({ length: spreads }, (_, index) => ({ status, says, headers, within, spread: index / Math.max(1, spreads - 1) })),
    ),
  )
  await Promise.all(
    polite.map(async ({ status, says, headers, within, spread }) => {
      const came: number[] = []
      await using server = await serve((asked, response) => {
        came.push(performance.now())
        return refuses(status, headers())(asked, response)
      })
      const stage = createStage(server, {}, { secondMs, random: () => spread })
      stage.runs.start(request('a'))
      const { answer } = await stage.ended('a')
      expect(answer.outcome, says).toMatchObject({
        kind: 'failed',
        failure: { code: status === 429 ? 'too-many-requests' : 'provider-busy' },
      })
      const gaps = came.slice(1).map((at, index) => at - (came[index] ?? 0))
      expect(gaps, says).toHaveLength(2)
      for (const [index, [least, most]] of within.entries()) {
        // Timers of Node may be a millisecond early.
        expect(gaps[index], `${says}, ${status}`).toBeGreaterThanOrEqual(least * secondMs - 1)
        expect(gaps[index], `${says}, ${status}`).toBeLessThanOrEqual(most * secondMs + slackMs)
      }
    }),
  )

  const overloaded = { error: { message: 'The model is overloaded, try again later', type: 'server_error' } }
  const begins =
    (first: unknown): Answering =>
    (_, response) =>
      void response.writeHead(200, eventStream).end(events(first, overloaded))
  const once: readonly (readonly [string, Answering, string])[] = [
    ['after a word', begins(said('Hel')), 'provider-busy'],
    ['after a thought', begins({ choices: [{ index: 0, delta: { reasoning_content: 'Hm' }, finish_reason: null }] }), 'provider-busy'],
    ['for longer than a minute', refuses(429, { 'retry-after': '61' }), 'too-many-requests'],
    ...[400, 401, 402, 403, 404, 408, 504].map((status) => [`after ${status}`, refuses(status), ''] as const),
  ]
  for (const [title, answering, code] of once) {
    // oxlint-disable-next-line no-await-in-loop -- one server at a time
    await using server = await serve(answering)
    const stage = createStage(server, {}, { secondMs: 1 })
    stage.runs.start(request('a'))
    // oxlint-disable-next-line no-await-in-loop -- one server at a time
    const { answer } = await stage.ended('a')
    expect(server.asked, title).toHaveLength(1)
    expect(answer.outcome, title).toMatchObject({ kind: 'failed', ...(code === '' ? {} : { failure: { code } }) })
  }

  await using server = await serve(refuses(503, { 'retry-after': '60' }))
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.reached(({ phase }) => phase.kind === 'retrying')
  const begin = performance.now()
  stage.runs.stop('a')
  const { answer } = await stage.ended('a')
  const stopMs = performance.now() - begin
  expect(answer.outcome).toEqual({ kind: 'stopped' })
  expect(server.asked).toHaveLength(1)
  expect(stopMs).toBeLessThan(200)

  const cases = polite.length + once.length + 1
  const scale = `a second lasting ${secondMs} ms`
  proven({
    figure: `${polite.length} of ${polite.length} waited right (${scale}), 3 requests at most; ${once.length} of ${once.length} sent once only; a countdown stopped in ${Math.ceil(stopMs)} ms`,
    cases,
    where: ['Node'],
  })
})
