// The history: one file that holds every conversation. Opens it, creates its stores, and closes it.

import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../shared/failures.ts'
import type { MonthlyKeyUsage } from '../../shared/types/keys.ts'
import { createBranchStore, type BranchStore } from './store/branches.ts'
import { createConversationStore, type ConversationStore } from './store/conversations.ts'
import { openDatabase, type DatabaseOptions } from './database.ts'
import { createDraftStore, type DraftStore } from './store/drafts.ts'
import { attempt } from './failure.ts'
import { createForkStore, type ForkStore } from './store/forks.ts'
import { createImageStore, type ImageStore } from './store/images.ts'
import { createKeyUsageReader } from './store/key-usage.ts'
import { createMessageReader } from './store/messages.ts'
import { createPurge, type Purge } from './store/purge.ts'
import { historyFileName } from './backup/replace-history.ts'
import { interruptOrphanedRuns, createRunStore, type LiveRuns, type RunStore } from './store/run-store.ts'
import { createSearch, type Search } from './search/search.ts'
import { createSetupStore, type SetupStore } from './store/setups.ts'

/**
 * Synchronous except for `fork`, `find`, `readText`, `purgeDeleted` and `close`: when a call returns, its changes are on the disk. Besides
 * the failures documented with each call, every call can fail with `history-full-disk`, `history-cannot-write` or `history-damaged`.
 */
export interface History
  extends
    Omit<ConversationStore, 'getSummaryByNumber'>,
    BranchStore,
    ForkStore,
    RunStore,
    DraftStore,
    SetupStore,
    ImageStore,
    Pick<Purge, 'purgeDeleted'>,
    Pick<Search, 'find' | 'readText'> {
  /** How much each key was used in each month, newest first. Deleting conversations does not change it. */
  readonly listKeyUsage: () => Reply<readonly MonthlyKeyUsage[]>
  /** Writes everything into the one file and closes it. No call may follow. */
  readonly close: () => Promise<void>
}

interface HistoryOptions extends DatabaseOptions {
  /** The path of the search worker in this build. */
  readonly searchWorker: string | URL
}

/** Opens or creates the history in `folder`; fails as `openDatabase` does. Runs that a crash left running become interrupted. */
export async function openHistory(folder: string, { searchWorker, ...databaseOptions }: HistoryOptions): Promise<Reply<History>> {
  const opened = await openDatabase(folder, databaseOptions)
  if (!opened.ok) return opened
  const database = opened.value
  const history = attempt(() => succeeded(createHistory(database, createSearch(join(folder, historyFileName), searchWorker))))
  if (!history.ok) database.close()
  return history
}

function createHistory(database: Database, search: Search): History {
  const liveRuns: LiveRuns = new Map()
  const messages = createMessageReader(database, (runId) => liveRuns.has(runId))
  const drafts = createDraftStore(database)
  const setups = createSetupStore(database)
  const { getSummaryByNumber, ...conversations } = createConversationStore(database, messages, drafts, setups)
  const purge = createPurge(database)
  // May fail on a full disk. The history can be read all the same, and these runs read as interrupted.
  interruptOrphanedRuns(database)

  return {
    ...conversations,
    ...createBranchStore(database, messages),
    ...createForkStore(database, messages),
    ...createRunStore(database, { liveRuns, messages, getSummaryByNumber }),
    ...drafts,
    ...setups,
    ...createImageStore(database),
    purgeDeleted: purge.purgeDeleted,
    find: search.find,
    readText: search.readText,
    listKeyUsage: createKeyUsageReader(database),
    async close() {
      await search.close()
      attempt(() => {
        purge.finish()
        // A backup in progress keeps reading. The journal that it holds on to is merged into the file at the next start.
        database.pragma('busy_timeout = 0')
        return succeeded(database.pragma('wal_checkpoint(truncate)'))
      })
      database.close()
    },
  }
}
