// The history: one file that holds every conversation. Opens it, hands its parts to each other, and closes it.

import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../shared/errors.ts'
import type { KeyUse } from '../../shared/types/keys.ts'
import { keptBranches, type Branches } from './store/branches.ts'
import { keptConversations, type Conversations } from './store/conversations.ts'
import { openDatabase } from './database.ts'
import { keptDrafts, type Drafts } from './store/drafts.ts'
import { attempt } from './failure.ts'
import { keptForks, type Forks } from './store/forks.ts'
import { keptImages, type Images } from './store/images.ts'
import { readKeyUses } from './store/key-uses.ts'
import { readMessages } from './store/messages.ts'
import { createPurge, type Purge } from './store/purge.ts'
import { fileName } from './backup/replacing.ts'
import { interruptLeftRuns, savedRuns, type LiveRuns, type SavedRuns } from './store/saved-runs.ts'
import { createSearch, type Search } from './search/search.ts'
import { keptSetups, type Setups } from './store/setups.ts'

/**
 * Synchronous but for `fork`, `find`, `said`, `purgeDeleted` and `close`: when a call returns, what it saved is on the disk. Beside the failures
 * told of each call, any can fail with `history-full-disk`, `history-cannot-write` or `history-damaged`.
 */
export interface History
  extends
    Omit<Conversations, 'listed'>,
    Branches,
    Forks,
    SavedRuns,
    Drafts,
    Setups,
    Images,
    Pick<Purge, 'purgeDeleted'>,
    Pick<Search, 'find' | 'said'> {
  /** What each key did in each month, newest first. Outlives the conversations. */
  readonly keyUses: () => Reply<readonly KeyUse[]>
  /** Puts everything into the one file and closes it. Nothing may be called after it. */
  readonly close: () => Promise<void>
}

interface HistoryParts {
  /** The path of search-worker as it stands in this build. */
  readonly searchWorker: string | URL
  /** Awaited before a history of an earlier version is touched; when it fails, so does opening. */
  readonly beforeMigrating?: (() => Promise<Reply<void>>) | undefined
}

/** Opens the history in `folder`, or makes one; fails as `openDatabase` does. What a crash left running is interrupted by this. */
export async function openHistory(folder: string, { searchWorker, beforeMigrating }: HistoryParts): Promise<Reply<History>> {
  const opened = await openDatabase(folder, beforeMigrating)
  if (!opened.ok) return opened
  const database = opened.value
  const history = attempt(() => succeeded(historyOver(database, createSearch(join(folder, fileName), searchWorker))))
  if (!history.ok) database.close()
  return history
}

function historyOver(database: Database, search: Search): History {
  const live: LiveRuns = new Map()
  const messages = readMessages(database, (runId) => live.has(runId))
  const drafts = keptDrafts(database)
  const setups = keptSetups(database)
  const { listed, ...conversations } = keptConversations(database, messages, drafts, setups)
  const purge = createPurge(database)
  // On a full disk this must wait; what is there can still be read, and reads as interrupted.
  interruptLeftRuns(database)

  return {
    ...conversations,
    ...keptBranches(database, messages),
    ...keptForks(database, messages),
    ...savedRuns(database, { live, messages, listed }),
    ...drafts,
    ...setups,
    ...keptImages(database),
    purgeDeleted: purge.purgeDeleted,
    find: search.find,
    said: search.said,
    keyUses: readKeyUses(database),
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
