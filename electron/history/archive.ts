// Owns the history in use, and replaces it: reopened, restored from a backup, or started empty. Hides that calls wait during a
// replacement, that runs are finished first, when backups are made, and when damage is reported.

import type { Log } from '../logging/log.ts'
import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import type { BackupList, HistoryProblem } from '../../shared/types/backups.ts'
import { createBackupTasks } from './backup/backup-task.ts'
import { createBackups } from './backup/backups.ts'
import { prepareEmpty } from './database.ts'
import { attempt } from './failure.ts'
import { openHistory, type History } from './history.ts'
import { migrations as allMigrations, type Migrations } from './migrate.ts'
import { commitReplacement, type PreparedHistory } from './backup/replace-history.ts'

/** A part of the app that uses an open history beyond single calls. */
interface HistoryClient {
  /** Resolves when everything is saved and no call will follow. */
  readonly drain: () => Promise<void>
}

export interface Archive<Client extends HistoryClient> {
  /** Runs `work` as soon as a history is open. Fails if opening failed. */
  readonly withHistory: <Value>(work: (history: History, client: Client) => Reply<Value> | Promise<Reply<Value>>) => Promise<Reply<Value>>
  /** The known problem of the history; null if there is none. */
  readonly getProblem: () => Promise<HistoryProblem | null>
  /** Tries again to open a history that could not be opened: the disk may have space now. */
  readonly reopen: () => Promise<Reply<void>>
  readonly listBackups: () => Promise<Reply<BackupList>>
  /** Replaces the history with a backup, and keeps the replaced file. If it fails, the history stays as it is. */
  readonly restore: (id: string) => Promise<Reply<void>>
  /** Replaces the history with an empty one, and keeps the replaced file. */
  readonly startEmpty: () => Promise<Reply<void>>
  readonly removeBackups: () => Promise<Reply<void>>
  /** Purges what was deleted at or before this time (milliseconds since 1970). */
  readonly purge: (deletedBefore: number) => Promise<void>
  readonly close: () => Promise<void>
}

interface ArchiveOptions<Client extends HistoryClient> {
  readonly folder: string
  /** The paths of the two workers in this build. */
  readonly workers: { readonly search: string | URL; readonly backup: string | URL }
  /** Creates the client of a history that has just been opened. */
  readonly createClient: (history: History) => Client
  /** Called when an open history turns out to be damaged. */
  readonly reportDamage: (failure: Failure) => void
  readonly log: Pick<Log, 'warn'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** When to check first whether a backup is due, and how often after that. The first check waits until the window has opened. */
  readonly backupSchedule?: { readonly initialDelayMs: number; readonly intervalMs: number }
  readonly migrations?: Migrations | undefined
}

interface ActiveHistory<Client> {
  readonly history: History
  readonly client: Client
}

