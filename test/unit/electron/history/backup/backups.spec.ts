// Backups: when they are made, which are kept, that they are intact, and restoring them.

import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { dayMs } from '../../../../../electron/history/backup/backup-files.ts'
import type { BackupTasks } from '../../../../../electron/history/backup/backup-task.ts'
import { createBackups } from '../../../../../electron/history/backup/backups.ts'
import { failed, succeeded, type Reply } from '../../../../../shared/failures.ts'
import { openTestArchive, createTestBackups, listFileNames, type ArchiveFixture } from '../../../../support/history/archive-fixture.ts'
import {
  fillHistory,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  unwrap,
} from '../../../../support/history/history-fixture.ts'
import { createEarlierHistory, currentVersion, extendedMigrations } from '../../../../support/data/migration-steps.ts'
import { caseCount, recordProof } from '../../../../support/proof.ts'
import { waitUntil } from '../../../../support/wait-until.ts'

let folder: string
let remove: () => void
const clock = { now: 0 }
test.beforeEach(() => {
  ;({ path: folder, remove } = createHistoryFolder())
  clock.now = Date.parse('2026-11-25T22:43:11.123Z')
})
test.afterEach(() => remove())

const listBackupFiles = (): readonly string[] => listFileNames(folder, 'backups').filter((name) => /^history-.*\.sqlite$/.test(name))
const failWithFullDisk = async () => failed('history-full-disk')
const inspectNothing: BackupTasks['inspect'] = async (files) => succeeded(files.map(() => ({ bytes: 0, content: null })))
/** From SQLite's header, for writing and reading: 1 for a rollback journal, 2 for the write-ahead log. */
const readJournalModes = (path: string) => [...readFileSync(path).subarray(18, 20)]
const getResultCode = (reply: Reply<unknown>): string => (reply.ok ? 'done' : reply.failure.code)
const listBackups = async (archive: ArchiveFixture) => unwrap(await archive.listBackups()).backups

/** The result of SQLite's own check of each backup. */
function runIntegrityChecks(): readonly unknown[] {
  return listBackupFiles().map((name) => {
    const database = new sqlite(join(folder, 'backups', name), { readonly: true })
    try {
      return database.pragma('quick_check', { simple: true })
    } finally {
      database.close()
    }
  })
}

/** So that only the daily backups are listed. */
function deleteReplacedFiles(): void {
  for (const name of listFileNames(folder, 'backups')) if (name.includes('replaced')) rmSync(join(folder, 'backups', name))
}

/** The files in the folder and its subfolders that contain the text. */
function findFilesContaining(searchText: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile())
  return files.filter((path) => readFileSync(join(folder, path), 'latin1').includes(searchText))
}

