// The backups of the history: when one is made, which are kept, and what is in them. A copy that is not in order never takes the
// place of one that is. Hides their folder and their names.

import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { failed, succeeded, type Failure, type Reply } from '../../../shared/failures.ts'
import type { BackupList } from '../../../shared/types/backups.ts'
import {
  backupFileName,
  dayMs,
  getFileName,
  parseBackupFileName,
  protectedFileName,
  findBackupsToDelete,
  type BackupFile,
} from './backup-files.ts'
import type { BackupTasks } from './backup-task.ts'
import { attempt } from '../failure.ts'
import { moveDurably, syncFolder } from '../../files/durable-files.ts'
import { removeDatabaseFiles } from '../store/database-files.ts'
import { latestVersion } from '../migrate.ts'
import { backupsFolder, damagedFolder, historyFileName, type PreparedHistory } from './replace-history.ts'

export interface Backups {
  /**
   * Makes one of the history as it is now, which may be in use, and lets go of what is not needed any more. A history without
   * conversations needs none. Fails with `history-damaged` when the history is, else with what was wrong with the disk.
   */
  readonly create: () => Promise<Reply<void>>
  /** The newest is a day old, or there is none. */
  readonly isDue: () => boolean
  readonly list: () => Promise<Reply<BackupList>>
  /** Makes a complete history of a backup, to be put in the place of the one that is there. Fails with `backup-damaged`. */
  readonly prepareRestore: (id: string) => Promise<Reply<PreparedHistory>>
  /** Keeps the newest from being replaced by backups of a history that begins anew. */
  readonly protectNewest: () => Reply<void>
  /** Removes every file of a backup, also of what was replaced. */
  readonly removeAll: () => Reply<void>
  /** Lets go of what is not needed any more, and of what a crash left half made. Not while one is made or prepared. */
  readonly prune: () => Reply<void>
}

/** For so long nobody has to hear that a backup could not be made. */
const failureGracePeriodMs = 3 * dayMs
const unfinishedFileName = 'unfinished.sqlite'
const restoringFileName = 'history.restoring.sqlite'

/** @param now milliseconds since 1970 */
export function createBackups(folder: string, tasks: Pick<BackupTasks, 'copy' | 'inspect'>, now: () => number): Backups {
  const backupsPath = join(folder, backupsFolder)
  let failure: Failure | null = null

  function listBackupFiles(): readonly BackupFile[] {
    return listFileNames(backupsPath)
      .map(parseBackupFileName)
      .filter((backup) => backup !== null)
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }

  /** How old the newest is. One from the future says that a clock was wrong, and counts as old. */
  function getNewestAge(): number {
    const age = now() - (listBackupFiles().find(({ kind }) => kind === 'regular')?.createdAt ?? -Infinity)
    return age < 0 ? Infinity : age
  }

  const prune = (): Reply<void> =>
    attempt(() => {
      for (const backup of findBackupsToDelete(listBackupFiles(), latestVersion, now()))
        removeDatabaseFiles(join(backupsPath, getFileName(backup)))
      removeLeftovers()
      return succeeded(undefined)
    })

  function removeLeftovers(): void {
    for (const leftover of [join(backupsPath, unfinishedFileName), join(folder, restoringFileName)]) removeDatabaseFiles(leftover)
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
      moveDurably(copy, join(backupsPath, backupFileName(now(), version)))
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
      const inspected = await tasks.inspect(files.map((backup) => join(backupsPath, getFileName(backup))))
      if (!inspected.ok) return inspected
      const backups = files.flatMap(({ id, createdAt, kind }, index) => {
        const details = inspected.value[index]
        return details === undefined ? [] : [{ id, createdAt, kind, ...details }]
      })
      return succeeded({
        backups,
        failure: getNewestAge() >= failureGracePeriodMs ? failure : null,
        // What SQLite put beside a file is moved along with it, and is told as one.
        damaged: [...new Set(listFileNames(join(folder, damagedFolder)).map((name) => name.replace(/-(wal|shm)$/, '')))].toSorted(),
      })
    },
    async prepareRestore(id) {
      const backup = listBackupFiles().find((each) => each.id === id)
      if (backup === undefined) return failed('backup-damaged', 'There is no such backup')
      const file = join(folder, restoringFileName)
      const copied = await tasks.copy(join(backupsPath, getFileName(backup)), file)
      if (copied.ok) return succeeded({ file })
      return copied.failure.code === 'history-damaged' ? failed('backup-damaged', copied.failure.detail) : copied
    },
    protectNewest: () =>
      attempt(() => {
        const newest = listBackupFiles().find(({ kind }) => kind === 'regular')
        if (newest === undefined) return succeeded(undefined)
        renameSync(join(backupsPath, getFileName(newest)), join(backupsPath, protectedFileName(newest)))
        syncFolder(backupsPath)
        return succeeded(undefined)
      }),
    removeAll: () =>
      attempt(() => {
        for (const backup of listBackupFiles()) removeDatabaseFiles(join(backupsPath, getFileName(backup)))
        removeLeftovers()
        return succeeded(undefined)
      }),
    prune,
  }
}

/** None where the folder is missing or cannot be read. */
function listFileNames(folder: string): readonly string[] {
  const names = attempt(() => succeeded(readdirSync(folder)))
  return names.ok ? names.value : []
}
