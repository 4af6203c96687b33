// Answers to one prompt side by side, each in a column of its own with what tells it apart, until one is chosen to go on with.

import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerWithSiblings } from '../../shared/types/messages.ts'
import { useIsReplaced } from '../state/retry.ts'
import { pickAnswer } from '../state/branches.ts'
import { useModelNameFormatter } from '../state/models.ts'
import { Button } from '../ui/Button.tsx'
import { AnswerView } from './AnswerView.tsx'
import { ComparisonMetrics } from './ComparisonMetrics.tsx'
import styles from './Comparison.module.css'

interface ComparisonProps {
  readonly answers: readonly AnswerWithSiblings[]
  /** As in MessageArticle: it stands in the feed as one message does. */
  readonly index: number
  readonly position: number
  readonly ref: Ref<HTMLElement>
}

export function Comparison({ answers, index, position, ref }: ComparisonProps) {
  const { t } = useTranslation()
  return (
    <article
      ref={ref}
      className={styles.comparison}
      data-index={index}
      data-comparison
      tabIndex={-1}
      aria-posinset={position}
      aria-setsize={position}
      aria-label={t('compare.answers')}
    >
      <div className={styles.columns}>
        {answers.map((answer) => (
          // By its model: what is asked for again comes in the same column.
          <Column key={answer.model} answer={answer} canPick={canPick(answer, answers)} />
        ))}
      </div>
    </article>
  )
}

/** Of an answer that says nothing only where none does: one can go on without any, too. */
function canPick(answer: AnswerWithSiblings, answers: readonly AnswerWithSiblings[]): boolean {
  if (answer.outcome.kind === 'running') return false
  return answer.text !== '' || answers.every(({ text, outcome }) => text === '' && outcome.kind !== 'running')
}

function Column({ answer, canPick: showsPickButton }: { readonly answer: AnswerWithSiblings; readonly canPick: boolean }) {
  const { t } = useTranslation()
  const isReplaced = useIsReplaced(answer.id)
  const getFullName = useModelNameFormatter()
  const model = getFullName(answer.model)
  return (
    // Focusable, so that Tab leads from column to column, and the arrow keys to those that are out of sight.
    <article
      className={styles.column}
      data-message={answer.id}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('chat.answerFrom', { model })}
    >
      <AnswerView answer={answer} isLast />
      {answer.outcome.kind !== 'running' && !isReplaced && <ComparisonMetrics answer={answer} />}
      {showsPickButton && !isReplaced && (
        <div className={styles.pick}>
          <Button aria-label={t('compare.pickOf', { model })} onPress={() => void pickAnswer(answer)}>
            {t('compare.pick')}
          </Button>
        </div>
      )}
    </article>
  )
}
