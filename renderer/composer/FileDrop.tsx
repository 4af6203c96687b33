// Files that are dropped anywhere on the window go along with the prompt. Says so while they are held over it, and keeps what is dropped
// from being opened in the window's place.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addFiles } from './files.ts'
import styles from './FileDrop.module.css'

export function FileDrop() {
  const { t } = useTranslation()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      // Also told for each part of the page that is left for another; only at the window's edge it leads nowhere.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!holdsFiles(event)) return
      event.preventDefault()
      void addFiles([...(event.dataTransfer?.files ?? [])])
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listening.abort()
  }, [])
  return isOver ? <div className={styles.veil}>{t('chat.dropHere')}</div> : null
}

/** A text that is dragged belongs to the field under it. */
function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}
