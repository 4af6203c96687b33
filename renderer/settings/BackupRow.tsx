// One backup: when it was made, what is in it, and the way back to it.

import { useTranslation } from 'react-i18next'
import type { Backup } from '../../shared/types/backups.ts'
import { formatBytes, formatDateTime } from '../format/formats.ts'
import { Button } from '../ui/Button.tsx'
import styles from './HistorySettings.module.css'

interface BackupRowProps {
  readonly backup: Backup
  readonly onRestore: () => void
}

export function BackupRow({ backup, onRestore }: BackupRowProps) {
  const { t } = useTranslation()
  const { content, kind } = backup
  const when = formatDateTime(backup.createdAt)
  return (
    <li className={styles.row}>
      <div className={styles.backup}>
        <span className={styles.time}>{when}</span>
        <span className={styles.facts}>
          {content === null
            ? t('backups.notReadable')
            : [
                t('backups.conversations', { count: content.conversations }),
                t('backups.messages', { count: content.messages }),
                formatBytes(backup.bytes),
              ].join(' · ')}
        </span>
        {kind === 'replaced' && <span className={styles.facts}>{t('backups.replaced')}</span>}
      </div>
      {content !== null && (
        <Button size="small" aria-label={t('backups.restoreLabel', { when })} onPress={onRestore}>
          {t('backups.restore')}
        </Button>
      )}
    </li>
  )
}
