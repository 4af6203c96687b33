// Opening the history's file: its rights, and every state of file, folder and disk in which it may be found.

import { chmodSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../electron/history/database.ts'
import { newestVersion } from '../../../../electron/history/migrate.ts'
import type { Reply } from '../../../../shared/errors.ts'
import { fill, makeFolder, open, saveTurn, valueOf } from '../../../support/history/history-fixture.ts'
import { proven } from '../../../support/proof.ts'

let folder: ReturnType<typeof makeFolder>
let file: string
test.beforeEach(() => {
  folder = makeFolder()
  file = join(folder.path, 'history.sqlite')
})
test.afterEach(() => folder.remove())

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'opened' : reply.failure.code)

/** Every file of the folder with its bytes, but for what looking at it leaves: SQLite's shared memory and a journal of no length. */
const contents = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder.path)
      .map((name) => [name, readFileSync(join(folder.path, name), 'latin1')] as const)
      .filter(([name, bytes]) => !name.endsWith('-shm') && !(name.endsWith('-wal') && bytes === '')),
  )

/** A history of a few pages in the folder, closed. */
async function makeHistory(): Promise<void> {
  await fill(folder.path, { messages: 200 })
}

/** The same with its last saves still in the journal, as a crash leaves it. */
async function makeCrashed(): Promise<void> {
  const history = await open(folder.path)
  saveTurn(history, 'before the crash', 'Yes.')
  const left = ['history.sqlite', 'history.sqlite-wal'].map((name) => [name, readFileSync(join(folder.path, name))] as const)
  await history.close()
  for (const [name, bytes] of left) writeFileSync(join(folder.path, name), bytes)
}

test('[row 37] keeps the folder and all files of the history to the user alone, also where they were open to others', async () => {
  const inner = join(folder.path, 'new', 'Parley')
  const history = await open(inner)
  saveTurn(history, 'Why?', 'Because.')
  const files = ['history.sqlite', 'history.sqlite-shm', 'history.sqlite-wal']
  expect(readdirSync(inner).toSorted()).toEqual(files)
  const made = [inner, ...files.map((name) => join(inner, name))].map(modeOf)
  expect(made).toEqual(['700', '600', '600', '600'])

  for (const name of files) chmodSync(join(inner, name), 0o644)
  chmodSync(inner, 0o755)
  const again = await open(inner)
  expect([inner, ...files.map((name) => join(inner, name))].map(modeOf)).toEqual(made)
  await again.close()
  await history.close()
  proven({ figure: 'files 0600, folder 0700', cases: 8, where: ['Node'] })
})

test('opens what it made, and makes it only once', async () => {
  const first = await open(folder.path)
  const { conversationId } = saveTurn(first, 'Why?', 'Because.')
  await first.close()
  expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
  const second = await open(folder.path)
  expect(second.summary(conversationId)?.title).toBe('Why?')
  await second.close()
})

test('makes the history again when the first making was cut off', async () => {
  await makeHistory()
  renameSync(file, join(folder.path, 'history.making.sqlite'))
  truncateSync(join(folder.path, 'history.making.sqlite'), 5_000)
  writeFileSync(join(folder.path, 'history.making.sqlite-wal'), 'half')
  const history = await open(folder.path)
  expect(valueOf(history.list(null)).conversations).toEqual([])
  await history.close()
  expect(readdirSync(folder.path)).toEqual(['history.sqlite'])
})

test('keeps what a crash left in the journal', async () => {
  await makeCrashed()
  const history = await open(folder.path)
  expect(valueOf(history.list(null)).conversations.map(({ title }) => title)).toEqual(['before the crash'])
  await history.close()
})

const damages: Readonly<Record<string, () => Promise<void> | void>> = {
  'is no database': () => writeFileSync(file, 'Dear diary, '.repeat(1_000)),
  'is a database of something else': () => {
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_080)]))
  },
  'has no length': () => writeFileSync(file, ''),
  'has no length, beside a journal': async () => {
    await makeCrashed()
    truncateSync(file, 0)
  },
  'is gone, beside a journal': async () => {
    await makeCrashed()
    rmSync(file)
  },
  'has a broken head': async () => {
    await makeHistory()
    overwrite(0, 50)
  },
  'is cut in half': async () => {
    await makeHistory()
    truncateSync(file, statSync(file).size / 2)
  },
  'has a broken schema': async () => {
    await makeHistory()
    overwrite(100, 3_000)
  },
}

function overwrite(from: number, length: number): void {
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xa5, from, from + length))
}

for (const [state, damage] of Object.entries(damages)) {
  test(`says that the history is damaged and touches nothing when its file ${state}`, async () => {
    await damage()
    const before = contents()
    expect(codeOf(await openDatabase(folder.path))).toBe('history-damaged')
    expect(contents()).toEqual(before)
  })
}

test('answers that the history is damaged when the damage shows only later, and reads the rest', async () => {
  await makeHistory()
  const history = await open(folder.path)
  const { conversationId } = saveTurn(history, `${'beginning '.repeat(30)} hidden body`, 'Yes.')
  await history.close()
  await makeHistory()
  // Pages are 4,096 bytes; the text stands on one, the words to search by on others.
  const bytes = readFileSync(file)
  const page = bytes.indexOf('hidden body') & ~4_095
  writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))

  const opened = await open(folder.path)
  expect(codeOf(opened.open(conversationId))).toBe('history-damaged')
  const other = valueOf(opened.list(null)).conversations.at(-1)
  expect(valueOf(opened.open(other?.id ?? ''))?.messages).toHaveLength(20)
  await opened.close()
})

test('[row 35] refuses a history of a newer version and changes no byte of it', async () => {
  await makeHistory()
  const database = valueOf(await openDatabase(folder.path))
  database.pragma(`user_version = ${newestVersion + 1}`)
  const inJournal = contents()
  database.close()
  const inFile = contents()
  for (const state of [inJournal, inFile]) {
    for (const name of readdirSync(folder.path)) rmSync(join(folder.path, name))
    for (const [name, bytes] of Object.entries(state)) writeFileSync(join(folder.path, name), bytes, 'latin1')
    expect(codeOf(await openDatabase(folder.path))).toBe('history-newer')
    expect(contents()).toMatchObject(state)
  }
  expect(Object.keys(inJournal)).toContain('history.sqlite-wal')
  proven({ figure: 'refused 2 of 2, 0 bytes changed', cases: 2, where: ['Node'] })
})
