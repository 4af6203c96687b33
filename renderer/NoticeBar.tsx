// What the person has to know all the time it is so: a stand-in server, a history that cannot be saved, a key for this session only.

import { useTranslation } from 'react-i18next'
import { useWindow } from './store.ts'
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
      {start.kind === 'ready' && start.historyFailure !== null && (
        <Notice kind="bad" text={`${t(`failures.${start.historyFailure.code}`)} ${t('notice.noHistory')}`} />
      )}
      {start.kind === 'failed' && <Notice kind="bad" text={`${t('notice.startFailed')} ${t(`failures.${start.failure.code}`)}`} />}
      {isSessionKey && <Notice kind="plain" text={t('notice.sessionKey')} />}
    </>
  )
}

function Notice({ kind, text }: { readonly kind: 'plain' | 'bad'; readonly text: string }) {
  return <output className={`${styles.notice} ${styles[kind]}`}>{text}</output>
}
