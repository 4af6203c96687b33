// From version to version: every missing step once, each wholly or not at all.

import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { openDatabase } from '../../../../electron/history/database.ts'
import { conversations } from '../../../../electron/history/migrations/001-conversations.ts'
import { migrate, latestVersion, readVersion } from '../../../../electron/history/migrate.ts'
import { fillHistory, createHistoryFolder, unwrap } from '../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof createHistoryFolder>
let database: Database
test.beforeEach(async () => {
  folder = createHistoryFolder()
  await fillHistory(folder.path, { messages: 40 })
  database = unwrap(await openDatabase(folder.path))
})
test.afterEach(() => {
  database.close()
  folder.remove()
})

/** The released steps, which are taken already, and these. */
const appendSteps = (...extraSteps: readonly string[]): readonly string[] => [
  ...Array.from({ length: latestVersion }, () => 'not again'),
  ...extraSteps,
]
const tables = (): unknown => database.prepare(`select name from sqlite_schema where type = 'table' order by name`).pluck().all()
const texts = (): unknown => database.prepare('select * from texts').all()

test('changes nothing in a history that is up to date', () => {
  const before = { version: readVersion(database), tables: tables(), texts: texts() }
  migrate(database)
  expect({ version: readVersion(database), tables: tables(), texts: texts() }).toEqual(before)
  expect(before.version).toBe(latestVersion)
})

test('takes each missing step once, and keeps every row', () => {
  const before = texts()
  const steps = appendSteps('create table one (a) strict', 'create table two (a integer) strict; insert into two values (1)')
  expect(() => migrate(database, steps)).toThrow('missing datatype')
  const right = appendSteps('create table one (a integer) strict', 'create table two (a integer) strict; insert into two values (1)')
  migrate(database, right)
  migrate(database, right)
  expect(readVersion(database)).toBe(latestVersion + 2)
  expect(database.prepare('select count(*) from two').pluck().get()).toBe(1)
  expect(texts()).toEqual(before)
})

test('takes back all of a step that fails, and keeps the steps before it', () => {
  const steps = appendSteps('create table one (a integer) strict', 'create table two (a integer) strict; insert into nowhere values (1)')
  expect(() => migrate(database, steps)).toThrow('nowhere')
  expect(readVersion(database)).toBe(latestVersion + 1)
  expect(tables()).toContain('one')
  expect(tables()).not.toContain('two')
})

test('brings a history of the first version to this one, with every row, nothing known of keys and nothing deleted', () => {
  const path = join(folder.path, 'first.sqlite')
  const first = new sqlite(path)
  migrate(first, [conversations])
  first.exec(`insert into conversations (number, id, first_words, updated_at, excerpt) values (1, 'c', 'Why?', 1, 'Because.')`)
  first.exec(
    `insert into messages (number, id, conversation, parent, kind, created_at) values (1, 'p', 1, null, 'prompt', 1), (2, 'a', 1, 1, 'answer', 2)`,
  )
  first.exec(`insert into texts (conversation, message, place, text) values (1, 1, 'prompt', 'Why?'), (1, 2, 'answer', 'Because.')`)
  first.exec(`insert into runs (answer, model, task, outcome, input_tokens) values (2, 'org/model', 'chat', 'finished', 3)`)
  const oldRowQueries = [
    'number, id, first_words, own_title, is_pinned, updated_at, excerpt, model, leaf, deleted_at from conversations',
    'number, id, conversation, parent, kind, created_at from messages',
    '* from texts',
  ]
  const readOldRows = (): unknown => oldRowQueries.map((query) => first.prepare(`select ${query}`).all())
  const before = readOldRows()
  migrate(first)
  expect(readVersion(first)).toBe(latestVersion)
  expect(readOldRows()).toEqual(before)
  expect(first.prepare('select answer, model, outcome, input_tokens, key_name from runs').all()).toEqual([
    { answer: 2, model: 'org/model', outcome: 'finished', input_tokens: 3, key_name: null },
  ])
  expect(first.prepare('select * from key_uses').all()).toEqual([])
  expect(first.prepare('select count(*) from messages where deleted_at is not null').pluck().get()).toBe(0)
  first.close()
})
