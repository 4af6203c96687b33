// What is quietly said under an answer: who ran the model, how long it took, how much was read and written, in which style where it is not
// the usual one, and with which key where there could be a doubt.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../shared/types/messages.ts'
import { useKeys } from '../state/keys.ts'
import { formatNumber } from '../format/formats.ts'
import { tokensToWords } from '../format/word-amounts.ts'
import { useFormatStyle } from '../format/use-format-style.ts'
import styles from './AnswerFacts.module.css'

/** In seconds: less would be shown as none. */
const minShownSeconds = 0.1

export function AnswerFacts({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const facts: string[] = []
  const keyName = useAmbiguousKeyName(answer.keyName)
  const describeStyle = useFormatStyle()
  if (answer.provider !== null) facts.push(t('chat.by', { provider: answer.provider }))
  // How long a failure took says nothing, unless some of the answer had come.
  if (answer.totalMs !== null && (answer.firstTextMs !== null || answer.outcome.kind !== 'failed')) {
    const seconds = formatNumber(Math.max(minShownSeconds, answer.totalMs / 1000), { maximumFractionDigits: 1 })
    facts.push(t('chat.seconds', { seconds }))
  }
  if (answer.usage !== null) {
    const { inputTokens, outputTokens } = answer.usage
    facts.push(t('chat.read', { count: tokensToWords(inputTokens) }), t('chat.written', { count: tokensToWords(outputTokens) }))
  }
  if (answer.style !== null) facts.push(describeStyle(answer.style))
  if (keyName !== null) facts.push(t('chat.withKey', { name: keyName }))
  return <p className={styles.facts}>{facts.join(' · ')}</p>
}

/** The name of the key an answer was made with, unless it is the only one there is. */
function useAmbiguousKeyName(name: string | null): string | null {
  return useKeys(({ status }) => (status !== null && status.keys.every((each) => each.name === name) ? null : name))
}
