// The history that is in use, and changing it for another one: opened again, restored from a backup, begun anew. Hides that calls
// wait meanwhile, that whoever works on the history is done first, when backups are made, and what is known of damage.

import type { Log } from '../logging/log.ts'
import { failed, succeeded, type Failure, type Reply } from '../../shared/errors.ts'
import type { BackupList, HistoryTrouble } from '../../shared/types/backups.ts'
import { createBackupTasks } from './backup/backup-task.ts'
import { createBackups } from './backup/backups.ts'
import { prepareEmpty } from './database.ts'
import { attempt } from './failure.ts'
import { openHistory, type History } from './history.ts'
import { decideOn, type Next } from './backup/replacing.ts'

/** Whoever works on an opened history for longer than a call. */
interface User {
  /** Resolves when everything is saved and nothing more will come. */
  readonly drain: () => Promise<void>
}

export interface Archive<Using extends User> {
  /** Does the work on the history, once one is open, or says why there is none. */
  readonly withHistory: <Value>(work: (history: History, user: Using) => Reply<Value> | Promise<Reply<Value>>) => Promise<Reply<Value>>
  /** What is known to be wrong with the history now. */
  readonly trouble: () => Promise<HistoryTrouble | null>
  /** Tries once more what failed: a disk may have room again. */
  readonly openAgain: () => Promise<Reply<void>>
  readonly backups: () => Promise<Reply<BackupList>>
  /** Puts a backup in the place of the history, which is kept. At any failure the history is what it was. */
  readonly restore: (id: string) => Promise<Reply<void>>
  /** Puts an empty history in the place of the one that is there, which is kept. */
  readonly startAnew: () => Promise<Reply<void>>
  readonly removeBackups: () => Promise<Reply<void>>
  /** Forgets for good what was deleted at or before this time. */
  readonly purge: (deletedBefore: number) => Promise<void>
  readonly close: () => Promise<void>
}

interface ArchiveParts<Using extends User> {
  readonly folder: string
  /** The paths of the two threads' programs as they stand in this build. */
  readonly workers: { readonly search: string | URL; readonly backup: string | URL }
  /** Whoever works on a history that was just opened. */
  readonly makeUser: (history: History) => Using
  /** Damage has shown in a history that is open. */
  readonly tellDamage: (failure: Failure) => void
  readonly log: Pick<Log, 'warn'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** When it is first looked whether a backup is due, and how often from then on. Not while the window still opens. */
  readonly backUp?: { readonly firstMs: number; readonly everyMs: number }
}

interface InUse<Using> {
  readonly history: History
  readonly user: Using
}

/** Opens the history in `folder`, or makes one. Returns at once: calls wait until it is open. */
export function openArchive<Using extends User>({
  folder,
  workers,
  makeUser,
  tellDamage,
  log,
  now,
  backUp = { firstMs: 10_000, everyMs: 60 * 60 * 1000 },
}: ArchiveParts<Using>): Archive<Using> {
  const tasks = createBackupTasks(workers.backup)
  const backups = createBackups(folder, tasks, now)
  let damage: Failure | null = null
  let isClosed = false
  let current = open(backups.make)
  let turn: Promise<unknown> = current.catch(() => undefined)
  const first = setTimeout(() => void backUpIfDue(), backUp.firstMs).unref()
  const hourly = setInterval(() => void backUpIfDue(), backUp.everyMs).unref()

  async function open(beforeMigrating?: () => Promise<Reply<void>>): Promise<Reply<InUse<Using>>> {
    const opened = await openHistory(folder, { searchWorker: workers.search, beforeMigrating })
    if (!opened.ok) return opened
    const history = opened.value
    void forget(history, now())
    return succeeded({ history, user: makeUser(watched(history)) })
  }

  /** What a run saves while it goes on is no call of `withHistory`. */
  function watched(history: History): History {
    return {
      ...history,
      savePartial: (...given) => noted(history.savePartial(...given)),
      endRun: (...given) => noted(history.endRun(...given)),
    }
  }

  async function withHistory<Value>(work: (history: History, user: Using) => Reply<Value> | Promise<Reply<Value>>): Promise<Reply<Value>> {
    const awaited = current
    const opened = await awaited
    // Another history came while this one was waited for.
    if (awaited !== current) return withHistory(work)
    if (!opened.ok) return opened
    return noted(await work(opened.value.history, opened.value.user))
  }

  function noted<Value>(reply: Reply<Value>): Reply<Value> {
    if (!reply.ok) noteDamage(reply.failure)
    return reply
  }

  function noteDamage(failure: Failure): void {
    if (failure.code !== 'history-damaged' || damage !== null) return
    damage = failure
    tellDamage(failure)
  }

  /** One after the other: backups, restores and all else that handles whole files. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  async function exchange(change: () => Reply<void>, beforeMigrating?: () => Promise<Reply<void>>): Promise<Reply<void>> {
    const before = current
    const exchanged = before.then(async (opened) => {
      if (opened.ok) {
        await opened.value.user.drain()
        await opened.value.history.close()
      }
      const changed = change()
      if (changed.ok) damage = null
      return { changed, opened: await open(beforeMigrating) }
    })
    current = exchanged.then(({ opened }) => opened)
    const { changed, opened } = await exchanged
    return !changed.ok || opened.ok ? changed : opened
  }

  /** Puts `next` in the history's place. What cannot be opened, or only in part, goes where nothing is ever deleted. */
  async function replaceBy(next: Reply<Next>): Promise<Reply<void>> {
    if (!next.ok) return next
    if (isClosed) return failed('internal', 'Parley is closing')
    const over = damage === null && (await current).ok ? 'sound' : 'damaged'
    return exchange(() => attempt(() => succeeded(decideOn(next.value, over))))
  }

  async function backUpIfDue(): Promise<void> {
    await inTurn(async () => {
      backups.tidy()
      const opened = await current
      if (isClosed || !opened.ok || !backups.isDue() || isEmpty(opened.value.history)) return
      const made = await backups.make()
      if (made.ok || isClosed) return
      log.warn('The history could not be backed up', made.failure)
      noteDamage(made.failure)
    })
  }

  async function forget(history: History, deletedBefore: number): Promise<void> {
    const purged = await history.purgeDeleted(deletedBefore)
    if (!purged.ok) log.warn('What was deleted could not be purged yet', purged.failure)
  }

  return {
    withHistory,
    async trouble() {
      const opened = await current
      if (!opened.ok) return { failure: opened.failure, isOpen: false }
      return damage === null ? null : { failure: damage, isOpen: true }
    },
    openAgain: () =>
      inTurn(async () => {
        const opened = await current
        return opened.ok ? succeeded(undefined) : exchange(() => succeeded(undefined), backups.make)
      }),
    backups: backups.list,
    restore: (id) =>
      inTurn(async () => {
        const restored = await replaceBy(await backups.prepare(id))
        if (restored.ok) backups.tidy()
        return restored
      }),
    startAnew: () =>
      inTurn(async () => {
        const begun = await replaceBy(await prepareEmpty(folder))
        return begun.ok ? backups.setNewestApart() : begun
      }),
    removeBackups: () => inTurn(async () => backups.removeAll()),
    async purge(deletedBefore) {
      const opened = await current
      if (opened.ok) await forget(opened.value.history, deletedBefore)
    },
    async close() {
      isClosed = true
      clearTimeout(first)
      clearInterval(hourly)
      const opened = await current
      if (opened.ok) {
        await opened.value.user.drain()
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
