// Opening the history's file: its rights, and every state of file, folder and disk in which it may be found.

import { chmodSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../electron/history/database.ts'
import { migrate } from '../../../../electron/history/migrate.ts'
import type { Reply } from '../../../../shared/failures.ts'
import { fillHistory, createHistoryFolder, openTestHistory, savePromptAndAnswer, unwrap } from '../../../support/history/history-fixture.ts'
import { extendedMigrations } from '../../../support/data/migration-steps.ts'
import { recordProof } from '../../../support/proof.ts'

let folder: ReturnType<typeof createHistoryFolder>
let file: string
test.beforeEach(() => {
  folder = createHistoryFolder()
  file = join(folder.path, 'history.sqlite')
})
test.afterEach(() => folder.remove())

const getFileMode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const getResultCode = (reply: Reply<unknown>): string => (reply.ok ? 'opened' : reply.failure.code)

/** Every file of the folder with its bytes, but for what looking at it leaves: SQLite's shared memory and a journal of no length. */
const readFolder = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder.path)
      .map((name) => [name, readFileSync(join(folder.path, name), 'latin1')] as const)
      .filter(([name, bytes]) => !name.endsWith('-shm') && !(name.endsWith('-wal') && bytes === '')),
  )

/** A history of a few pages in the folder, closed. */
async function createHistory(): Promise<void> {
  await fillHistory(folder.path, { messages: 200 })
}

/** The same with its last saves still in the journal, as a crash leaves it. */
async function createCrashedHistory(): Promise<void> {
  const history = await openTestHistory(folder.path)
  savePromptAndAnswer(history, 'before the crash', 'Yes.')
  const fileContents = ['history.sqlite', 'history.sqlite-wal'].map((name) => [name, readFileSync(join(folder.path, name))] as const)
  await history.close()
  for (const [name, bytes] of fileContents) writeFileSync(join(folder.path, name), bytes)
}

test('[row 37] keeps the folder and all files of the history to the user alone, also where they were open to others', async () => {
  const inner = join(folder.path, 'new', 'Parley')
  const history = await openTestHistory(inner)
  savePromptAndAnswer(history, 'Why?', 'Because.')
  const files = ['history.sqlite', 'history.sqlite-shm', 'history.sqlite-wal']
  expect(readdirSync(inner).toSorted()).toEqual(files)
  const fileModes = [inner, ...files.map((name) => join(inner, name))].map(getFileMode)
  expect(fileModes).toEqual(['700', '600', '600', '600'])

  for (const name of files) chmodSync(join(inner, name), 0o644)
  chmodSync(inner, 0o755)
  const reopened = await openTestHistory(inner)
  expect([inner, ...files.map((name) => join(inner, name))].map(getFileMode)).toEqual(fileModes)
  await reopened.close()
  await history.close()
  recordProof({ figure: 'files 0600, folder 0700', cases: 8, where: ['Node'] })
})

test('opens what it made, and makes it only once', async () => {
  const first = await openTestHistory(folder.path)
  const { conversationId } = savePromptAndAnswer(first, 'Why?', 'Because.')
  await first.close()
  expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
  const second = await openTestHistory(folder.path)
  expect(second.getSummary(conversationId)?.title).toBe('Why?')
  await second.close()
})

test('makes the history again when the first making was cut off', async () => {
  await createHistory()
  renameSync(file, join(folder.path, 'history.making.sqlite'))
  truncateSync(join(folder.path, 'history.making.sqlite'), 5_000)
  writeFileSync(join(folder.path, 'history.making.sqlite-wal'), 'half')
  const history = await openTestHistory(folder.path)
  expect(unwrap(history.list(null)).conversations).toEqual([])
  await history.close()
  expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
})

test('keeps what a crash left in the journal', async () => {
  await createCrashedHistory()
  const history = await openTestHistory(folder.path)
  expect(unwrap(history.list(null)).conversations.map(({ title }) => title)).toEqual(['before the crash'])
  await history.close()
})

const damageCases: Readonly<Record<string, () => Promise<void> | void>> = {
  'is no database': () => writeFileSync(file, 'Dear diary, '.repeat(1_000)),
  'is a database of something else': () => {
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_080)]))
  },
  'has no length': () => writeFileSync(file, ''),
  'has no length, beside a journal': async () => {
    await createCrashedHistory()
    truncateSync(file, 0)
  },
  'is gone, beside a journal': async () => {
    await createCrashedHistory()
    rmSync(file)
  },
  'has a broken head': async () => {
    await createHistory()
    overwriteBytes(0, 50)
  },
  'is cut in half': async () => {
    await createHistory()
    truncateSync(file, statSync(file).size / 2)
  },
  'has a broken schema': async () => {
    await createHistory()
    overwriteBytes(100, 3_000)
  },
}

function overwriteBytes(from: number, length: number): void {
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xa5, from, from + length))
}

for (const [state, applyDamage] of Object.entries(damageCases)) {
  test(`says that the history is damaged and touches nothing when its file ${state}`, async () => {
    await applyDamage()
    const before = readFolder()
    expect(getResultCode(await openDatabase(folder.path))).toBe('history-damaged')
    expect(readFolder()).toEqual(before)
  })
}

test('answers that the history is damaged when the damage shows only later, and reads the rest', async () => {
  await createHistory()
  const history = await openTestHistory(folder.path)
  const { conversationId } = savePromptAndAnswer(history, `${'beginning '.repeat(30)} hidden body`, 'Yes.')
  await history.close()
  await createHistory()
  // Pages are 4,096 bytes; the text stands on one, the words to search by on others.
  const bytes = readFileSync(file)
  const page = bytes.indexOf('hidden body') & ~4_095
  writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))

  const openedHistory = await openTestHistory(folder.path)
  expect(getResultCode(openedHistory.open(conversationId))).toBe('history-damaged')
  const other = unwrap(openedHistory.list(null)).conversations.at(-1)
  expect(unwrap(openedHistory.open(other?.id ?? ''))?.messages).toHaveLength(20)
  await openedHistory.close()
})

test('[row 35] refuses a history of a newer version and changes no byte of it', async () => {
  await createHistory()
  const database = unwrap(await openDatabase(folder.path))
  migrate(database, extendedMigrations)
  const contentsWithJournal = readFolder()
  database.close()
  const contentsAfterCheckpoint = readFolder()
  for (const state of [contentsWithJournal, contentsAfterCheckpoint]) {
    for (const name of readdirSync(folder.path)) rmSync(join(folder.path, name))
    for (const [name, bytes] of Object.entries(state)) writeFileSync(join(folder.path, name), bytes, 'latin1')
    expect(getResultCode(await openDatabase(folder.path))).toBe('history-newer')
    expect(readFolder()).toMatchObject(state)
  }
  expect(Object.keys(contentsWithJournal)).toContain('history.sqlite-wal')
  recordProof({ figure: 'refused 2 of 2, 0 bytes changed', cases: 2, where: ['Node'] })
})
