// Links and pictures of an answer. SECURITY: both name the true host beside what the model calls them; nothing is loaded, and an
// address leaves the window only by a click, through main, which asks first.

import { Image } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { readLink } from '../../shared/link.ts'
import { ask } from '../state/ask.ts'
import styles from './Markdown.module.css'

interface AnswerLinkProps {
  readonly address: string
  /** What the link says, to see whether it names its host itself. */
  readonly text: string
  readonly children: ReactNode
}

/** An address that Parley would not open is shown as plain text. */
export function AnswerLink({ address, text, children }: AnswerLinkProps) {
  const link = readLink(address)
  if (link === null) return <span className={styles.inert}>{children}</span>
  const open = (event: MouseEvent) => {
    event.preventDefault()
    void ask('link.open', { address: link.address })
  }
  const namesHost = text === link.host || text === link.address || text.startsWith(`https://${link.host}/`)
  return (
    <a href={link.address} className={styles.link} onClick={open} onAuxClick={(event) => event.preventDefault()}>
      <bdi>{children}</bdi>
      {!namesHost && (
        <span className={styles.host} data-unsaid>
          {' '}
          ({link.host})
        </span>
      )}
    </a>
  )
}

interface PictureCardProps {
  readonly address: string
  readonly description: string
}

/** Stands where a picture would be: loading it would tell its host that and when the answer was read. */
export function PictureCard({ address, description }: PictureCardProps) {
  const { t } = useTranslation()
  const link = readLink(address)
  const words = (
    <>
      <Image size={16} aria-hidden className={styles.pictureIcon} />
      <span className={styles.pictureWords}>
        {description !== '' && <bdi className={styles.description}>{description}</bdi>}
        <span data-unsaid>{link === null ? t('chat.imageNowhere') : t('chat.imageNotLoaded', { host: link.host })}</span>
      </span>
    </>
  )
  if (link === null) return <span className={styles.picture}>{words}</span>
  return (
    <button type="button" className={styles.picture} onClick={() => void ask('link.open', { address: link.address })}>
      {words}
    </button>
  )
}
