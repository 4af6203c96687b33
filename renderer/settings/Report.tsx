// The report, shown to the letter before anything is done with it: saved, copied, or neither.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Report } from '../../shared/types/start.ts'
import { ask } from '../state/ask.ts'
import { call } from '../state/bridge.ts'
import { sentenceOf } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Report.module.css'

export function ReportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [report, setReport] = useState<Report | null>(null)
  /** What came of saving it. */
  const [said, setSaid] = useState('')
  useEffect(() => {
    void ask('report.make', undefined).then((reply) => reply.ok && setReport(reply.value))
  }, [])
  const save = async () => {
    setSaid('')
    const reply = await call('report.save', undefined)
    if (!reply.ok) setSaid(sentenceOf(reply.failure))
    else if (reply.value === 'saved') setSaid(t('report.saved'))
  }
  return (
    <Dialog title={t('report.title')} onClose={onClose}>
      <div className={styles.report}>
        <p>{t('report.holds')}</p>
        <p>{t('report.holdsNot')}</p>
        {report === null ? (
          <output className={styles.making}>{t('report.making')}</output>
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
          <output className={styles.said}>{said}</output>
          {report !== null && (
            <>
              <Button kind="main" onPress={() => void save()}>
                {t('report.save')}
              </Button>
              <CopyButton kind="words" label={t('report.copy')} text={() => report.text} />
            </>
          )}
          <Button onPress={onClose}>{t('report.close')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
