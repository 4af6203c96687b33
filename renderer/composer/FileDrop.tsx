// Attaches files that are dropped anywhere on the window, shows where to drop them, and keeps the browser from opening them.
// Hand-written because react-aria-components' DropZone covers one element, adds a button to the tab order, and blocks text that is dragged
// into the prompt box.

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
      // The event also fires between elements; only at the edge of the window there is no related target.
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
  return isDraggingFiles ? <div className={styles.overlay}>{t('chat.dropHere')}</div> : null
}

/** Dragged text belongs to the field under it. */
function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}
