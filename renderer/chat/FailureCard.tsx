// A failure as a person meets it: one sentence, one button, and the technical truth in a fold.

import { useTranslation } from 'react-i18next'
import { actionOf, type Failure, type FailureAction } from '../../electron/shared/errors.ts'
import { readServerModelId } from '../../electron/shared/server-model.ts'
import type { Answer } from '../../electron/shared/types.ts'
import { keysAddress, newKeyAddress } from '../../electron/shared/link.ts'
import { ask } from '../ask.ts'
import { setKey } from '../settings/key.ts'
import { change, useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { useNow } from '../ui/use-now.ts'
import { editPrompt } from './conversation.ts'
import { sendAgain } from './runs.ts'
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
  const key = useWindow((now) => now.key?.state)
  const secondsLeft = useSecondsLeft(failure, answer)
  const wanted = actionOf(failure.code)
  // Once another key is set than the one that failed, what is left to do is to ask again.
  const isKeyNew = key?.kind === 'ready' && key.savedAt > answer.startedAt
  const isServers = failure.code !== 'key-missing' && readServerModelId(answer.model) !== null
  const action: FailureAction = wanted !== 'set-key' ? wanted : isServers ? 'open-servers' : isKeyNew ? 'retry' : wanted
  return (
    <section className={styles.card} aria-label={t(`failures.${failure.code}`)}>
      <p className={styles.sentence}>
        {t(`failures.${failure.code}`)} {isPartial && t('chat.partial')}
      </p>
      {action !== 'none' && (isLast || !needsToBeLast(action)) && (
        <Button isDisabled={action === 'retry' && secondsLeft > 0} onPress={() => act(action, answer)}>
          {action === 'retry' && secondsLeft > 0 ? t('failure.retryIn', { count: secondsLeft }) : t(`failure.${action}`)}
        </Button>
      )}
      {failure.detail !== undefined && (
        <details className={styles.details}>
          <summary>{t('failure.details')}</summary>
          <pre className={styles.detail} dir="auto">
            {failure.detail}
          </pre>
          <CopyButton kind="words" label={t('failure.copyDetails')} text={() => failure.detail ?? ''} />
        </details>
      )}
    </section>
  )
}

/** What changes the end of the conversation is not offered in its middle. */
function needsToBeLast(action: FailureAction): boolean {
  return action === 'retry' || action === 'shorten'
}

/** Seconds until the server takes the next try, where it said so. */
function useSecondsLeft(failure: Failure, answer: Answer): number {
  const until = answer.startedAt + (answer.totalMs ?? 0) + (failure.retryAfterSeconds ?? 0) * 1000
  const now = useNow(1000, failure.retryAfterSeconds !== undefined)
  return failure.retryAfterSeconds === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))
}

function act(action: Exclude<FailureAction, 'none'>, answer: Answer): void {
  switch (action) {
    case 'set-key':
      return void setKey()
    case 'open-key-page':
      return void ask('link.open', { address: newKeyAddress })
    case 'open-keys-page':
      return void ask('link.open', { address: keysAddress })
    case 'open-billing-page':
      return void ask('link.open', { address: 'https://huggingface.co/settings/billing' })
    case 'open-model-page':
      return void ask('link.open', { address: `https://huggingface.co/${answer.model}` })
    case 'choose-model':
      return change({ dialog: 'models' })
    case 'open-servers':
      return change({ dialog: 'settings', settingsPage: 'servers' })
    case 'open-history':
      return change({ dialog: 'settings', settingsPage: 'history' })
    case 'shorten':
      return editPrompt(answer.parentId)
    case 'retry':
      return void sendAgain(answer.parentId)
  }
}
