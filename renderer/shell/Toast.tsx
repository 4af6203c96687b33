// Short messages at the foot of the window. Each goes by itself, but not while it is pointed at or holds the focus.

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hideToast, type ToastView, useToasts } from '../state/toasts.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import styles from './Toast.module.css'

const toastDurationMs = 10_000
/** From then on, however long it is held, main may have deleted for good what Undo would bring back. */
const undoWindowMs = 14_000

export function Toasts() {
  const toasts = useToasts()
  // Over a dialog they can be read and pressed as well: what React Aria is told by the attribute.
  return (
    <output data-react-aria-top-layer className={styles.toasts}>
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </output>
  )
}

function Toast({ toast }: { readonly toast: ToastView }) {
  const { t } = useTranslation()
  const [isPaused, setPaused] = useState(false)
  useEffect(() => {
    const maxDelayMs = toast.undo === null ? Infinity : toast.shownAt + undoWindowMs - Date.now()
    const delayMs = Math.min(isPaused || toast.isOngoing ? Infinity : toastDurationMs, maxDelayMs)
    if (delayMs === Infinity) return undefined
    const timer = setTimeout(() => hideToast(toast.id), delayMs)
    return () => clearTimeout(timer)
  }, [isPaused, toast])
  const undo = toast.undo
  return (
    <div
      className={styles.toast}
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <span className={styles.text} dir="auto">
        {toast.text}
      </span>
      {undo !== null && (
        <Button
          size="small"
          onPress={() => {
            hideToast(toast.id)
            undo()
          }}
        >
          {t('history.undo')}
        </Button>
      )}
      <IconButton size="small" label={t('history.dismiss')} onPress={() => hideToast(toast.id)}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
