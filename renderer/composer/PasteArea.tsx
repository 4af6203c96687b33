// A place for the text a prompt speaks of. What is pasted here becomes one of its texts at once; what is typed, on the button or when
// the prompt is sent or left.

import { useEffect, useRef, type ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import styles from './PasteArea.module.css'

interface PasteAreaProps {
  /** What has been typed here so far. */
  readonly text: string
  readonly onChange: (text: string) => void
  /** Send was pressed while the text was missing: the area takes the focus. */
  readonly isTextRequested: boolean
  /** Makes it one of the prompt's texts. */
  readonly onAddText: (text: string) => void
  /** Sends the prompt without a text; null where that is not the question. */
  readonly onSkip: (() => void) | null
  readonly onClose: (() => void) | null
}

export function PasteArea({ text, isTextRequested, onChange, onAddText, onSkip, onClose }: PasteAreaProps) {
  const { t } = useTranslation()
  const textareaRef = useRef<HTMLTextAreaElement>(null)
  const shouldFocus = isTextRequested || onClose !== null

  useEffect(() => {
    if (shouldFocus) textareaRef.current?.focus()
  }, [shouldFocus])

  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain')
    if (pasted.trim() === '' || text !== '') return
    event.preventDefault()
    onAddText(pasted)
  }

  return (
    <div className={styles.area}>
      <div className={styles.head}>
        <span className={styles.title}>{t('chat.pasteTitle')}</span>
        {onSkip !== null && (
          <Button size="small" kind="ghost" onPress={onSkip}>
            {t('chat.pasteSkip')}
          </Button>
        )}
        {onClose !== null && (
          <Button size="small" kind="ghost" onPress={onClose}>
            {t('settings.cancel')}
          </Button>
        )}
        {text.trim() !== '' && (
          <Button size="small" onPress={() => onAddText(text)}>
            {t('chat.pasteUse')}
          </Button>
        )}
      </div>
      <textarea
        ref={textareaRef}
        rows={3}
        dir="auto"
        className={styles.textarea}
        aria-label={t('chat.pasteHint')}
        placeholder={t('chat.pasteHint')}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onPaste={onPaste}
      />
    </div>
  )
}
