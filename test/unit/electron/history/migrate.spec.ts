// Migrating a history from version to version: every missing migration once, each completely or not at all.

import { expect, test } from '@playwright/test'
import type { Database } from 'better-sqlite3'
import { openDatabase } from '../../../../electron/history/database.ts'
import { migrate, migrations, readVersion } from '../../../../electron/history/migrate.ts'
import { currentVersion, extendedMigrations } from '../../../support/data/migration-steps.ts'
import { fillHistory, createHistoryFolder, openTestHistory, savePromptAndAnswer, unwrap } from '../../../support/history/history-fixture.ts'

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

/** Placeholders for the real migrations, which have run already, followed by these. A placeholder that ran would fail. */
const appendMigrations = (...steps: readonly string[]): readonly string[] => [...migrations.map(() => 'not again'), ...steps]
const listTables = (): unknown => database.prepare(`select name from sqlite_schema where type = 'table' order by name`).pluck().all()
const readTexts = (): unknown => database.prepare('select * from texts').all()

test.describe('migrating', () => {
  test('changes nothing in a history that is up to date', () => {
    const before = { version: readVersion(database), tables: listTables(), texts: readTexts() }
    migrate(database)
    expect({ version: readVersion(database), tables: listTables(), texts: readTexts() }).toEqual(before)
    expect(before.version).toBe(migrations.length)
  })

  test('runs each missing migration once and keeps every row', () => {
    const before = readTexts()
    const broken = appendMigrations('create table one (a) strict', 'create table two (a integer) strict; insert into two values (1)')
    expect(() => migrate(database, broken)).toThrow('missing datatype')
    const fixed = appendMigrations('create table one (a integer) strict', 'create table two (a integer) strict; insert into two values (1)')
    migrate(database, fixed)
    migrate(database, fixed)
    expect(readVersion(database)).toBe(currentVersion + 2)
    expect(database.prepare('select count(*) from two').pluck().get()).toBe(1)
    expect(readTexts()).toEqual(before)
  })

  test('rolls back a migration that fails, and keeps those before it', () => {
    const steps = appendMigrations(
      'create table one (a integer) strict',
      'create table two (a integer) strict; insert into nowhere values (1)',
    )
    expect(() => migrate(database, steps)).toThrow('nowhere')
    expect(readVersion(database)).toBe(currentVersion + 1)
    expect(listTables()).toContain('one')
    expect(listTables()).not.toContain('two')
  })

  test('reaches the newest version from each earlier one', () => {
    for (let version = currentVersion; version <= extendedMigrations.length; version += 1) {
      migrate(database, extendedMigrations.slice(0, version))
      expect(readVersion(database)).toBe(version)
    }
    const textCount = database.prepare<[], number>('select count(*) from texts').pluck().get()
    expect(textCount).toBeGreaterThan(0)
    expect(database.prepare('select count(*) from text_lengths').pluck().get()).toBe(textCount)
    expect(database.prepare('select count(*) from runs where rating = 5').pluck().get()).toBe(20)
  })
})

test.describe('opening a history', () => {
  test('migrates a history after the step before migrating has succeeded', async () => {
    database.close()
    const versions: unknown[] = []
    const beforeMigrating = async () => {
      const unchanged = unwrap(await openDatabase(folder.path))
      versions.push(readVersion(unchanged))
      unchanged.close()
      return { ok: true, value: undefined } as const
    }
    database = unwrap(await openDatabase(folder.path, { beforeMigrating, migrations: extendedMigrations }))
    expect([...versions, readVersion(database)]).toEqual([currentVersion, extendedMigrations.length])
    database.close()
    // Up to date, so nothing happens before.
    database = unwrap(await openDatabase(folder.path, { beforeMigrating, migrations: extendedMigrations }))
    expect(versions).toHaveLength(1)
  })

  test('gives a new history the newest version', async () => {
    const other = createHistoryFolder()
    const history = await openTestHistory(other.path)
    savePromptAndAnswer(history, 'Why?', 'Because.')
    await history.close()
    const opened = unwrap(await openDatabase(other.path))
    expect(readVersion(opened)).toBe(migrations.length)
    opened.close()
    other.remove()
  })
})
