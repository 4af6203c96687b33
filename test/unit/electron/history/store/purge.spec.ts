// Purging: no file of the history contains deleted content afterwards.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { openDatabase } from '../../../../../electron/history/database.ts'
import { createPurge, type VacuumLimits } from '../../../../../electron/history/store/purge.ts'
import type { History } from '../../../../../electron/history/history.ts'
import type { ImageAttachment } from '../../../../../shared/types/attachments.ts'
import {
  createRunResult,
  fillHistory,
  saveTestImage,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  createRunStart,
  unwrap,
} from '../../../../support/history/history-fixture.ts'
import { caseCount, recordProof } from '../../../../support/proof.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
test.beforeEach(() => {
  folder = createHistoryFolder()
})
test.afterEach(() => folder.remove())

/** Counts the text in all files of the folder. */
function countOccurrences(canaryText: string): number {
  return readdirSync(folder.path)
    .map((name) => countOccurrencesInFile(name, canaryText))
    .reduce((sum, count) => sum + count, 0)
}

/** Counts the text in one file of the folder. */
function countOccurrencesInFile(name: string, canaryText: string): number {
  return readFileSync(join(folder.path, name), 'latin1').split(canaryText).length - 1
}

/** Uses the file over a separate connection. */
function withSeparateConnection<Value>(action: (database: Database) => Value): Value {
  const database = new sqlite(join(folder.path, 'history.sqlite'))
  try {
    return action(database)
  } finally {
    database.close()
  }
}

/** Counts the blocks of the search index that contain the text. */
function countIndexBlocksContaining(canaryText: string): number {
  const countRows = (database: Database): number =>
    database
      .prepare<[string], number>('select count(*) from search_index_data where instr(block, cast(? as blob)) > 0')
      .pluck()
      .get(canaryText) ?? 0
  return withSeparateConnection(countRows)
}

/** Saves an image whose bytes contain the text. */
const saveImageOf = (canaryText: string): ImageAttachment => saveTestImage(history, canaryText, canaryText.repeat(2_000))

/** Saves the text in every part of a conversation, images included, among many words that make SQLite move rows. */
function saveCanaryConversation(canaryText: string): string {
  const createFillerText = (wordCount: number): string =>
    Array.from({ length: wordCount }, () => `${canaryText}${Math.floor(Math.random() * 1e6)}`).join(' ')
  const attachments = [{ kind: 'text', name: canaryText, text: createFillerText(1_000) }, saveImageOf(canaryText)] as const
  const { conversationId, answerId } = savePromptAndAnswer(history, createFillerText(20), createFillerText(200), { attachments })
  for (let turnIndex = 0, parentId = answerId; turnIndex < 5; turnIndex += 1) {
    const start = createRunStart(createFillerText(60), { conversationId, parentId })
    unwrap(history.beginRun(start))
    for (const length of [1_000, 2_000, 3_000])
      unwrap(history.savePartial(start.runId, createFillerText(300).slice(0, length), createFillerText(10), null))
    const failure = { code: 'provider-failed', detail: canaryText } as const
    unwrap(
      history.endRun(
        start.runId,
        createRunResult(createFillerText(500), { reasoning: createFillerText(50), outcome: { kind: 'failed', failure } }),
      ),
    )
    parentId = start.runId
  }
  unwrap(history.rename(conversationId, createFillerText(3)))
  unwrap(history.saveDraft(conversationId, { text: createFillerText(5), attachments: [...attachments, saveImageOf(canaryText)] }))
  return conversationId
}

/** Deletes a conversation with the text and purges it, with these limits for the history's size. */
async function purgeWithLimits(limits: VacuumLimits) {
  history = await openTestHistory(folder.path)
  unwrap(history.delete(saveCanaryConversation('canary')))
  saveCanaryConversation('keeper')
  await history.close()
  const database = unwrap(await openDatabase(folder.path))
  const purge = createPurge(database, limits)
  unwrap(await purge.purgeDeleted(Date.now()))
  const find = database.prepare<[string], number>('select count(*) from search_index where search_index match ?').pluck()
  return { database, purge, found: (canaryText: string) => find.get(`${canaryText}*`) }
}

