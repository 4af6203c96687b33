// The texts that go along with a prompt, as chips with their size in words; in the prompt box they can be taken off again.

import { FileText, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../electron/shared/types/conversations.ts'
import { IconButton } from '../ui/Button.tsx'
import { countWords } from './word-count.ts'
import styles from './Attachments.module.css'

interface AttachmentsProps {
  readonly attachments: readonly Attachment[]
  readonly onRemove?: (attachment: Attachment) => void
}

export function Attachments({ attachments, onRemove }: AttachmentsProps) {
  const { t } = useTranslation()
  if (attachments.length === 0) return null
  return (
    <ul className={styles.list}>
      {attachments.map((attachment, index) => (
        // Two texts may have the same name and content; their place is all that tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.chip}>
          <FileText size={16} aria-hidden className={styles.icon} />
          <bdi className={styles.name}>{attachment.name}</bdi>
          <span className={styles.size}>{t('chat.attachmentSize', { count: countWords(attachment.text) })}</span>
          {onRemove !== undefined && (
            <IconButton size="small" label={t('chat.removeAttachment', { name: attachment.name })} onPress={() => onRemove(attachment)}>
              <X size={14} aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  )
}
