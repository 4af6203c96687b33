// Kills during a change of the whole history, which leave no half of it: a migration, and the replacement by a backup.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { migrate, readVersion } from '../../../../electron/history/migrate.ts'
import { openTestArchive, createTestBackups, listFileNames } from '../../../support/history/archive-fixture.ts'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import {
  createHistoryFolder,
  createRunResult,
  createRunStart,
  openTestHistory,
  saveTestImage,
  unwrap,
} from '../../../support/history/history-fixture.ts'
import { countHaltPositions, currentVersion, extendedMigrations } from '../../../support/data/migration-steps.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'

const program = new URL('../../../support/history/history-crash-program.ts', import.meta.url).pathname

let folder: string
let remove: () => void
test.beforeEach(() => {
  ;({ path: folder, remove } = createHistoryFolder())
})
test.afterEach(() => remove())

/** Starts the program on the folder, and kills it that many milliseconds after it has written that many lines. */
async function killAfterLines(lines: number, delayMs: number, ...task: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, folder, ...task], { env: compileCacheEnvironment, stdio: ['ignore', 'pipe', 'inherit'] })
  const processClosed = once(child, 'close')
  let lineCount = 0
  for await (const _ of createInterface(child.stdout)) {
    lineCount += 1
    // A delay and not a wait: the kill is to hit any moment of the work.
    if (lineCount === lines) void pause(delayMs).then(() => child.kill('SIGKILL'))
  }
  expect(await processClosed).toEqual([null, 'SIGKILL'])
}

/** Creates a history of a version with rows in every table, and returns the bytes of its file. */
async function createFixture(version: number): Promise<Buffer> {
  const { path, remove: removeFixture } = createHistoryFolder()
  const history = await openTestHistory(path)
  for (let number = 1; number <= 20; number += 1) {
    const attachments = [{ kind: 'text', name: 'notes', text: 'Because of the sea.' } as const, saveTestImage(history)]
    const start = createRunStart(`Why ${number}?`, { attachments, startedAt: number })
    unwrap(history.beginRun(start))
    const key = { id: `key ${number % 3}`, name: 'work' }
    unwrap(history.endRun(start.runId, createRunResult('Because. '.repeat(number * 40), { reasoning: 'Hm.', key })))
    unwrap(history.saveDraft(start.conversationId, { text: 'half a th', attachments: [] }))
    unwrap(history.setLastOpened(start.conversationId))
    if (number % 2 === 0) unwrap(history.rename(start.conversationId, `Number ${number}`))
  }
  await history.close()
  const file = join(path, 'history.sqlite')
  const database = new sqlite(file)
  database.pragma('foreign_keys = on')
  // Of a running run; opening the history would end that and change other rows.
  database.exec(`insert into chunks (run, text, reasoning) select answer, 'Bec', '' from runs`)
  migrate(database, extendedMigrations.slice(0, version))
  database.close()
  const bytes = readFileSync(file)
  removeFixture()
  return bytes
}

type RowsByTable = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const userTablesQuery = `select name from sqlite_schema where type = 'table' and name not like 'search_index%' and name not like 'sqlite_%' order by name`

/** Every row of every table, by table. */
function readAllRows(database: Database): RowsByTable {
  const tables = database.prepare<[], string>(userTablesQuery).pluck().all()
  return Object.fromEntries(
    tables.map((table) => [table, database.prepare<[], Record<string, unknown>>(`select * from ${table} order by 1`).all()]),
  )
}

/** The rows reduced to the tables and columns of earlier ones: migrations may add some. */
function pickPreviousRows(rows: RowsByTable, before: RowsByTable): RowsByTable {
  return Object.fromEntries(
    Object.entries(before).map(([table, oldRows]) => {
      const columns = Object.keys(oldRows[0] ?? {})
      return [table, (rows[table] ?? []).map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))]
    }),
  )
}

function withDatabase<Value>(action: (database: Database) => Value): Value {
  const database = new sqlite(join(folder, 'history.sqlite'))
  try {
    return action(database)
  } finally {
    database.close()
  }
}

