// The history in use and its replacement: what waits, when a backup is due, and which files are kept.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { dayMs } from '../../../../electron/history/backup/backup-files.ts'
import { succeeded } from '../../../../shared/failures.ts'
import { openTestArchive, createTestBackups, listFileNames, type ArchiveFixture } from '../../../support/history/archive-fixture.ts'
import { createRunResult, createHistoryFolder, createRunStart, unwrap } from '../../../support/history/history-fixture.ts'
import { createEarlierHistory, extendedMigrations } from '../../../support/data/migration-steps.ts'
import { waitUntil } from '../../../support/wait-until.ts'

let folder: string
let remove: () => void
const clock = { now: 0 }
test.beforeEach(() => {
  ;({ path: folder, remove } = createHistoryFolder())
  clock.now = Date.parse('2026-11-25T22:43:11.123Z')
})
test.afterEach(() => remove())

const listBackupFiles = (): readonly string[] => listFileNames(folder, 'backups').filter((name) => /^history-.*\.sqlite$/.test(name))
const listBackups = async (archive: ArchiveFixture) => unwrap(await archive.listBackups()).backups

test.describe('archive', () => {
  test('leaves an earlier version as it is if it cannot be backed up before the migration', async () => {
    createEarlierHistory(folder)
    // A file in the place of the folder.
    writeFileSync(join(folder, 'backups'), '')
    const before = readFileSync(join(folder, 'history.sqlite'))
    const archive = openTestArchive(folder, { migrations: extendedMigrations })
    expect(await archive.getProblem()).toMatchObject({ failure: { code: 'history-cannot-write' }, isOpen: false })
    expect(readFileSync(join(folder, 'history.sqlite'))).toEqual(before)
    rmSync(join(folder, 'backups'))
    unwrap(await archive.reopen())
    expect(await archive.listTitles()).toEqual(['Why?'])
    expect(await archive.getProblem()).toBeNull()
    await archive.close()
  })

  test('makes the first backup once there is a conversation, and the next a day later', async () => {
    let clockReads = 0
    const now = (): number => {
      clockReads += 1
      return clock.now
    }
    const archive = openTestArchive(folder, { now, backUp: { initialDelayMs: 1, intervalMs: 5 } })
    await archive.listTitles()
    const before = clockReads
    await waitUntil('a few checks for a due backup', () => (clockReads > before + 4 ? true : null))
    expect(listBackupFiles()).toEqual([])
    await archive.savePrompt('Why?')
    await waitUntil('the first backup', () => (listBackupFiles().length === 1 ? true : null))
    clock.now += dayMs - 1
    await archive.savePrompt('Why not?')
    clock.now += 1
    await waitUntil('the second backup', () => (listBackupFiles().length === 2 ? true : null))
    expect((await listBackups(archive)).map(({ content }) => content?.conversations)).toEqual([2, 1])
    expect(archive.warnings).toEqual([])
    await archive.close()
  })

  test('finishes the runs before it replaces the history, and lets calls wait', async () => {
    const drain = { count: 0, finish: (): void => undefined }
    const archive = openTestArchive(folder, {
      drain: () =>
        new Promise((resolve) => {
          drain.count += 1
          drain.finish = resolve
        }),
    })
    await archive.savePrompt('Why?')
    const startResult = archive.startEmpty()
    await waitUntil('the request to end the runs', () => (drain.count === 1 ? true : null))
    const waiting = archive.listTitles()
    expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(() => resolve('waits')))])).toBe('waits')
    drain.finish()
    unwrap(await startResult)
    expect(await waiting).toEqual([])
    const pendingClose = archive.close()
    await waitUntil('the request to end the runs before closing', () => (drain.count === 2 ? true : null))
    drain.finish()
    await pendingClose
  })

  test('protects the newest backup from the backups of an empty history', async () => {
    const archive = openTestArchive(folder)
    await archive.savePrompt('Why?')
    const backups = createTestBackups(folder, clock)
    unwrap(await backups.create())
    writeFileSync(join(folder, 'history.sqlite'), 'Dear diary')
    await archive.close()
    const freshArchive = openTestArchive(folder)
    expect(await freshArchive.getProblem()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: false })
    unwrap(await freshArchive.startEmpty())
    await freshArchive.savePrompt('A new start')
    for (let day = 0; day < 5; day += 1) {
      clock.now += dayMs
      unwrap(await backups.create())
    }
    const list = await listBackups(freshArchive)
    expect(list.map(({ kind }) => kind)).toEqual(['regular', 'regular', 'regular', 'replaced'])
    unwrap(await freshArchive.restore(list.at(-1)?.id ?? ''))
    expect(await freshArchive.listTitles()).toEqual(['Why?'])
    await freshArchive.close()
  })

  test('reports damage that a run meets while it saves, once', async () => {
    const before = openTestArchive(folder)
    for (const number of [1, 2, 3]) await before.savePrompt(`${number} ${'and more '.repeat(2_000)}`)
    await before.close()
    const archive = openTestArchive(folder)
    const start = createRunStart('Why?')
    const history = unwrap(await archive.withHistory((_, user) => succeeded(user.history)))
    unwrap(history.beginRun(start))
    const file = join(folder, 'history.sqlite')
    writeFileSync(file, readFileSync(file).fill(0xa5, 4_096))
    expect(history.endRun(start.runId, createRunResult('Because.'))).toMatchObject({ failure: { code: 'history-damaged' } })
    expect(history.savePartial(start.runId, 'Because', '', null).ok).toBe(false)
    expect(archive.reportedFailures).toMatchObject([{ code: 'history-damaged' }])
    expect(await archive.getProblem()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: true })
    await archive.close()
  })
})
