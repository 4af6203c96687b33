// The words for a wait: as it is shown, and as it is told to those who listen.

import type { TFunction } from 'i18next'
import { assertNever } from '../../shared/errors.ts'
import { mostAttempts } from '../../shared/types/runs.ts'
import type { Wait } from './waiting.ts'

export interface WaitAbout {
  readonly t: TFunction
  readonly model: string
  readonly provider: string | null
  readonly hasBegun: boolean
}

export function wordsOf(wait: Exclude<Wait, { kind: 'none' }>, about: WaitAbout): string {
  const { t, model, provider, hasBegun } = about
  const who = provider === null ? model : t('chat.modelAt', { model, provider })
  switch (wait.kind) {
    case 'queued':
      return t('chat.queued', { count: wait.before })
    case 'key':
      return wait.seconds === null ? t('chat.waitingForKey') : t('chat.waitingForKeySince', { seconds: wait.seconds })
    case 'model':
      return wait.seconds === null ? t('chat.waiting', { who }) : t('chat.waitingSince', { who, seconds: wait.seconds })
    case 'silent':
      return t(hasBegun ? 'chat.silentBetween' : 'chat.silent', { seconds: wait.seconds })
    case 'retrying':
      return t('chat.retrying', { ...factsOf(wait, about), seconds: wait.seconds })
    default:
      return assertNever(wait)
  }
}

/** The same for who hears it once: a countdown is not counted to them. */
export function wordsAloud(wait: Exclude<Wait, { kind: 'none' }>, about: WaitAbout): string {
  return wait.kind === 'retrying' ? about.t('chat.retryingAloud', factsOf(wait, about)) : wordsOf(wait, about)
}

type Retrying = Extract<Wait, { kind: 'retrying' }>

function factsOf({ code, attempt }: Retrying, { t, model, provider }: WaitAbout) {
  return { reason: t(reasonOf(code), { who: capitalized(provider ?? model) }), attempt, most: mostAttempts }
}

function reasonOf(code: Retrying['code']) {
  if (code === 'too-many-requests') return 'chat.asksToSlowDown'
  return code === 'provider-busy' ? 'chat.isBusy' : 'chat.hadProblem'
}

/** It begins a sentence, and Hugging Face writes its providers small. */
function capitalized(name: string): string {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1)
}