/** Opens or creates the history in `folder`. Returns at once: calls wait until it is open. */
export function openArchive<Client extends HistoryClient>({
  folder,
  workers,
  createClient,
  reportDamage,
  log,
  now,
  backupSchedule = { initialDelayMs: 10_000, intervalMs: 60 * 60 * 1000 },
  migrations = allMigrations,
}: ArchiveOptions<Client>): Archive<Client> {
  const tasks = createBackupTasks(workers.backup)
  const backups = createBackups({ folder, tasks, now, latestVersion: migrations.length })
  let damage: Failure | null = null
  let isClosed = false
  let current = open(backups.create)
  let lock: Promise<unknown> = current.catch(() => undefined)
  const initialTimer = setTimeout(() => void backUpIfDue(), backupSchedule.initialDelayMs).unref()
  const intervalTimer = setInterval(() => void backUpIfDue(), backupSchedule.intervalMs).unref()

  async function open(beforeMigrating?: () => Promise<Reply<void>>): Promise<Reply<ActiveHistory<Client>>> {
    const opened = await openHistory(folder, { searchWorker: workers.search, beforeMigrating, migrations })
    if (!opened.ok) return opened
    const history = opened.value
    void purgeHistory(history, now())
    return succeeded({ history, client: createClient(withDamageDetection(history)) })
  }

  /** The client saves runs directly, without `withHistory`. */
  function withDamageDetection(history: History): History {
    return {
      ...history,
      savePartial: (...args) => checkForDamage(history.savePartial(...args)),
      endRun: (...args) => checkForDamage(history.endRun(...args)),
    }
  }

  async function withHistory<Value>(
    work: (history: History, client: Client) => Reply<Value> | Promise<Reply<Value>>,
  ): Promise<Reply<Value>> {
    const awaited = current
    const opened = await awaited
    // The history was replaced while this call waited for it.
    if (awaited !== current) return withHistory(work)
    if (!opened.ok) return opened
    return checkForDamage(await work(opened.value.history, opened.value.client))
  }

  function checkForDamage<Value>(reply: Reply<Value>): Reply<Value> {
    if (!reply.ok) recordDamage(reply.failure)
    return reply
  }

  function recordDamage(failure: Failure): void {
    if (failure.code !== 'history-damaged' || damage !== null) return
    damage = failure
    reportDamage(failure)
  }

  /** Backups, restores and everything else that handles whole files run one at a time. */
  function runExclusive<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = lock.then(work)
    lock = result.catch(() => undefined)
    return result
  }

  async function swapHistory(replace: () => Reply<void>, beforeMigrating?: () => Promise<Reply<void>>): Promise<Reply<void>> {
    const previous = current
    const swapped = previous.then(async (opened) => {
      if (opened.ok) {
        await opened.value.client.drain()
        await opened.value.history.close()
      }
      const replaced = replace()
      if (replaced.ok) damage = null
      return { replaced, opened: await open(beforeMigrating) }
    })
    current = swapped.then(({ opened }) => opened)
    const { replaced, opened } = await swapped
    return !replaced.ok || opened.ok ? replaced : opened
  }

  /** Replaces the history with `prepared`. A history that is damaged, or cannot be opened, moves to the folder that is never cleared. */
  async function replaceWith(prepared: Reply<PreparedHistory>): Promise<Reply<void>> {
    if (!prepared.ok) return prepared
    if (isClosed) return failed('internal', 'Parley is closing')
    const state = damage === null && (await current).ok ? 'sound' : 'damaged'
    return swapHistory(() => attempt(() => succeeded(commitReplacement(prepared.value, state))))
  }

  async function backUpIfDue(): Promise<void> {
    await runExclusive(async () => {
      backups.prune()
      const opened = await current
      if (isClosed || !opened.ok || !backups.isDue() || isEmpty(opened.value.history)) return
      const created = await backups.create()
      if (created.ok || isClosed) return
      log.warn('The history could not be backed up', created.failure)
      recordDamage(created.failure)
    })
  }

  async function purgeHistory(history: History, deletedBefore: number): Promise<void> {
    const purged = await history.purgeDeleted(deletedBefore)
    if (!purged.ok) log.warn('Deleted content could not be purged yet', purged.failure)
  }

  return {
    withHistory,
    async getProblem() {
      const opened = await current
      if (!opened.ok) return { failure: opened.failure, isOpen: false }
      return damage === null ? null : { failure: damage, isOpen: true }
    },
    reopen: () =>
      runExclusive(async () => {
        const opened = await current
        return opened.ok ? succeeded(undefined) : swapHistory(() => succeeded(undefined), backups.create)
      }),
    listBackups: backups.list,
    restore: (id) =>
      runExclusive(async () => {
        const restored = await replaceWith(await backups.prepareRestore(id))
        if (restored.ok) backups.prune()
        return restored
      }),
    startEmpty: () =>
      runExclusive(async () => {
        const started = await replaceWith(await prepareEmpty(folder, migrations))
        return started.ok ? backups.protectNewest() : started
      }),
    removeBackups: () => runExclusive(async () => backups.removeAll()),
    async purge(deletedBefore) {
      const opened = await current
      if (opened.ok) await purgeHistory(opened.value.history, deletedBefore)
    },
    async close() {
      isClosed = true
      clearTimeout(initialTimer)
      clearInterval(intervalTimer)
      const opened = await current
      if (opened.ok) {
        await opened.value.client.drain()
        await opened.value.history.close()
      }
      await tasks.stop()
    },
  }
}

/** Checked before a backup, so that none is made of a history without conversations. */
function isEmpty(history: History): boolean {
  const page = history.list(null)
  return page.ok && page.value.conversations.length === 0
}
