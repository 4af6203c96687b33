// Runs the steps of the demo in order, prints each with its time, and aborts the current one when the demo ends.

import { stripVTControlCharacters } from 'node:util'
import type { FailureCode } from '../../shared/failures.ts'

/** Thrown by a step whose result was not seen, with the code of the failure that the window showed, if any. */
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
  /** Runs the work and prints the step. Records it as failed and rejects when the work rejects, or at once when the demo is aborted. */
  readonly run: <Value>(step: string, work: () => Promise<Value>) => Promise<Value>
  /** Records and prints a failure outside of a step, unless a step has failed already. */
  readonly recordFailure: (step: string, error: unknown) => void
  /** The first step that failed. */
  readonly failed: () => FailedStep | null
}

/** @param signal aborted, with the reason as a sentence, when the demo has to end before its last step */
export function createStepRunner(log: (line: string) => void, signal: AbortSignal): StepRunner {
  let failed: FailedStep | null = null
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new StepError(formatReason(signal.reason))), { once: true })
  })
  // Avoids an unhandled rejection between two steps.
  aborted.catch(() => undefined)

  const fail = (step: string, error: unknown, startedAt: number): void => {
    // After an abort its reason counts, not the error it causes.
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

/** On one line without colours: Playwright's messages have many lines. */
function formatReason(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return stripVTControlCharacters(reason).trim().replaceAll(/\s+/g, ' ')
}
