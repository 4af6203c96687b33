// Takes one step after another, tells each with its time, and lets none outlive the demo.

import { stripVTControlCharacters } from 'node:util'
import type { FailureCode } from '../../shared/failures.ts'

/** Thrown by a step that was not seen, with the code of the failure that the window showed, if it showed one. */
export class StepError extends Error {
  readonly code: FailureCode | null

  constructor(message: string, code: FailureCode | null = null) {
    super(message)
    this.code = code
  }
}

export interface FailedStep {
  readonly step: string
  readonly reason: string
  readonly code: FailureCode | null
}

export interface StepRunner {
  /** Does the work and tells it as done. Rejects, having noted it as failed, when the work does, or at once when the demo is ended. */
  readonly run: <Value>(step: string, work: () => Promise<Value>) => Promise<Value>
  /** Notes and tells what went wrong beside the steps, unless a step has failed already. */
  readonly recordFailure: (step: string, error: unknown) => void
  /** The first step that failed. */
  readonly failed: () => FailedStep | null
}

/** @param signal aborted, with the reason in words, when the demo has to end before its last step */
export function createStepRunner(log: (line: string) => void, signal: AbortSignal): StepRunner {
  let failed: FailedStep | null = null
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new StepError(formatReason(signal.reason))), { once: true })
  })
  // Nobody may be listening when it comes.
  aborted.catch(() => undefined)

  const fail = (step: string, error: unknown, startedAt: number): void => {
    // What breaks because the demo ends is not the reason why it ends.
    const reason = formatReason(signal.aborted ? signal.reason : error)
    failed ??= { step, reason, code: error instanceof StepError ? error.code : null }
    log(`${formatSeconds(performance.now() - startedAt)}  NOT SEEN: ${step}`)
    log(`            ${reason}`)
  }

  return {
    failed: () => failed,
    recordFailure: (step, error) => {
      if (failed === null) fail(step, error, performance.now())
    },
    async run(step, work) {
      const startedAt = performance.now()
      try {
        signal.throwIfAborted()
        const value = await Promise.race([work(), aborted])
        log(`${formatSeconds(performance.now() - startedAt)}  ${step}`)
        return value
      } catch (error) {
        fail(step, error, startedAt)
        throw error
      }
    },
  }
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`
}

/** In one line: the browser's driver writes many, in colours. */
function formatReason(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return stripVTControlCharacters(reason).trim().replaceAll(/\s+/g, ' ')
}
