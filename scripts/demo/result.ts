// The result line of `--json`, from what was seen and what was saved. Pure.

import type { FailureCode } from '../../shared/failures.ts'
import type { Answer, Outcome, Usage } from '../../shared/types/messages.ts'

export interface DemoResult {
  /** Every step was seen on screen. */
  readonly ok: boolean
  readonly model: string | null
  /** As saved in the history; empty when nothing was saved. */
  readonly answer: string
  readonly reasoning: string
  /** Null when nothing was sent and nothing was refused. */
  readonly outcome: Outcome['kind'] | null
  readonly failure: FailureCode | null
  readonly provider: string | null
  readonly usage: Usage | null
  readonly firstTextMs: number | null
  readonly totalMs: number | null
  /** Relative to the repository's root. */
  readonly screenshots: readonly string[]
}

export interface DemoObservations {
  readonly isOk: boolean
  readonly model: string | null
  /** The answer to the prompt, read from the history. */
  readonly saved: Answer | null
  /** The failure shown in the window when there is no saved answer: the key was refused, the model is not served. */
  readonly failure: FailureCode | null
  readonly screenshots: readonly string[]
}

export function toDemoResult({ isOk, model, saved, failure, screenshots }: DemoObservations): DemoResult {
  const savedFailure = saved?.outcome.kind === 'failed' ? saved.outcome.failure.code : null
  return {
    ok: isOk,
    model: saved?.model ?? model,
    answer: saved?.text ?? '',
    reasoning: saved?.reasoning ?? '',
    // A prompt refused before sending has failed too: there is never a failure code without an outcome.
    outcome: saved?.outcome.kind ?? (failure === null ? null : 'failed'),
    failure: saved === null ? failure : savedFailure,
    provider: saved?.provider ?? null,
    usage: saved?.usage ?? null,
    firstTextMs: saved?.firstTextMs ?? null,
    totalMs: saved?.totalMs ?? null,
    screenshots,
  }
}
