// The backups of the history: when one is made, which are kept, and what is in them. A copy that is not in order never takes the
// place of one that is. Hides their folder and their names.

import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { failed, succeeded, type Failure, type Reply } from '../../../shared/errors.ts'
import type { BackupList } from '../../../shared/types/backups.ts'
import { backupName, dayMs, fileOf, readBackupName, setApartName, superfluous, type NamedBackup } from './backup-names.ts'
import type { BackupTasks } from './backup-task.ts'
import { attempt } from '../failure.ts'
import { moveLasting, removeFile } from '../store/lasting.ts'
import { newestVersion } from '../migrate.ts'
import { backupsFolder, damagedFolder, fileName, type Next } from './replacing.ts'

export interface Backups {
  /**
   * Makes one of the history as it is now, which may be in use, and lets go of what is not needed any more. A history without
   * conversations needs none. Fails with `history-damaged` when the history is, else with what was wrong with the disk.
   */
  readonly make: () => Promise<Reply<void>>
  /** The newest is a day old, or there is none. */
  readonly isDue: () => boolean
  readonly list: () => Promise<Reply<BackupList>>
  /** Makes a complete history of a backup, to be put in the place of the one that is there. Fails with `backup-damaged`. */
  readonly prepare: (id: string) => Promise<Reply<Next>>
  /** Keeps the newest from being replaced by backups of a history that begins anew. */
  readonly setNewestApart: () => Reply<void>
  /** Removes every file of a backup, also of what was replaced. */
  readonly removeAll: () => Reply<void>
  /** Lets go of what is not needed any more, and of what a crash left half made. Not while one is made or prepared. */
  readonly tidy: () => Reply<void>
}

/** For so long nobody has to hear that a backup could not be made. */
const patienceMs = 3 * dayMs
const unfinished = 'unfinished.sqlite'
const restoring = 'history.restoring.sqlite'

/** @param now milliseconds since 1970 */
export function createBackups(folder: string, tasks: Pick<BackupTasks, 'copy' | 'look'>, now: () => number): Backups {
  const place = join(folder, backupsFolder)
  let failure: Failure | null = null

  function named(): readonly NamedBackup[] {
    return namesIn(place)
      .map(readBackupName)
      .filter((backup) => backup !== null)
      .toSorted((a, b) => b.madeAt - a.madeAt)
  }

  /** How old the newest is. One from the future says that a clock was wrong, and counts as old. */
  function ageOfNewest(): number {
    const age = now() - (named().find(({ kind }) => kind === 'kept')?.madeAt ?? -Infinity)
    return age < 0 ? Infinity : age
  }

  const tidy = (): Reply<void> =>
    attempt(() => {
      for (const backup of superfluous(named(), newestVersion, now())) removeFile(join(place, fileOf(backup)))
      removeLeftovers()
      return succeeded(undefined)
    })

  function removeLeftovers(): void {
    for (const leftover of [join(place, unfinished), join(folder, restoring)]) removeFile(leftover)
  }

  async function make(): Promise<Reply<void>> {
    const copy = join(place, unfinished)
    const isPlace = attempt(() => succeeded(mkdirSync(place, { recursive: true, mode: 0o700 })))
    if (!isPlace.ok) return isPlace
    const copied = await tasks.copy(join(folder, fileName), copy)
    if (!copied.ok) return copied
    return attempt(() => {
      const { version, content } = copied.value
      if (content.messages === 0) return succeeded(removeFile(copy))
      moveLasting(copy, join(place, backupName(now(), version)))
      return tidy()
    })
  }

  return {
    async make() {
      const made = await make()
      failure = made.ok ? null : made.failure
      return made
    },
    isDue: () => ageOfNewest() >= dayMs,
    async list() {
      const found = named()
      const looked = await tasks.look(found.map((backup) => join(place, fileOf(backup))))
      if (!looked.ok) return looked
      const backups = found.flatMap(({ id, madeAt, kind }, index) => {
        const inside = looked.value[index]
        return inside === undefined ? [] : [{ id, madeAt, kind, ...inside }]
      })
      return succeeded({
        backups,
        failure: ageOfNewest() >= patienceMs ? failure : null,
        // What SQLite put beside a file is moved along with it, and is told as one.
        damaged: [...new Set(namesIn(join(folder, damagedFolder)).map((name) => name.replace(/-(wal|shm)$/, '')))].toSorted(),
      })
    },
    async prepare(id) {
      const backup = named().find((each) => each.id === id)
      if (backup === undefined) return failed('backup-damaged', 'There is no such backup')
      const file = join(folder, restoring)
      const copied = await tasks.copy(join(place, fileOf(backup)), file)
      if (copied.ok) return succeeded({ file })
      return copied.failure.code === 'history-damaged' ? failed('backup-damaged', copied.failure.detail) : copied
    },
    setNewestApart: () =>
      attempt(() => {
        const newest = named().find(({ kind }) => kind === 'kept')
        if (newest !== undefined) renameSync(join(place, fileOf(newest)), join(place, setApartName(newest)))
        return succeeded(undefined)
      }),
    removeAll: () =>
      attempt(() => {
        for (const backup of named()) removeFile(join(place, fileOf(backup)))
        removeLeftovers()
        return succeeded(undefined)
      }),
    tidy,
  }
}

/** None where the folder is missing or cannot be read. */
function namesIn(folder: string): readonly string[] {
  const names = attempt(() => succeeded(readdirSync(folder)))
  return names.ok ? names.value : []
}
