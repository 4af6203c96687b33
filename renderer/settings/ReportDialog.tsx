// The report, shown to the letter before anything is done with it: saved, copied, or neither.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Report } from '../../shared/types/reports.ts'
import { callMain } from '../state/bridge.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { describeFailure } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './ReportDialog.module.css'

export function ReportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [report, setReport] = useState<Report | null>(null)
  /** What came of saving it. */
  const [saveStatus, setSaveStatus] = useState('')
  useEffect(() => {
    void callMainWithToast('report.create', undefined).then((reply) => reply.ok && setReport(reply.value))
  }, [])
  const save = async () => {
    setSaveStatus('')
    const reply = await callMain('report.save', undefined)
    if (!reply.ok) setSaveStatus(describeFailure(reply.failure))
    else if (reply.value === 'saved') setSaveStatus(t('report.saved'))
  }
  return (
    <Dialog title={t('report.title')} onClose={onClose}>
      <div className={styles.report}>
        <p>{t('report.contents')}</p>
        <p>{t('report.omitted')}</p>
        {report === null ? (
          <output className={styles.loading}>{t('report.creating')}</output>
        ) : (
          <textarea
            readOnly
            className={styles.text}
            aria-label={t('report.text')}
            dir="ltr"

            spellCheck={false}
            value={report.text}
          />
        )}
        <div className={styles.actions}>
          <output className={styles.status}>{saveStatus}</output>
          {report !== null && (
            <>
              <Button kind="primary" onPress={() => void save()}>
                {t('report.save')}
              </Button>
              <CopyButton kind="text" label={t('report.copy')} text={() => report.text} />
            </>
          )}
          <Button onPress={onClose}>{t('report.close')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
