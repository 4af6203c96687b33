// A failure as a person meets it: one sentence, one button, and the technical truth in a fold.

import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/failures.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { keysAddress, newKeyAddress } from '../../shared/link.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { openKeyWindow, useKeys } from '../state/keys.ts'
import { openSettings } from '../state/layout.ts'
import { useOffline } from '../state/offline.ts'
import { editFailedPrompt } from '../state/open-conversation.ts'
import { continueAnswer, retry } from '../state/retry.ts'
import { Button } from '../ui/Button.tsx'
import { getCardAction, requiresLastAnswer, getRetryDelay, type CardAction } from './card-action.ts'
import { ContinueButton } from './ContinueButton.tsx'
import { FailureDetails } from './FailureDetails.tsx'
import { AlternativeModels } from './AlternativeModels.tsx'
import { RetryWithSimplerStyle } from './RetryWithSimplerStyle.tsx'
import { areInstructionsRefused, mayBeStyleRefusal, findRefusedSetting } from './refused-setting.ts'
import { RetryCountdown } from './RetryCountdown.tsx'
import styles from './FailureCard.module.css'

interface FailureCardProps {
  readonly failure: Failure
  readonly answer: Answer
  /** Some of the answer had come before it failed. */
  readonly isPartial: boolean
  readonly isLast: boolean
}

export function FailureCard({ failure, answer, isPartial, isLast }: FailureCardProps) {
  const { t } = useTranslation()
  const message = useFailureMessage(failure, answer)
  // Being offline is nobody's fault and passes: said as calmly as in the notice on top.
  const toneClass = failure.code === 'offline' ? styles.warning : styles.error
  return (
    <section className={`${styles.card} ${toneClass}`} aria-label={message}>
      <p className={styles.sentence}>
        {message} {isPartial && t('chat.partial')}
      </p>
      {isLast && mayBeStyleRefusal(answer) && <RetryWithSimplerStyle answer={answer} />}
      <FailureActionButton failure={failure} answer={answer} isLast={isLast} />
      <FailureDetails failure={failure} answer={answer} />
    </section>
  )
}

function useFailureMessage(failure: Failure, answer: Answer): string {
  const { t } = useTranslation()
  const isOffline = useOffline((offline) => offline.isOffline)
  const isUnsent = useOffline(({ unsent }) => unsent.some(({ promptId }) => promptId === answer.parentId))
  const wait = getRetryDelay(failure, answer)
  if (failure.code === 'offline') return t(isOffline && isUnsent ? 'failure.offlineKept' : 'failure.wasOffline')
  const refusedSetting = findRefusedSetting(answer)
  if (refusedSetting !== null) return t('failure.settingRefused', { setting: t(`style.names.${refusedSetting}`) })
  if (areInstructionsRefused(answer)) return t('failure.instructionsRefused')
  if (wait.kind === 'long') return t('failure.longWait', { count: wait.hours })
  return t(`failures.${failure.code}`)
}

function FailureActionButton({ failure, answer, isLast }: Omit<FailureCardProps, 'isPartial'>) {
  const { t } = useTranslation()
  const action = useKeys(({ status }) => getCardAction(answer, status))
  const wait = getRetryDelay(failure, answer)
  if (action === 'none' || (!isLast && requiresLastAnswer(action))) return null
  if ((action === 'retry' || action === 'continue') && wait.kind === 'short') {
    return <RetryCountdown action={action} retryAt={wait.until} onSend={() => performAction(action, answer)} />
  }
  if (action === 'continue') return <ContinueButton answer={answer} isLast={isLast} />
  if (action === 'choose-model') return <AlternativeModels answer={answer} isLast={isLast} />
  return <Button onPress={() => performAction(action, answer)}>{t(`failure.${action}`)}</Button>
}

function performAction(action: Exclude<CardAction, 'none' | 'choose-model'>, answer: Answer): void {
  switch (action) {
    case 'set-key':
      return void openKeyWindow()
    case 'open-key-page':
      return void callMainWithToast('link.open', { address: newKeyAddress })
    case 'open-keys-page':
      return void callMainWithToast('link.open', { address: keysAddress })
    case 'open-billing-page':
      return void callMainWithToast('link.open', { address: 'https://huggingface.co/settings/billing' })
    case 'open-model-page':
      return void callMainWithToast('link.open', { address: `https://huggingface.co/${answer.model}` })
    case 'open-servers':
      return openSettings('servers')
    case 'open-history':
      return openSettings('history')
    case 'shorten':
      return editFailedPrompt(answer.parentId)
    case 'retry':
      return void retry(answer)
    case 'continue':
      return void continueAnswer(answer)
  }
}
