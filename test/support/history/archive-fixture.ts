// Archives for specs: opened ones, their backups, and their files.

import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openArchive } from '../../../electron/history/archive.ts'
import { createBackupTasks } from '../../../electron/history/backup/backup-task.ts'
import { createBackups } from '../../../electron/history/backup/backups.ts'
import { migrations, type Migrations } from '../../../electron/history/migrate.ts'
import type { History } from '../../../electron/history/history.ts'
import type { Failure } from '../../../shared/failures.ts'
import { savePromptAndAnswer, searchWorker, unwrap } from './history-fixture.ts'

export const backupWorker = new URL('../../../electron/history/backup/backup-worker.ts', import.meta.url)

/** Backups of the history in `folder`, with a clock that the spec sets. */
export function createTestBackups(folder: string, clock: { now: number }) {
  return createBackups({ folder, tasks: createBackupTasks(backupWorker), now: () => clock.now, latestVersion: migrations.length })
}

/** The page size of SQLite. */
const pageSize = 4_096

interface ArchiveFixtureOptions {
  readonly now?: () => number
  readonly backUp?: { readonly initialDelayMs: number; readonly intervalMs: number }
  readonly drain?: () => Promise<void>
  readonly migrations?: Migrations
}

/** An archive as in the app, with what it reported. It makes backups only if `backUp` is set. */
export function openTestArchive(folder: string, options: ArchiveFixtureOptions = {}) {
  const reportedFailures: Failure[] = []
  const warnings: string[] = []
  const archive = openArchive({
    folder,
    workers: { search: searchWorker, backup: backupWorker },
    createClient: (history) => ({ history, drain: options.drain ?? (async () => undefined) }),
    reportDamage: (failure) => void reportedFailures.push(failure),
    log: { warn: (text) => void warnings.push(text) },
    now: options.now ?? Date.now,
    backupSchedule: options.backUp ?? { initialDelayMs: 2 ** 30, intervalMs: 2 ** 30 },
    migrations: options.migrations,
  })
  return {
    ...archive,
    reportedFailures,
    warnings,
    async listTitles(): Promise<readonly string[]> {
      return unwrap(await archive.withHistory((history) => history.list(null))).conversations.map(({ title }) => title)
    },
    async savePrompt(prompt: string): Promise<void> {
      unwrap(
        await archive.withHistory((history: History) => ({
          ok: true,
          value: savePromptAndAnswer(history, prompt, 'Yes.', { startedAt: Date.now() }),
        })),
      )
    },
  }
}

export type ArchiveFixture = ReturnType<typeof openTestArchive>

/** The files of one of the history's folders; none if the folder does not exist. */
export function listFileNames(folder: string, inner: 'backups' | 'damaged'): readonly string[] {
  try {
    return readdirSync(join(folder, inner)).toSorted()
  } catch {
    return []
  }
}

/** Saves a prompt so long that it fills pages of the history's file that nothing else is in, and a short one after it. */
export async function saveLongPrompt(archive: ArchiveFixture): Promise<void> {
  await archive.savePrompt(`Deep down ${'and deeper '.repeat(900)}`)
  await archive.savePrompt('On top')
}

/** Damages a page of the file that only the long prompt fills. The app may have the file open. */
export function damageLongPrompt(file: string): void {
  const bytes = readFileSync(file)
  const pages = Array.from({ length: bytes.length / pageSize }, (_, index) => index * pageSize)
  const page = pages.find((from) => bytes.toString('latin1', from, from + pageSize).split('deeper').length > 360)
  if (page === undefined) throw new Error('The file has no page of the long prompt')
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(pageSize, 0xa5), 0, pageSize, page)
  closeSync(handle)
}
