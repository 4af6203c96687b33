// The history as a whole: what is kept where, its backups with what is in them, and what can be done with them.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../shared/errors.ts'
import type { BackupList } from '../../shared/types/backups.ts'
import { useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { BackupQuestion, type Asked } from './BackupQuestion.tsx'
import { BackupRow } from './BackupRow.tsx'
import { readBackups } from '../state/backups.ts'
import styles from './HistorySettings.module.css'
import shared from './Settings.module.css'

export function HistorySettings() {
  const { t } = useTranslation()
  const trouble = useWindow(({ start }) => (start.kind === 'ready' ? start.historyTrouble : null))
  const isDamaged = trouble?.failure.code === 'history-damaged'
  const [read, setRead] = useState<Reply<BackupList> | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const readAgain = () => void readBackups().then(setRead)
  useEffect(readAgain, [])
  return (
    <>
      <h3>{t('settings.history')}</h3>
      <p>{t(!isDamaged ? 'backups.intro' : trouble.isOpen ? 'backups.partlyDamagedIntro' : 'backups.damagedIntro')}</p>
      {read === null && <output className={shared.quiet}>{t('backups.reading')}</output>}
      {read?.ok === false && (
        <output className={shared.failure}>{t('backups.notRead', { reason: t(`failures.${read.failure.code}`) })}</output>
      )}
      {read?.ok === true && <Backups list={read.value} isDamaged={isDamaged} onAsk={setAsked} />}
      {isDamaged && (
        <div className={shared.actions}>
          <Button onPress={() => setAsked({ kind: 'anew' })}>{t('backups.anew')}</Button>
        </div>
      )}
      {asked !== null && (
        <BackupQuestion
          asked={asked}
          isSound={trouble === null}
          onDone={() => {
            setAsked(null)
            readAgain()
          }}
        />
      )}
    </>
  )
}

interface BackupsProps {
  readonly list: BackupList
  readonly isDamaged: boolean
  readonly onAsk: (asked: Asked) => void
}

function Backups({ list: { backups, failure, damaged }, isDamaged, onAsk }: BackupsProps) {
  const { t } = useTranslation()
  return (
    <>
      {failure !== null && <output className={shared.failure}>{t('backups.late', { reason: t(`failures.${failure.code}`) })}</output>}
      {backups.length === 0 ? (
        <p className={shared.quiet}>{t(isDamaged ? 'backups.noneDamaged' : 'backups.none')}</p>
      ) : (
        <>
          <ul className={styles.list} aria-label={t('backups.title')}>
            {backups.map((backup) => (
              <BackupRow key={backup.id} backup={backup} onRestore={() => onAsk({ kind: 'restore', backup })} />
            ))}
          </ul>
          <p className={shared.quiet}>{t('backups.deletedNote')}</p>
          {/* Not what a person in need of one should come upon. */}
          {!isDamaged && (
            <div className={shared.actions}>
              <Button size="small" kind="quiet" onPress={() => onAsk({ kind: 'remove' })}>
                {t('backups.remove')}
              </Button>
            </div>
          )}
        </>
      )}
      {damaged.length > 0 && (
        <div className={styles.aside}>
          <p className={shared.quiet}>{t('backups.aside')}</p>
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
