// One answer: who gives it, its reasoning folded, its text, how it ended and what can be done with it.

import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultTask, tasks, type AnswerFormat } from '../../shared/tasks.ts'
import { assertNever } from '../../shared/failures.ts'
import type { Answer, Outcome, MessageWithSiblings } from '../../shared/types/messages.ts'
import { useKeys } from '../state/keys.ts'
import { mergeLiveText } from '../state/live-text.ts'
import { useServerName } from '../state/models.ts'
import { shortName } from '../../shared/model-name.ts'
import { useIsReplaced } from '../state/retry.ts'
import { AnswerActions } from './AnswerActions.tsx'
import { getCardAction, type CardAction } from './card-action.ts'
import { ContinueButton } from './ContinueButton.tsx'
import { FailureCard } from './FailureCard.tsx'
import { FormattedText, PlainText } from '../markdown/FormattedText.tsx'
import { Reasoning } from './Reasoning.tsx'
import { quotableAttribute } from './quoting.ts'
import { useLiveText } from './use-live-text.ts'
import { WaitingIndicator } from './WaitingIndicator.tsx'
import styles from './AnswerView.module.css'

const textViews: Readonly<Record<AnswerFormat, (props: { readonly text: string }) => ReactNode>> = {
  markdown: FormattedText,
  plain: PlainText,
}

interface AnswerViewProps {
  readonly answer: Extract<MessageWithSiblings, { kind: 'answer' }>
  readonly isLast: boolean
}

export const AnswerView = memo(function AnswerView({ answer, isLast }: AnswerViewProps) {
  const { t } = useTranslation()
  const live = useLiveText(answer.id)
  const server = useServerName(answer.model)
  // A card that has the button already has it alone.
  const action = useKeys(({ status }) => getCardAction(answer, status))
  const AnswerText = textViews[tasks[answer.task].answerFormat]
  const isRunning = answer.outcome.kind === 'running'
  const isReplaced = useIsReplaced(answer.id)
  // What the window saw may be more than was saved when main could not save.
  const { text, reasoning } = mergeLiveText(live, answer)
  return (
    <div className={styles.answer} aria-busy={isRunning || isReplaced}>
      <h2 className={styles.model}>
        <bdi>{shortName(answer.model)}</bdi>
        {server !== null && <span className={styles.server}>{t('models.at', { server })}</span>}
        {answer.task !== defaultTask && <span className={styles.continues}>{t(`tasks.badge.${answer.task}`)}</span>}
      </h2>
      {reasoning !== '' && <Reasoning answer={answer} text={reasoning} isThinking={isRunning && text === ''} />}
      {text !== '' && (
        <div {...quotableAttribute} data-searchable>
          <AnswerText text={text} />
        </div>
      )}
      {isRunning && <WaitingIndicator answer={answer} lastTextAt={live?.lastTextAt ?? null} />}
      {!isRunning && !isReplaced && (
        <>
          <OutcomeNote answer={answer} hasText={text !== ''} isLast={isLast} />
          <div className={styles.foot}>
            <AnswerActions answer={answer} text={text} isLast={isLast} showsRetry={!isLast || action !== 'retry'} />
            {showsContinueButton(answer.outcome, action) && <ContinueButton answer={answer} isLast={isLast} />}
          </div>
        </>
      )}
    </div>
  )
})

/** In the foot: where neither what is said of an answer at its longest length nor the button of a failure's card offers it already. */
function showsContinueButton({ kind }: Outcome, action: CardAction): boolean {
  return kind === 'stopped' || kind === 'interrupted' || (kind === 'failed' && action !== 'continue')
}

interface OutcomeNoteProps {
  readonly answer: Answer
  readonly hasText: boolean
  readonly isLast: boolean
}

/** Every outcome but a whole answer is said in words. */
function OutcomeNote({ answer, hasText, isLast }: OutcomeNoteProps) {
  const { t } = useTranslation()
  const outcome: Outcome = answer.outcome
  switch (outcome.kind) {
    case 'running':
    case 'finished':
      return null
    case 'failed':
      return <FailureCard failure={outcome.failure} answer={answer} isPartial={hasText} isLast={isLast} />
    case 'filtered':
      return <p className={styles.ending}>{t(hasText ? 'chat.filtered' : 'chat.filteredWhole')}</p>
    case 'length':
      return (
        <div className={styles.ending}>
          {t('chat.length')}
          <ContinueButton answer={answer} isLast={isLast} kind="primary" />
        </div>
      )
    case 'stopped':
    case 'interrupted':
      return <p className={styles.ending}>{t(`chat.${outcome.kind}`)}</p>
    default:
      return assertNever(outcome)
  }
}
