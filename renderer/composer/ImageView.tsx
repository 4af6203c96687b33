// A picture that goes along with a prompt, as large as there is room for, and what is sent of it.

import { useTranslation } from 'react-i18next'
import type { ImageAttachment } from '../../shared/types/attachments.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormatAttachmentSize } from './use-format-attachment-size.ts'
import { useImage } from './use-image.ts'
import view from './AttachmentView.module.css'
import styles from './ImageView.module.css'

export function ImageView({ image, onClose }: { readonly image: ImageAttachment; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const formatSize = useFormatAttachmentSize()
  const imageState = useImage(image.id)
  const { name, width, height } = image
  return (
    <Dialog title={name} onClose={onClose}>
      <div className={view.view}>
        <p className={view.facts}>
          {formatSize(image)} · {t('chat.sentAsImage')}
        </p>
        <div className={styles.frame} style={{ aspectRatio: `${width} / ${height}`, maxWidth: width }}>
          {imageState?.kind === 'missing' && <p className={styles.missing}>{t('chat.imageUnreadable')}</p>}
          {imageState?.kind === 'loaded' && <img className={styles.image} src={imageState.url} alt={name} />}
        </div>
      </div>
    </Dialog>
  )
}
