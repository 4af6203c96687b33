// Archives for specs: an opened one over a folder, its backups, and what their files hold.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openArchive } from '../../../electron/history/archive.ts'
import { createBackupTasks } from '../../../electron/history/backup/backup-task.ts'
import { createBackups } from '../../../electron/history/backup/backups.ts'
import type { History } from '../../../electron/history/history.ts'
import type { Failure } from '../../../shared/errors.ts'
import { saveTurn, searchWorker, valueOf } from './history-fixture.ts'

export const backupWorker = new URL('../../../electron/history/backup/backup-worker.ts', import.meta.url)

/** Backups of the history in `folder`, by a clock that the spec sets. */
export function backupsOf(folder: string, clock: { now: number }) {
  return createBackups(folder, createBackupTasks(backupWorker), () => clock.now)
}

interface ArchiveGiven {
  readonly now?: () => number
  readonly backUp?: { readonly firstMs: number; readonly everyMs: number }
  readonly drain?: () => Promise<void>
}

/** An archive as main has it, with what it told. Backups are made only when `backUp` says so. */
export function archiveOver(folder: string, given: ArchiveGiven = {}) {
  const told: Failure[] = []
  const warned: string[] = []
  const archive = openArchive({
    folder,
    workers: { search: searchWorker, backup: backupWorker },
    makeUser: (history) => ({ history, drain: given.drain ?? (async () => undefined) }),
    tellDamage: (failure) => void told.push(failure),
    log: { warn: (text) => void warned.push(text) },
    now: given.now ?? Date.now,
    backUp: given.backUp ?? { firstMs: 2 ** 30, everyMs: 2 ** 30 },
  })
  return {
    ...archive,
    told,
    warned,
    async titles(): Promise<readonly string[]> {
      return valueOf(await archive.withHistory((history) => history.list(null))).conversations.map(({ title }) => title)
    },
    async save(prompt: string): Promise<void> {
      valueOf(
        await archive.withHistory((history: History) => ({
          ok: true,
          value: saveTurn(history, prompt, 'Yes.', { startedAt: Date.now() }),
        })),
      )
    },
  }
}

export type ArchiveFixture = ReturnType<typeof archiveOver>

/** The files of one of the history's own folders; none where there is no such folder. */
export function namesIn(folder: string, inner: 'backups' | 'damaged'): readonly string[] {
  try {
    return readdirSync(join(folder, inner)).toSorted()
  } catch {
    return []
  }
}
