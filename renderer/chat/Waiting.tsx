// Says what is awaited once that takes longer than a moment, and for how long once it takes longer than two.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../electron/shared/types.ts'
import { shortName } from '../models/names.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './Waiting.module.css'

const momentMs = 300
const longMs = 2000

interface WaitingProps {
  readonly answer: Answer
  /** When the last piece came; null while none has. */
  readonly lastTextAt: number | null
}

export function Waiting({ answer, lastTextAt }: WaitingProps) {
  const { t } = useTranslation()
  const waitedMs = useNow(250, true) - (lastTextAt ?? answer.startedAt)
  const model = shortName(answer.model)
  // Between pieces a short silence is how text comes; only before the first one it is worth a word.
  if (waitedMs < (lastTextAt === null ? momentMs : longMs)) return <div className={styles.waiting} />
  return (
    <div className={styles.waiting}>
      <span className={styles.dot} />
      {waitedMs < longMs ? t('chat.waiting', { model }) : t('chat.waitingSince', { model, seconds: Math.floor(waitedMs / 1000) })}
    </div>
  )
}
