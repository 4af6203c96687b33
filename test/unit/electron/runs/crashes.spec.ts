// The program is killed while answers stream in: how much is lost, and how the rest is marked.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createHistoryFolder, openTestHistory, unwrap } from '../../../support/history/history-fixture.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { getLostMs } from '../../../support/history/lost-time.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import type { ArrivalRecord } from '../../../support/history/run-program.ts'
import { waitUntil } from '../../../support/wait-until.ts'

const writer = new URL('../../../support/history/run-program.ts', import.meta.url).pathname
const length = 20_000
const prompts = ['the first', 'the second'].map((name) => `/length ${length}\n/speed 200\nThis is ${name}.`)

/** The texts that the killed program had received, as it logged them. The last line may be incomplete. */
function parseArrivals(notes: string): readonly ArrivalRecord[] {
  const lines = readFileSync(notes, 'utf8').split('\n').slice(0, -1)
  return lines.map((line): ArrivalRecord => JSON.parse(line))
}

test.describe('a killed program', () => {
  test('[row 29] loses at most half a second of a running answer, and marks it as interrupted', async () => {
    const killCount = caseCount(6, 100)
    test.setTimeout(60_000 + killCount * 10_000)
    await using hub = await startHub()
    const lossesMs: number[] = []
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      const folder = createHistoryFolder()
      const requestsBefore = hub.requests.length
      const notes = join(folder.path, 'what-has-come')
      const writerArguments = [writer, folder.path, hub.origin, hub.keys.fineGrained, notes, ...prompts]
      const child = spawn(process.execPath, writerArguments, { stdio: 'inherit' })
      const writerClosed = once(child, 'close')
      // From the first text on: 200 chunks are a second.
      const wordCount = 1 + Math.floor(400 * Math.random())
      const hasStreamedEnough = () => hub.requests.slice(requestsBefore).some(({ eventTimes }) => eventTimes.length > wordCount)
      await waitUntil(`${wordCount} words of an answer`, () => (hasStreamedEnough() ? true : null))
      const killedAt = Date.now()
      child.kill('SIGKILL')
      expect(await writerClosed).toEqual([null, 'SIGKILL'])

      const arrivals = parseArrivals(notes)
      const history = await openTestHistory(folder.path)
      const { conversations } = unwrap(history.list(null))
      expect(conversations).toHaveLength(prompts.length)
      for (const { id } of conversations) {
        const [prompt, answer] = unwrap(history.open(id))?.messages ?? []
        if (prompt === undefined || answer?.kind !== 'answer') throw new Error('The prompt or its answer is gone')
        expect(answer.outcome).toEqual({ kind: 'interrupted' })
        const arrivalsOfPrompt = arrivals.filter((arrival) => arrival.prompt === prompt.text)
        if (arrivalsOfPrompt.length > 0) lossesMs.push(getLostMs(arrivalsOfPrompt, answer.text, length, killedAt))
      }
      await history.close()
      folder.remove()
    }
    // At least the answer that was waited for, of each program.
    expect(lossesMs.length).toBeGreaterThanOrEqual(killCount)
    const maxLostMs = Math.max(...lossesMs)
    expect(maxLostMs).toBeLessThanOrEqual(500)
    recordProof({
      figure: `at most ${Math.round(maxLostMs)} ms of an answer lost, ${lossesMs.length} of ${lossesMs.length} marked interrupted, in ${killCount} kills`,
      cases: lossesMs.length,
      where: ['Node'],
    })
  })
})
