// What Parley is, which one this is, and the way to a report when something went wrong.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStartState } from '../state/start-state.ts'
import { Button } from '../ui/Button.tsx'
import { ReportDialog } from './ReportDialog.tsx'
import styles from './Settings.module.css'

export function About() {
  const { t } = useTranslation()
  const version = useStartState((start) => (start.kind === 'ready' ? start.version : null))
  const [isReportOpen, setReportOpen] = useState(false)
  return (
    <>
      <h3>Parley</h3>
      <p>{t('settings.purpose')}</p>
      {version !== null && <p>{t('settings.version', { version })}</p>}
      <p className={styles.muted}>{t('settings.license')}</p>
      <p className={styles.muted}>{t('settings.independent')}</p>
      <h3 className={styles.next}>{t('settings.reportTitle')}</h3>
      <p className={styles.muted}>{t('settings.reportHint')}</p>
      <div className={styles.actions}>
        <Button onPress={() => setReportOpen(true)}>{t('settings.report')}</Button>
      </div>
      {isReportOpen && <ReportDialog onClose={() => setReportOpen(false)} />}
    </>
  )
}
