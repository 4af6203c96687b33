// The words for a wait: as it is shown, and as it is told to those who listen.

import type { TFunction } from 'i18next'
import { assertNever, failureTraits } from '../../shared/failures.ts'
import { maxAttempts } from '../../shared/types/progress.ts'
import type { WaitState } from './wait-state.ts'

export interface WaitContext {
  readonly t: TFunction
  readonly model: string
  readonly provider: string | null
  readonly hasBegun: boolean
}

export function formatWait(wait: Exclude<WaitState, { kind: 'none' }>, context: WaitContext): string {
  const { t, model, provider, hasBegun } = context
  const who = provider === null ? model : t('chat.modelAt', { model, provider })
  switch (wait.kind) {
    case 'queued':
      return wait.before === 0 ? t('chat.queuedNext') : t('chat.queued', { count: wait.before })
    case 'key':
      return wait.seconds === null ? t('chat.waitingForKey') : t('chat.waitingForKeySince', { seconds: wait.seconds })
    case 'model':
      return wait.seconds === null ? t('chat.waiting', { who }) : t('chat.waitingSince', { who, seconds: wait.seconds })
    case 'silent':
      return t(hasBegun ? 'chat.silentBetween' : 'chat.silent', { seconds: wait.seconds })
    case 'retrying':
      return t('chat.retrying', { ...getRetryFacts(wait, context), seconds: wait.seconds })
    default:
      return assertNever(wait)
  }
}

/** The same for who hears it once: a countdown is not counted to them. */
export function formatWaitAnnouncement(wait: Exclude<WaitState, { kind: 'none' }>, context: WaitContext): string {
  return wait.kind === 'retrying' ? context.t('chat.retryingAnnounced', getRetryFacts(wait, context)) : formatWait(wait, context)
}

type RetryingWait = Extract<WaitState, { kind: 'retrying' }>

function getRetryFacts({ code, attempt }: RetryingWait, { t, model, provider }: WaitContext) {
  const { retryReason = 'problem' } = failureTraits[code]
  return { reason: t(reasonKeys[retryReason], { who: capitalize(provider ?? model) }), attempt, max: maxAttempts }
}

const reasonKeys = { 'slow-down': 'chat.asksToSlowDown', busy: 'chat.isBusy', problem: 'chat.hadProblem' } as const

/** It begins a sentence, and Hugging Face writes its providers small. */
function capitalize(name: string): string {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1)
}
