// A picture that goes along with a prompt, as large as there is room for, and what is sent of it.

import { useTranslation } from 'react-i18next'
import type { ImageAttachment } from '../../shared/types/conversations.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useSizes } from './attachment-size.ts'
import { useImage } from './use-image.ts'
import view from './AttachmentView.module.css'
import styles from './ImageView.module.css'

export function ImageView({ image, onClose }: { readonly image: ImageAttachment; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const size = useSizes()
  const shown = useImage(image.id)
  const { name, width, height } = image
  return (
    <Dialog title={name} onClose={onClose}>
      <div className={view.view}>
        <p className={view.facts}>
          {size(image)} · {t('chat.sentAsPicture')}
        </p>
        <div className={styles.place} style={{ aspectRatio: `${width} / ${height}`, maxWidth: width }}>
          {shown?.kind === 'gone' && <p className={styles.gone}>{t('chat.pictureGone')}</p>}
          {shown?.kind === 'shown' && <img className={styles.picture} src={shown.address} alt={name} />}
        </div>
      </div>
    </Dialog>
  )
}