test.describe('backups', () => {
  test('[row 33] are made daily, three are kept, and each is intact and can be restored', async () => {
    const days = caseCount(4, 12)
    test.setTimeout(60_000 + days * 5_000)
    const backups = createTestBackups(folder, clock)
    let checkCount = 0
    let restoreCount = 0
    for (let day = 1; day <= days; day += 1) {
      const history = await openTestHistory(folder)
      savePromptAndAnswer(history, `day ${day}`, 'Yes.', { startedAt: clock.now })
      expect(backups.isDue()).toBe(true)
      // The history is in use during the backup.
      const pendingBackup = backups.create()
      savePromptAndAnswer(history, `meanwhile ${day}`, 'Yes.', { startedAt: clock.now })
      unwrap(await pendingBackup)
      expect(backups.isDue()).toBe(false)
      await history.close()
      expect(listBackupFiles()).toHaveLength(Math.min(day, 3))
      const results = runIntegrityChecks()
      checkCount += results.length
      expect(results).toEqual(results.map(() => 'ok'))
      for (const name of listBackupFiles()) expect(statSync(join(folder, 'backups', name)).mode & 0o777).toBe(0o600)
      expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700)

      // Restores each of them, and then the replaced history.
      const archive = openTestArchive(folder, { now: () => clock.now })
      const before = await archive.listTitles()
      for (const [age, { id, kind }] of (await listBackups(archive)).entries()) {
        expect(kind).toBe('regular')
        unwrap(await archive.restore(id))
        const after = await archive.listTitles()
        expect(after).toContain(`day ${day - age}`)
        expect(after).not.toContain(`day ${day - age + 1}`)
        const replacedBackup = (await listBackups(archive)).find((each) => each.kind === 'replaced')
        unwrap(await archive.restore(replacedBackup?.id ?? ''))
        expect(await archive.listTitles()).toEqual(before)
        restoreCount += 2
        deleteReplacedFiles()
      }
      await archive.close()
      clock.now += dayMs
    }
    recordProof({
      figure: `${checkCount} of ${checkCount} checks ok, ${restoreCount} of ${restoreCount} restored, ${listBackupFiles().length} kept`,
      cases: restoreCount,
      where: ['Node'],
    })
  })

  test('[row 33] are made before a migration, and restoring one undoes it', async () => {
    createEarlierHistory(folder)
    const before = readFileSync(join(folder, 'history.sqlite'))
    const archive = openTestArchive(folder, { migrations: extendedMigrations })
    expect(await archive.listTitles()).toEqual(['Why?'])
    const [pendingBackup] = await listBackups(archive)
    expect(pendingBackup).toMatchObject({ kind: 'regular', content: { conversations: 1, messages: 1 } })
    expect(pendingBackup?.id).toMatch(new RegExp(`-v${currentVersion}$`))
    expect(runIntegrityChecks()).toEqual(['ok'])
    await archive.savePrompt('After the update')
    unwrap(await archive.restore(pendingBackup?.id ?? ''))
    expect(await archive.listTitles()).toEqual(['Why?'])
    // The restored history was migrated again, without another backup.
    expect((await listBackups(archive)).map(({ kind }) => kind)).toEqual(['replaced', 'regular'])
    await archive.close()
    expect(before.readUInt32BE(60)).toBe(currentVersion)
    expect(readFileSync(join(folder, 'history.sqlite')).readUInt32BE(60)).toBe(extendedMigrations.length)
    recordProof({ figure: 'made before the migration, quick_check ok, restored', cases: 1, where: ['Node'] })
  })

  test('are never made of a damaged history, whose damage is reported', async () => {
    await fillHistory(folder, { messages: 200 })
    const backups = createTestBackups(folder, clock)
    unwrap(await backups.create())
    const validBackups = listBackupFiles()
    // Breaks a page in the middle, which opening does not check.
    const file = join(folder, 'history.sqlite')
    const bytes = readFileSync(file)
    const page = Math.floor(bytes.length / 4_096 / 2) * 4_096
    writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))
    clock.now += dayMs
    const archive = openTestArchive(folder, { now: () => clock.now, backUp: { initialDelayMs: 1, intervalMs: 2 ** 30 } })
    await waitUntil('the report of the damage', () => (archive.reportedFailures.length > 0 ? true : null))
    expect(archive.reportedFailures.map(({ code }) => code)).toEqual(['history-damaged'])
    expect(await archive.getProblem()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: true })
    expect(listFileNames(folder, 'backups')).toEqual(validBackups)

    const damagedBytes = readFileSync(file)
    const [backup] = await listBackups(archive)
    unwrap(await archive.restore(backup?.id ?? ''))
    expect(await archive.getProblem()).toBeNull()
    expect(await archive.listTitles()).toHaveLength(10)
    const [movedAsideFile] = listFileNames(folder, 'damaged')
    expect(readFileSync(join(folder, 'damaged', movedAsideFile ?? '')).equals(damagedBytes)).toBe(true)
    await archive.close()
  })

  test('are refused if they are damaged, and the history stays as it is', async () => {
    const archive = openTestArchive(folder)
    await archive.savePrompt('Why?')
    const backups = createTestBackups(folder, clock)
    unwrap(await backups.create())
    const [name = ''] = listBackupFiles()
    const path = join(folder, 'backups', name)
    const bytes = readFileSync(path)
    for (const damage of [bytes.subarray(0, bytes.length / 2), Buffer.from('Dear diary'), bytes.fill(0xa5, 8_192, 12_288)]) {
      writeFileSync(path, damage)
      expect(getResultCode(await archive.restore(name.replace('.sqlite', '')))).toBe('backup-damaged')
      expect(await archive.listTitles()).toEqual(['Why?'])
    }
    expect(getResultCode(await archive.restore('history-2026-01-01T00-00-00-000Z-v2'))).toBe('backup-damaged')
    await archive.close()
  })

  test('are prepared so that opening a restored one needs no rollback journal', async () => {
    const history = await openTestHistory(folder)
    savePromptAndAnswer(history, 'Why?', 'Because.')
    const backups = createTestBackups(folder, clock)
    unwrap(await backups.create())
    const [name = ''] = listBackupFiles()
    const { file } = unwrap(await backups.prepareRestore(name.replace('.sqlite', '')))
    expect([join(folder, 'backups', name), file].map(readJournalModes)).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(readdirSync(folder).filter((each) => each.startsWith('history.restoring'))).toEqual(['history.restoring.sqlite'])
    await history.close()
  })

  test('that cannot be made are shown as a problem after three days', async () => {
    const history = await openTestHistory(folder)
    savePromptAndAnswer(history, 'Why?', 'Because.')
    await history.close()
    unwrap(await createTestBackups(folder, clock).create())
    const backups = createBackups({
      folder,
      tasks: { copy: failWithFullDisk, restore: failWithFullDisk, inspect: inspectNothing },
      now: () => clock.now,
      latestVersion: currentVersion,
    })
    const reportedFailures: unknown[] = []
    for (let days = 1; days <= 3; days += 1) {
      clock.now += dayMs
      expect(getResultCode(await backups.create())).toBe('history-full-disk')
      reportedFailures.push(unwrap(await backups.list()).failure)
    }
    expect(reportedFailures).toEqual([null, null, { code: 'history-full-disk' }])
  })
})

