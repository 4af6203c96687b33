// Says that this computer seems to be offline; and once it is not any more, offers to send what could not be sent.

import { useTranslation } from 'react-i18next'
import { dismissUnsent, sendUnsentPrompts, useOffline } from '../state/offline.ts'
import { Button } from '../ui/Button.tsx'
import styles from './NoticeBar.module.css'

export function OfflineNotice() {
  const { t } = useTranslation()
  const isOffline = useOffline((offline) => offline.isOffline)
  const count = useOffline(({ unsent }) => unsent.length)
  if (isOffline) return <output className={`${styles.notice} ${styles.info}`}>{t('notice.offline')}</output>
  if (count === 0) return null
  return (
    <div className={`${styles.notice} ${styles.info} ${styles.withAction}`}>
      <output>{t('notice.backOnline', { count })}</output>
      <Button size="small" onPress={() => void sendUnsentPrompts()}>
        {t('notice.sendUnsent', { count })}
      </Button>
      <Button size="small" kind="ghost" onPress={dismissUnsent}>
        {t('notice.notNow')}
      </Button>
    </div>
  )
}
