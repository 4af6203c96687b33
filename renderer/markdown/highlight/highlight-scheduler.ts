// Colours a growing text now and then: at once, at most four times a second while it grows, and once when it stands still.

import type { Language } from './languages.ts'
import type { HighlightedSegment, WorkerRequest } from './worker-messages.ts'

const throttleMs = 250
/** Longer code keeps the colours that it has: more would be a long time on the page at each turn. */
export const maxHighlightLength = 20_000

export interface HighlightResult {
  /** The text that is coloured; the code may have grown since. */
  readonly code: string
  readonly segments: readonly HighlightedSegment[]
}

export interface HighlightScheduler {
  readonly update: (code: string) => void
  readonly stop: () => void
}

/** @param onResult not called any more after the end */
export function createHighlightScheduler(
  language: Language,
  highlight: (request: WorkerRequest) => Promise<readonly HighlightedSegment[] | null>,
  onResult: (colours: HighlightResult) => void,
): HighlightScheduler {
  let latestCode = ''
  let highlightedCode = ''
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  async function run(): Promise<void> {
    const code = latestCode
    const segments = await highlight({ code, language })
    timer = null
    // What took too long once is not tried again.
    if (segments === null) isStopped = true
    if (isStopped || segments === null) return
    highlightedCode = code
    onResult({ code, segments })
    schedule(throttleMs)
  }

  function schedule(delayMs: number): void {
    if (!isStopped && timer === null && latestCode !== highlightedCode) timer = setTimeout(() => void run(), delayMs)
  }

  return {
    update(code) {
      if (code.length > maxHighlightLength) return
      latestCode = code
      schedule(highlightedCode === '' ? 0 : throttleMs)
    },
    stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