test.describe('migration', () => {
  test('[row 34] keeps every row, when killed at any position from any earlier version', async () => {
    const latestVersion = extendedMigrations.length
    const earlierVersions = extendedMigrations.map((_, version) => version).slice(currentVersion)
    const rounds = caseCount(1, 10)
    const positions = earlierVersions.flatMap((from) =>
      earlierVersions
        .filter((version) => version >= from)
        .flatMap((version) => Array.from({ length: countHaltPositions(version) }, (_, position) => ({ from, version, position }))),
    )
    // The suite kills at each position once, starting from the earlier versions in turn. The proof starts from each of them.
    const killPoints = positions.filter(
      ({ from, version, position }) => rounds > 1 || from === version - (position % (version - currentVersion + 1)),
    )
    test.setTimeout(60_000 + rounds * killPoints.length * 4_000)
    let cases = 0
    let rows = 0
    for (const from of earlierVersions) {
      const fixture = await createFixture(from)
      for (const { version, position } of killPoints.filter((point) => point.from === from)) {
        for (let round = 0; round < rounds; round += 1) {
          writeFileSync(join(folder, 'history.sqlite'), fixture)
          const before = withDatabase(readAllRows)
          const emptyTables = Object.keys(before).filter((table) => before[table]?.length === 0)
          expect(emptyTables).toEqual(['unfinished_purge'])
          await killAfterLines(1, 0, 'migrate', String(version), String(position))
          // Migrations are complete or have not happened.
          expect(withDatabase(readVersion)).toBe(version)
          expect(pickPreviousRows(withDatabase(readAllRows), before)).toEqual(before)
          const archive = openTestArchive(folder, { migrations: extendedMigrations })
          expect(await archive.listTitles()).toHaveLength(20)
          expect(unwrap(await archive.withHistory((history) => history.find('why'))).length).toBeGreaterThan(0)
          await archive.close()
          expect(withDatabase(readVersion)).toBe(latestVersion)
          expect(withDatabase((database) => database.pragma('integrity_check', { simple: true }))).toBe('ok')
          expect(pickPreviousRows(withDatabase(readAllRows), before)).toEqual(before)
          expect(listFileNames(folder, 'backups')).toHaveLength(1)
          rows += Object.values(before).flat().length
          cases += 1
          remove()
          ;({ path: folder, remove } = createHistoryFolder())
        }
      }
    }
    expect(cases).toBeGreaterThan(0)
    recordProof({ figure: `${rows} of ${rows} rows equal after ${cases} kills`, cases, where: ['Node'] })
  })
})

test.describe('restore', () => {
  test('[row 33] leaves the old history or the restored one when killed, and keeps the other', async () => {
    const killCount = caseCount(4, 40)
    test.setTimeout(60_000 + killCount * 8_000)
    const archive = openTestArchive(folder)
    await archive.savePrompt('the older')
    unwrap(await createTestBackups(folder, { now: Date.now() }).create())
    await archive.savePrompt('the newer')
    await archive.close()
    const expectedTitles = [['the older'], ['the newer', 'the older']]
    const titlesSeen = new Set<string>()
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      await killAfterLines(1 + (killIndex % 3), Math.random() * 400, 'restore')
      const reopenedArchive = openTestArchive(folder)
      const titles = (await reopenedArchive.listTitles()).toSorted()
      titlesSeen.add(titles.join())
      expect(expectedTitles).toContainEqual(titles)
      expect(await reopenedArchive.getProblem()).toBeNull()
      const { backups } = unwrap(await reopenedArchive.listBackups())
      // Neither is lost: the one that is not in use is among the backups.
      expect([titles.length, ...backups.map(({ content }) => content?.conversations)]).toEqual(expect.arrayContaining([1, 2]))
      expect(listFileNames(folder, 'damaged')).toEqual([])
      await reopenedArchive.close()
    }
    recordProof({
      figure: `0 of ${killCount} killed restores left neither, ${titlesSeen.size} of 2 histories seen`,
      cases: killCount,
      where: ['Node'],
    })
  })
})
