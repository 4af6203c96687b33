// An answer that was cut, in every way in which a connection ends: what was said is kept, and it is never taken for a whole one. Whole is
// what a provider gave a reason for the end of, or closed with [DONE]; nothing is guessed.

import { expect, test } from '@playwright/test'
import * as source from '../../../../electron/inference/inference.ts'
import type { FaultName } from '../../../stand-ins/hub/faults/faults.ts'
import { proven } from '../../../support/proof.ts'
import { hearBody, piecesOf, type CutBody } from './cut-bodies.ts'
import { builtInference, events, said } from './replying.ts'
import { outcomeOf, walk } from './walking.ts'

const cuts = [
  'cut-by-close',
  'cut-by-reset',
  'cut-in-chunks',
  'cut-short-of-length',
  'cut-gzip',
  'cut-mid-event',
  'cut-mid-character',
  'no-end',
] as const satisfies readonly FaultName[]

const isWhole = ['no-final-blank-line', 'done-without-reason'] as const satisfies readonly FaultName[]

const begun = events(said('Grüße '), said('aus 東京'))
const finish = events(said('.', 'stop'))
const answer = Buffer.from(begun + finish + events('[DONE]'))
/** Where the event that gives the reason for the end is complete, but for the blank line behind it. */
const reasonAt = Buffer.byteLength(begun + finish) - 2

test('[row 40] a cut answer is kept and marked as cut, whichever way it was cut', async () => {
  let ways = 0
  for (const code of [source, await builtInference()]) {
    for (const { name, text, end } of await walk(code, cuts)) {
      expect([name, text !== '', outcomeOf(end)]).toEqual([name, true, { kind: 'failed', code: 'cut-off' }])
      ways += 1
    }
    for (const { name, end } of await walk(code, isWhole)) expect([name, outcomeOf(end)]).toEqual([name, { kind: 'finished' }])
  }

  const wrong: string[] = []
  const endings = ['end', 'break', 'nothing'] as const satisfies readonly CutBody['after'][]
  for (const after of endings) {
    // Where the connection ends by itself, what was sent last counts without its blank line too.
    const wholeFrom = after === 'end' ? reasonAt : reasonAt + 2
    const places = after === 'nothing' ? [0, 1, reasonAt - 1, reasonAt + 2] : Array.from(answer.keys())
    for (const place of places) {
      const pieces = piecesOf(answer.subarray(0, place), [])
      const { end } = await hearBody({ pieces, after }, { timers: { firstByteMs: 100, betweenLinesMs: 100, afterEndMs: 100 } })
      const due = place >= wholeFrom ? 'ended' : 'failed'
      if (end.kind !== due) wrong.push(`${after} after ${place} bytes: ${end.kind}`)
      ways += 1
    }
  }
  expect(wrong).toEqual([])
  proven({
    figure: `${cuts.length}/${cuts.length} ways marked, and a cut at each byte of an answer`,
    cases: ways,
    where: ['Node', 'artifact'],
  })
})
