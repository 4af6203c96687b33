// Saving answers while they stream in: when, and what is left of them after the program is killed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createHistoryFolder, openTestHistory, unwrap } from '../../../support/history/history-fixture.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { getLostMs } from '../../../support/history/lost-time.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import type { ProgressRecord } from '../../../support/history/run-program.ts'
import { waitUntil } from '../../../support/wait-until.ts'
import { contentChunk, events, eventStream } from '../inference/test-server.ts'
import { runInFakeTime } from './run-in-fake-time.ts'

const writer = new URL('../../../support/history/run-program.ts', import.meta.url).pathname
const length = 20_000
const prompts = ['the first', 'the second'].map((name) => `/length ${length}\n/speed 200\nThis is ${name}.`)

/** Only `npm run proof` asserts it, as a busy computer may take longer. */
const maxLostMs = caseCount(Infinity, 500)

/** What the killed program had received and saved. The last line may be incomplete. */
function parseRecords(file: string): readonly ProgressRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line): ProgressRecord => JSON.parse(line))
}

test.describe('a running answer', () => {
  test('[row 29] is saved a quarter of a second after its text arrives', async () => {
    const writes = [0, 100, 249, 300, 5_000].map((afterMs) => ({ afterMs, text: events(contentChunk('a')) }))
    const end = { afterMs: 10_000, text: events(contentChunk('', 'stop'), '[DONE]') }
    const head = { status: 200, headers: eventStream }
    const [timedEvents] = await runInFakeTime([{ title: 'an answer with pauses', head, writes: [...writes, end] }])
    expect(timedEvents?.filter(([what]) => what.startsWith('saved'))).toEqual([
      ['saved aaa', 250],
      ['saved aaaa', 550],
      ['saved aaaaa', 5_250],
    ])
    recordProof({ figure: 'text saved 250 ms after it arrived (in fake time)', cases: 3, where: ['Node'] })
  })
})

test.describe('a killed program', () => {
  test('[row 29] loses nothing of an answer that was saved, and marks the answer as interrupted', async () => {
    const killCount = caseCount(6, 100)
    test.setTimeout(60_000 + killCount * 10_000)
    await using hub = await startHub()
    const lossesMs: number[] = []
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      const folder = createHistoryFolder()
      const requestsBefore = hub.requests.length
      const recordFile = join(folder.path, 'records')
      const writerArguments = [writer, folder.path, hub.origin, hub.keys.fineGrained, recordFile, ...prompts]
      const child = spawn(process.execPath, writerArguments, { stdio: 'inherit' })
      const writerClosed = once(child, 'close')
      // From the first text on: 200 chunks are a second.
      const wordCount = 1 + Math.floor(400 * Math.random())
      const hasStreamedEnough = () => hub.requests.slice(requestsBefore).some(({ eventTimes }) => eventTimes.length > wordCount)
      await waitUntil(`${wordCount} words of an answer`, () => (hasStreamedEnough() ? true : null))
      const killedAt = Date.now()
      child.kill('SIGKILL')
      expect(await writerClosed).toEqual([null, 'SIGKILL'])

      const records = parseRecords(recordFile)
      const history = await openTestHistory(folder.path)
      const { conversations } = unwrap(history.list(null))
      expect(conversations).toHaveLength(prompts.length)
      for (const { id } of conversations) {
        const [prompt, answer] = unwrap(history.open(id))?.messages ?? []
        if (prompt === undefined || answer?.kind !== 'answer') throw new Error('The prompt or its answer is gone')
        expect(answer.outcome).toEqual({ kind: 'interrupted' })
        const recordsOfPrompt = records.filter((record) => record.prompt === prompt.text)
        const arrivals = recordsOfPrompt.filter(({ kind }) => kind === 'arrived')
        const lastSave = recordsOfPrompt.findLast(({ kind }) => kind === 'saved')
        expect(answer.text.length).toBeGreaterThanOrEqual(lastSave?.characters ?? 0)
        if (arrivals.length > 0) lossesMs.push(getLostMs(arrivals, answer.text, length, killedAt))
      }
      await history.close()
      folder.remove()
    }
    // At least the answer that was waited for, of each program.
    expect(lossesMs.length).toBeGreaterThanOrEqual(killCount)
    const mostLostMs = Math.max(...lossesMs)
    expect(mostLostMs).toBeLessThanOrEqual(maxLostMs)
    recordProof({
      figure: `at most ${Math.round(mostLostMs)} ms of an answer lost, ${lossesMs.length} of ${lossesMs.length} marked interrupted, in ${killCount} kills`,
      cases: lossesMs.length,
      where: ['Node'],
    })
  })
})
