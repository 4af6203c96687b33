// A failure as a person meets it: one sentence, one button, and the technical truth in a fold.

import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/errors.ts'
import type { Answer } from '../../shared/types/conversations.ts'
import { keysAddress, newKeyAddress } from '../../shared/link.ts'
import { ask } from '../state/ask.ts'
import { setKey } from '../state/key.ts'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { cardActionOf, needsToBeLast, waitOf, type CardAction } from './card-action.ts'
import { goOnWith, retry } from '../state/columns.ts'
import { ContinueButton } from './ContinueButton.tsx'
import { editPrompt } from '../state/conversation.ts'
import { FailureDetails } from './FailureDetails.tsx'
import { OtherModels } from './OtherModels.tsx'
import { PlainerStyle } from './PlainerStyle.tsx'
import { areInstructionsRefused, mayBeStyle, refusedSettingOf } from './refused-setting.ts'
import { SendLater } from './SendLater.tsx'
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
  const sentence = useSentence(failure, answer)
  // Being offline is nobody's fault and passes: said as calmly as in the notice on top.
  const look = failure.code === 'offline' ? styles.calm : styles.bad
  return (
    <section className={`${styles.card} ${look}`} aria-label={sentence}>
      <p className={styles.sentence}>
        {sentence} {isPartial && t('chat.partial')}
      </p>
      {isLast && mayBeStyle(answer) && <PlainerStyle answer={answer} />}
      <Action failure={failure} answer={answer} isLast={isLast} />
      <FailureDetails failure={failure} answer={answer} />
    </section>
  )
}

function useSentence(failure: Failure, answer: Answer): string {
  const { t } = useTranslation()
  const isOffline = useWindow((now) => now.isOffline)
  const isKept = useWindow((now) => now.unsent.some(({ promptId }) => promptId === answer.parentId))
  const wait = waitOf(failure, answer)
  if (failure.code === 'offline') return t(isOffline && isKept ? 'failure.kept' : 'failure.wasOffline')
  const refused = refusedSettingOf(answer)
  if (refused !== null) return t('failure.settingRefused', { setting: t(`style.names.${refused}`) })
  if (areInstructionsRefused(answer)) return t('failure.instructionsRefused')
  if (wait.kind === 'long') return t('failure.longWait', { count: wait.hours })
  return t(`failures.${failure.code}`)
}

function Action({ failure, answer, isLast }: Omit<FailureCardProps, 'isPartial'>) {
  const { t } = useTranslation()
  const action = useWindow(({ key }) => cardActionOf(answer, key))
  const wait = waitOf(failure, answer)
  if (action === 'none' || (!isLast && needsToBeLast(action))) return null
  if ((action === 'retry' || action === 'continue') && wait.kind === 'short') {
    return <SendLater action={action} until={wait.until} onSend={() => act(action, answer)} />
  }
  if (action === 'continue') return <ContinueButton answer={answer} isLast={isLast} />
  if (action === 'choose-model') return <OtherModels answer={answer} isLast={isLast} />
  return <Button onPress={() => act(action, answer)}>{t(`failure.${action}`)}</Button>
}

function act(action: Exclude<CardAction, 'none' | 'choose-model'>, answer: Answer): void {
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
    case 'open-servers':
      return change({ dialog: 'settings', settingsPage: 'servers' })
    case 'open-history':
      return change({ dialog: 'settings', settingsPage: 'history' })
    case 'shorten':
      return editPrompt(answer.parentId)
    case 'retry':
      return void retry(answer)
    case 'continue':
      return void goOnWith(answer)
  }
}
