// Below the list of models: what its prices mean, when it was updated, and a button that refreshes it.

import { RefreshCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelList } from '../../shared/types/models.ts'
import { formatDate } from '../format/formats.ts'
import { Button } from '../ui/Button.tsx'
import { refreshModels } from '../state/choose-model.ts'
import styles from './ModelPicker.module.css'

interface PickerFooterProps {
  readonly models: ModelList | null
  /** At its end. */
  readonly children?: ReactNode
}

export function PickerFooter({ models, children }: PickerFooterProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const refresh = () => {
    if (isBusy) return
    setBusy(true)
    void refreshModels().finally(() => setBusy(false))
  }
  return (
    <footer className={styles.foot}>
      <p className={styles.note}>
        {models?.failure != null && `${t('models.stale', { reason: t(`failures.${models.failure.code}`) })} `}
        {models?.fetchedAt == null
          ? t('models.empty')
          : `${t('models.priceNote')} ${t('models.fetchedAt', { when: formatTimeOrDate(models.fetchedAt) })}`}
      </p>
      {/* Not disabled while it is busy: the focus would be lost, and Escape with it. */}
      <Button size="small" kind="ghost" onPress={refresh}>
        <RefreshCw size={14} aria-hidden />
        {t('models.refresh')}
      </Button>
      {children}
    </footer>
  )
}

/** The time alone for today, otherwise with its date. */
function formatTimeOrDate(timestamp: number): string {
  const isToday = new Date(timestamp).toDateString() === new Date().toDateString()
  return formatDate(timestamp, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' })
}