test.describe('purge', () => {
  test('[row 38] leaves no trace of a deleted conversation in any file', async () => {
    const rounds = caseCount(5, 40)
    test.setTimeout(60_000 + rounds * 10_000)
    await fillHistory(folder.path, { messages: 400 })
    history = await openTestHistory(folder.path)
    let hits = 0
    for (let round = 0; round < rounds; round += 1) {
      const deletedConversation = saveCanaryConversation('canary')
      // Moves everything so far to the file; later saves are only in the journal.
      withSeparateConnection((database) => database.pragma('wal_checkpoint(full)'))
      const keptConversation = saveCanaryConversation('keeper')
      saveCanaryConversation('canary')
      // The control: file, journal and index contain the text.
      expect(
        Math.min(
          countOccurrencesInFile('history.sqlite', 'canary'),
          countOccurrencesInFile('history.sqlite-wal', 'canary'),
          countIndexBlocksContaining('canary'),
        ),
      ).toBeGreaterThan(0)
      for (const { id, title } of unwrap(history.list(null)).conversations) if (title.startsWith('canary')) unwrap(history.delete(id))
      if (round % 2 === 0) unwrap(history.delete(keptConversation))
      expect(history.getSummary(deletedConversation)).toBeNull()
      expect(countOccurrences('canary')).toBeGreaterThan(1_000)
      unwrap(await history.purgeDeleted(Date.now()))
      hits += countOccurrences('canary') + countIndexBlocksContaining('canary')
      expect(unwrap(await history.find('canary'))).toEqual([])
    }
    expect(hits).toBe(0)
    expect(countOccurrences('keeper')).toBeGreaterThan(1_000)
    expect(unwrap(await history.find('keeper')).length).toBeGreaterThan(0)
    await history.close()
    const database = unwrap(await openDatabase(folder.path))
    database.exec(`insert into search_index (search_index, rank) values ('integrity-check', 1)`)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
    recordProof({ figure: `${hits} canary hits in database, journal and index`, cases: rounds, where: ['Node'] })
  })

  test('leaves no trace of deleted messages, in any order of deletion, and keeps the rest', async () => {
    history = await openTestHistory(folder.path)
    const keptConversation = saveCanaryConversation('keeper')
    const last = unwrap(history.open(keptConversation))?.messages.at(-1)?.id ?? ''
    const savedTurns: { readonly promptId: string; readonly answerId: string }[] = []
    for (let turnIndex = 0, parentId = last; turnIndex < 30; turnIndex += 1, parentId = savedTurns.at(-1)?.answerId ?? '') {
      const attachments = [{ kind: 'text', name: 'canary', text: 'canary '.repeat(500) }] as const
      savedTurns.push(
        savePromptAndAnswer(history, 'canary '.repeat(50), 'canary '.repeat(300), {
          conversationId: keptConversation,
          parentId,
          attachments,
        }),
      )
    }
    withSeparateConnection((database) => database.pragma('wal_checkpoint(full)'))
    unwrap(history.deleteMessage(keptConversation, savedTurns[20]?.answerId ?? ''))
    unwrap(history.deleteMessage(keptConversation, savedTurns[0]?.promptId ?? ''))
    expect(countOccurrences('canary')).toBeGreaterThan(1_000)
    const before = unwrap(history.open(keptConversation))
    unwrap(await history.purgeDeleted(Date.now()))
    expect([countOccurrences('canary'), countIndexBlocksContaining('canary')]).toEqual([0, 0])
    expect(unwrap(history.open(keptConversation))).toEqual(before)
    expect(before?.messages).toHaveLength(12)
    expect(unwrap(await history.find('keeper')).length).toBeGreaterThan(0)
    await history.close()
    const database = unwrap(await openDatabase(folder.path))
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  })

  test('keeps a message that was deleted after the given time, or that has a running run', async () => {
    history = await openTestHistory(folder.path)
    const { conversationId, answerId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    unwrap(history.deleteMessage(conversationId, answerId))
    unwrap(await history.purgeDeleted(Date.now() - 60_000))
    unwrap(history.undoDeleteMessage(conversationId, answerId))
    const start = createRunStart('More?', { conversationId, parentId: answerId })
    unwrap(history.beginRun(start))
    unwrap(history.deleteMessage(conversationId, answerId))
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.endRun(start.runId, createRunResult('No.')).ok).toBe(true)
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.undoDeleteMessage(conversationId, answerId).ok).toBe(false)
    await history.close()
  })

  test('keeps a conversation that was deleted after the given time, so that it can be restored', async () => {
    history = await openTestHistory(folder.path)
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    unwrap(history.delete(conversationId))
    unwrap(await history.purgeDeleted(Date.now() - 60_000))
    expect(unwrap(history.undoDelete(conversationId)).title).toBe('Why?')
    unwrap(history.delete(conversationId))
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.undoDelete(conversationId)).toMatchObject({ failure: { code: 'bad-input' } })
    await history.close()
  })

  test('keeps a deleted conversation until its run has ended', async () => {
    history = await openTestHistory(folder.path)
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    unwrap(history.delete(start.conversationId))
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.endRun(start.runId, createRunResult('Because.')).ok).toBe(true)
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.undoDelete(start.conversationId).ok).toBe(false)
    await history.close()
  })

  test('continues after a restart where closing interrupted it', async () => {
    history = await openTestHistory(folder.path)
    unwrap(history.delete(saveCanaryConversation('canary')))
    const pendingPurge = history.purgeDeleted(Date.now())
    await history.close()
    expect(await pendingPurge).toEqual({ ok: true, value: undefined })
    expect(countOccurrences('canary')).toBeGreaterThan(0)
    history = await openTestHistory(folder.path)
    unwrap(await history.purgeDeleted(Date.now()))
    expect(countOccurrences('canary')).toBe(0)
    await history.close()
  })

  test('works in short steps, between which the history can be used', async () => {
    await fillHistory(folder.path, { messages: 1_200, perConversation: 600 })
    history = await openTestHistory(folder.path)
    const [longConversation] = unwrap(history.list(null)).conversations
    unwrap(history.delete(longConversation?.id ?? ''))
    const progress = { isDone: false }
    const purgeDone = history.purgeDeleted(Date.now()).finally(() => (progress.isDone = true))
    const saved: string[] = []
    while (!progress.isDone) {
      saved.push(savePromptAndAnswer(history, 'meanwhile', 'Yes.').conversationId)
      await new Promise(setImmediate)
    }
    unwrap(await purgeDone)
    expect(saved.length).toBeGreaterThan(10)
    expect(saved.every((id) => history.getSummary(id)?.title === 'meanwhile')).toBe(true)
    expect(unwrap(await history.find('meanwhile')).length).toBeGreaterThan(10)
    await history.close()
  })

  test('rewrites a large history when it is closed', async () => {
    const { database, purge, found } = await purgeWithLimits({ whileOpen: 0, onClose: Infinity })
    expect([found('canary'), found('keeper')]).toEqual([0, 15])
    expect(database.pragma('freelist_count', { simple: true })).toBeGreaterThan(0)
    purge.finish()
    expect(database.pragma('freelist_count', { simple: true })).toBe(0)
    database.pragma('wal_checkpoint(truncate)')
    expect(countOccurrences('canary')).toBe(0)
    database.exec(`insert into search_index (search_index, rank) values ('integrity-check', 1)`)
    database.close()
  })

  test('removes words one by one from the index of a history that is too large to rewrite', async () => {
    const { database, purge, found } = await purgeWithLimits({ whileOpen: 0, onClose: 0 })
    const remainingCount = countOccurrences('canary')
    // The beginnings of words that divide the index into pages, and no text.
    expect(remainingCount).toBeLessThan(20)
    expect([found('canary'), found('keeper')]).toEqual([0, 15])
    purge.finish()
    expect(countOccurrences('canary')).toBe(remainingCount)
    database.exec(`insert into search_index (search_index, rank) values ('integrity-check', 1)`)
    database.close()
  })
})
