// The button of a failure for which the server asked to wait. One button all the time: it says how long is left, and pressed, counts
// down in sight and acts by itself; pressed once more, it does not. Earlier it sends nothing: the server would refuse it again, and
// may then ask for a longer wait. Whoever cannot wait takes another model.

import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './RetryCountdown.module.css'

/** What is done at its end: the prompt is sent again, or the answer that had begun is gone on with. */
type RetryAction = 'retry' | 'continue'

interface RetryCountdownProps {
  readonly action: RetryAction
  /** Milliseconds since 1970. */
  readonly retryAt: number
  readonly onSend: () => void
}

/** The countdown ends with the card: in a conversation that is left, changed or deleted, nothing is sent. */
export function RetryCountdown({ action, retryAt, onSend }: RetryCountdownProps) {
  const { t } = useTranslation()
  const labels = labelsByAction[action]
  const [isCountingDown, setCountingDown] = useState(false)
  const wait = useFormatWait()
  const secondsLeft = Math.max(0, Math.ceil((retryAt - useNow(250, true)) / 1000))
  const isDue = isCountingDown && secondsLeft === 0
  const sendNow = useEffectEvent(onSend)
  useEffect(() => {
    if (isDue) sendNow()
  }, [isDue])
  const later = isCountingDown ? t('failure.cancel') : t(labels.later, { wait: wait(secondsLeft) })
  return (
    <span className={styles.countdown}>
      {isCountingDown && secondsLeft > 0 && <span role="timer">{t(labels.counting, { wait: wait(secondsLeft) })}</span>}
      {/* The same one when the wait is over: whoever has the focus on it keeps it there. */}
      <Button onPress={secondsLeft > 0 ? () => setCountingDown(!isCountingDown) : onSend}>{secondsLeft > 0 ? later : t(labels.now)}</Button>
    </span>
  )
}

const labelsByAction = {
  retry: { now: 'failure.retry', later: 'failure.sendIn', counting: 'failure.sendingIn' },
  continue: { now: 'chat.continue', later: 'failure.continueIn', counting: 'failure.continuingIn' },
} as const

function useFormatWait(): (seconds: number) => string {
  const { t } = useTranslation()
  return (seconds) =>
    seconds < maxShownAsSeconds
      ? t('failure.seconds', { seconds })
      : t('failure.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

const maxShownAsSeconds = 120
