// Which answers can be continued: the window offers it for these, and main refuses the others.

import { failureTraits } from './failures.ts'
import type { Answer } from './types/messages.ts'

/** Whether an answer has text and ended before the model was done. */
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
