// What becomes of the history when something is wrong with it: its troubles and its backups.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../failures.ts'

export interface HistoryProblem {
  readonly failure: Failure
  /** False: nothing can be asked, as a prompt is saved before it is sent. True: what can be read of it is shown. */
  readonly isOpen: boolean
}

/** How much is in a backup. */
export interface BackupContent {
  readonly conversations: number
  readonly messages: number
}

/** A copy of the history as it was at a time. */
export interface Backup {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** `replaced`: it was the history until another one was put in its place. */
  readonly kind: 'regular' | 'replaced'
  readonly bytes: number
  /** Null for one that this version of Parley cannot read. */
  readonly content: BackupContent | null
}

export interface BackupList {
  /** Newest first. */
  readonly backups: readonly Backup[]
  /** Why none could be made for days; null when all is well. */
  readonly failure: Failure | null
  /** The names of damaged files that were moved aside. */
  readonly damaged: readonly string[]
}
