// Disks and folders that Parley cannot write to: it says so in plain words, breaks nothing, and continues when it can write again.

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { openDatabase } from '../../../../electron/history/database.ts'
import type { Reply } from '../../../../shared/failures.ts'
import { saveConversation } from '../../../../electron/export/save-conversation.ts'
import { system } from '../../../../shared/words/en/system.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { openTestArchive, createTestBackups, listFileNames } from '../../../support/history/archive-fixture.ts'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import {
  fillHistory,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  createRunStart,
  unwrap,
} from '../../../support/history/history-fixture.ts'
import { createEarlierHistory, extendedMigrations } from '../../../support/data/migration-steps.ts'
import { recordProof } from '../../../support/proof.ts'

let folder: ReturnType<typeof createHistoryFolder>
let file: string
test.beforeEach(() => {
  folder = createHistoryFolder()
  file = join(folder.path, 'history.sqlite')
})
test.afterEach(() => folder.remove())

const getResultCode = (reply: Reply<unknown>): string => (reply.ok ? 'opened' : reply.failure.code)

/** The result of opening the history in a process that is not root, and its exit code. */
function openAsUnprivilegedUser(path: string): { readonly code: string; readonly exitStatus: number | null } {
  const unprivilegedUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const program = new URL('../../../support/history/history-write-program.ts', import.meta.url).pathname
  const { stdout, status } = spawnSync(process.execPath, [program, path, 'open'], {
    env: compileCacheEnvironment,
    encoding: 'utf8',
    ...unprivilegedUser,
  })
  const openedEvent: { readonly reply: Reply<unknown> } = JSON.parse(stdout)
  return { code: getResultCode(openedEvent.reply), exitStatus: status }
}

function chownToUser(): void {
  if (process.getuid?.() !== 0) return
  for (const path of [folder.path, ...readdirSync(folder.path).map((name) => join(folder.path, name))]) chownSync(path, 65_534, 65_534)
}

/** Each takes a permission away, and returns the folder to open the history in. */
const permissionCases: Readonly<Record<string, () => string>> = {
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
  'a file has the path of the folder': () => file,
}

async function withHistory<Value>(path: string, action: (history: Awaited<ReturnType<typeof openTestHistory>>) => Value): Promise<Value> {
  const history = await openTestHistory(path)
  try {
    return action(history)
  } finally {
    await history.close()
  }
}

function passesIntegrityCheck(path: string): boolean {
  const database = new sqlite(path, { readonly: true })
  try {
    return database.pragma('integrity_check', { simple: true }) === 'ok'
  } finally {
    database.close()
  }
}

/** Fills the disk with this file. */
function fillDisk(padding: string): void {
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(padding, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }
}

test.describe('history without write access', () => {
  test('[row 31] is reported in plain words, and opens when it has access again', async () => {
    await fillHistory(folder.path, { messages: 200 })
    chownToUser()
    const before = readFileSync(file)
    const results: unknown[] = []
    for (const removePermission of Object.values(permissionCases)) {
      expect(openAsUnprivilegedUser(folder.path)).toEqual({ code: 'opened', exitStatus: 0 })
      results.push(openAsUnprivilegedUser(removePermission()))
      chmodSync(folder.path, 0o700)
      chmodSync(file, 0o600)
      expect(readFileSync(file).equals(before)).toBe(true)
    }
    expect(results).toEqual(Object.keys(permissionCases).map(() => ({ code: 'history-cannot-write', exitStatus: 0 })))
    // For what the window shows and offers see test/app/history/backups.spec.ts.
    expect(en.notice.rightsNeeded).toMatch(/cannot write to its history folder/)
    recordProof({ figure: `${results.length} of 5 said in plain words, 0 crashes`, cases: results.length, where: ['Node'] })
  })
})

