// Asks before another history takes the place of the one that is there, or before backups go; says while it takes, and what failed.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assertNever, type Failure } from '../../shared/failures.ts'
import type { Backup } from '../../shared/types/backups.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { formatDateTime } from '../format/formats.ts'
import { removeBackups, restoreBackup, startEmptyHistory } from '../state/backups.ts'
import styles from './Settings.module.css'

export type BackupAction = { readonly kind: 'restore'; readonly backup: Backup } | { readonly kind: 'empty' } | { readonly kind: 'remove' }

interface BackupConfirmDialogProps {
  readonly action: BackupAction
  /** The history that is there now can be gone back to. */
  readonly isHistoryIntact: boolean
  readonly onDone: () => void
}

export function BackupConfirmDialog({ action, isHistoryIntact, onDone }: BackupConfirmDialogProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const confirm = async () => {
    setBusy(true)
    const actionFailure = await performAction(action)
    setBusy(false)
    if (actionFailure === null) onDone()
    else setFailure(actionFailure)
  }
  const when = action.kind === 'restore' ? formatDateTime(action.backup.createdAt) : ''
  return (
    <Dialog title={t(`backups.${action.kind}Title`, { when })} size="small" isAlertDialog onClose={isBusy ? () => {} : onDone}>
      <div className={styles.question}>
        <p>{t(`backups.${action.kind}Detail`)}</p>
        {action.kind === 'restore' && <p>{t(isHistoryIntact ? 'backups.restoreKeeps' : 'backups.restoreMovesAside')}</p>}
        {failure !== null && <output className={styles.failure}>{t(`failures.${failure.code}`)}</output>}
        <div className={styles.questionActions}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus isDisabled={isBusy} onPress={onDone}>
            {t('settings.cancel')}
          </Button>
          <Button kind={action.kind === 'remove' ? 'danger' : 'primary'} isDisabled={isBusy} onPress={() => void confirm()}>
            {isBusy && action.kind === 'restore' ? t('backups.restoring') : t(`backups.${action.kind}Confirm`)}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

async function performAction(action: BackupAction): Promise<Failure | null> {
  switch (action.kind) {
    case 'restore':
      return restoreBackup(action.backup.id, formatDateTime(action.backup.createdAt))
    case 'empty':
      return startEmptyHistory()
    case 'remove':
      return removeBackups()
    default:
      return assertNever(action)
  }
}
