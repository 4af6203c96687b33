// A short message at the foot of the window that goes by itself, but not while it is pointed at or holds the focus.

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWindow, type ToastView } from '../store.ts'
import { Button, IconButton } from './Button.tsx'
import { hideToast } from './toast.ts'
import styles from './Toast.module.css'

const staysMs = 10_000

export function Toast() {
  const toast = useWindow((state) => state.toast)
  // Over a dialog it can be read and pressed as well: what React Aria is told by the attribute.
  return (
    <output data-react-aria-top-layer className={styles.place}>
      {toast !== null && <Message key={toast.id} toast={toast} />}
    </output>
  )
}

function Message({ toast }: { readonly toast: ToastView }) {
  const { t } = useTranslation()
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return undefined
    const timer = setTimeout(() => hideToast(toast.id), staysMs)
    return () => clearTimeout(timer)
  }, [isHeld, toast.id])
  const undo = toast.undo
  return (
    <div
      className={styles.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
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
