// Silence: told when it has become long, taken back when something comes, and ended by the limits of inference. At a real server, with
// a second that lasts as long as the spec says.

import { expect, test } from '@playwright/test'
import { loadLibrary } from '../../../../electron/inference/client.ts'
import { stream } from '../../../../electron/inference/inference.ts'
import { defaultTimers } from '../../../../electron/inference/wire.ts'
import { silentAfterSeconds } from '../../../../electron/runs/pace.ts'
import { createProgress } from '../../../../electron/runs/progress.ts'
import type { RunProgress } from '../../../../shared/types/runs.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { events, eventStream, said, serve, type Answering } from '../inference/replying.ts'
import { createStage, request } from './remembering.ts'

test('tells nothing once it is closed', async () => {
  const told: RunProgress[] = []
  const begin = { runId: 'a', conversationId: 'c', provider: null }
  const asking = { kind: 'asking', since: 7, attempt: 1 } as const
  const progress = createProgress(begin, { silentAfterMs: 1, now: () => 7, tell: (each) => told.push(each) })
  progress.reach(asking)
  progress.close()
  // Another one that is not closed would be silent later than this one.
  const { promise: isSilent, resolve } = Promise.withResolvers<void>()
  const other = createProgress(begin, { silentAfterMs: 2, now: () => 7, tell: ({ phase }) => phase.kind === 'silent' && resolve() })
  other.reach(asking)
  await isSilent
  expect(told.map(({ phase }) => phase.kind)).toEqual(['asking'])
})

test('a countdown is no silence', async () => {
  await using server = await serve((_, response) => void response.writeHead(503, { 'retry-after': '40' }).end())
  const stage = createStage(server, {}, { secondMs: 20 })
  stage.runs.start(request('a'))
  // The first countdown, longer than a silence that is told, is over by then.
  await stage.reached(({ phase }) => phase.kind === 'retrying' && phase.attempt === 3)
  await stage.runs.drain()
  expect(stage.phases.filter(({ phase }) => phase.kind === 'silent')).toEqual([])
})

interface Stall {
  readonly title: string
  readonly answering: (secondMs: number) => Answering
  /** In seconds after the request: when silence is told, and when the run ends. */
  readonly told: readonly number[]
  readonly ended: number
}

const pieceEvery = 40
const dripEvery = 10
const firstByte = defaultTimers.firstByteMs / 1000
const betweenLines = defaultTimers.betweenLinesMs / 1000

const stalls: readonly Stall[] = [
  {
    title: 'no header',
    // The host is there, which the door asks it on the side; of one that answers nothing at all it is told after 15 s that it is out of reach.
    answering: () => (asked, response) => void (asked.method === 'HEAD' && response.writeHead(200).end()),
    told: [silentAfterSeconds],
    ended: firstByte,
  },
  {
    title: 'no byte',
    answering: () => (_, response) => response.writeHead(200, eventStream).flushHeaders(),
    told: [silentAfterSeconds],
    ended: firstByte,
  },
  {
    title: 'slow drip',
    answering: (secondMs) => (_, response) => {
      response.writeHead(200, eventStream).write(events(said('a')))
      setTimeout(() => {
        response.write(events(said('b')))
        // A line that never ends.
        const drip = setInterval(() => response.write('.'), dripEvery * secondMs)
        response.once('close', () => clearInterval(drip))
      }, pieceEvery * secondMs)
    },
    told: [silentAfterSeconds, pieceEvery + silentAfterSeconds],
    ended: pieceEvery + betweenLines,
  },
]

test('[row 42] a stall is told after 30 s and ended at the limit', async () => {
  const secondMs = caseCount(20, 100)
  // So short a second makes a tenth of a limit less than a busy computer takes now and then.
  const slack = caseCount(300, 0) / secondMs
  test.setTimeout(2 * (pieceEvery + firstByte) * secondMs + 20_000)
  const { withoutTextMs, afterEndMs } = defaultTimers
  const timers = {
    firstByteMs: firstByte * secondMs,
    betweenLinesMs: betweenLines * secondMs,
    withoutTextMs: (withoutTextMs / 1000) * secondMs,
    afterEndMs: (afterEndMs / 1000) * secondMs,
  }
  await loadLibrary()
  const measured = await Promise.all(
    stalls.map(async ({ title, answering, told, ended }) => {
      await using server = await serve(answering(secondMs))
      let begin = 0
      const silences: number[] = []
      const stage = createStage(server, { stream: (about, parts) => stream(about, { ...parts, timers }) }, { secondMs }, ({ phase }) => {
        if (phase.kind === 'asking') begin = performance.now()
        if (phase.kind === 'silent') silences.push(performance.now())
      })
      stage.runs.start(request('a'))
      const { answer: got } = await stage.ended('a')
      const seconds = (at: number) => (at - begin) / secondMs
      expect(got.outcome, title).toMatchObject({ kind: 'failed', failure: { code: 'stalled' } })
      const times = { title, silences: silences.map(seconds), end: seconds(performance.now()) }
      expect(times.silences, title).toHaveLength(told.length)
      for (const [due, at] of [...told.map((after, index) => [after, times.silences[index] ?? 0] as const), [ended, times.end] as const]) {
        expect(at, title).toBeGreaterThanOrEqual(due * 0.98)
        expect(at, title).toBeLessThanOrEqual(due * 1.1 + slack)
      }
      if (told.length > 1) {
        const kinds = stage.phases.map(({ phase }) => phase.kind)
        expect(kinds, title).toEqual(['key', 'asking', 'answering', 'silent', 'answering', 'silent'])
      }
      return times
    }),
  )
  const figures = measured.map(({ title, silences, end }) => {
    const told = silences.map((at) => at.toFixed(1)).join(' and ')
    return `${title}: told at ${told} s, ended at ${end.toFixed(1)} s`
  })
  proven({ figure: `${figures.join('; ')} (a second lasting ${secondMs} ms)`, cases: stalls.length, where: ['Node'] })
})
