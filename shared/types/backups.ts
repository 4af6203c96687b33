// Problems of the history, and its backups.
// Times are milliseconds since 1970 (UTC); ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../failures.ts'

export interface HistoryProblem {
  readonly failure: Failure
  /** True: the readable part is shown. False: no prompt can be sent, because a prompt is saved first. */
  readonly isOpen: boolean
}

export interface BackupContent {
  readonly conversations: number
  readonly messages: number
}

/** A copy of the history at one point in time. */
export interface Backup {
  readonly id: string
  readonly createdAt: number
  /** `replaced`: a former history that another one replaced. */
  readonly kind: 'regular' | 'replaced'
  readonly bytes: number
  /** Null if this version of Parley cannot read it. */
  readonly content: BackupContent | null
}

export interface BackupList {
  /** Newest first. */
  readonly backups: readonly Backup[]
  /** Why no backup could be made for days; null if there is no problem. */
  readonly failure: Failure | null
  /** The names of damaged files that were moved aside. */
  readonly damaged: readonly string[]
}
