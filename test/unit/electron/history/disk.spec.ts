// Disks and folders that do not let Parley save: it says so in plain words, breaks nothing, and goes on when they do again.

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { openDatabase } from '../../../../electron/history/database.ts'
import type { Reply } from '../../../../shared/errors.ts'
import { save } from '../../../../electron/export/save.ts'
import { systemWords } from '../../../../shared/words/system.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { archiveOver, backupsOf, namesIn } from '../../../support/history/archive-fixture.ts'
import { compiled } from '../../../support/compiled.ts'
import { fill, makeFolder, open, saveTurn, startOf, valueOf } from '../../../support/history/history-fixture.ts'
import { makeFirstVersion } from '../../../support/data/migration-steps.ts'
import { proven } from '../../../support/proof.ts'

let folder: ReturnType<typeof makeFolder>
let file: string
test.beforeEach(() => {
  folder = makeFolder()
  file = join(folder.path, 'history.sqlite')
})
test.afterEach(() => folder.remove())

const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'opened' : reply.failure.code)

/** What a process without root's rights is told when it opens the history, and how it ends. */
function openedByUser(path: string): { readonly code: string; readonly ended: number | null } {
  const own = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const program = new URL('../../../support/history/history-writer.ts', import.meta.url).pathname
  const { stdout, status } = spawnSync(process.execPath, [program, path, 'open'], { env: compiled, encoding: 'utf8', ...own })
  const told: { readonly reply: Reply<unknown> } = JSON.parse(stdout)
  return { code: codeOf(told.reply), ended: status }
}

function giveToUser(): void {
  if (process.getuid?.() !== 0) return
  for (const path of [folder.path, ...readdirSync(folder.path).map((name) => join(folder.path, name))]) chownSync(path, 65_534, 65_534)
}

/** Each closes the way to the history and gives the folder in which it is then looked for. */
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

test('[row 31] says in plain words that it cannot write, whatever closes the way, and opens when it is open again', async () => {
  await fill(folder.path, { messages: 200 })
  giveToUser()
  const before = readFileSync(file)
  const told: unknown[] = []
  for (const close of Object.values(closedDoors)) {
    expect(openedByUser(folder.path)).toEqual({ code: 'opened', ended: 0 })
    told.push(openedByUser(close()))
    chmodSync(folder.path, 0o700)
    chmodSync(file, 0o600)
    expect(readFileSync(file).equals(before)).toBe(true)
  }
  expect(told).toEqual(Object.keys(closedDoors).map(() => ({ code: 'history-cannot-write', ended: 0 })))
  // What the window says of it, and what it offers: test/app/history/backups.spec.ts.
  expect(en.notice.rightsNeeded).toMatch(/may not write/)
  proven({ figure: `${told.length} of 5 said in plain words, 0 crashes`, cases: told.length, where: ['Node'] })
})

