// What is left when the program is killed while it changes the whole history: a migration half done, another history half in place.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { migrate, latestVersion, readVersion } from '../../../../electron/history/migrate.ts'
import { openTestArchive, createTestBackups, listFileNames } from '../../../support/history/archive-fixture.ts'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import { createHistoryFolder, unwrap } from '../../../support/history/history-fixture.ts'
import { createStepsWithHalt, countHaltPositions, releasedSteps } from '../../../support/data/migration-steps.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'

const program = new URL('../../../support/history/history-crash-program.ts', import.meta.url).pathname

let folder: string
let remove: () => void
test.beforeEach(() => {
  ;({ path: folder, remove } = createHistoryFolder())
})
test.afterEach(() => remove())

/** Starts the program on the folder and kills it a moment after it said so many lines. */
async function killAfterLines(lines: number, delayMs: number, ...task: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, folder, ...task], { env: compileCacheEnvironment, stdio: ['ignore', 'pipe', 'inherit'] })
  const processClosed = once(child, 'close')
  let lineCount = 0
  for await (const _ of createInterface(child.stdout)) {
    lineCount += 1
    // Not a wait for anything: the kill is to meet it anywhere.
    if (lineCount === lines) void pause(delayMs).then(() => child.kill('SIGKILL'))
  }
  expect(await processClosed).toEqual([null, 'SIGKILL'])
}

/** A history of this version, as the app of then would have left it, with rows in every table that it had. */
function createFixture(version: number): void {
  const database = new sqlite(join(folder, 'history.sqlite'))
  database.pragma('foreign_keys = on')
  migrate(database, releasedSteps.slice(0, version))
  for (let number = 1; number <= 20; number += 1) {
    const first = number * 2 - 1
    database
      .prepare(
        'insert into conversations (number, id, first_words, is_pinned, updated_at, excerpt, model, leaf) values (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(number, randomUUID(), `Why ${number}?`, number % 2, number, 'Because.', 'org/model', first + 1)
    const insertMessage = database.prepare(
      'insert into messages (number, id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?, ?)',
    )
    insertMessage.run(first, randomUUID(), number, null, 'prompt', number)
    insertMessage.run(first + 1, randomUUID(), number, first, 'answer', number)
    const insertText = database.prepare('insert into texts (conversation, message, place, text) values (?, ?, ?, ?)')
    insertText.run(number, first, 'prompt', `Why ${number}?`)
    insertText.run(number, first + 1, 'answer', 'Because. '.repeat(number * 40))
    database
      .prepare('insert into runs (answer, model, task, outcome, input_tokens) values (?, ?, ?, ?, ?)')
      .run(first + 1, 'org/model', 'chat', 'finished', number)
    database.prepare('insert into drafts (conversation, text, attachments) values (?, ?, ?)').run(number, 'half a th', '[]')
  }
  database.prepare('insert into last_opened (row, conversation) values (1, 3)').run()
  database.close()
}

type RowsByTable = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const userTablesQuery = `select name from sqlite_schema where type = 'table' and name not like 'words%' and name not like 'sqlite_%' order by name`

/** Every row of every table, by table. */
function readAllRows(database: Database): RowsByTable {
  const tables = database.prepare<[], string>(userTablesQuery).pluck().all()
  return Object.fromEntries(
    tables.map((table) => [table, database.prepare<[], Record<string, unknown>>(`select * from ${table} order by 1`).all()]),
  )
}

/** Of these rows, what was there before: steps may add tables and columns. */
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

test('[row 34] every row is there after a migration was killed, at each place of each step from each earlier version', async () => {
  const olderVersions = Array.from({ length: latestVersion - 1 }, (_, index) => index + 1)
  const rounds = caseCount(1, 10)
  /**
   * Each place of each step from one earlier version, from all of them in turn, and of the older steps, which change no more, every
   * third; as the proof states it, each place from every version.
   */
  const isKillPoint = (from: number, step: number, position: number) =>
    rounds > 1 || (from === step - (position % step) && (step === latestVersion - 1 || position % 3 === 0))
  const positionCount = olderVersions
    .flatMap((from) => releasedSteps.slice(from).map(countHaltPositions))
    .reduce((sum, count) => sum + count, 0)
  test.setTimeout(60_000 + rounds * positionCount * 4_000)
  let cases = 0
  let rows = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const from of olderVersions) {
      for (let step = from; step < latestVersion; step += 1) {
        for (let position = 0; position < countHaltPositions(releasedSteps[step] ?? ''); position += 1) {
          if (!isKillPoint(from, step, position)) continue
          createFixture(from)
          const before = withDatabase(readAllRows)
          await killAfterLines(1, 0, 'migrate', String(step), String(position))
          // Whole steps only.
          expect(withDatabase(readVersion)).toBe(step)
          expect(pickPreviousRows(withDatabase(readAllRows), before)).toEqual(before)
          const archive = openTestArchive(folder)
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
  }
  expect(cases).toBeGreaterThan(0)
  expect(createStepsWithHalt(latestVersion - 1, 0).at(-1)).toContain('halt')
  recordProof({ figure: `${rows} of ${rows} rows equal after ${cases} kills`, cases, where: ['Node'] })
})

test('[row 33] a restore that is killed leaves the old history or the one that was gone back to, and the other one beside it', async () => {
  const killCount = caseCount(4, 40)
  test.setTimeout(60_000 + killCount * 8_000)
  const archive = openTestArchive(folder)
  await archive.savePrompt('the older')
  unwrap(await createTestBackups(folder, { now: Date.now() }).create())
  await archive.savePrompt('the newer')
  await archive.close()
  const validResults = [['the older'], ['the newer', 'the older']]
  const foundResults = new Set<string>()
  for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
    await killAfterLines(1 + (killIndex % 3), Math.random() * 400, 'restore')
    const reopenedArchive = openTestArchive(folder)
    const titles = (await reopenedArchive.listTitles()).toSorted()
    foundResults.add(titles.join())
    expect(validResults).toContainEqual(titles)
    expect(await reopenedArchive.getProblem()).toBeNull()
    const { backups } = unwrap(await reopenedArchive.listBackups())
    // None of the two is gone: what is not in its place lies beside it.
    expect([titles.length, ...backups.map(({ content }) => content?.conversations)]).toEqual(expect.arrayContaining([1, 2]))
    expect(listFileNames(folder, 'damaged')).toEqual([])
    await reopenedArchive.close()
  }
  recordProof({
    figure: `0 of ${killCount} killed restores left neither, ${foundResults.size} of 2 histories met`,
    cases: killCount,
    where: ['Node'],
  })
})
