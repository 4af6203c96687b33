// What has been acknowledged is there after the process was killed, wherever it was just then.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../electron/history/database.ts'
import { compiled } from '../../../support/compiled.ts'
import { textOf, type Told } from '../../../support/history/history-writer.ts'
import { makeFolder, open, valueOf } from '../../../support/history/history-fixture.ts'
import { caseCount, proven } from '../../../support/proof.ts'

const writer = new URL('../../../support/history/history-writer.ts', import.meta.url).pathname

/** Lets a process write into the folder, kills it when it has told so many lines, and gives all that it told. */
async function killedWriter(folder: string, lines: number): Promise<readonly Told[]> {
  const child = spawn(process.execPath, [writer, folder, 'write'], { env: compiled, stdio: ['ignore', 'pipe', 'inherit'] })
  const told: Told[] = []
  const ended = once(child, 'close')
  for await (const line of createInterface(child.stdout)) {
    told.push(JSON.parse(line)) // A line is written whole or not at all.
    // It goes on writing meanwhile, so that the kill meets it anywhere in a save.
    if (told.length === lines) child.kill('SIGKILL')
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
  return told
}

/** What was acknowledged and is not there, or is there otherwise than it was acknowledged. */
async function lostOf(folder: string, told: readonly Told[]): Promise<readonly string[]> {
  const history = await open(folder)
  const lost: string[] = []
  const lengths = new Map(told.flatMap((one) => (one.kind === 'partial' || one.kind === 'ended' ? [[one.runId, one.length]] : [])))
  const ended = new Set(told.flatMap((one) => (one.kind === 'ended' ? [one.runId] : [])))
  for (const one of told) {
    if (one.kind !== 'begun') continue
    const { runId, conversationId, prompt } = one
    const messages = valueOf(history.open(conversationId))?.messages ?? []
    const answer = messages.find(({ id }) => id === runId)
    if (answer?.kind !== 'answer' || messages.find(({ id }) => id === answer.parentId)?.text !== prompt) {
      lost.push(`prompt of ${runId}`)
    } else {
      const isRight = answer.text === textOf(runId, answer.text.length) && answer.text.length >= (lengths.get(runId) ?? 0)
      if (!isRight) lost.push(`answer ${runId}`)
      // The end may have been saved and its acknowledgement cut off; never the other way round.
      const kinds = ended.has(runId) ? ['finished'] : ['finished', 'interrupted']
      if (!kinds.includes(answer.outcome.kind)) lost.push(`outcome of ${runId}: ${answer.outcome.kind}`)
    }
  }
  await history.close()
  return lost
}

async function isSound(folder: string): Promise<boolean> {
  const database = valueOf(await openDatabase(folder))
  try {
    // Throws when the words to search by do not match the texts.
    database.exec(`insert into words (words, rank) values ('integrity-check', 1)`)
    return database.pragma('integrity_check', { simple: true }) === 'ok' && database.prepare('pragma foreign_key_check').all().length === 0
  } finally {
    database.close()
  }
}

test('[row 28] loses nothing that was acknowledged when the process is killed, and stays sound', async () => {
  const kills = caseCount(5, 180)
  test.setTimeout(60_000 + kills * 5_000)
  let acknowledged = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const folder = makeFolder()
    // From the very first save to well into the journal's being folded into the file.
    const told = await killedWriter(folder.path, 1 + Math.floor(600 * Math.random() ** 2))
    acknowledged += told.length
    expect(await lostOf(folder.path, told)).toEqual([])
    expect(await isSound(folder.path)).toBe(true)
    folder.remove()
  }
  proven({ figure: `0 of ${acknowledged} saves lost, 0 integrity errors in ${kills} kills`, cases: kills, where: ['Node'] })
})

test('commits so that a power cut takes back nothing either', async () => {
  const folder = makeFolder()
  const database = valueOf(await openDatabase(folder.path))
  expect({
    journal: database.pragma('journal_mode', { simple: true }),
    // 2 is FULL: the journal is on the disk before a commit returns.
    synchronous: database.pragma('synchronous', { simple: true }),
  }).toEqual({ journal: 'wal', synchronous: 2 })
  database.close()
  folder.remove()
})
