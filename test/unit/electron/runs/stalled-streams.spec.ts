// Silence during a run: reported when it lasts long, withdrawn when text arrives, and ended by the timeouts of inference.

import { expect, test } from '@playwright/test'
import { defaultTimeouts } from '../../../../electron/inference/connection.ts'
import { silentAfterSeconds } from '../../../../electron/runs/timing.ts'
import { createProgress } from '../../../../electron/runs/progress.ts'
import type { RunProgress } from '../../../../shared/types/progress.ts'
import { recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve } from '../inference/test-server.ts'
import type { TimedCase, TimedEvent } from './fake-time-program.ts'
import { runInFakeTime } from './run-in-fake-time.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

const { firstByteMs, betweenLinesMs } = defaultTimeouts
const silentAfterMs = silentAfterSeconds * 1000
const okHead = { status: 200, headers: eventStream }
const secondTextMs = 40_000

const stallCases: readonly (TimedCase & { readonly expected: readonly TimedEvent[] })[] = [
  {
    title: 'no header',
    head: null,
    expected: [
      ['silent', silentAfterMs],
      ['stalled', firstByteMs],
    ],
  },
  {
    title: 'no byte',
    head: okHead,
    writes: [],
    expected: [
      ['silent', silentAfterMs],
      ['stalled', firstByteMs],
    ],
  },
  {
    title: 'slow drip',
    head: okHead,
    writes: [
      { afterMs: 0, text: events(contentChunk('a')) },
      { afterMs: secondTextMs, text: events(contentChunk('b')) },
      // A line that never ends.
      ...Array.from({ length: 20 }, (_, index) => ({ afterMs: secondTextMs + (index + 1) * 10_000, text: '.' })),
    ],
    expected: [
      ['answering', 0],
      ['silent', silentAfterMs],
      ['answering', secondTextMs],
      ['silent', secondTextMs + silentAfterMs],
      ['stalled', secondTextMs + betweenLinesMs],
    ],
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
    const results = await runInFakeTime(stallCases)
    for (const [index, { title, expected }] of stallCases.entries()) {
      const phases = results[index]?.filter(([what]) => !what.startsWith('saved'))
      expect(phases, title).toEqual([['key', 0], ['requesting', 0], ['request', 0], ...expected])
    }
    const summaries = stallCases.map(({ title, expected }) => {
      const reported = expected.filter(([what]) => what === 'silent').map(([, ms]) => ms / 1000)
      return `${title}: reported at ${reported.join(' and ')} s, ended at ${(expected.at(-1)?.[1] ?? 0) / 1000} s`
    })
    recordProof({ figure: `${summaries.join('; ')} (in fake time)`, cases: stallCases.length, where: ['Node'] })
  })

  test('does not end a slow answer while lines keep coming', async () => {
    const chunkTimes = Array.from({ length: 20 }, (_, index) => index * (betweenLinesMs - 1))
    const writes = chunkTimes.map((afterMs) => ({ afterMs, text: events(contentChunk('a')) }))
    const endMs = chunkTimes.length * (betweenLinesMs - 1)
    const end = { afterMs: endMs, text: events(contentChunk('', 'stop'), '[DONE]') }
    const [slowAnswer] = await runInFakeTime([{ title: 'a slow answer', head: okHead, writes: [...writes, end] }])
    expect(slowAnswer?.filter(([what]) => what === 'silent')).toHaveLength(chunkTimes.length)
    expect(slowAnswer?.at(-1)).toEqual(['finished', endMs])
  })
})
