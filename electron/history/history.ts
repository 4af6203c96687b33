// The history: one file that holds every conversation. Opens it, hands its parts to each other, and closes it.

import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../shared/failures.ts'
import type { MonthlyKeyUsage } from '../../shared/types/keys.ts'
import { createBranchStore, type BranchStore } from './store/branches.ts'
import { createConversationStore, type ConversationStore } from './store/conversations.ts'
import { openDatabase } from './database.ts'
import { createDraftStore, type DraftStore } from './store/drafts.ts'
import { attempt } from './failure.ts'
import { createForkStore, type ForkStore } from './store/forks.ts'
import { createImageStore, type ImageStore } from './store/images.ts'
import { createKeyUsesReader } from './store/key-uses.ts'
import { createMessageReader } from './store/messages.ts'
import { createPurge, type Purge } from './store/purge.ts'
import { historyFileName } from './backup/replace-history.ts'
import { interruptOrphanedRuns, createRunStore, type LiveRuns, type RunStore } from './store/run-store.ts'
import { createSearch, type Search } from './search/search.ts'
import { createSetupStore, type SetupStore } from './store/setups.ts'

/**
 * Synchronous but for `fork`, `find`, `readText`, `purgeDeleted` and `close`: when a call returns, what it saved is on the disk. Beside the failures
 * told of each call, any can fail with `history-full-disk`, `history-cannot-write` or `history-damaged`.
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
  /** What each key did in each month, newest first. Outlives the conversations. */
  readonly keyUses: () => Reply<readonly MonthlyKeyUsage[]>
  /** Puts everything into the one file and closes it. Nothing may be called after it. */
  readonly close: () => Promise<void>
}

interface HistoryOptions {
  /** The path of search-worker as it stands in this build. */
  readonly searchWorker: string | URL
  /** Awaited before a history of an earlier version is touched; when it fails, so does opening. */
  readonly beforeMigrating?: (() => Promise<Reply<void>>) | undefined
}

/** Opens the history in `folder`, or makes one; fails as `openDatabase` does. What a crash left running is interrupted by this. */
export async function openHistory(folder: string, { searchWorker, beforeMigrating }: HistoryOptions): Promise<Reply<History>> {
  const opened = await openDatabase(folder, beforeMigrating)
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
  // On a full disk this must wait; what is there can still be read, and reads as interrupted.
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
    keyUses: createKeyUsesReader(database),
    async close() {
      await search.close()
      attempt(() => {
        purge.finish()
        // A backup that is being made reads on: what it keeps in the journal is folded into the file at the next start.
        database.pragma('busy_timeout = 0')
        return succeeded(database.pragma('wal_checkpoint(truncate)'))
      })
      database.close()
    },
  }
}
