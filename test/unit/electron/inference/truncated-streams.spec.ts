// Truncated answers, for every way in which a connection ends: the text is kept, and the answer is never taken for a complete one. Complete is
// an answer with a finish reason or with [DONE]; nothing is guessed.

import { expect, test } from '@playwright/test'
import * as source from '../../../../electron/inference/inference.ts'
import type { FaultName } from '../../../stand-ins/hub/faults/faults.ts'
import { recordProof } from '../../../support/proof.ts'
import { streamBody, splitBody, type ChunkedBody } from './chunked-bodies.ts'
import { loadBuiltInference, events, contentChunk } from './test-server.ts'
import { toOutcome, runFaults } from './fault-runs.ts'

const cutOffFaults = [
  'cut-by-close',
  'cut-by-reset',
  'cut-in-chunks',
  'cut-short-of-length',
  'cut-gzip',
  'cut-mid-event',
  'cut-mid-character',
  'no-end',
] as const satisfies readonly FaultName[]

const completeEndings = ['no-final-blank-line', 'done-without-reason'] as const satisfies readonly FaultName[]

const firstEvents = events(contentChunk('Grüße '), contentChunk('aus 東京'))
const lastEvent = events(contentChunk('.', 'stop'))
const answer = Buffer.from(firstEvents + lastEvent + events('[DONE]'))
/** The end of the event with the finish reason, without the blank line after it. */
const finishReasonEnd = Buffer.byteLength(firstEvents + lastEvent) - 2

test.describe('truncated stream', () => {
  test('[row 40] keeps a truncated answer and marks it as cut off, however it was cut', async () => {
    let caseCount = 0
    for (const code of [source, await loadBuiltInference()]) {
      for (const { name, text, end } of await runFaults(code, cutOffFaults)) {
        expect([name, text !== '', toOutcome(end)]).toEqual([name, true, { kind: 'failed', code: 'cut-off' }])
        caseCount += 1
      }
      for (const { name, end } of await runFaults(code, completeEndings))
        expect([name, toOutcome(end)]).toEqual([name, { kind: 'finished' }])
    }

    const mismatches: string[] = []
    const bodyEndings = ['end', 'break', 'nothing'] as const satisfies readonly ChunkedBody['after'][]
    for (const after of bodyEndings) {
      // If the connection ends normally, the last event counts without its blank line.
      const completeFrom = after === 'end' ? finishReasonEnd : finishReasonEnd + 2
      const offsets = after === 'nothing' ? [0, 1, finishReasonEnd - 1, finishReasonEnd + 2] : Array.from(answer.keys())
      for (const offset of offsets) {
        const chunks = splitBody(answer.subarray(0, offset), [])
        const { end } = await streamBody({ chunks, after }, { timeouts: { firstByteMs: 100, betweenLinesMs: 100, afterEndMs: 100 } })
        const expectedKind = offset >= completeFrom ? 'ended' : 'failed'
        if (end.kind !== expectedKind) mismatches.push(`${after} after ${offset} bytes: ${end.kind}`)
        caseCount += 1
      }
    }
    expect(mismatches).toEqual([])
    recordProof({
      figure: `${cutOffFaults.length}/${cutOffFaults.length} ways marked, and a cut at each byte of an answer`,
      cases: caseCount,
      where: ['Node', 'artifact'],
    })
  })
})
