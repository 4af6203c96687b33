// Compares the received text of a long answer with the saved one, and computes how much time the lost text took.

import { createLongAnswer } from '../../stand-ins/hub/answers.ts'

/** How many characters of an answer had been received at a time, in milliseconds since 1970. */
export interface TextProgress {
  readonly characters: number
  readonly at: number
}

/**
 * Milliseconds between the arrival of the first text that is not in `saved` and `endedAt`; 0 if nothing is lost. Throws if `saved` is not
 * the beginning of the answer of that length.
 */
export function getLostMs(progress: readonly TextProgress[], saved: string, length: number, endedAt: number): number {
  if (!createLongAnswer(length).startsWith(saved)) throw new Error(`Not the beginning of the answer: ${saved.slice(-200)}`)
  const firstLost = progress.find(({ characters }) => characters > saved.length)
  return firstLost === undefined ? 0 : Math.max(0, endedAt - firstLost.at)
}
