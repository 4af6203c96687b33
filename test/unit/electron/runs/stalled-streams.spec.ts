// Silence during a run: reported when it lasts long, withdrawn when text arrives, and ended by the timeouts of inference. With a real server,
// and a second of the length that the spec sets.

import { expect, test } from '@playwright/test'
import { loadLibrary } from '../../../../electron/inference/client.ts'
import { stream } from '../../../../electron/inference/inference.ts'
import { defaultTimeouts } from '../../../../electron/inference/connection.ts'
import { silentAfterSeconds } from '../../../../electron/runs/timing.ts'
import { createProgress } from '../../../../electron/runs/progress.ts'
import type { RunProgress } from '../../../../shared/types/progress.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

interface StallCase {
  readonly title: string
  readonly createHandler: (secondMs: number) => RequestHandler
  /** In seconds after the request: when silence is reported, and when the run ends. */
  readonly reported: readonly number[]
  readonly endSecond: number
}

const chunkIntervalSeconds = 40
const dripIntervalSeconds = 10
const firstByte = defaultTimeouts.firstByteMs / 1000
const betweenLines = defaultTimeouts.betweenLinesMs / 1000

const stallCases: readonly StallCase[] = [
  {
    title: 'no header',
    // The host answers the gateway's probe; otherwise the run would fail as unreachable after 15 s.
    createHandler: () => (received, response) => void (received.method === 'HEAD' && response.writeHead(200).end()),
    reported: [silentAfterSeconds],
    endSecond: firstByte,
  },
  {
    title: 'no byte',
    createHandler: () => (_, response) => response.writeHead(200, eventStream).flushHeaders(),
    reported: [silentAfterSeconds],
    endSecond: firstByte,
  },
  {
    title: 'slow drip',
    createHandler: (secondMs) => (_, response) => {
      response.writeHead(200, eventStream).write(events(contentChunk('a')))
      setTimeout(() => {
        response.write(events(contentChunk('b')))
        // An endless line.
        const dripTimer = setInterval(() => response.write('.'), dripIntervalSeconds * secondMs)
        response.once('close', () => clearInterval(dripTimer))
      }, chunkIntervalSeconds * secondMs)
    },
    reported: [silentAfterSeconds, chunkIntervalSeconds + silentAfterSeconds],
    endSecond: chunkIntervalSeconds + betweenLines,
  },
]

test.describe('silence', () => {
  test('is not reported after the run has ended', async () => {
    const reported: RunProgress[] = []
    const startedAt = { runId: 'a', conversationId: 'c', provider: null }
    const requestingPhase = { kind: 'requesting', since: 7, attempt: 1 } as const
    const progress = createProgress(startedAt, { silentAfterMs: 1, now: () => 7, notify: (event) => reported.push(event) })
    progress.setPhase(requestingPhase)
    progress.close()
    // The second one, which stays open, reports its silence later than the first would.
    const { promise: becameSilent, resolve } = Promise.withResolvers<void>()
    const other = createProgress(startedAt, { silentAfterMs: 2, now: () => 7, notify: ({ phase }) => phase.kind === 'silent' && resolve() })
    other.setPhase(requestingPhase)
    await becameSilent
    expect(reported.map(({ phase }) => phase.kind)).toEqual(['requesting'])
  })

  test('is not reported during a countdown', async () => {
    await using server = await serve((_, response) => void response.writeHead(503, { 'retry-after': '40' }).end())
    const harness = createRunHarness(server, {}, { secondMs: 20 })
    harness.runs.start(createRunRequest('a'))
    // By then the first countdown is over, and it was longer than a reported silence.
    await harness.waitForPhase(({ phase }) => phase.kind === 'retrying' && phase.attempt === 3)
    await harness.runs.drain()
    expect(harness.phases.filter(({ phase }) => phase.kind === 'silent')).toEqual([])
  })

  test('[row 42] is reported after 30 s and ended by the timeout', async () => {
    const secondMs = caseCount(20, 100)
    // With such a short second, a busy computer may be late by more than a tenth of a timeout.
    const tolerance = caseCount(300, 0) / secondMs
    test.setTimeout(2 * (chunkIntervalSeconds + firstByte) * secondMs + 20_000)
    const { withoutTextMs, afterEndMs } = defaultTimeouts
    const timeouts = {
      firstByteMs: firstByte * secondMs,
      betweenLinesMs: betweenLines * secondMs,
      withoutTextMs: (withoutTextMs / 1000) * secondMs,
      afterEndMs: (afterEndMs / 1000) * secondMs,
    }
    await loadLibrary()
    const measurements = await Promise.all(
      stallCases.map(async ({ title, createHandler, reported, endSecond }) => {
        await using server = await serve(createHandler(secondMs))
        let startedAt = 0
        const silentSeconds: number[] = []
        const harness = createRunHarness(
          server,
          { stream: (about, parts) => stream(about, { ...parts, timeouts }) },
          { secondMs },
          ({ phase }) => {
            if (phase.kind === 'requesting') startedAt = performance.now()
            if (phase.kind === 'silent') silentSeconds.push(performance.now())
          },
        )
        harness.runs.start(createRunRequest('a'))
        const { answer: partialAnswer } = await harness.waitForEnd('a')
        const seconds = (time: number) => (time - startedAt) / secondMs
        expect(partialAnswer.outcome, title).toMatchObject({ kind: 'failed', failure: { code: 'stalled' } })
        const times = { title, silentSeconds: silentSeconds.map(seconds), end: seconds(performance.now()) }
        expect(times.silentSeconds, title).toHaveLength(reported.length)
        for (const [expectedSecond, time] of [
          ...reported.map((after, index) => [after, times.silentSeconds[index] ?? 0] as const),
          [endSecond, times.end] as const,
        ]) {
          expect(time, title).toBeGreaterThanOrEqual(expectedSecond * 0.98)
          expect(time, title).toBeLessThanOrEqual(expectedSecond * 1.1 + tolerance)
        }
        if (reported.length > 1) {
          const kinds = harness.phases.map(({ phase }) => phase.kind)
          expect(kinds, title).toEqual(['key', 'requesting', 'answering', 'silent', 'answering', 'silent'])
        }
        return times
      }),
    )
    const summaries = measurements.map(({ title, silentSeconds, end }) => {
      const reported = silentSeconds.map((time) => time.toFixed(1)).join(' and ')
      return `${title}: reported at ${reported} s, ended at ${end.toFixed(1)} s`
    })
    recordProof({ figure: `${summaries.join('; ')} (a second lasting ${secondMs} ms)`, cases: stallCases.length, where: ['Node'] })
  })
})
