// Tells those who listen when each of the answers that are written side by side has ended, and how. Sentences of several at once nobody
// could follow; each is read in its column. Not seen.

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outcome, AnswerWithSiblings } from '../../shared/types/messages.ts'
import { shortName } from '../../shared/model-name.ts'
import styles from '../ui/VisuallyHidden.module.css'

const noAnswers: readonly AnswerWithSiblings[] = []

export function ComparisonAnnouncer({ answers = noAnswers }: { readonly answers: readonly AnswerWithSiblings[] | undefined }) {
  const { t } = useTranslation()
  const [endedAnswers, setEndedAnswers] = useState<readonly AnswerWithSiblings[]>(noAnswers)
  const running = useRef<ReadonlySet<string>>(new Set())

  useEffect(() => {
    const newlyEnded = answers.filter(({ id, outcome }) => outcome.kind !== 'running' && running.current.has(id))
    running.current = new Set(answers.filter(({ outcome }) => outcome.kind === 'running').map(({ id }) => id))
    if (newlyEnded.length > 0)
      setEndedAnswers((previous) => [...previous.filter(({ id }) => answers.some((each) => each.id === id)), ...newlyEnded])
  }, [answers])

  return (
    // One line each: what is added is read, whatever ended at the same moment.
    <div aria-live="polite" className={styles.visuallyHidden}>
      {endedAnswers.map(({ id, model, outcome }) => (
        <p key={id}>{t(`compare.ended.${toEndState(outcome)}`, { model: shortName(model) })}</p>
      ))}
    </div>
  )
}

function toEndState({ kind }: Outcome): 'finished' | 'failed' | 'stopped' {
  return kind === 'finished' || kind === 'failed' ? kind : 'stopped'
}
