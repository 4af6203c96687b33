// The program is killed while answers come in: how much of them is lost, and what is said of the rest.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeFolder, open, valueOf } from '../../../support/history/history-fixture.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { lostMs } from '../../../support/history/lost-text.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import type { Arrived } from '../../../support/history/run-writer.ts'
import { until } from '../../../support/until.ts'

const writer = new URL('../../../support/history/run-writer.ts', import.meta.url).pathname
const length = 20_000
const prompts = ['the first', 'the second'].map((name) => `/length ${length}\n/speed 200\nThis is ${name}.`)

/** What the killed program had of its answers, as it noted it. The last line may be half a one. */
function arrivedIn(notes: string): readonly Arrived[] {
  const lines = readFileSync(notes, 'utf8').split('\n').slice(0, -1)
  return lines.map((line): Arrived => JSON.parse(line))
}

test('[row 29] of an answer that comes in when the program is killed, half a second is lost at most, and it says that it was interrupted', async () => {
  const kills = caseCount(6, 100)
  test.setTimeout(60_000 + kills * 10_000)
  await using hub = await startHub()
  const lost: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const folder = makeFolder()
    const earlier = hub.requests.length
    const notes = join(folder.path, 'what-has-come')
    const told = [writer, folder.path, hub.origin, hub.keys.fineGrained, notes, ...prompts]
    const child = spawn(process.execPath, told, { stdio: 'inherit' })
    const ended = once(child, 'close')
    // From the very first words on: 200 pieces are a second.
    const words = 1 + Math.floor(400 * Math.random())
    const isFarEnough = () => hub.requests.slice(earlier).some(({ eventTimes }) => eventTimes.length > words)
    await until(`${words} words of an answer`, () => (isFarEnough() ? true : null))
    const killedAt = Date.now()
    child.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])

    const came = arrivedIn(notes)
    const history = await open(folder.path)
    const { conversations } = valueOf(history.list(null))
    expect(conversations).toHaveLength(prompts.length)
    for (const { id } of conversations) {
      const [prompt, answer] = valueOf(history.open(id))?.messages ?? []
      if (prompt === undefined || answer?.kind !== 'answer') throw new Error('The prompt or its answer is gone')
      expect(answer.outcome).toEqual({ kind: 'interrupted' })
      const ofThis = came.filter((one) => one.prompt === prompt.text)
      if (ofThis.length > 0) lost.push(lostMs(ofThis, answer.text, length, killedAt))
    }
    await history.close()
    folder.remove()
  }
  // Of each program at least the answer that was waited for.
  expect(lost.length).toBeGreaterThanOrEqual(kills)
  const most = Math.max(...lost)
  expect(most).toBeLessThanOrEqual(500)
  proven({
    figure: `at most ${Math.round(most)} ms of an answer lost, ${lost.length} of ${lost.length} marked interrupted, in ${kills} kills`,
    cases: lost.length,
    where: ['Node'],
  })
})
