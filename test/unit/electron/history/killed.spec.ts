// What is left when the program is killed while it changes the whole history: a migration half done, another history half in place.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sqlite, { type Database } from 'better-sqlite3'
import { migrate, newestVersion, versionOf } from '../../../../electron/history/migrate.ts'
import { archiveOver, backupsOf, namesIn } from '../../../support/history/archive-fixture.ts'
import { compiled } from '../../../support/compiled.ts'
import { makeFolder, valueOf } from '../../../support/history/history-fixture.ts'
import { haltedSteps, placesIn, releasedSteps } from '../../../support/data/migration-steps.ts'
import { caseCount, proven } from '../../../support/proof.ts'

const program = new URL('../../../support/history/history-killed.ts', import.meta.url).pathname

let folder: string
let remove: () => void
test.beforeEach(() => {
  ;({ path: folder, remove } = makeFolder())
})
test.afterEach(() => remove())

/** Starts the program on the folder and kills it a moment after it said so many lines. */
async function killAfter(lines: number, momentMs: number, ...task: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, folder, ...task], { env: compiled, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let told = 0
  for await (const _ of createInterface(child.stdout)) {
    told += 1
    // Not a wait for anything: the kill is to meet it anywhere.
    if (told === lines) void pause(momentMs).then(() => child.kill('SIGKILL'))
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
}

/** A history of this version, as the app of then would have left it, with rows in every table that it had. */
function makeFixture(version: number): void {
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
    const addMessage = database.prepare(
      'insert into messages (number, id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?, ?)',
    )
    addMessage.run(first, randomUUID(), number, null, 'prompt', number)
    addMessage.run(first + 1, randomUUID(), number, first, 'answer', number)
    const addText = database.prepare('insert into texts (conversation, message, place, text) values (?, ?, ?, ?)')
    addText.run(number, first, 'prompt', `Why ${number}?`)
    addText.run(number, first + 1, 'answer', 'Because. '.repeat(number * 40))
    database
      .prepare('insert into runs (answer, model, task, outcome, input_tokens) values (?, ?, ?, ?, ?)')
      .run(first + 1, 'org/model', 'chat', 'finished', number)
    database.prepare('insert into drafts (conversation, text, attachments) values (?, ?, ?)').run(number, 'half a th', '[]')
  }
  database.prepare('insert into last_opened (row, conversation) values (1, 3)').run()
  database.close()
}

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const ownTables = `select name from sqlite_schema where type = 'table' and name not like 'words%' and name not like 'sqlite_%' order by name`

/** Every row of every table, by table. */
function rowsOf(database: Database): Rows {
  const tables = database.prepare<[], string>(ownTables).pluck().all()
  return Object.fromEntries(
    tables.map((table) => [table, database.prepare<[], Record<string, unknown>>(`select * from ${table} order by 1`).all()]),
  )
}

/** Of these rows, what was there before: steps may add tables and columns. */
function asBefore(rows: Rows, before: Rows): Rows {
  return Object.fromEntries(
    Object.entries(before).map(([table, old]) => {
      const columns = Object.keys(old[0] ?? {})
      return [table, (rows[table] ?? []).map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))]
    }),
  )
}

function withDatabase<Value>(work: (database: Database) => Value): Value {
  const database = new sqlite(join(folder, 'history.sqlite'))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

test('[row 34] every row is there after a migration was killed, at each place of each step from each earlier version', async () => {
  const earlier = Array.from({ length: newestVersion - 1 }, (_, index) => index + 1)
  const rounds = caseCount(1, 10)
  /**
   * Each place of each step from one earlier version, from all of them in turn, and of the older steps, which change no more, every
   * third; as the proof states it, each place from every version.
   */
  const isMet = (from: number, step: number, place: number) =>
    rounds > 1 || (from === step - (place % step) && (step === newestVersion - 1 || place % 3 === 0))
  const places = earlier.flatMap((from) => releasedSteps.slice(from).map(placesIn)).reduce((sum, count) => sum + count, 0)
  test.setTimeout(60_000 + rounds * places * 4_000)
  let cases = 0
  let rows = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const from of earlier) {
      for (let step = from; step < newestVersion; step += 1) {
        for (let place = 0; place < placesIn(releasedSteps[step] ?? ''); place += 1) {
          if (!isMet(from, step, place)) continue
          makeFixture(from)
          const before = withDatabase(rowsOf)
          await killAfter(1, 0, 'migrate', String(step), String(place))
          // Whole steps only.
          expect(withDatabase(versionOf)).toBe(step)
          expect(asBefore(withDatabase(rowsOf), before)).toEqual(before)
          const archive = archiveOver(folder)
          expect(await archive.titles()).toHaveLength(20)
          expect(valueOf(await archive.withHistory((history) => history.find('why'))).length).toBeGreaterThan(0)
          await archive.close()
          expect(withDatabase(versionOf)).toBe(newestVersion)
          expect(withDatabase((database) => database.pragma('integrity_check', { simple: true }))).toBe('ok')
          expect(asBefore(withDatabase(rowsOf), before)).toEqual(before)
          expect(namesIn(folder, 'backups')).toHaveLength(1)
          rows += Object.values(before).flat().length
          cases += 1
          remove()
          ;({ path: folder, remove } = makeFolder())
        }
      }
    }
  }
  expect(cases).toBeGreaterThan(0)
  expect(haltedSteps(newestVersion - 1, 0).at(-1)).toContain('halt')
  proven({ figure: `${rows} of ${rows} rows equal after ${cases} kills`, cases, where: ['Node'] })
})

test('[row 33] a restore that is killed leaves the old history or the one that was gone back to, and the other one beside it', async () => {
  const kills = caseCount(4, 40)
  test.setTimeout(60_000 + kills * 8_000)
  const archive = archiveOver(folder)
  await archive.save('the older')
  valueOf(await backupsOf(folder, { now: Date.now() }).make())
  await archive.save('the newer')
  await archive.close()
  const both = [['the older'], ['the newer', 'the older']]
  const found = new Set<string>()
  for (let kill = 0; kill < kills; kill += 1) {
    await killAfter(1 + (kill % 3), Math.random() * 400, 'restore')
    const again = archiveOver(folder)
    const titles = (await again.titles()).toSorted()
    found.add(titles.join())
    expect(both).toContainEqual(titles)
    expect(await again.trouble()).toBeNull()
    const { backups } = valueOf(await again.backups())
    // None of the two is gone: what is not in its place lies beside it.
    expect([titles.length, ...backups.map(({ content }) => content?.conversations)]).toEqual(expect.arrayContaining([1, 2]))
    expect(namesIn(folder, 'damaged')).toEqual([])
    await again.close()
  }
  proven({ figure: `0 of ${kills} killed restores left neither, ${found.size} of 2 histories met`, cases: kills, where: ['Node'] })
})