test('[row 30] a full disk damages nothing and is said, at saving, at a change of form, at a backup, at going back to one and at export', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk of its own, which root alone can mount')
  const disk = join(folder.path, 'disk')
  const padding = join(disk, 'padding')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
  test.skip(mounted.status !== 0, 'a disk of two megabytes cannot be mounted here')
  const said: string[] = []
  try {
    const inner = join(disk, 'Parley')
    // At saving.
    const history = await open(inner)
    const kept = saveTurn(history, 'Why?', 'Because.')
    fillUp(padding)
    const running = startOf('x'.repeat(300_000))
    said.push(codeOf(history.beginRun(running)))
    expect(valueOf(history.list(null)).conversations.map(({ id }) => id)).toEqual([kept.conversationId])
    expect(valueOf(history.open(kept.conversationId))?.messages).toHaveLength(2)
    rmSync(padding)
    valueOf(history.beginRun(running))
    valueOf(history.savePartial(running.runId, 'half an answer', '', null))

    // At export: the file that was there stays as it is.
    const exported = join(disk, 'exported.json')
    writeFileSync(exported, 'an older one')
    fillUp(padding)
    const parts = {
      read: async (id: string) => history.whole(id),
      readImage: async (id: string) => history.image(id),
      chooseFile: async () => exported,
      words: () => systemWords.en.saved,
    }
    const wanted = { conversationId: running.conversationId, messageId: null, format: 'json' } as const
    said.push(codeOf(await save(wanted, parts)))
    expect(readFileSync(exported, 'utf8')).toBe('an older one')
    rmSync(padding)
    valueOf(await save(wanted, parts))
    expect(JSON.parse(readFileSync(exported, 'utf8'))).toMatchObject({ messages: [{ kind: 'prompt' }, { outcome: 'running' }] })
    rmSync(exported)

    // At a backup: none is left half made, and the good one stays.
    const clock = { now: Date.now() }
    const backups = backupsOf(inner, clock)
    valueOf(await backups.make())
    const good = namesIn(inner, 'backups')
    fillUp(padding)
    clock.now += 1
    said.push(codeOf(await backups.make()))
    expect(namesIn(inner, 'backups')).toEqual(good)
    expect(valueOf(history.open(running.conversationId))?.messages[0]?.text).toHaveLength(300_000)
    rmSync(padding)
    await history.close()

    // At going back to a backup: the history is what it was.
    const archive = archiveOver(inner)
    const before = await archive.titles()
    const [backup] = valueOf(await archive.backups()).backups
    fillUp(padding)
    said.push(codeOf(await archive.restore(backup?.id ?? '')))
    expect(await archive.titles()).toEqual(before)
    rmSync(padding)
    await archive.close()
    expect(valueOf(await withHistory(inner, (again) => again.open(running.conversationId)))?.messages.at(-1)).toMatchObject({
      text: 'half an answer',
      outcome: { kind: 'interrupted' },
    })

    // At a change of form: without its backup it is not begun, and without room for itself it is taken back.
    const earlier = join(disk, 'earlier')
    mkdirSync(earlier)
    makeFirstVersion(earlier)
    const bytes = readFileSync(join(earlier, 'history.sqlite'))
    fillUp(padding)
    const full = archiveOver(earlier)
    said.push(String((await full.trouble())?.failure.code))
    said.push(codeOf(await openDatabase(earlier)))
    expect(readFileSync(join(earlier, 'history.sqlite')).equals(bytes)).toBe(true)
    rmSync(padding)
    valueOf(await full.openAgain())
    expect(await full.titles()).toEqual(['Why?'])
    await full.close()

    for (const path of [inner, earlier]) expect(isSound(join(path, 'history.sqlite'))).toBe(true)
    expect(said).toEqual(said.map(() => 'history-full-disk'))
    expect(en.failures['history-full-disk']).toMatch(/The disk is full/)
    proven({
      figure: '0 corruption, said and old data readable 4 of 4 (insert, migrate, backup, export)',
      cases: said.length,
      where: ['Node'],
    })
  } finally {
    spawnSync('umount', ['-l', disk])
  }
})

test('says that the disk is full when there is no room for a history at all', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk of its own, which root alone can mount')
  const disk = join(folder.path, 'disk')
  mkdirSync(disk)
  test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0, 'cannot be mounted here')
  try {
    fillUp(join(disk, 'padding'))
    const archive = archiveOver(join(disk, 'other'))
    expect(await archive.trouble()).toMatchObject({ failure: { code: 'history-full-disk' }, isOpen: false })
    rmSync(join(disk, 'padding'))
    valueOf(await archive.openAgain())
    expect(await archive.titles()).toEqual([])
    expect(statSync(join(disk, 'other', 'history.sqlite')).size).toBeGreaterThan(0)
    await archive.close()
  } finally {
    spawnSync('umount', ['-l', disk])
  }
})

async function withHistory<Value>(path: string, work: (history: Awaited<ReturnType<typeof open>>) => Value): Promise<Value> {
  const history = await open(path)
  try {
    return work(history)
  } finally {
    await history.close()
  }
}

function isSound(path: string): boolean {
  const database = new sqlite(path, { readonly: true })
  try {
    return database.pragma('integrity_check', { simple: true }) === 'ok'
  } finally {
    database.close()
  }
}

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
