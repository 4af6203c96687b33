// Says what is awaited once that takes longer than a moment, and for how long once it takes longer than two; and lets a person end
// the wait before a run is sent again.

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../shared/types/messages.ts'
import { shortName } from '../../shared/model-name.ts'
import { useLiveRuns } from '../state/live-runs.ts'
import { retryNow } from '../state/stop-runs.ts'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import { getWaitState } from './wait-state.ts'
import { formatWait } from './format-wait.ts'
import styles from './WaitingIndicator.module.css'

interface WaitingIndicatorProps {
  readonly answer: Answer
  /** When the last piece came; null while none has. */
  readonly lastTextAt: number | null
}

export function WaitingIndicator({ answer, lastTextAt }: WaitingIndicatorProps) {
  const { t } = useTranslation()
  const progress = useLiveRuns((runs) => runs.progress[answer.id])
  const now = useNow(250, true)
  const wait = getWaitState(progress?.phase, { now, startedAt: answer.startedAt, lastTextAt })
  if (wait.kind === 'none') return <div className={styles.waiting} />
  return (
    <div className={styles.waiting}>
      <span className={styles.dot} />
      <span>
        {formatWait(wait, { t, model: shortName(answer.model), provider: progress?.provider ?? null, hasBegun: lastTextAt !== null })}
      </span>
      {wait.kind === 'retrying' && (
        <Button size="small" onPress={() => void retryNow(answer.id)}>
          {t('chat.tryNow')}
        </Button>
      )}
    </div>
  )
}
