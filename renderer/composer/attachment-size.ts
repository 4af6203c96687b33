// How large an attachment is, in words that people can picture: pages where it had pages, and about how many words; of a picture its sides.

import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../shared/types/conversations.ts'
import { formatBytes } from '../format/formats.ts'
import { countWords } from '../format/word-count.ts'

/** Says an attachment's size. */
export function useSizes(): (attachment: Attachment) => string {
  const { t } = useTranslation()
  return (attachment) => {
    if (attachment.kind === 'image') {
      const { width, height, size } = attachment
      return t('chat.pictureSize', { width, height, size: formatBytes(size) })
    }
    const { text } = attachment
    const words = t('chat.attachmentSize', { count: countWords(text) })
    const pages = pagesOf(text)
    return pages === 0 ? words : `${t('chat.pages', { count: pages })}, ${words}`
  }
}

/** What was a PDF ends each of its pages with a form feed; see electron/attachments/pdf.ts. Other texts hold none. */
function pagesOf(text: string): number {
  return text.endsWith('\f') ? text.split('\f').length - 1 : 0
}
