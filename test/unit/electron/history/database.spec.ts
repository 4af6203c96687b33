// Opening the history's file: its permissions, and the states in which file and folder can be.

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

/** The bytes of every file in the folder, except those that reading leaves: shared memory and an empty journal. */
const readFolder = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder.path)
      .map((name) => [name, readFileSync(join(folder.path, name), 'latin1')] as const)
      .filter(([name, bytes]) => !name.endsWith('-shm') && !(name.endsWith('-wal') && bytes === '')),
  )

/** Creates a history of some pages and closes it. */
async function createHistory(): Promise<void> {
  await fillHistory(folder.path, { messages: 200 })
}

/** Creates a history as after a crash: the last commits are still in the journal. */
async function createCrashedHistory(): Promise<void> {
  const history = await openTestHistory(folder.path)
  savePromptAndAnswer(history, 'before the crash', 'Yes.')
  const fileContents = ['history.sqlite', 'history.sqlite-wal'].map((name) => [name, readFileSync(join(folder.path, name))] as const)
  await history.close()
  for (const [name, bytes] of fileContents) writeFileSync(join(folder.path, name), bytes)
}

const damageCases: Readonly<Record<string, () => Promise<void> | void>> = {
  'is not a database': () => writeFileSync(file, 'Dear diary, '.repeat(1_000)),
  'is a database of another program': () => {
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_080)]))
  },
  'is empty': () => writeFileSync(file, ''),
  'is empty, with a journal': async () => {
    await createCrashedHistory()
    truncateSync(file, 0)
  },
  'is missing, with a journal': async () => {
    await createCrashedHistory()
    rmSync(file)
  },
  'has a broken header': async () => {
    await createHistory()
    overwriteBytes(0, 50)
  },
  'is truncated': async () => {
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

test.describe('opening a history', () => {
  test('[row 37] makes the folder and all files accessible to the user only, also if they were not', async () => {
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

  test('creates it once and opens it after that', async () => {
    const first = await openTestHistory(folder.path)
    const { conversationId } = savePromptAndAnswer(first, 'Why?', 'Because.')
    await first.close()
    expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
    const second = await openTestHistory(folder.path)
    expect(second.getSummary(conversationId)?.title).toBe('Why?')
    await second.close()
  })

  test('creates it again when a crash interrupted the first time', async () => {
    await createHistory()
    renameSync(file, join(folder.path, 'history.making.sqlite'))
    truncateSync(join(folder.path, 'history.making.sqlite'), 5_000)
    writeFileSync(join(folder.path, 'history.making.sqlite-wal'), 'half')
    const history = await openTestHistory(folder.path)
    expect(unwrap(history.list(null)).conversations).toEqual([])
    await history.close()
    expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
  })

  test('keeps the commits that a crash left in the journal', async () => {
    await createCrashedHistory()
    const history = await openTestHistory(folder.path)
    expect(unwrap(history.list(null)).conversations.map(({ title }) => title)).toEqual(['before the crash'])
    await history.close()
  })

  for (const [state, applyDamage] of Object.entries(damageCases)) {
    test(`reports damage and changes nothing when the file ${state}`, async () => {
      await applyDamage()
      const before = readFolder()
      expect(getResultCode(await openDatabase(folder.path))).toBe('history-damaged')
      expect(readFolder()).toEqual(before)
    })
  }

  test('[row 35] refuses a newer version and changes no byte of it', async () => {
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
})

test.describe('open history', () => {
  test('reports damage when it reads the damaged page, and reads the rest', async () => {
    await createHistory()
    const history = await openTestHistory(folder.path)
    const { conversationId } = savePromptAndAnswer(history, `${'beginning '.repeat(30)} hidden body`, 'Yes.')
    await history.close()
    await createHistory()
    // Breaks the page with the text, which is not a page of the search index. Pages have 4,096 bytes.
    const bytes = readFileSync(file)
    const page = bytes.indexOf('hidden body') & ~4_095
    writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))

    const openedHistory = await openTestHistory(folder.path)
    expect(getResultCode(openedHistory.open(conversationId))).toBe('history-damaged')
    const other = unwrap(openedHistory.list(null)).conversations.at(-1)
    expect(unwrap(openedHistory.open(other?.id ?? ''))?.messages).toHaveLength(20)
    await openedHistory.close()
  })
})
