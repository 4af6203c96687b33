// What the person has to know all the time it is so: a stand-in server, a history that cannot be saved, a key for this session only.

import { useTranslation } from 'react-i18next'
import type { HistoryTrouble } from '../../shared/types/backups.ts'
import type { KeyView } from '../../shared/types/keys.ts'
import { formatDate } from '../format/formats.ts'
import { openHistoryAgain } from '../state/backups.ts'
import { dueOf } from '../format/key-age.ts'
import { remindLater, setKey } from '../state/key.ts'
import { OfflineNotice } from './OfflineNotice.tsx'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './NoticeBar.module.css'

export function NoticeBar() {
  const { t } = useTranslation()
  const start = useWindow((state) => state.start)
  const key = useWindow((state) => state.key)
  const isSessionKey = key?.state.kind === 'ready' && key.state.keptIn === 'session'
  return (
    <>
      {start.kind === 'ready' && start.connectedTo !== null && (
        <Notice kind="plain" text={t('notice.connectedTo', { host: start.connectedTo })} />
      )}
      {start.kind === 'ready' && start.historyTrouble !== null && <HistoryNotice trouble={start.historyTrouble} />}
      {start.kind === 'failed' && <Notice kind="bad" text={`${t('notice.startFailed')} ${t(`failures.${start.failure.code}`)}`} />}
      <OfflineNotice />
      {isSessionKey && <Notice kind="plain" text={t('notice.sessionKey')} />}
      {key?.state.kind === 'ready' && <KeyReminder view={key.state} />}
    </>
  )
}

/** What is wrong with the history, and the one thing that helps. */
function HistoryNotice({ trouble: { failure, isOpen } }: { readonly trouble: HistoryTrouble }) {
  const { t } = useTranslation()
  switch (failure.code) {
    case 'history-damaged':
      return (
        <Asking
          text={isOpen ? t('notice.historyPartlyDamaged') : `${t('failures.history-damaged')} ${t('notice.noHistory')}`}
          button={t('notice.seeBackups')}
          onPress={() => change({ dialog: 'settings', settingsPage: 'history' })}
        />
      )
    case 'history-newer':
      return <Notice kind="bad" text={t('notice.newerNeeded')} />
    case 'history-full-disk':
      return <Asking text={t('notice.roomNeeded')} button={t('notice.tryAgain')} onPress={openHistoryAgain} />
    case 'history-cannot-write':
      return <Asking text={t('notice.rightsNeeded')} button={t('notice.tryAgain')} onPress={openHistoryAgain} />
    default:
      return (
        <Asking
          text={`${t(`failures.${failure.code}`)} ${t('notice.noHistory')}`}
          button={t('notice.tryAgain')}
          onPress={openHistoryAgain}
        />
      )
  }
}

interface AskingProps {
  readonly text: string
  readonly button: string
  readonly onPress: () => void
}

function Asking({ text, button, onPress }: AskingProps) {
  return (
    <div className={`${styles.notice} ${styles.bad} ${styles.asking}`}>
      <output>{text}</output>
      <Button size="small" onPress={onPress}>
        {button}
      </Button>
    </div>
  )
}

const hourMs = 60 * 60 * 1000

function KeyReminder({ view }: { readonly view: KeyView }) {
  const { t } = useTranslation()
  const reminder = useWindow((state) => state.settings.keyReminderDays)
  const due = dueOf(view, reminder, useNow(hourMs, true))
  if (due === null) return null
  return (
    <div className={`${styles.notice} ${styles.plain} ${styles.asking}`}>
      <output>
        {due.kind === 'old'
          ? t('notice.keyOld', { name: view.name, count: due.days })
          : t(due.kind === 'expires' ? 'notice.keyExpires' : 'notice.keyExpired', {
              name: view.name,
              day: formatDate(due.at, { dateStyle: 'long' }),
            })}
      </output>
      <Button size="small" onPress={() => void setKey({ kind: 'replacement', keyId: view.id })}>
        {t('notice.replaceKey')}
      </Button>
      <Button size="small" kind="quiet" onPress={() => void remindLater(view.id)}>
        {t('notice.later')}
      </Button>
    </div>
  )
}

function Notice({ kind, text }: { readonly kind: 'plain' | 'bad'; readonly text: string }) {
  return <output className={`${styles.notice} ${styles[kind]}`}>{text}</output>
}
