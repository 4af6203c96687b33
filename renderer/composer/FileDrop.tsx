// Files that are dropped anywhere on the window go along with the prompt. Says so while they are held over it, and keeps what is dropped
// from being opened in the window's place.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addFiles } from './attach-files.ts'
import styles from './FileDrop.module.css'

export function FileDrop() {
  const { t } = useTranslation()
  const [isDraggingFiles, setDraggingFiles] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDraggingFiles(true)
    }
    const onDragLeave = (event: DragEvent) => {
      // Also told for each part of the page that is left for another; only at the window's edge it leads nowhere.
      if (event.relatedTarget === null) setDraggingFiles(false)
    }
    const onDrop = (event: DragEvent) => {
      setDraggingFiles(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      void addFiles([...(event.dataTransfer?.files ?? [])])
    }
    const abortController = new AbortController()
    const { signal } = abortController
    window.addEventListener('dragover', onDragOver, { signal })
    window.addEventListener('dragleave', onDragLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => abortController.abort()
  }, [])
  return isDraggingFiles ? <div className={styles.veil}>{t('chat.dropHere')}</div> : null
}

/** A text that is dragged belongs to the field under it. */
function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}
