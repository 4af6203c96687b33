// Says what is awaited once that takes longer than a moment, and for how long once it takes longer than two; and lets a person end
// the wait before a run is sent again.

import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { assertNever } from '../../electron/shared/errors.ts'
import type { Answer } from '../../electron/shared/types/conversations.ts'
import { mostAttempts } from '../../electron/shared/types/runs.ts'
import { shortName } from '../models/names.ts'
import { useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import { tryNow } from './runs.ts'
import { waitOf, type Wait } from './waiting.ts'
import styles from './Waiting.module.css'

interface WaitingProps {
  readonly answer: Answer
  /** When the last piece came; null while none has. */
  readonly lastTextAt: number | null
}

export function Waiting({ answer, lastTextAt }: WaitingProps) {
  const { t } = useTranslation()
  const progress = useWindow((state) => state.progress[answer.id])
  const now = useNow(250, true)
  const wait = waitOf(progress?.phase, { now, startedAt: answer.startedAt, lastTextAt })
  if (wait.kind === 'none') return <div className={styles.waiting} />
  return (
    <div className={styles.waiting}>
      <span className={styles.dot} />
      <span>
        {wordsOf(wait, { t, model: shortName(answer.model), provider: progress?.provider ?? null, hasBegun: lastTextAt !== null })}
      </span>
      {wait.kind === 'retrying' && (
        <Button size="small" onPress={() => void tryNow(answer.id)}>
          {t('chat.tryNow')}
        </Button>
      )}
    </div>
  )
}

interface About {
  readonly t: TFunction
  readonly model: string
  readonly provider: string | null
  readonly hasBegun: boolean
}

function wordsOf(wait: Exclude<Wait, { kind: 'none' }>, { t, model, provider, hasBegun }: About): string {
  const who = provider === null ? model : t('chat.modelAt', { model, provider })
  switch (wait.kind) {
    case 'queued':
      return t('chat.queued', { count: wait.before })
    case 'key':
      return wait.seconds === null ? t('chat.waitingForKey') : t('chat.waitingForKeySince', { seconds: wait.seconds })
    case 'model':
      return wait.seconds === null ? t('chat.waiting', { who }) : t('chat.waitingSince', { who, seconds: wait.seconds })
    case 'silent':
      return t(hasBegun ? 'chat.silentBetween' : 'chat.silent', { seconds: wait.seconds })
    case 'retrying': {
      const reason = t(reasonOf(wait.code), { who: capitalized(provider ?? model) })
      return t('chat.retrying', { reason, seconds: wait.seconds, attempt: wait.attempt, most: mostAttempts })
    }
    default:
      return assertNever(wait)
  }
}

function reasonOf(code: Extract<Wait, { kind: 'retrying' }>['code']) {
  if (code === 'too-many-requests') return 'chat.asksToSlowDown'
  return code === 'provider-busy' ? 'chat.isBusy' : 'chat.hadProblem'
}

/** It begins a sentence, and Hugging Face writes its providers small. */
function capitalized(name: string): string {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1)
}
