// What is quietly said under an answer: who ran the model, how long it took, how much was read and written.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../electron/shared/types.ts'
import { formatNumber } from '../i18n/formats.ts'
import { wordsOf } from '../models/amounts.ts'
import styles from './AnswerFacts.module.css'

export function AnswerFacts({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const facts: string[] = []
  if (answer.provider !== null) facts.push(t('chat.by', { provider: answer.provider }))
  if (answer.totalMs !== null) facts.push(t('chat.seconds', { seconds: formatNumber(answer.totalMs / 1000, { maximumFractionDigits: 1 }) }))
  if (answer.usage !== null) {
    const { inputTokens, outputTokens } = answer.usage
    facts.push(t('chat.usage', { read: formatNumber(wordsOf(inputTokens)), written: formatNumber(wordsOf(outputTokens)) }))
  }
  return <p className={styles.facts}>{facts.join(' · ')}</p>
}
