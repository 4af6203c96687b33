// Takes one step after another, tells each with its time, and lets none outlive the demo.

import { stripVTControlCharacters } from 'node:util'
import type { FailureCode } from '../../shared/errors.ts'

/** Thrown by a step that was not seen, with the code of the failure that the window showed, if it showed one. */
export class NotSeen extends Error {
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

export interface Steps {
  /** Does the work and tells it as done. Rejects, having noted it as failed, when the work does, or at once when the demo is ended. */
  readonly take: <Value>(step: string, work: () => Promise<Value>) => Promise<Value>
  /** Notes and tells what went wrong beside the steps, unless a step has failed already. */
  readonly stumble: (what: string, error: unknown) => void
  /** The first step that failed. */
  readonly failed: () => FailedStep | null
}

/** @param end aborted, with the reason in words, when the demo has to end before its last step */
export function createSteps(say: (line: string) => void, end: AbortSignal): Steps {
  let failed: FailedStep | null = null
  const ended = new Promise<never>((_resolve, reject) => {
    end.addEventListener('abort', () => reject(new NotSeen(reasonOf(end.reason))), { once: true })
  })
  // Nobody may be listening when it comes.
  ended.catch(() => undefined)

  const fail = (step: string, error: unknown, startedAt: number): void => {
    // What breaks because the demo ends is not the reason why it ends.
    const reason = reasonOf(end.aborted ? end.reason : error)
    failed ??= { step, reason, code: error instanceof NotSeen ? error.code : null }
    say(`${inSeconds(performance.now() - startedAt)}  NOT SEEN: ${step}`)
    say(`            ${reason}`)
  }

  return {
    failed: () => failed,
    stumble: (what, error) => {
      if (failed === null) fail(what, error, performance.now())
    },
    async take(step, work) {
      const startedAt = performance.now()
      try {
        end.throwIfAborted()
        const value = await Promise.race([work(), ended])
        say(`${inSeconds(performance.now() - startedAt)}  ${step}`)
        return value
      } catch (error) {
        fail(step, error, startedAt)
        throw error
      }
    },
  }
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`
}

/** In one line: the browser's driver writes many, in colours. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return stripVTControlCharacters(reason).trim().replaceAll(/\s+/g, ' ')
}
