// The names of backups, and which backups are kept.

import { expect, test } from '@playwright/test'
import {
  formatBackupFileName,
  dayMs,
  getFileName,
  parseBackupFileName,
  formatReplacedFileName,
  formatProtectedFileName,
  findBackupsToDelete,
  type BackupFile,
} from '../../../../../electron/history/backup/backup-files.ts'

const referenceTime = Date.parse('2026-11-25T22:43:11.123Z')

const parseBackupName = (name: string): BackupFile => {
  const parsedBackup = parseBackupFileName(name)
  if (parsedBackup === null) throw new Error(`${name} is not a backup name`)
  return parsedBackup
}

const backupFromDaysAgo = (number: number, version = 2): BackupFile =>
  parseBackupName(formatBackupFileName(referenceTime - number * dayMs, version))
const replacedFromDaysAgo = (number: number): BackupFile => parseBackupName(formatReplacedFileName(referenceTime - number * dayMs))
const listRetained = (backups: readonly BackupFile[]): readonly BackupFile[] => {
  const superfluousBackups = findBackupsToDelete(backups, 2, referenceTime)
  return backups.filter((backup) => !superfluousBackups.includes(backup))
}

test.describe('name of a backup', () => {
  test('is parsed as it was formatted', () => {
    expect(formatBackupFileName(referenceTime, 2)).toBe('history-2026-11-25T22-43-11-123Z-v2.sqlite')
    expect(parseBackupName(formatBackupFileName(referenceTime, 2))).toEqual({
      id: 'history-2026-11-25T22-43-11-123Z-v2',
      createdAt: referenceTime,
      version: 2,
      kind: 'regular',
    })
    expect(parseBackupName(formatReplacedFileName(referenceTime))).toMatchObject({
      createdAt: referenceTime,
      version: null,
      kind: 'replaced',
    })
    expect(parseBackupName(formatProtectedFileName(parseBackupName(formatBackupFileName(referenceTime, 12))))).toMatchObject({
      createdAt: referenceTime,
      version: 12,
      kind: 'replaced',
    })
    expect(getFileName(parseBackupName(formatBackupFileName(referenceTime, 2)))).toBe(formatBackupFileName(referenceTime, 2))
  })

  test('is unlike the names of other files', () => {
    const unrelatedNames = [
      'history.sqlite',
      'unfinished.sqlite',
      `${formatBackupFileName(referenceTime, 2)}-wal`,
      'history-2026-99-25T22-43-11-123Z-v2.sqlite',
      'history-x-v2.sqlite',
    ]
    expect(unrelatedNames.map(parseBackupFileName)).toEqual(unrelatedNames.map(() => null))
  })
})

test.describe('backups to delete', () => {
  test('spare the newest three', () => {
    expect(
      listRetained([backupFromDaysAgo(4), backupFromDaysAgo(0), backupFromDaysAgo(2), backupFromDaysAgo(1), backupFromDaysAgo(3)]),
    ).toEqual([backupFromDaysAgo(0), backupFromDaysAgo(2), backupFromDaysAgo(1)])
  })

  test('spare one from before the last change of version among the three, for thirty days', () => {
    expect(
      listRetained([backupFromDaysAgo(0), backupFromDaysAgo(1), backupFromDaysAgo(2), backupFromDaysAgo(3, 1), backupFromDaysAgo(4, 1)]),
    ).toEqual([backupFromDaysAgo(0), backupFromDaysAgo(1), backupFromDaysAgo(3, 1)])
    expect(listRetained([backupFromDaysAgo(0), backupFromDaysAgo(1), backupFromDaysAgo(2), backupFromDaysAgo(31, 1)])).toEqual([
      backupFromDaysAgo(0),
      backupFromDaysAgo(1),
      backupFromDaysAgo(2),
    ])
  })

  test('spare the newest two replaced ones besides', () => {
    expect(
      listRetained([
        replacedFromDaysAgo(0),
        backupFromDaysAgo(0),
        replacedFromDaysAgo(2),
        backupFromDaysAgo(1),
        replacedFromDaysAgo(1),
        backupFromDaysAgo(2),
      ]),
    ).toEqual([replacedFromDaysAgo(0), backupFromDaysAgo(0), backupFromDaysAgo(1), replacedFromDaysAgo(1), backupFromDaysAgo(2)])
  })
})
