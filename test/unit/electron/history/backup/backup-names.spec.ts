// What names of backups say, and which backups stay.

import { expect, test } from '@playwright/test'
import {
  backupName,
  dayMs,
  fileOf,
  readBackupName,
  replacedName,
  setApartName,
  superfluous,
  type NamedBackup,
} from '../../../../../electron/history/backup/backup-names.ts'

const at = Date.parse('2026-11-25T22:43:11.123Z')

const named = (name: string): NamedBackup => {
  const read = readBackupName(name)
  if (read === null) throw new Error(`${name} is no backup`)
  return read
}

test('reads what it writes', () => {
  expect(backupName(at, 2)).toBe('history-2026-11-25T22-43-11-123Z-v2.sqlite')
  expect(named(backupName(at, 2))).toEqual({ id: 'history-2026-11-25T22-43-11-123Z-v2', madeAt: at, version: 2, kind: 'kept' })
  expect(named(replacedName(at))).toMatchObject({ madeAt: at, version: null, kind: 'replaced' })
  expect(named(setApartName(named(backupName(at, 12))))).toMatchObject({ madeAt: at, version: 12, kind: 'replaced' })
  expect(fileOf(named(backupName(at, 2)))).toBe(backupName(at, 2))
})

test('takes nothing else for a backup', () => {
  const others = [
    'history.sqlite',
    'unfinished.sqlite',
    `${backupName(at, 2)}-wal`,
    'history-2026-99-25T22-43-11-123Z-v2.sqlite',
    'history-x-v2.sqlite',
  ]
  expect(others.map(readBackupName)).toEqual(others.map(() => null))
})

const day = (number: number, version = 2): NamedBackup => named(backupName(at - number * dayMs, version))
const replaced = (number: number): NamedBackup => named(replacedName(at - number * dayMs))
const staying = (backups: readonly NamedBackup[]): readonly NamedBackup[] => {
  const going = superfluous(backups, 2, at)
  return backups.filter((backup) => !going.includes(backup))
}

test('keeps the newest three', () => {
  expect(staying([day(4), day(0), day(2), day(1), day(3)])).toEqual([day(0), day(2), day(1)])
})

test('keeps one from before the last change of version among the three, for thirty days', () => {
  expect(staying([day(0), day(1), day(2), day(3, 1), day(4, 1)])).toEqual([day(0), day(1), day(3, 1)])
  expect(staying([day(0), day(1), day(2), day(31, 1)])).toEqual([day(0), day(1), day(2)])
})

test('keeps the newest two of what was replaced, beside the three', () => {
  expect(staying([replaced(0), day(0), replaced(2), day(1), replaced(1), day(2)])).toEqual([
    replaced(0),
    day(0),
    day(1),
    replaced(1),
    day(2),
  ])
})
