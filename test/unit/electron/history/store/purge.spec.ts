// Deleted means deleted: what can be read of a forgotten conversation in any file of the history.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { openDatabase } from '../../../../../electron/history/database.ts'
import { createPurge, type RewrittenUpTo } from '../../../../../electron/history/store/purge.ts'
import type { History } from '../../../../../electron/history/history.ts'
import type { ImageAttachment } from '../../../../../shared/types/conversations.ts'
import { endOf, fill, keepPicture, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'
import { caseCount, proven } from '../../../../support/proof.ts'

let folder: ReturnType<typeof makeFolder>
let history: History
test.beforeEach(() => {
  folder = makeFolder()
})
test.afterEach(() => folder.remove())

/** How often the letters stand in any file of the folder. */
function tracesOf(letters: string): number {
  return readdirSync(folder.path)
    .map((name) => tracesIn(name, letters))
    .reduce((sum, count) => sum + count, 0)
}

/** How often the letters stand in one file of the folder. */
function tracesIn(name: string, letters: string): number {
  return readFileSync(join(folder.path, name), 'latin1').split(letters).length - 1
}

/** Does something with the file over a connection of its own. */
function inFile<Value>(work: (database: Database) => Value): Value {
  const database = new sqlite(join(folder.path, 'history.sqlite'))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** How many blocks of the search index hold the letters. */
function blocksWith(letters: string): number {
  const count = (database: Database): number =>
    database.prepare<[string], number>('select count(*) from words_data where instr(block, cast(? as blob)) > 0').pluck().get(letters) ?? 0
  return inFile(count)
}

/** A picture whose bytes hold the letters, kept. */
const pictureOf = (letters: string): ImageAttachment => keepPicture(history, letters, letters.repeat(2_000))

/** Saves the letters wherever something of a conversation can stand, in pictures too, among many words that make SQLite move its rows about. */
function saveCanary(letters: string): string {
  const words = (count: number): string => Array.from({ length: count }, () => `${letters}${Math.floor(Math.random() * 1e6)}`).join(' ')
  const attachments = [{ kind: 'text', name: letters, text: words(1_000) }, pictureOf(letters)] as const
  const { conversationId, answerId } = saveTurn(history, words(20), words(200), { attachments })
  for (let turn = 0, parentId = answerId; turn < 5; turn += 1) {
    const start = startOf(words(60), { conversationId, parentId })
    valueOf(history.beginRun(start))
    for (const length of [1_000, 2_000, 3_000]) valueOf(history.savePartial(start.runId, words(300).slice(0, length), words(10), null))
    const failure = { code: 'provider-failed', detail: letters } as const
    valueOf(history.endRun(start.runId, endOf(words(500), { reasoning: words(50), outcome: { kind: 'failed', failure } })))
    parentId = start.runId
  }
  valueOf(history.rename(conversationId, words(3)))
  valueOf(history.saveDraft(conversationId, { text: words(5), attachments: [...attachments, pictureOf(letters)] }))
  return conversationId
}

test('[row 38] leaves no trace of a deleted conversation, among others that come and go', async () => {
  const rounds = caseCount(5, 40)
  test.setTimeout(60_000 + rounds * 10_000)
  await fill(folder.path, { messages: 400 })
  history = await open(folder.path)
  let hits = 0
  for (let round = 0; round < rounds; round += 1) {
    const doomed = saveCanary('canary')
    // What comes after this stands in the journal alone, what came before in the file.
    inFile((database) => database.pragma('wal_checkpoint(full)'))
    const kept = saveCanary('keeper')
    saveCanary('canary')
    // The control: there is something to find in each of the three places.
    expect(Math.min(tracesIn('history.sqlite', 'canary'), tracesIn('history.sqlite-wal', 'canary'), blocksWith('canary'))).toBeGreaterThan(
      0,
    )
    for (const { id, title } of valueOf(history.list(null)).conversations) if (title.startsWith('canary')) valueOf(history.delete(id))
    if (round % 2 === 0) valueOf(history.delete(kept))
    expect(history.summary(doomed)).toBeNull()
    expect(tracesOf('canary')).toBeGreaterThan(1_000)
    valueOf(await history.purgeDeleted(Date.now()))
    hits += tracesOf('canary') + blocksWith('canary')
    expect(valueOf(await history.find('canary'))).toEqual([])
  }
  expect(hits).toBe(0)
  expect(tracesOf('keeper')).toBeGreaterThan(1_000)
  expect(valueOf(await history.find('keeper')).length).toBeGreaterThan(0)
  await history.close()
  const database = valueOf(await openDatabase(folder.path))
  database.exec(`insert into words (words, rank) values ('integrity-check', 1)`)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
  proven({ figure: `${hits} canary hits in database, journal and index`, cases: rounds, where: ['Node'] })
})

test('leaves no trace of deleted messages, also of some that went before what they follow, and keeps all else', async () => {
  history = await open(folder.path)
  const kept = saveCanary('keeper')
  const last = valueOf(history.open(kept))?.messages.at(-1)?.id ?? ''
  const turns: { readonly promptId: string; readonly answerId: string }[] = []
  for (let turn = 0, parentId = last; turn < 30; turn += 1, parentId = turns.at(-1)?.answerId ?? '') {
    const attachments = [{ kind: 'text', name: 'canary', text: 'canary '.repeat(500) }] as const
    turns.push(saveTurn(history, 'canary '.repeat(50), 'canary '.repeat(300), { conversationId: kept, parentId, attachments }))
  }
  inFile((database) => database.pragma('wal_checkpoint(full)'))
  valueOf(history.deleteMessage(kept, turns[20]?.answerId ?? ''))
  valueOf(history.deleteMessage(kept, turns[0]?.promptId ?? ''))
  expect(tracesOf('canary')).toBeGreaterThan(1_000)
  const before = valueOf(history.open(kept))
  valueOf(await history.purgeDeleted(Date.now()))
  expect([tracesOf('canary'), blocksWith('canary')]).toEqual([0, 0])
  expect(valueOf(history.open(kept))).toEqual(before)
  expect(before?.messages).toHaveLength(12)
  expect(valueOf(await history.find('keeper')).length).toBeGreaterThan(0)
  await history.close()
  const database = valueOf(await openDatabase(folder.path))
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
})

test('keeps a message that was deleted after the given time, and one whose run has not ended', async () => {
  history = await open(folder.path)
  const { conversationId, answerId } = saveTurn(history, 'Why?', 'Because.')
  valueOf(history.deleteMessage(conversationId, answerId))
  valueOf(await history.purgeDeleted(Date.now() - 60_000))
  valueOf(history.undoDeleteMessage(conversationId, answerId))
  const start = startOf('More?', { conversationId, parentId: answerId })
  valueOf(history.beginRun(start))
  valueOf(history.deleteMessage(conversationId, answerId))
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.endRun(start.runId, endOf('No.')).ok).toBe(true)
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.undoDeleteMessage(conversationId, answerId).ok).toBe(false)
  await history.close()
})

