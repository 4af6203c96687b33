// Opening the history's file: its rights, and every state of file, folder and disk in which it may be found.

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../electron/history/database.ts'
import { newestVersion } from '../../../electron/history/migrate.ts'
import type { Reply } from '../../../electron/shared/errors.ts'
import { fill, makeFolder, open, saveTurn, startOf, valueOf } from '../../support/history-fixture.ts'
import { proven } from '../../support/proof.ts'

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

/** What a process without root's rights is told when it opens the history. */
function openedByUser(path: string): unknown {
  const own = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const program = new URL('../../support/history-writer.ts', import.meta.url).pathname
  const { stdout } = spawnSync(process.execPath, [program, path, 'open'], { env: {}, encoding: 'utf8', ...own })
  const told: { readonly reply: Reply<unknown> } = JSON.parse(stdout)
  return codeOf(told.reply)
}

function giveToUser(): void {
  if (process.getuid?.() !== 0) return
  for (const path of [folder.path, ...readdirSync(folder.path).map((name) => join(folder.path, name))]) chownSync(path, 65_534, 65_534)
}

const closedDoors: Readonly<Record<string, () => string>> = {
  'the file may only be read': () => {
    chmodSync(file, 0o400)
    return folder.path
  },
  'the folder may only be read': () => {
    chmodSync(folder.path, 0o500)
    return folder.path
  },
  'the folder may not be entered': () => {
    chmodSync(folder.path, 0o000)
    return folder.path
  },
  'the folder is missing and may not be made': () => {
    chmodSync(folder.path, 0o500)
    return join(folder.path, 'Parley')
  },
  'a file stands where the folder should be': () => file,
}

for (const [state, close] of Object.entries(closedDoors)) {
  test(`says that it cannot write when ${state}`, async () => {
    await makeHistory()
    giveToUser()
    expect(openedByUser(folder.path)).toBe('opened')
    const path = close()
    expect(openedByUser(path)).toBe('history-cannot-write')
    chmodSync(folder.path, 0o700)
    expect(statSync(file).size).toBeGreaterThan(0)
  })
}

test('says that the disk is full, loses nothing for it, and goes on when there is room again', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk of its own, which root alone can mount')
  const disk = join(folder.path, 'disk')
  const padding = join(disk, 'padding')
  mkdirSync(disk)
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status).toBe(0)
  try {
    const inner = join(disk, 'Parley')
    const history = await open(inner)
    const kept = saveTurn(history, 'Why?', 'Because.')
    fillUp(padding)
    const running = startOf('x'.repeat(300_000))
    expect(codeOf(history.beginRun(running))).toBe('history-full-disk')
    expect(valueOf(history.list(null)).conversations.map(({ id }) => id)).toEqual([kept.conversationId])
    rmSync(padding)
    valueOf(history.beginRun(running))
    valueOf(history.savePartial(running.runId, 'half an answer', '', null))
    await history.close()

    rmSync(join(inner, 'history.sqlite-shm'), { force: true })
    fillUp(padding)
    expect(codeOf(await openDatabase(join(disk, 'other')))).toBe('history-full-disk')
    rmSync(padding)
    const again = await open(inner)
    expect(valueOf(again.open(running.conversationId))?.messages.at(-1)).toMatchObject({
      text: 'half an answer',
      outcome: { kind: 'interrupted' },
    })
    await again.close()
  } finally {
    spawnSync('umount', [disk])
  }
})

/** Leaves no room on the disk on which this file is made. */
function fillUp(padding: string): void {
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(padding, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }
}
