// The history as a whole: what is kept where, its backups with what is in them, and what can be done with them.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../shared/failures.ts'
import type { BackupList } from '../../shared/types/backups.ts'
import { loadBackups } from '../state/backups.ts'
import { selectHistoryProblem, useStartState } from '../state/start-state.ts'
import { Button } from '../ui/Button.tsx'
import { BackupConfirmDialog, type BackupAction } from './BackupConfirmDialog.tsx'
import { BackupRow } from './BackupRow.tsx'
import styles from './HistorySettings.module.css'
import shared from './Settings.module.css'

export function HistorySettings() {
  const { t } = useTranslation()
  const trouble = useStartState(selectHistoryProblem)
  const isDamaged = trouble?.failure.code === 'history-damaged'
  const [backupsReply, setBackupsReply] = useState<Reply<BackupList> | null>(null)
  const [action, setAction] = useState<BackupAction | null>(null)
  const reloadBackups = () => void loadBackups().then(setBackupsReply)
  useEffect(reloadBackups, [])
  return (
    <>
      <h3>{t('settings.history')}</h3>
      <p>{t(!isDamaged ? 'backups.intro' : trouble.isOpen ? 'backups.partlyDamagedIntro' : 'backups.damagedIntro')}</p>
      {backupsReply === null && <output className={shared.muted}>{t('backups.reading')}</output>}
      {backupsReply?.ok === false && (
        <output className={shared.failure}>{t('backups.notRead', { reason: t(`failures.${backupsReply.failure.code}`) })}</output>
      )}
      {backupsReply?.ok === true && <Backups list={backupsReply.value} isDamaged={isDamaged} onAction={setAction} />}
      {isDamaged && (
        <div className={shared.actions}>
          <Button onPress={() => setAction({ kind: 'empty' })}>{t('backups.empty')}</Button>
        </div>
      )}
      {action !== null && (
        <BackupConfirmDialog
          action={action}
          isHistoryIntact={trouble === null}
          onDone={() => {
            setAction(null)
            reloadBackups()
          }}
        />
      )}
    </>
  )
}

interface BackupsProps {
  readonly list: BackupList
  readonly isDamaged: boolean
  readonly onAction: (action: BackupAction) => void
}

function Backups({ list: { backups, failure, damaged }, isDamaged, onAction }: BackupsProps) {
  const { t } = useTranslation()
  return (
    <>
      {failure !== null && <output className={shared.failure}>{t('backups.overdue', { reason: t(`failures.${failure.code}`) })}</output>}
      {backups.length === 0 ? (
        <p className={shared.muted}>{t(isDamaged ? 'backups.noneDamaged' : 'backups.none')}</p>
      ) : (
        <>
          <ul className={styles.list} aria-label={t('backups.title')}>
            {backups.map((backup) => (
              <BackupRow key={backup.id} backup={backup} onRestore={() => onAction({ kind: 'restore', backup })} />
            ))}
          </ul>
          <p className={shared.muted}>{t('backups.deletedNote')}</p>
          {/* Not what a person in need of one should come upon. */}
          {!isDamaged && (
            <div className={shared.actions}>
              <Button size="small" kind="ghost" onPress={() => onAction({ kind: 'remove' })}>
                {t('backups.remove')}
              </Button>
            </div>
          )}
        </>
      )}
      {damaged.length > 0 && (
        <div className={styles.damagedFiles}>
          <p className={shared.muted}>{t('backups.damagedFiles')}</p>
          <ul className={styles.names}>
            {damaged.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
