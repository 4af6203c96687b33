// Backups: made daily and before the form of the history changes, in order, three of them, and what becomes of a history by them.

import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { dayMs } from '../../../../../electron/history/backup/backup-names.ts'
import { newestVersion } from '../../../../../electron/history/migrate.ts'
import { createBackups } from '../../../../../electron/history/backup/backups.ts'
import { failed, succeeded, type Reply } from '../../../../../shared/errors.ts'
import { archiveOver, backupsOf, namesIn, type ArchiveFixture } from '../../../../support/history/archive-fixture.ts'
import { fill, makeFolder, open, saveTurn, valueOf } from '../../../../support/history/history-fixture.ts'
import { makeFirstVersion } from '../../../../support/data/migration-steps.ts'
import { caseCount, proven } from '../../../../support/proof.ts'
import { until } from '../../../../support/until.ts'

let folder: string
let remove: () => void
const clock = { now: 0 }
test.beforeEach(() => {
  ;({ path: folder, remove } = makeFolder())
  clock.now = Date.parse('2026-11-25T22:43:11.123Z')
})
test.afterEach(() => remove())

const inBackups = (): readonly string[] => namesIn(folder, 'backups').filter((name) => /^history-.*\.sqlite$/.test(name))
const full = async () => failed('history-full-disk')
const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'done' : reply.failure.code)
const listOf = async (archive: ArchiveFixture) => valueOf(await archive.backups()).backups

/** What SQLite says of each backup, without the app. */
function checks(): readonly unknown[] {
  return inBackups().map((name) => {
    const database = new sqlite(join(folder, 'backups', name), { readonly: true })
    try {
      return database.pragma('quick_check', { simple: true })
    } finally {
      database.close()
    }
  })
}

test('[row 33] a backup is made each day, three are kept, each is in order and can be gone back to', async () => {
  const days = caseCount(4, 12)
  test.setTimeout(60_000 + days * 5_000)
  const backups = backupsOf(folder, clock)
  let checked = 0
  let restored = 0
  for (let day = 1; day <= days; day += 1) {
    const history = await open(folder)
    saveTurn(history, `day ${day}`, 'Yes.', { startedAt: clock.now })
    expect(backups.isDue()).toBe(true)
    // The history is in use meanwhile.
    const made = backups.make()
    saveTurn(history, `meanwhile ${day}`, 'Yes.', { startedAt: clock.now })
    valueOf(await made)
    expect(backups.isDue()).toBe(false)
    await history.close()
    expect(inBackups()).toHaveLength(Math.min(day, 3))
    const results = checks()
    checked += results.length
    expect(results).toEqual(results.map(() => 'ok'))
    for (const name of inBackups()) expect(statSync(join(folder, 'backups', name)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700)

    // To each of them, and back to what was there.
    const archive = archiveOver(folder, { now: () => clock.now })
    const before = await archive.titles()
    for (const [age, { id, kind }] of (await listOf(archive)).entries()) {
      expect(kind).toBe('kept')
      valueOf(await archive.restore(id))
      const after = await archive.titles()
      expect(after).toContain(`day ${day - age}`)
      expect(after).not.toContain(`day ${day - age + 1}`)
      const left = (await listOf(archive)).find((each) => each.kind === 'replaced')
      valueOf(await archive.restore(left?.id ?? ''))
      expect(await archive.titles()).toEqual(before)
      restored += 2
      forgetReplaced()
    }
    await archive.close()
    clock.now += dayMs
  }
  proven({
    figure: `${checked} of ${checked} checks ok, ${restored} of ${restored} restored, ${inBackups().length} kept`,
    cases: restored,
    where: ['Node'],
  })
})

/** So that the backups of the days alone are listed. */
function forgetReplaced(): void {
  for (const name of namesIn(folder, 'backups')) if (name.includes('replaced')) rmSync(join(folder, 'backups', name))
}

test('[row 33] a backup is made before the history is brought to a new form, and the way back leads through it', async () => {
  makeFirstVersion(folder)
  const before = readFileSync(join(folder, 'history.sqlite'))
  const archive = archiveOver(folder)
  expect(await archive.titles()).toEqual(['Why?'])
  const [made] = await listOf(archive)
  expect(made).toMatchObject({ kind: 'kept', content: { conversations: 1, messages: 1 } })
  expect(made?.id).toMatch(/-v1$/)
  expect(checks()).toEqual(['ok'])
  await archive.save('After the update')
  valueOf(await archive.restore(made?.id ?? ''))
  expect(await archive.titles()).toEqual(['Why?'])
  // What was of the first form is brought to this one again, without one more backup.
  expect((await listOf(archive)).map(({ kind }) => kind)).toEqual(['replaced', 'kept'])
  await archive.close()
  expect(before.readUInt32BE(60)).toBe(1)
  expect(readFileSync(join(folder, 'history.sqlite')).readUInt32BE(60)).toBe(newestVersion)
  proven({ figure: 'made before the change of form, quick_check ok, restored', cases: 1, where: ['Node'] })
})

test('keeps no backup that is not in order, and says what is wrong with the history in use', async () => {
  await fill(folder, { messages: 200 })
  const backups = backupsOf(folder, clock)
  valueOf(await backups.make())
  const good = inBackups()
  // A page in the middle, which no look at the start meets.
  const file = join(folder, 'history.sqlite')
  const bytes = readFileSync(file)
  const page = Math.floor(bytes.length / 4_096 / 2) * 4_096
  writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))
  clock.now += dayMs
  const archive = archiveOver(folder, { now: () => clock.now, backUp: { firstMs: 1, everyMs: 2 ** 30 } })
  await until('the damage to be told', () => (archive.told.length > 0 ? true : null))
  expect(archive.told.map(({ code }) => code)).toEqual(['history-damaged'])
  expect(await archive.trouble()).toMatchObject({ failure: { code: 'history-damaged' }, isOpen: true })
  expect(namesIn(folder, 'backups')).toEqual(good)

  const damaged = readFileSync(file)
  const [backup] = await listOf(archive)
  valueOf(await archive.restore(backup?.id ?? ''))
  expect(await archive.trouble()).toBeNull()
  expect(await archive.titles()).toHaveLength(10)
  const [aside] = namesIn(folder, 'damaged')
  expect(readFileSync(join(folder, 'damaged', aside ?? '')).equals(damaged)).toBe(true)
  await archive.close()
})