test.describe('deleting all backups', () => {
  test('removes unfinished ones too, and nothing else', async () => {
    const archive = openTestArchive(folder)
    await archive.savePrompt('Why?')
    unwrap(await createTestBackups(folder, clock).create())
    unwrap(await archive.startEmpty())
    writeFileSync(join(folder, 'backups', 'unfinished.sqlite'), 'half')
    expect(listBackupFiles()).toHaveLength(2)
    unwrap(await archive.removeBackups())
    expect(listFileNames(folder, 'backups')).toEqual([])
    expect(await archive.listTitles()).toEqual([])
    await archive.close()
  })

  test('[row 38] removes the last traces of a deleted conversation', async () => {
    const archive = openTestArchive(folder)
    await archive.savePrompt('canary bird')
    await archive.savePrompt('kept')
    unwrap(await createTestBackups(folder, clock).create())
    const [deletedConversation] = unwrap(await archive.withHistory((history) => history.list(null))).conversations.filter(
      ({ title }) => title === 'canary bird',
    )
    unwrap(await archive.withHistory((history) => history.delete(deletedConversation?.id ?? '')))
    await archive.purge(Date.now())
    // As the settings explain, it stays in the backup.
    expect(findFilesContaining('canary')).toEqual([join('backups', listBackupFiles()[0] ?? '')])
    unwrap(await archive.removeBackups())
    expect(findFilesContaining('canary')).toEqual([])
    expect(findFilesContaining('kept')).toEqual(['history.sqlite'])
    await archive.close()
    recordProof({ figure: '0 canary hits once the backups are deleted', cases: 1, where: ['Node'] })
  })
})
