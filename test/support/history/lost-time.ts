// Compares what had come of a long answer with what was saved of it, and says how long before its end that goes.

import { createLongAnswer } from '../../stand-ins/hub/answers.ts'

/** So many characters of an answer had come at this time, in milliseconds since 1970. */
export interface TextProgress {
  readonly characters: number
  readonly at: number
}

/**
 * Milliseconds before `endedAt` at which the first of what is not in `saved` had come; 0 when nothing had come that is not. Fails when
 * `saved` is not the beginning of the answer of that length.
 */
export function getLostMs(progress: readonly TextProgress[], saved: string, length: number, endedAt: number): number {
  if (!createLongAnswer(length).startsWith(saved)) throw new Error(`Not the beginning of the answer: ${saved.slice(-200)}`)
  const firstLost = progress.find(({ characters }) => characters > saved.length)
  return firstLost === undefined ? 0 : Math.max(0, endedAt - firstLost.at)
}
