// Compares what the stand-in had sent of a long answer with what was saved of it, and says how long before its end that goes.

import type { HubRequest } from './hub/exchange.ts'
import { longAnswer } from './hub/answers.ts'
import { piecesOf } from './hub/pieces.ts'

/**
 * Milliseconds before `endedAt` of the first word that was sent and is not in `saved`; 0 when all of them are. Fails when `saved` is not
 * the beginning of the answer of that length.
 */
export function lostMs({ eventTimes }: HubRequest, saved: string, length: number, endedAt: number): number {
  const answer = longAnswer(length)
  if (!answer.startsWith(saved)) throw new Error(`Not the beginning of the answer: ${saved.slice(-200)}`)
  // The first event of an answer only says who speaks; then each holds one piece.
  const [, ...pieceTimes] = eventTimes
  let end = 0
  const pieces = piecesOf(answer)
  for (const [index, sentAt] of pieceTimes.entries()) {
    end += pieces[index]?.length ?? 0
    if (end > saved.length) return Math.max(0, endedAt - sentAt)
  }
  return 0
}
