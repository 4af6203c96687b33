// What tells answers apart that stand side by side: when the first words came, how fast the others did, and what it cost.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../shared/types/messages.ts'
import { formatNumber } from '../format/formats.ts'
import { tokensToWords } from '../format/word-amounts.ts'
import { findModel, useModels } from '../state/models.ts'
import { getAnswerCost, getTokensPerSecond } from '../composer/answer-cost.ts'
import { useFormatDollars } from '../format/use-format-dollars.ts'
import styles from './Comparison.module.css'

/** In seconds: less would be shown as none. */
const minShownSeconds = 0.1

export function ComparisonMetrics({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const formatDollars = useFormatDollars()
  const model = useModels((state) => findModel(state, answer.model))
  const { firstTextMs } = answer
  const speed = getTokensPerSecond(answer)
  const cost = getAnswerCost(answer, model)
  const facts: string[] = []
  if (firstTextMs !== null) {
    const seconds = formatNumber(Math.max(minShownSeconds, firstTextMs / 1000), { maximumFractionDigits: 1 })
    facts.push(t('compare.firstWords', { seconds }))
  }
  if (speed !== null && tokensToWords(speed) > 0) facts.push(t('compare.speed', { count: tokensToWords(speed) }))
  if (cost !== null) facts.push(cost === 0 ? t('models.free') : formatDollars(cost))
  return (
    <ul className={styles.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}
