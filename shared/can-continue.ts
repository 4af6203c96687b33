// Which answers can be gone on with. Main refuses the others; the window offers it for these.

import { failureTraits } from './failures.ts'
import type { Answer } from './types/messages.ts'

/** Whether an answer has begun and not come to its own end. */
export function canContinue({ outcome, text }: Pick<Answer, 'outcome' | 'text'>): boolean {
  if (text.trim() === '') return false
  switch (outcome.kind) {
    case 'length':
    case 'stopped':
    case 'interrupted':
      return true
    case 'failed':
      return failureTraits[outcome.failure.code].preventsContinuing !== true
    default:
      return false
  }
}
