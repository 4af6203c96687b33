// What a model thought before it answered, folded away.

import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../shared/types/messages.ts'
import { useLiveRuns } from '../state/live-runs.ts'
import styles from './Reasoning.module.css'

interface ReasoningProps {
  readonly answer: Answer
  readonly text: string
  readonly isThinking: boolean
}

export function Reasoning({ answer, text, isThinking }: ReasoningProps) {
  const { t } = useTranslation()
  const thinkingMs = useLiveRuns(({ reasoningTimes }) => reasoningTimes[answer.id])
  const title = isThinking
    ? t('chat.thinking')
    : thinkingMs === undefined
      ? t('chat.thought')
      : t('chat.thoughtFor', { seconds: Math.max(1, Math.round(thinkingMs / 1000)) })
  return (
    <details className={styles.reasoning}>
      <summary className={styles.title}>
        <ChevronRight size={15} aria-hidden className={styles.arrow} />
        {title}
      </summary>
      <div className={styles.text} dir="auto" data-searchable>
        {text.trim()}
      </div>
    </details>
  )
}
