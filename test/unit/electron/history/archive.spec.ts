// The history in use and its exchange for another one: who waits for what, when a backup is due, and what is kept beside.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { dayMs } from '../../../../electron/history/backup/backup-names.ts'
import { succeeded } from '../../../../shared/errors.ts'
import { archiveOver, backupsOf, namesIn, type ArchiveFixture } from '../../../support/history/archive-fixture.ts'
import { endOf, makeFolder, startOf, valueOf } from '../../../support/history/history-fixture.ts'
import { makeFirstVersion } from '../../../support/data/migration-steps.ts'
import { until } from '../../../support/until.ts'

let folder: string
let remove: () => void
const clock = { now: 0 }
test.beforeEach(() => {
  ;({ path: folder, remove } = makeFolder())
  clock.now = Date.parse('2026-11-25T22:43:11.123Z')
})
test.afterEach(() => remove())

const inBackups = (): readonly string[] => namesIn(folder, 'backups').filter((name) => /^history-.*\.sqlite$/.test(name))
const listOf = async (archive: ArchiveFixture) => valueOf(await archive.backups()).backups

test('leaves a history of an earlier form as it is when it cannot be backed up', async () => {
  makeFirstVersion(folder)
  // A file where the folder should be.
  writeFileSync(join(folder, 'backups'), '')
  const before = readFileSync(join(folder, 'history.sqlite'))
  const archive = archiveOver(folder)
  expect(await archive.trouble()).toMatchObject({ failure: { code: 'history-cannot-write' }, isOpen: false })
  expect(readFileSync(join(folder, 'history.sqlite'))).toEqual(before)
  rmSync(join(folder, 'backups'))
  valueOf(await archive.openAgain())
  expect(await archive.titles()).toEqual(['Why?'])
  expect(await archive.trouble()).toBeNull()
  await archive.close()
})

test('makes the first backup soon after the start, the next a day later, and none of a history without conversations', async () => {
  let looks = 0
  const now = (): number => {
    looks += 1
    return clock.now
  }
  const archive = archiveOver(folder, { now, backUp: { firstMs: 1, everyMs: 5 } })
  await archive.titles()
  const before = looks
  await until('a few looks at what is due', () => (looks > before + 4 ? true : null))
  expect(inBackups()).toEqual([])
  await archive.save('Why?')
  await until('the first backup', () => (inBackups().length === 1 ? true : null))
  clock.now += dayMs - 1
  await archive.save('Why not?')
  clock.now += 1
  await until('the second backup', () => (inBackups().length === 2 ? true : null))
  expect((await listOf(archive)).map(({ content }) => content?.conversations)).toEqual([2, 1])
  expect(archive.warned).toEqual([])
  await archive.close()
})

test('lets the runs end before another history comes, and calls wait for it meanwhile', async () => {
  const drained = { count: 0, go: (): void => undefined }
  const archive = archiveOver(folder, {
    drain: () =>
      new Promise((resolve) => {
        drained.count += 1
        drained.go = resolve
      }),
  })
  await archive.save('Why?')
  const anew = archive.startAnew()
  await until('the runs to be asked to end', () => (drained.count === 1 ? true : null))
  const waiting = archive.titles()
  expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(() => resolve('waits')))])).toBe('waits')
  drained.go()
  valueOf(await anew)
  expect(await waiting).toEqual([])
  const closing = archive.close()
  await until('the end', () => (drained.count === 2 ? true : null))
  drained.go()
  await closing
})

test('keeps the newest backup from being replaced by those of a history that begins anew', async () => {
  const archive = archiveOver(folder)
  await archive.save('Why?')
  const backups = backupsOf(folder, clock)
  valueOf(await backups.make())
  writeFileSync(join(folder, 'history.sqlite'), 'Dear diary')
  await archive.close()
  const other = archiveOver(folder)
  expect(await other.trouble()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: false })
  valueOf(await other.startAnew())
  await other.save('Anew')
  for (let day = 0; day < 5; day += 1) {
    clock.now += dayMs
    valueOf(await backups.make())
  }
  const list = await listOf(other)
  expect(list.map(({ kind }) => kind)).toEqual(['kept', 'kept', 'kept', 'replaced'])
  valueOf(await other.restore(list.at(-1)?.id ?? ''))
  expect(await other.titles()).toEqual(['Why?'])
  await other.close()
})

test('tells the damage that shows while a run saves, once', async () => {
  const before = archiveOver(folder)
  for (const number of [1, 2, 3]) await before.save(`${number} ${'and more '.repeat(2_000)}`)
  await before.close()
  const archive = archiveOver(folder)
  const start = startOf('Why?')
  const history = valueOf(await archive.withHistory((_, user) => succeeded(user.history)))
  valueOf(history.beginRun(start))
  const file = join(folder, 'history.sqlite')
  writeFileSync(file, readFileSync(file).fill(0xa5, 4_096))
  expect(history.endRun(start.runId, endOf('Because.'))).toMatchObject({ failure: { code: 'history-damaged' } })
  expect(history.savePartial(start.runId, 'Because', '', null).ok).toBe(false)
  expect(archive.told).toMatchObject([{ code: 'history-damaged' }])
  expect(await archive.trouble()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: true })
  await archive.close()
})
