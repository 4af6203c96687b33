// Links and pictures of an answer. SECURITY: both name the true host beside what the model calls them; nothing is loaded, and an
// address leaves the window only by a click, through main, which asks first.

import { Image } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { parseLink } from '../../shared/link.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import styles from './Markdown.module.css'

interface AnswerLinkProps {
  readonly address: string
  /** What the link says, to see whether it names its host itself. */
  readonly text: string
  readonly children: ReactNode
}

/** An address that Parley would not open is shown as plain text. */
export function AnswerLink({ address, text, children }: AnswerLinkProps) {
  const link = parseLink(address)
  if (link === null) return <span className={styles.inert}>{children}</span>
  const openLink = (event: MouseEvent) => {
    event.preventDefault()
    void callMainWithToast('link.open', { address: link.address })
  }
  const textShowsHost = text === link.host || text === link.address || text.startsWith(`https://${link.host}/`)
  return (
    <a href={link.address} className={styles.link} onClick={openLink} onAuxClick={(event) => event.preventDefault()}>
      <bdi>{children}</bdi>
      {!textShowsHost && (
        <span className={styles.host} data-unsaid>
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

/** Stands where a picture would be: loading it would tell its host that and when the answer was read. */
export function ImageCard({ address, description }: ImageCardProps) {
  const { t } = useTranslation()
  const link = parseLink(address)
  const cardContent = (
    <>
      <Image size={16} aria-hidden className={styles.pictureIcon} />
      <span className={styles.pictureWords}>
        {description !== '' && <bdi className={styles.description}>{description}</bdi>}
        <span data-unsaid>{link === null ? t('chat.imageNowhere') : t('chat.imageNotLoaded', { host: link.host })}</span>
      </span>
    </>
  )
  if (link === null) return <span className={styles.picture}>{cardContent}</span>
  return (
    <button type="button" className={styles.picture} onClick={() => void callMainWithToast('link.open', { address: link.address })}>
      {cardContent}
    </button>
  )
}