test('keeps what was deleted after the given time, so that it can still be brought back', async () => {
  history = await open(folder.path)
  const { conversationId } = saveTurn(history, 'Why?', 'Because.')
  valueOf(history.delete(conversationId))
  valueOf(await history.purgeDeleted(Date.now() - 60_000))
  expect(valueOf(history.undoDelete(conversationId)).title).toBe('Why?')
  valueOf(history.delete(conversationId))
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.undoDelete(conversationId)).toMatchObject({ failure: { code: 'bad-input' } })
  await history.close()
})

test('keeps a deleted conversation until its run has ended', async () => {
  history = await open(folder.path)
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  valueOf(history.delete(start.conversationId))
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.endRun(start.runId, endOf('Because.')).ok).toBe(true)
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.undoDelete(start.conversationId).ok).toBe(false)
  await history.close()
})

test('goes on after a restart with what closing cut off', async () => {
  history = await open(folder.path)
  valueOf(history.delete(saveCanary('canary')))
  const purging = history.purgeDeleted(Date.now())
  await history.close()
  expect(await purging).toEqual({ ok: true, value: undefined })
  expect(tracesOf('canary')).toBeGreaterThan(0)
  history = await open(folder.path)
  valueOf(await history.purgeDeleted(Date.now()))
  expect(tracesOf('canary')).toBe(0)
  await history.close()
})

test('saves and reads while a long conversation is being forgotten, in short steps', async () => {
  await fill(folder.path, { messages: 1_200, perConversation: 600 })
  history = await open(folder.path)
  const [long] = valueOf(history.list(null)).conversations
  valueOf(history.delete(long?.id ?? ''))
  const progress = { isDone: false }
  const purged = history.purgeDeleted(Date.now()).finally(() => (progress.isDone = true))
  const saved: string[] = []
  while (!progress.isDone) {
    saved.push(saveTurn(history, 'meanwhile', 'Yes.').conversationId)
    await new Promise(setImmediate)
  }
  valueOf(await purged)
  expect(saved.length).toBeGreaterThan(10)
  expect(saved.every((id) => history.summary(id)?.title === 'meanwhile')).toBe(true)
  expect(valueOf(await history.find('meanwhile')).length).toBeGreaterThan(10)
  await history.close()
})

/** Deletes a conversation that holds the letters, and forgets it in a history that is taken for as large as the limits say. */
async function forgottenIn(limits: RewrittenUpTo) {
  history = await open(folder.path)
  valueOf(history.delete(saveCanary('canary')))
  saveCanary('keeper')
  await history.close()
  const database = valueOf(await openDatabase(folder.path))
  const purge = createPurge(database, limits)
  valueOf(await purge.purgeDeleted(Date.now()))
  const find = database.prepare<[string], number>('select count(*) from words where words match ?').pluck()
  return { database, purge, found: (letters: string) => find.get(`${letters}*`) }
}

test('rewrites a large history only when it is closed, and leaves no trace then', async () => {
  const { database, purge, found } = await forgottenIn({ atOnce: 0, atEnd: Infinity })
  expect([found('canary'), found('keeper')]).toEqual([0, 15])
  expect(database.pragma('freelist_count', { simple: true })).toBeGreaterThan(0)
  purge.finish()
  expect(database.pragma('freelist_count', { simple: true })).toBe(0)
  database.pragma('wal_checkpoint(truncate)')
  expect(tracesOf('canary')).toBe(0)
  database.exec(`insert into words (words, rank) values ('integrity-check', 1)`)
  database.close()
})

test('takes the words of a deleted conversation out one by one where the history is too large to be rewritten', async () => {
  const { database, purge, found } = await forgottenIn({ atOnce: 0, atEnd: 0 })
  const left = tracesOf('canary')
  // Beginnings of words, by which the index is divided, and no text.
  expect(left).toBeLessThan(20)
  expect([found('canary'), found('keeper')]).toEqual([0, 15])
  purge.finish()
  expect(tracesOf('canary')).toBe(left)
  database.exec(`insert into words (words, rank) values ('integrity-check', 1)`)
  database.close()
})
