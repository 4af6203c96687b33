// Which one button the card of a failed answer has. Pure.

import { failureTraits, type Failure, type FailureAction } from '../../shared/failures.ts'
import { canContinue } from '../../shared/can-continue.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'

/** `continue`: the answer had begun, and goes on from there. */
export type CardAction = FailureAction | 'continue'

/** The action of a failed answer as things are now; 'none' for any other answer, and where nothing can be done. */
export function getCardAction(answer: Answer, key: KeyStatus | null): CardAction {
  const action = getFailureAction(answer, key)
  return action === 'retry' && canContinue(answer) ? 'continue' : action
}

function getFailureAction({ outcome, model, startedAt }: Answer, key: KeyStatus | null): FailureAction {
  if (outcome.kind !== 'failed') return 'none'
  const { code } = outcome.failure
  const defaultAction = failureTraits[code].action
  if (defaultAction !== 'set-key' && defaultAction !== 'open-key-page') return defaultAction
  // A server's key is set beside the server; only that there is none of Hugging Face is said of neither.
  if (code !== 'key-missing' && parseServerModelId(model) !== null) return 'open-servers'
  // Once another key is set than the one that failed, what is left to do is to ask again.
  return key?.state.kind === 'ready' && key.state.savedAt > startedAt ? 'retry' : defaultAction
}

/** What changes the end of the conversation is not offered in its middle. */
export function requiresLastAnswer(action: CardAction): boolean {
  return action === 'retry' || action === 'continue' || action === 'shorten'
}

/** How long the server asked to wait after a failure, told in the way it is shown. */
export type RetryDelay =
  | { readonly kind: 'none' }
  /** `until` in milliseconds since 1970. */
  | { readonly kind: 'short'; readonly until: number }
  | { readonly kind: 'long'; readonly hours: number }

const secondsPerHour = 60 * 60

/** Nobody sits through a countdown of more than an hour: such a wait is said in words, and ends when the person says so. */
export function getRetryDelay({ retryAfterSeconds: seconds }: Failure, { startedAt, totalMs }: Answer): RetryDelay {
  if (seconds === undefined) return { kind: 'none' }
  if (seconds > secondsPerHour) return { kind: 'long', hours: Math.round(seconds / secondsPerHour) }
  return { kind: 'short', until: startedAt + (totalMs ?? 0) + seconds * 1000 }
}
