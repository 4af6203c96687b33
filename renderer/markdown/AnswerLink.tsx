// Links and images of an answer. SECURITY: both show their real host beside the text that the model chose. Nothing is loaded; an address
// leaves the window only on a click, through main, which asks first.

import { Image } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { parseLink } from '../../shared/link.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import styles from './Markdown.module.css'

interface AnswerLinkProps {
  readonly address: string
  /** The text of the link. If it names the host itself, the host is not repeated. */
  readonly text: string
  readonly children: ReactNode
}

/** A link, or plain text if Parley would not open its address. */
export function AnswerLink({ address, text, children }: AnswerLinkProps) {
  const link = parseLink(address)
  if (link === null) return <span className={styles.inertLink}>{children}</span>
  const openLink = (event: MouseEvent) => {
    event.preventDefault()
    void callMainWithToast('link.open', { address: link.address })
  }
  const textShowsHost = text === link.host || text === link.address || text.startsWith(`https://${link.host}/`)
  return (
    <a href={link.address} className={styles.link} onClick={openLink} onAuxClick={(event) => event.preventDefault()}>
      <bdi>{children}</bdi>
      {!textShowsHost && (
        <span className={styles.host} data-search-ignore>
          {' '}
          ({link.host})
        </span>
      )}
    </a>
  )
}

interface ImageCardProps {
  readonly address: string
  readonly description: string
}

/** A placeholder for an image. Loading the image would tell its host that the answer was read, and when. */
export function ImageCard({ address, description }: ImageCardProps) {
  const { t } = useTranslation()
  const link = parseLink(address)
  const cardContent = (
    <>
      <Image size={16} aria-hidden className={styles.imageIcon} />
      <span className={styles.imageText}>
        {description !== '' && <bdi className={styles.imageDescription}>{description}</bdi>}
        <span data-search-ignore>{link === null ? t('chat.imageWithoutHost') : t('chat.imageNotLoaded', { host: link.host })}</span>
      </span>
    </>
  )
  if (link === null) return <span className={styles.imageCard}>{cardContent}</span>
  return (
    <button type="button" className={styles.imageCard} onClick={() => void callMainWithToast('link.open', { address: link.address })}>
      {cardContent}
    </button>
  )
}
