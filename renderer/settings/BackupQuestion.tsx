// Asks before another history takes the place of the one that is there, or before backups go; says while it takes, and what failed.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assertNever, type Failure } from '../../shared/errors.ts'
import type { Backup } from '../../shared/types/backups.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { whenOf } from '../format/backup-time.ts'
import { removeBackups, restore, startAnew } from '../state/backups.ts'
import styles from './Settings.module.css'

export type Asked = { readonly kind: 'restore'; readonly backup: Backup } | { readonly kind: 'anew' } | { readonly kind: 'remove' }

interface BackupQuestionProps {
  readonly asked: Asked
  /** The history that is there now can be gone back to. */
  readonly isSound: boolean
  readonly onDone: () => void
}

export function BackupQuestion({ asked, isSound, onDone }: BackupQuestionProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const confirm = async () => {
    setBusy(true)
    const failed = await carryOut(asked)
    setBusy(false)
    if (failed === null) onDone()
    else setFailure(failed)
  }
  const when = asked.kind === 'restore' ? whenOf(asked.backup) : ''
  return (
    <Dialog title={t(`backups.${asked.kind}Title`, { when })} size="small" isQuestion onClose={isBusy ? () => {} : onDone}>
      <div className={styles.question}>
        <p>{t(`backups.${asked.kind}Detail`)}</p>
        {asked.kind === 'restore' && <p>{t(isSound ? 'backups.restoreKeeps' : 'backups.restoreMovesAside')}</p>}
        {failure !== null && <output className={styles.failure}>{t(`failures.${failure.code}`)}</output>}
        <div className={styles.answers}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus isDisabled={isBusy} onPress={onDone}>
            {t('settings.cancel')}
          </Button>
          <Button kind={asked.kind === 'remove' ? 'danger' : 'main'} isDisabled={isBusy} onPress={() => void confirm()}>
            {isBusy && asked.kind === 'restore' ? t('backups.restoring') : t(`backups.${asked.kind}Confirm`)}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

async function carryOut(asked: Asked): Promise<Failure | null> {
  switch (asked.kind) {
    case 'restore':
      return restore(asked.backup.id, whenOf(asked.backup))
    case 'anew':
      return startAnew()
    case 'remove':
      return removeBackups()
    default:
      return assertNever(asked)
  }
}
