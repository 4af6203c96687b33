// The backups of the history: when one is made, which are kept, and what they contain. A damaged copy never replaces an intact one.
// Hides the folder and the file names.

import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { failed, succeeded, type Failure, type Reply } from '../../../shared/failures.ts'
import type { BackupList } from '../../../shared/types/backups.ts'
import {
  formatBackupFileName,
  dayMs,
  getFileName,
  parseBackupFileName,
  formatProtectedFileName,
  findBackupsToDelete,
  type BackupFile,
} from './backup-files.ts'
import type { BackupTasks } from './backup-task.ts'
import { attempt } from '../failure.ts'
import { moveDurably, syncFolder } from '../../files/durable-files.ts'
import { removeDatabaseFiles } from '../database-files.ts'
import { backupsFolder, damagedFolder, historyFileName, type PreparedHistory } from './replace-history.ts'

export interface Backups {
  /**
   * Makes a backup of the history, which may be in use, and deletes the backups that are no longer needed. Does nothing for a history
   * without messages. Fails with `history-damaged` if the history is damaged, or with the failure of the disk.
   */
  readonly create: () => Promise<Reply<void>>
  /** Whether the newest backup is a day old, or there is none. */
  readonly isDue: () => boolean
  readonly list: () => Promise<Reply<BackupList>>
  /** Copies a backup to a complete history that is ready to replace the current one. Fails with `backup-damaged`. */
  readonly prepareRestore: (id: string) => Promise<Reply<PreparedHistory>>
  /** Excludes the newest backup from the three that are kept, so that backups of an empty history do not push it out. */
  readonly protectNewest: () => Reply<void>
  /** Removes all backups, replaced histories included. */
  readonly removeAll: () => Reply<void>
  /** Removes the backups that are no longer needed, and unfinished ones. Do not call it while one is being made or prepared. */
  readonly prune: () => Reply<void>
}

interface BackupOptions {
  /** The folder of the history. */
  readonly folder: string
  readonly tasks: Omit<BackupTasks, 'stop'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The version of the schema that this version of Parley uses. */
  readonly latestVersion: number
}

/** Failures to make a backup are shown only after this time. */
const failureGracePeriodMs = 3 * dayMs
const unfinishedFileName = 'unfinished.sqlite'
const restoringFileName = 'history.restoring.sqlite'

export function createBackups({ folder, tasks, now, latestVersion }: BackupOptions): Backups {
  const backupsPath = join(folder, backupsFolder)
  let failure: Failure | null = null

  function getPath(backup: Pick<BackupFile, 'id'>): string {
    return join(backupsPath, getFileName(backup))
  }

  /** Newest first. */
  function listBackupFiles(): readonly BackupFile[] {
    return listFileNames(backupsPath)
      .map(parseBackupFileName)
      .filter((backup) => backup !== null)
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }

  function findNewest(): BackupFile | undefined {
    return listBackupFiles().find(({ kind }) => kind === 'regular')
  }

  /** The age of the newest regular backup. One from the future shows that the clock was wrong, and counts as old. */
  function getNewestAge(): number {
    const age = now() - (findNewest()?.createdAt ?? -Infinity)
    return age < 0 ? Infinity : age
  }

  const prune = (): Reply<void> =>
    attempt(() => {
      for (const backup of findBackupsToDelete(listBackupFiles(), latestVersion, now())) removeDatabaseFiles(getPath(backup))
      removeUnfinished()
      return succeeded(undefined)
    })

  function removeUnfinished(): void {
    for (const file of [join(backupsPath, unfinishedFileName), join(folder, restoringFileName)]) removeDatabaseFiles(file)
  }

  async function create(): Promise<Reply<void>> {
    const copy = join(backupsPath, unfinishedFileName)
    const folderResult = attempt(() => succeeded(mkdirSync(backupsPath, { recursive: true, mode: 0o700 })))
    if (!folderResult.ok) return folderResult
    const copied = await tasks.copy(join(folder, historyFileName), copy)
    if (!copied.ok) return copied
    return attempt(() => {
      const { version, content } = copied.value
      if (content.messages === 0) return succeeded(removeDatabaseFiles(copy))
      moveDurably(copy, join(backupsPath, formatBackupFileName(now(), version)))
      return prune()
    })
  }

  return {
    async create() {
      const created = await create()
      failure = created.ok ? null : created.failure
      return created
    },
    isDue: () => getNewestAge() >= dayMs,
    async list() {
      const files = listBackupFiles()
      const inspected = await tasks.inspect(files.map(getPath))
      if (!inspected.ok) return inspected
      const backups = files.flatMap(({ id, createdAt, kind }, index) => {
        const details = inspected.value[index]
        return details === undefined ? [] : [{ id, createdAt, kind, ...details }]
      })
      return succeeded({
        backups,
        failure: getNewestAge() >= failureGracePeriodMs ? failure : null,
        // A file and its journal count as one.
        damaged: [...new Set(listFileNames(join(folder, damagedFolder)).map((name) => name.replace(/-(wal|shm|journal)$/, '')))].toSorted(),
      })
    },
    async prepareRestore(id) {
      const backup = listBackupFiles().find((each) => each.id === id)
      if (backup === undefined) return failed('backup-damaged', 'No such backup')
      const file = join(folder, restoringFileName)
      const copied = await tasks.restore(getPath(backup), file)
      if (copied.ok) return succeeded({ file })
      return copied.failure.code === 'history-damaged' ? failed('backup-damaged', copied.failure.detail) : copied
    },
    protectNewest: () =>
      attempt(() => {
        const newest = findNewest()
        if (newest === undefined) return succeeded(undefined)
        renameSync(getPath(newest), join(backupsPath, formatProtectedFileName(newest)))
        syncFolder(backupsPath)
        return succeeded(undefined)
      }),
    removeAll: () =>
      attempt(() => {
        for (const backup of listBackupFiles()) removeDatabaseFiles(getPath(backup))
        removeUnfinished()
        return succeeded(undefined)
      }),
    prune,
  }
}

/** Empty if the folder does not exist or cannot be read. */
function listFileNames(folder: string): readonly string[] {
  const names = attempt(() => succeeded(readdirSync(folder)))
  return names.ok ? names.value : []
}
