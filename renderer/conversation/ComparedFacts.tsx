// What tells answers apart that stand side by side: when the first words came, how fast the others did, and what it cost.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../shared/types/conversations.ts'
import { formatNumber } from '../format/formats.ts'
import { wordsOf } from '../format/amounts.ts'
import { modelOf } from '../state/known.ts'
import { useWindow } from '../state/store.ts'
import { costOf, speedOf } from '../composer/compared-price.ts'
import { useDollars } from '../format/use-dollars.ts'
import styles from './Comparison.module.css'

/** In seconds: less would be shown as none. */
const shortestShown = 0.1

export function ComparedFacts({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const dollars = useDollars()
  const model = useWindow((state) => modelOf(state, answer.model))
  const { firstTextMs } = answer
  const speed = speedOf(answer)
  const cost = costOf(answer, model)
  const facts: string[] = []
  if (firstTextMs !== null) {
    const seconds = formatNumber(Math.max(shortestShown, firstTextMs / 1000), { maximumFractionDigits: 1 })
    facts.push(t('compare.firstWords', { seconds }))
  }
  if (speed !== null && wordsOf(speed) > 0) facts.push(t('compare.speed', { count: wordsOf(speed) }))
  if (cost !== null) facts.push(cost === 0 ? t('models.free') : dollars(cost))
  return (
    <ul className={styles.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}
