// What is quietly said under an answer: who ran the model, how long it took, how much was read and written.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../electron/shared/types.ts'
import { language } from '../i18n/i18n.ts'
import { wordsOf } from '../models/amounts.ts'
import styles from './AnswerFacts.module.css'

export function AnswerFacts({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const number = new Intl.NumberFormat(language(), { maximumFractionDigits: 1 })
  const facts: string[] = []
  if (answer.provider !== null) facts.push(t('chat.by', { provider: answer.provider }))
  if (answer.totalMs !== null) facts.push(t('chat.seconds', { seconds: number.format(answer.totalMs / 1000) }))
  if (answer.usage !== null) {
    const { inputTokens, outputTokens } = answer.usage
    facts.push(t('chat.usage', { read: number.format(wordsOf(inputTokens)), written: number.format(wordsOf(outputTokens)) }))
  }
  return <p className={styles.facts}>{facts.join(' · ')}</p>
}
