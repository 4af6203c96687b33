// One backup: when it was made, what is in it, and the way back to it.

import { useTranslation } from 'react-i18next'
import type { Backup } from '../../shared/types/backups.ts'
import { formatNumber } from '../format/formats.ts'
import { Button } from '../ui/Button.tsx'
import { formatBackupTime } from '../format/backup-time.ts'
import styles from './HistorySettings.module.css'

interface BackupRowProps {
  readonly backup: Backup
  readonly onRestore: () => void
}

export function BackupRow({ backup, onRestore }: BackupRowProps) {
  const { t } = useTranslation()
  const { content, kind } = backup
  const when = formatBackupTime(backup)
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <span className={styles.when}>{when}</span>
        <span className={styles.facts}>
          {content === null
            ? t('backups.notReadable')
            : [
                t('backups.conversations', { count: content.conversations }),
                t('backups.messages', { count: content.messages }),
                formatSize(backup.bytes),
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

  function formatSize(bytes: number): string {
    const [unit, size] =
      bytes < 1e6
        ? (['kilobytes', bytes / 1e3] as const)
        : bytes < 1e9
          ? (['megabytes', bytes / 1e6] as const)
          : (['gigabytes', bytes / 1e9] as const)
    return t(`backups.size.${unit}`, { size: formatNumber(size, { maximumFractionDigits: unit === 'kilobytes' ? 0 : 1 }) })
  }
}
