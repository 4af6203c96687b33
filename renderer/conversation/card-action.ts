// Which one button the card of a failed answer has. Pure.

import { actionOf, type Failure, type FailureAction } from '../../shared/errors.ts'
import { canContinue } from '../../shared/continuing.ts'
import { readServerModelId } from '../../shared/server-model.ts'
import type { Answer } from '../../shared/types/conversations.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'

/** `continue`: the answer had begun, and goes on from there. */
export type CardAction = FailureAction | 'continue'

/** The action of a failed answer as things are now; 'none' for any other answer, and where nothing can be done. */
export function cardActionOf(answer: Answer, key: KeyStatus | null): CardAction {
  const action = failureActionOf(answer, key)
  return action === 'retry' && canContinue(answer) ? 'continue' : action
}

function failureActionOf({ outcome, model, startedAt }: Answer, key: KeyStatus | null): FailureAction {
  if (outcome.kind !== 'failed') return 'none'
  const { code } = outcome.failure
  const wanted = actionOf(code)
  if (wanted !== 'set-key' && wanted !== 'open-key-page') return wanted
  // A server's key is set beside the server; only that there is none of Hugging Face is said of neither.
  if (code !== 'key-missing' && readServerModelId(model) !== null) return 'open-servers'
  // Once another key is set than the one that failed, what is left to do is to ask again.
  return key?.state.kind === 'ready' && key.state.savedAt > startedAt ? 'retry' : wanted
}

/** What changes the end of the conversation is not offered in its middle. */
export function needsToBeLast(action: CardAction): boolean {
  return action === 'retry' || action === 'continue' || action === 'shorten'
}

/** How long the server asked to wait after a failure, told in the way it is shown. */
export type Wait =
  | { readonly kind: 'none' }
  /** `until` in milliseconds since 1970. */
  | { readonly kind: 'short'; readonly until: number }
  | { readonly kind: 'long'; readonly hours: number }

const hourSeconds = 60 * 60

/** Nobody sits through a countdown of more than an hour: such a wait is said in words, and ends when the person says so. */
export function waitOf({ retryAfterSeconds: seconds }: Failure, { startedAt, totalMs }: Answer): Wait {
  if (seconds === undefined) return { kind: 'none' }
  if (seconds > hourSeconds) return { kind: 'long', hours: Math.round(seconds / hourSeconds) }
  return { kind: 'short', until: startedAt + (totalMs ?? 0) + seconds * 1000 }
}
