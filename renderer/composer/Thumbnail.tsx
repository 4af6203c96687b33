// A small view of a picture that goes along with a prompt. Its place has its size before the picture comes, so that nothing jumps.

import { ImageOff } from 'lucide-react'
import { useRef } from 'react'
import type { ImageAttachment } from '../../shared/types/conversations.ts'
import { useImage, useInSight } from './use-image.ts'
import styles from './Thumbnail.module.css'

interface ThumbnailProps {
  readonly image: ImageAttachment
  readonly size: 'small' | 'large'
}

export function Thumbnail({ image, size }: ThumbnailProps) {
  const place = useRef<HTMLSpanElement>(null)
  const shown = useImage(image.id, useInSight(place))
  return (
    <span ref={place} className={`${styles.place} ${styles[size]}`}>
      {shown?.kind === 'gone' && <ImageOff size={16} aria-hidden />}
      {/* Its name stands beside it. */}
      {shown?.kind === 'shown' && <img className={styles.picture} src={shown.address} alt="" decoding="async" />}
    </span>
  )
}