test('refuses a backup that is damaged, and leaves the history as it is', async () => {
  const archive = archiveOver(folder)
  await archive.save('Why?')
  const backups = backupsOf(folder, clock)
  valueOf(await backups.make())
  const [name = ''] = inBackups()
  const path = join(folder, 'backups', name)
  const bytes = readFileSync(path)
  for (const damage of [bytes.subarray(0, bytes.length / 2), Buffer.from('Dear diary'), bytes.fill(0xa5, 8_192, 12_288)]) {
    writeFileSync(path, damage)
    expect(codeOf(await archive.restore(name.replace('.sqlite', '')))).toBe('backup-damaged')
    expect(await archive.titles()).toEqual(['Why?'])
  }
  expect(codeOf(await archive.restore('history-2026-01-01T00-00-00-000Z-v2'))).toBe('backup-damaged')
  await archive.close()
})

test('says after three days that no backup could be made, and until then only logs it', async () => {
  const history = await open(folder)
  saveTurn(history, 'Why?', 'Because.')
  await history.close()
  valueOf(await backupsOf(folder, clock).make())
  const backups = createBackups(
    folder,
    { copy: full, look: async (files) => succeeded(files.map(() => ({ bytes: 0, content: null }))) },
    () => clock.now,
  )
  const told: unknown[] = []
  for (let days = 1; days <= 3; days += 1) {
    clock.now += dayMs
    expect(codeOf(await backups.make())).toBe('history-full-disk')
    told.push(valueOf(await backups.list()).failure)
  }
  expect(told).toEqual([null, null, { code: 'history-full-disk' }])
})

test('deletes all backups, half-made ones too, and nothing else', async () => {
  const archive = archiveOver(folder)
  await archive.save('Why?')
  valueOf(await backupsOf(folder, clock).make())
  valueOf(await archive.startAnew())
  writeFileSync(join(folder, 'backups', 'unfinished.sqlite'), 'half')
  expect(inBackups()).toHaveLength(2)
  valueOf(await archive.removeBackups())
  expect(namesIn(folder, 'backups')).toEqual([])
  expect(await archive.titles()).toEqual([])
  await archive.close()
})

test('[row 38] a deleted conversation is in no file any more once its backups are deleted', async () => {
  const archive = archiveOver(folder)
  await archive.save('canary bird')
  await archive.save('kept')
  valueOf(await backupsOf(folder, clock).make())
  const [doomed] = valueOf(await archive.withHistory((history) => history.list(null))).conversations.filter(
    ({ title }) => title === 'canary bird',
  )
  valueOf(await archive.withHistory((history) => history.delete(doomed?.id ?? '')))
  await archive.purge(Date.now())
  // What the settings say: it stays in the backup.
  expect(filesWith('canary')).toEqual([join('backups', inBackups()[0] ?? '')])
  valueOf(await archive.removeBackups())
  expect(filesWith('canary')).toEqual([])
  expect(filesWith('kept')).toEqual(['history.sqlite'])
  await archive.close()
  proven({ figure: '0 canary hits once the backups are deleted', cases: 1, where: ['Node'] })
})

/** The files anywhere in the folder that hold the letters. */
function filesWith(letters: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile())
  return files.filter((path) => readFileSync(join(folder, path), 'latin1').includes(letters))
}
