// How large an attachment is, in words that people can picture: pages where it had pages, and about how many words; of a picture its sides.

import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../shared/types/attachments.ts'
import { formatBytes } from '../format/formats.ts'
import { estimateWordCount } from '../format/word-amounts.ts'

/** Says an attachment's size. */
export function useFormatAttachmentSize(): (attachment: Attachment) => string {
  const { t } = useTranslation()
  return (attachment) => {
    if (attachment.kind === 'image') {
      const { width, height, size } = attachment
      return t('chat.imageSize', { width, height, size: formatBytes(size) })
    }
    const { text } = attachment
    const wordText = t('chat.attachmentSize', { count: estimateWordCount(text) })
    const pageCount = countPages(text)
    return pageCount === 0 ? wordText : `${t('chat.pages', { count: pageCount })}, ${wordText}`
  }
}

/** What was a PDF ends each of its pages with a form feed; see electron/attachments/pdf.ts. Other texts hold none. */
function countPages(text: string): number {
  return text.endsWith('\f') ? text.split('\f').length - 1 : 0
}
