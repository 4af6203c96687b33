// What the person has to know all the time it is so: a stand-in server, a history that cannot be saved, a key for this session only.

import { useTranslation } from 'react-i18next'
import type { HistoryProblem } from '../../shared/types/backups.ts'
import type { KeyView } from '../../shared/types/keys.ts'
import { formatDate } from '../format/formats.ts'
import { reopenHistory } from '../state/backups.ts'
import { openKeyWindow, snoozeKeyReminder, useKeys } from '../state/keys.ts'
import { openSettings } from '../state/layout.ts'
import { useSettings } from '../state/settings.ts'
import { useStartState } from '../state/start-state.ts'
import { getReplacementReason } from '../format/key-age.ts'
import { OfflineNotice } from './OfflineNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './NoticeBar.module.css'

export function NoticeBar() {
  const { t } = useTranslation()
  const start = useStartState((state) => state)
  const key = useKeys(({ status }) => status)
  const isSessionKey = key?.state.kind === 'ready' && key.state.storage === 'session'
  return (
    <>
      {start.kind === 'ready' && start.connectedTo !== null && (
        <Notice kind="info" text={t('notice.connectedTo', { host: start.connectedTo })} />
      )}
      {start.kind === 'ready' && start.historyProblem !== null && <HistoryNotice trouble={start.historyProblem} />}
      {start.kind === 'failed' && <Notice kind="error" text={`${t('notice.startFailed')} ${t(`failures.${start.failure.code}`)}`} />}
      <OfflineNotice />
      {isSessionKey && <Notice kind="info" text={t('notice.sessionKey')} />}
      {key?.state.kind === 'ready' && <KeyReminder view={key.state} />}
    </>
  )
}

/** What is wrong with the history, and the one thing that helps. */
function HistoryNotice({ trouble: { failure, isOpen } }: { readonly trouble: HistoryProblem }) {
  const { t } = useTranslation()
  switch (failure.code) {
    case 'history-damaged':
      return (
        <ActionNotice
          text={isOpen ? t('notice.historyPartlyDamaged') : `${t('failures.history-damaged')} ${t('notice.noHistory')}`}
          buttonLabel={t('notice.seeBackups')}
          onPress={() => openSettings('history')}
        />
      )
    case 'history-newer':
      return <Notice kind="error" text={t('notice.newerNeeded')} />
    case 'history-full-disk':
      return <ActionNotice text={t('notice.roomNeeded')} buttonLabel={t('notice.tryAgain')} onPress={reopenHistory} />
    case 'history-cannot-write':
      return <ActionNotice text={t('notice.rightsNeeded')} buttonLabel={t('notice.tryAgain')} onPress={reopenHistory} />
    default:
      return (
        <ActionNotice
          text={`${t(`failures.${failure.code}`)} ${t('notice.noHistory')}`}
          buttonLabel={t('notice.tryAgain')}
          onPress={reopenHistory}
        />
      )
  }
}

interface ActionNoticeProps {
  readonly text: string
  readonly buttonLabel: string
  readonly onPress: () => void
}

function ActionNotice({ text, buttonLabel, onPress }: ActionNoticeProps) {
  return (
    <div className={`${styles.notice} ${styles.error} ${styles.withAction}`}>
      <output>{text}</output>
      <Button size="small" onPress={onPress}>
        {buttonLabel}
      </Button>
    </div>
  )
}

const hourMs = 60 * 60 * 1000

function KeyReminder({ view }: { readonly view: KeyView }) {
  const { t } = useTranslation()
  const reminderDays = useSettings((settings) => settings.keyReminderDays)
  const reason = getReplacementReason(view, reminderDays, useNow(hourMs, true))
  if (reason === null) return null
  return (
    <div className={`${styles.notice} ${styles.info} ${styles.withAction}`}>
      <output>
        {reason.kind === 'old'
          ? t('notice.keyOld', { name: view.name, count: reason.days })
          : t(reason.kind === 'expires' ? 'notice.keyExpires' : 'notice.keyExpired', {
              name: view.name,
              day: formatDate(reason.expiresAt, { dateStyle: 'long' }),
            })}
      </output>
      <Button size="small" onPress={() => void openKeyWindow({ kind: 'replacement', keyId: view.id })}>
        {t('notice.replaceKey')}
      </Button>
      <Button size="small" kind="ghost" onPress={() => void snoozeKeyReminder(view.id)}>
        {t('notice.later')}
      </Button>
    </div>
  )
}

function Notice({ kind, text }: { readonly kind: 'info' | 'error'; readonly text: string }) {
  return <output className={`${styles.notice} ${styles[kind]}`}>{text}</output>
}
