// What goes along with a prompt, as chips with their size in words, and pictures that were sent as tiles: a press shows what is sent. In
// the prompt box they can be taken off again.

import { FileText, X } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import type { Attachment, TextAttachment } from '../../shared/types/attachments.ts'
import { IconButton } from '../ui/Button.tsx'
import { AttachmentView } from './AttachmentView.tsx'
import { useFormatAttachmentSize } from './use-format-attachment-size.ts'
import { ImageView } from './ImageView.tsx'
import { Thumbnail } from './Thumbnail.tsx'
import styles from './Attachments.module.css'

interface AttachmentsProps {
  readonly attachments: readonly Attachment[]
  /** Both in the prompt box only. */
  readonly onRemove?: (attachment: Attachment) => void
  readonly onMoveToPrompt?: (attachment: TextAttachment) => void
}

// Kept while a prompt is typed beneath them: counting the words of long texts at each key would be felt.
export const Attachments = memo(function Attachments({ attachments, onRemove, onMoveToPrompt }: AttachmentsProps) {
  const { t } = useTranslation()
  const size = useFormatAttachmentSize()
  const [openAttachment, setOpenAttachment] = useState<Attachment | null>(null)
  if (attachments.length === 0) return null
  return (
    <>
      <ul className={onRemove === undefined ? styles.list : `${styles.list} ${styles.inBox}`}>
        {attachments.map((attachment, index) => (
          // Two of them may have the same name and content; their place is all that tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={attachment.kind === 'image' && onRemove === undefined ? styles.tile : styles.chip}>
            <AriaButton
              className={styles.previewButton ?? ''}
              aria-label={t('chat.showAttachment', { name: attachment.name })}
              aria-haspopup="dialog"
              onPress={() => setOpenAttachment(attachment)}
            >
              {attachment.kind === 'image' ? (
                <Thumbnail image={attachment} size={onRemove === undefined ? 'large' : 'small'} />
              ) : (
                <FileText size={16} aria-hidden className={styles.icon} />
              )}
              <bdi className={styles.name} data-searchable={onRemove === undefined || undefined}>
                {attachment.name}
              </bdi>
            </AriaButton>
            <span className={styles.size}>{size(attachment)}</span>
            {onRemove !== undefined && (
              <IconButton size="small" label={t('chat.removeAttachment', { name: attachment.name })} onPress={() => onRemove(attachment)}>
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {openAttachment?.kind === 'text' && (
        <AttachmentView attachment={openAttachment} onClose={() => setOpenAttachment(null)} onMoveToPrompt={onMoveToPrompt} />
      )}
      {openAttachment?.kind === 'image' && <ImageView image={openAttachment} onClose={() => setOpenAttachment(null)} />}
    </>
  )
})
