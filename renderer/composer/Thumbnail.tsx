// A small view of a picture that goes along with a prompt. Its place has its size before the picture comes, so that nothing jumps.

import { ImageOff } from 'lucide-react'
import { useRef } from 'react'
import type { ImageAttachment } from '../../shared/types/attachments.ts'
import { useImage, useIsInView } from './use-image.ts'
import styles from './Thumbnail.module.css'

interface ThumbnailProps {
  readonly image: ImageAttachment
  readonly size: 'small' | 'large'
}

export function Thumbnail({ image, size }: ThumbnailProps) {
  const containerRef = useRef<HTMLSpanElement>(null)
  const imageState = useImage(image.id, useIsInView(containerRef))
  return (
    <span ref={containerRef} className={`${styles.thumbnail} ${styles[size]}`}>
      {imageState?.kind === 'missing' && <ImageOff size={16} aria-hidden />}
      {/* Its name stands beside it. */}
      {imageState?.kind === 'loaded' && <img className={styles.image} src={imageState.url} alt="" decoding="async" />}
    </span>
  )
}