test.describe('full disk', () => {
  test('[row 30] damages nothing and is reported: save, export, backup, restore, migration', async () => {
    test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk, which only root can mount')
    const disk = join(folder.path, 'disk')
    const padding = join(disk, 'padding')
    mkdirSync(disk)
    const mountResult = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
    test.skip(mountResult.status !== 0, 'a disk of two megabytes cannot be mounted here')
    const codes: string[] = []
    try {
      const inner = join(disk, 'Parley')
      // Saving.
      const history = await openTestHistory(inner)
      const savedTurn = savePromptAndAnswer(history, 'Why?', 'Because.')
      fillDisk(padding)
      const running = createRunStart('x'.repeat(300_000))
      codes.push(getResultCode(history.beginRun(running)))
      expect(unwrap(history.list(null)).conversations.map(({ id }) => id)).toEqual([savedTurn.conversationId])
      expect(unwrap(history.open(savedTurn.conversationId))?.messages).toHaveLength(2)
      rmSync(padding)
      unwrap(history.beginRun(running))
      unwrap(history.savePartial(running.runId, 'half an answer', '', null))

      // Exporting: the existing file stays as it is.
      const exported = join(disk, 'exported.json')
      writeFileSync(exported, 'an older one')
      fillDisk(padding)
      const parts = {
        read: async (id: string) => history.readFullBranch(id),
        readImage: async (id: string) => history.getImage(id),
        chooseFile: async () => exported,
        words: () => system.exported,
      }
      const exportRequest = { conversationId: running.conversationId, messageId: null, format: 'json' } as const
      codes.push(getResultCode(await saveConversation(exportRequest, parts)))
      expect(readFileSync(exported, 'utf8')).toBe('an older one')
      rmSync(padding)
      unwrap(await saveConversation(exportRequest, parts))
      expect(JSON.parse(readFileSync(exported, 'utf8'))).toMatchObject({ messages: [{ kind: 'prompt' }, { outcome: 'running' }] })
      rmSync(exported)

      // Backing up: no unfinished backup is left, and the existing one stays.
      const clock = { now: Date.now() }
      const backups = createTestBackups(inner, clock)
      unwrap(await backups.create())
      const existingBackups = listFileNames(inner, 'backups')
      fillDisk(padding)
      clock.now += 1
      codes.push(getResultCode(await backups.create()))
      expect(listFileNames(inner, 'backups')).toEqual(existingBackups)
      expect(unwrap(history.open(running.conversationId))?.messages[0]?.text).toHaveLength(300_000)
      rmSync(padding)
      await history.close()

      // Restoring: the history stays as it is.
      const archive = openTestArchive(inner)
      const before = await archive.listTitles()
      const [backup] = unwrap(await archive.listBackups()).backups
      fillDisk(padding)
      codes.push(getResultCode(await archive.restore(backup?.id ?? '')))
      expect(await archive.listTitles()).toEqual(before)
      rmSync(padding)
      await archive.close()
      expect(
        unwrap(await withHistory(inner, (reopenedHistory) => reopenedHistory.open(running.conversationId)))?.messages.at(-1),
      ).toMatchObject({
        text: 'half an answer',
        outcome: { kind: 'interrupted' },
      })

      // Migrating: does not begin without a backup, and is rolled back without space.
      const earlier = join(disk, 'earlier')
      mkdirSync(earlier)
      createEarlierHistory(earlier)
      const bytes = readFileSync(join(earlier, 'history.sqlite'))
      fillDisk(padding)
      const archiveOnFullDisk = openTestArchive(earlier, { migrations: extendedMigrations })
      codes.push(String((await archiveOnFullDisk.getProblem())?.failure.code))
      codes.push(getResultCode(await openDatabase(earlier, { migrations: extendedMigrations })))
      expect(readFileSync(join(earlier, 'history.sqlite')).equals(bytes)).toBe(true)
      rmSync(padding)
      unwrap(await archiveOnFullDisk.reopen())
      expect(await archiveOnFullDisk.listTitles()).toEqual(['Why?'])
      await archiveOnFullDisk.close()

      for (const path of [inner, earlier]) expect(passesIntegrityCheck(join(path, 'history.sqlite'))).toBe(true)
      expect(codes).toEqual(codes.map(() => 'history-full-disk'))
      expect(en.failures['history-full-disk']).toMatch(/The disk is full/)
      recordProof({
        figure: '0 corruption, said and old data readable 4 of 4 (insert, migrate, backup, export)',
        cases: codes.length,
        where: ['Node'],
      })
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })

  test('is reported when there is no space for a new history', async () => {
    test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk, which only root can mount')
    const disk = join(folder.path, 'disk')
    mkdirSync(disk)
    test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0, 'cannot be mounted here')
    try {
      fillDisk(join(disk, 'padding'))
      const archive = openTestArchive(join(disk, 'other'))
      expect(await archive.getProblem()).toMatchObject({ failure: { code: 'history-full-disk' }, isOpen: false })
      rmSync(join(disk, 'padding'))
      unwrap(await archive.reopen())
      expect(await archive.listTitles()).toEqual([])
      expect(statSync(join(disk, 'other', 'history.sqlite')).size).toBeGreaterThan(0)
      await archive.close()
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })
})
