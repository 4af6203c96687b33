// Acknowledged saves survive a kill of the process, whatever it was doing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../electron/history/database.ts'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import { createText, type WriterEvent } from '../../../support/history/history-write-program.ts'
import { createHistoryFolder, openTestHistory, unwrap } from '../../../support/history/history-fixture.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'

const writer = new URL('../../../support/history/history-write-program.ts', import.meta.url).pathname

/** Runs a process that writes into the folder, kills it after that many lines, and returns all lines. */
async function runWriterUntilKilled(folder: string, lines: number): Promise<readonly WriterEvent[]> {
  const child = spawn(process.execPath, [writer, folder, 'write'], { env: compileCacheEnvironment, stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledgements: WriterEvent[] = []
  const writerClosed = once(child, 'close')
  for await (const line of createInterface(child.stdout)) {
    acknowledgements.push(JSON.parse(line)) // A line is written whole or not at all.
    // The process keeps writing, so that the kill can hit any moment of a save.
    if (acknowledgements.length === lines) child.kill('SIGKILL')
  }
  expect(await writerClosed).toEqual([null, 'SIGKILL'])
  return acknowledgements
}

/** The acknowledged saves that are missing or different. */
async function findLostWrites(folder: string, acknowledgements: readonly WriterEvent[]): Promise<readonly string[]> {
  const history = await openTestHistory(folder)
  const lostWrites: string[] = []
  const lengths = new Map(
    acknowledgements.flatMap((acknowledgement) =>
      acknowledgement.kind === 'partial' || acknowledgement.kind === 'ended' ? [[acknowledgement.runId, acknowledgement.length]] : [],
    ),
  )
  const endedRuns = new Set(
    acknowledgements.flatMap((acknowledgement) => (acknowledgement.kind === 'ended' ? [acknowledgement.runId] : [])),
  )
  for (const acknowledgement of acknowledgements) {
    if (acknowledgement.kind !== 'begun') continue
    const { runId, conversationId, prompt } = acknowledgement
    const messages = unwrap(history.open(conversationId))?.messages ?? []
    const answer = messages.find(({ id }) => id === runId)
    if (answer?.kind !== 'answer' || messages.find(({ id }) => id === answer.parentId)?.text !== prompt) {
      lostWrites.push(`prompt of ${runId}`)
    } else {
      const isIntact = answer.text === createText(runId, answer.text.length) && answer.text.length >= (lengths.get(runId) ?? 0)
      if (!isIntact) lostWrites.push(`answer ${runId}`)
      // An end can be saved without having been acknowledged, but not the other way round.
      const kinds = endedRuns.has(runId) ? ['finished'] : ['finished', 'interrupted']
      if (!kinds.includes(answer.outcome.kind)) lostWrites.push(`outcome of ${runId}: ${answer.outcome.kind}`)
    }
  }
  await history.close()
  return lostWrites
}

async function passesIntegrityCheck(folder: string): Promise<boolean> {
  const database = unwrap(await openDatabase(folder))
  try {
    // Throws if the search index does not match the texts.
    database.exec(`insert into search_index (search_index, rank) values ('integrity-check', 1)`)
    return database.pragma('integrity_check', { simple: true }) === 'ok' && database.prepare('pragma foreign_key_check').all().length === 0
  } finally {
    database.close()
  }
}

test.describe('acknowledged save', () => {
  test('[row 28] survives a kill of the process at any moment, and the history stays intact', async () => {
    const killCount = caseCount(5, 180)
    test.setTimeout(60_000 + killCount * 5_000)
    let acknowledgedCount = 0
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      const folder = createHistoryFolder()
      // From the first save to long after the first checkpoint of the journal.
      const acknowledgements = await runWriterUntilKilled(folder.path, 1 + Math.floor(600 * Math.random() ** 2))
      acknowledgedCount += acknowledgements.length
      expect(await findLostWrites(folder.path, acknowledgements)).toEqual([])
      expect(await passesIntegrityCheck(folder.path)).toBe(true)
      folder.remove()
    }
    recordProof({
      figure: `0 of ${acknowledgedCount} saves lost, 0 integrity errors in ${killCount} kills`,
      cases: killCount,
      where: ['Node'],
    })
  })

  test('is synced to the disk, so that it survives a power cut', async () => {
    const folder = createHistoryFolder()
    const database = unwrap(await openDatabase(folder.path))
    expect({
      journal: database.pragma('journal_mode', { simple: true }),
      // 2 is FULL: the journal is synced before a commit returns.
      synchronous: database.pragma('synchronous', { simple: true }),
    }).toEqual({ journal: 'wal', synchronous: 2 })
    database.close()
    folder.remove()
  })
})
