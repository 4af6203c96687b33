// The history that is in use, and changing it for another one: opened again, restored from a backup, begun anew. Hides that calls
// wait meanwhile, that whoever works on the history is done first, when backups are made, and what is known of damage.

import type { Log } from '../logging/log.ts'
import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import type { BackupList, HistoryProblem } from '../../shared/types/backups.ts'
import { createBackupTasks } from './backup/backup-task.ts'
import { createBackups } from './backup/backups.ts'
import { prepareEmpty } from './database.ts'
import { attempt } from './failure.ts'
import { openHistory, type History } from './history.ts'
import { commitReplacement, type PreparedHistory } from './backup/replace-history.ts'

/** Whoever works on an opened history for longer than a call. */
interface HistoryClient {
  /** Resolves when everything is saved and nothing more will come. */
  readonly drain: () => Promise<void>
}

export interface Archive<Client extends HistoryClient> {
  /** Does the work on the history, once one is open, or says why there is none. */
  readonly withHistory: <Value>(work: (history: History, client: Client) => Reply<Value> | Promise<Reply<Value>>) => Promise<Reply<Value>>
  /** What is known to be wrong with the history now. */
  readonly getProblem: () => Promise<HistoryProblem | null>
  /** Tries once more what failed: a disk may have room again. */
  readonly reopen: () => Promise<Reply<void>>
  readonly listBackups: () => Promise<Reply<BackupList>>
  /** Puts a backup in the place of the history, which is kept. At any failure the history is what it was. */
  readonly restore: (id: string) => Promise<Reply<void>>
  /** Puts an empty history in the place of the one that is there, which is kept. */
  readonly startEmpty: () => Promise<Reply<void>>
  readonly removeBackups: () => Promise<Reply<void>>
  /** Forgets for good what was deleted at or before this time. */
  readonly purge: (deletedBefore: number) => Promise<void>
  readonly close: () => Promise<void>
}

interface ArchiveOptions<Client extends HistoryClient> {
  readonly folder: string
  /** The paths of the two threads' programs as they stand in this build. */
  readonly workers: { readonly search: string | URL; readonly backup: string | URL }
  /** Whoever works on a history that was just opened. */
  readonly createClient: (history: History) => Client
  /** Damage has shown in a history that is open. */
  readonly reportDamage: (failure: Failure) => void
  readonly log: Pick<Log, 'warn'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** When it is first looked whether a backup is due, and how often from then on. Not while the window still opens. */
  readonly backupSchedule?: { readonly initialDelayMs: number; readonly intervalMs: number }
}

interface ActiveHistory<Client> {
  readonly history: History
  readonly client: Client
}

/** Opens the history in `folder`, or makes one. Returns at once: calls wait until it is open. */
export function openArchive<Client extends HistoryClient>({
  folder,
  workers,
  createClient,
  reportDamage,
  log,
  now,
  backupSchedule = { initialDelayMs: 10_000, intervalMs: 60 * 60 * 1000 },
}: ArchiveOptions<Client>): Archive<Client> {
  const tasks = createBackupTasks(workers.backup)
  const backups = createBackups(folder, tasks, now)
  let damage: Failure | null = null
  let isClosed = false
  let current = open(backups.create)
  let lock: Promise<unknown> = current.catch(() => undefined)
  const initialTimer = setTimeout(() => void backUpIfDue(), backupSchedule.initialDelayMs).unref()
  const intervalTimer = setInterval(() => void backUpIfDue(), backupSchedule.intervalMs).unref()

  async function open(beforeMigrating?: () => Promise<Reply<void>>): Promise<Reply<ActiveHistory<Client>>> {
    const opened = await openHistory(folder, { searchWorker: workers.search, beforeMigrating })
    if (!opened.ok) return opened
    const history = opened.value
    void purgeHistory(history, now())
    return succeeded({ history, client: createClient(withDamageDetection(history)) })
  }

  /** What a run saves while it goes on is no call of `withHistory`. */
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
    // Another history came while this one was waited for.
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

  /** One after the other: backups, restores and all else that handles whole files. */
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

  /** Puts `next` in the history's place. What cannot be opened, or only in part, goes where nothing is ever deleted. */
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
    if (!purged.ok) log.warn('What was deleted could not be purged yet', purged.failure)
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
        const started = await replaceWith(await prepareEmpty(folder))
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

/** Spares the thread that would find nothing to keep. */
function isEmpty(history: History): boolean {
  const page = history.list(null)
  return page.ok && page.value.conversations.length === 0
}
