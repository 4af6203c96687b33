// What a run is doing until it ends. Times are milliseconds since 1970, so that a window that opens in between can count on from them.

import type { Failure } from '../failures.ts'

export type RunPhase =
  /** Other runs come first at the same target. 1: the next one. */
  | { readonly kind: 'queued'; readonly queuePosition: number }
  /** Waiting for the keychain. */
  | { readonly kind: 'key'; readonly since: number }
  /** Sent, nothing received yet. Attempts are counted from 1. */
  | { readonly kind: 'requesting'; readonly since: number; readonly attempt: number }
  /** Refused for the moment, and waiting to be sent again as this attempt. */
  | { readonly kind: 'retrying'; readonly until: number; readonly attempt: number; readonly failure: Failure }
  | { readonly kind: 'answering' }
  /** Nothing has been received for long enough to tell the person, before the first text or between two chunks. */
  | { readonly kind: 'silent'; readonly since: number }

/** How often a run is sent, the first time included. */
export const maxAttempts = 3

export interface RunProgress {
  readonly runId: string
  readonly conversationId: string
  readonly phase: RunPhase
  /** Who serves it, or was chosen to; null while that is unknown. */
  readonly provider: string | null
}
