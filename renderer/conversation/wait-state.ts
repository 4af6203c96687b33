// What a wait comes to on screen: nothing for a moment, then what is awaited, then for how long. Pure.

import { assertNever, type FailureCode } from '../../shared/failures.ts'
import type { RunPhase } from '../../shared/types/progress.ts'

const showDelayMs = 300
const countDelayMs = 2000

export type WaitState =
  | { readonly kind: 'none' }
  /** So many are before it. */
  | { readonly kind: 'queued'; readonly before: number }
  /** Seconds: null until it takes long enough to be counted. */
  | { readonly kind: 'key' | 'model'; readonly seconds: number | null }
  | { readonly kind: 'retrying'; readonly seconds: number; readonly attempt: number; readonly code: FailureCode }
  | { readonly kind: 'silent'; readonly seconds: number }

interface WaitTimes {
  readonly now: number
  /** When the run was shown as started. */
  readonly startedAt: number
  /** When the last piece came; null while none has. */
  readonly lastTextAt: number | null
}

/** @param phase undefined until main has told one. */
export function getWaitState(phase: RunPhase | undefined, { now, startedAt, lastTextAt }: WaitTimes): WaitState {
  if (phase === undefined) return createWaitState('model', now - startedAt)
  switch (phase.kind) {
    case 'queued':
      return { kind: 'queued', before: phase.queuePosition - 1 }
    case 'key':
      return createWaitState('key', now - phase.since)
    case 'retrying':
      // A countdown ends at 1: at 0 there is nothing to wait for.
      return {
        kind: 'retrying',
        seconds: Math.max(1, Math.ceil((phase.until - now) / 1000)),
        attempt: phase.attempt,
        code: phase.failure.code,
      }
    case 'silent':
      return { kind: 'silent', seconds: toSeconds(now - phase.since) }
    case 'requesting':
      return createWaitState('model', now - phase.since)
    case 'answering': {
      const waitedMs = now - (lastTextAt ?? startedAt)
      // Between pieces a short silence is how text comes; only before the first one it is worth a word.
      return waitedMs < countDelayMs ? { kind: 'none' } : createWaitState('model', waitedMs)
    }
    default:
      return assertNever(phase)
  }
}

/**
 * Whether a phase is told to those who listen when it follows another: what makes the wait long, once. The seconds of it and the steps in
 * the line are for those who look.
 */
export function shouldAnnouncePhase(phase: RunPhase, before: RunPhase | undefined): boolean {
  switch (phase.kind) {
    case 'queued':
    case 'silent':
      return before?.kind !== phase.kind
    case 'retrying':
      return before?.kind !== 'retrying' || before.attempt !== phase.attempt
    case 'key':
    case 'requesting':
    case 'answering':
      return false
    default:
      return assertNever(phase)
  }
}

function createWaitState(kind: 'key' | 'model', waitedMs: number): WaitState {
  if (waitedMs < showDelayMs) return { kind: 'none' }
  return { kind, seconds: waitedMs < countDelayMs ? null : toSeconds(waitedMs) }
}

function toSeconds(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / 1000))
}
