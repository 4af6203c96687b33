// When growing code is highlighted: immediately, then at most four times a second while it grows, and once more at its end.

import type { Language } from './languages.ts'
import type { HighlightedSegment, WorkerRequest } from './worker-messages.ts'

const throttleMs = 250
/** Longer code is not highlighted again: rendering its segments would block the page for too long. */
export const maxHighlightLength = 20_000

export interface HighlightResult {
  /** The code that was highlighted; it may have grown since. */
  readonly code: string
  readonly segments: readonly HighlightedSegment[]
}

export interface HighlightScheduler {
  readonly update: (code: string) => void
  readonly stop: () => void
}

/** @param onResult not called after `stop` */
export function createHighlightScheduler(
  language: Language,
  highlight: (request: WorkerRequest) => Promise<readonly HighlightedSegment[] | null>,
  onResult: (result: HighlightResult) => void,
): HighlightScheduler {
  let latestCode = ''
  let highlightedCode = ''
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  async function run(): Promise<void> {
    const code = latestCode
    const segments = await highlight({ code, language })
    timer = null
    // Code that timed out once is not sent again.
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

/**
 * The code after its highlighted prefix: the segments after `prefix`, the first of them without the characters that belong to it. Null if the
 * code does not start with the prefix.
 */
export function skipPrefix(prefix: string, segments: readonly string[]): readonly string[] | null {
  let offset = 0
  for (const [index, segment] of segments.entries()) {
    const end = Math.min(prefix.length, offset + segment.length)
    // Many times faster than `startsWith`.
    if (prefix.slice(offset, end) !== segment.slice(0, end - offset)) return null
    if (end === prefix.length) return [segment.slice(end - offset), ...segments.slice(index + 1)]
    offset = end
  }
  return offset === prefix.length ? [] : null
}
