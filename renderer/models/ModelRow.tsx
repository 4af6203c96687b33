// One model in the picker: its name and maker, how much it reads, what it costs, who runs it, and its star.

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be those of a table element */

import { Check, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { readServerModelId } from '../../shared/server-model.ts'
import type { Model } from '../../shared/types/models.ts'
import { formatDollars, formatNumber } from '../format/formats.ts'
import { offerOf, type Offer } from '../format/amounts.ts'
import { useServerName } from '../state/known.ts'
import { makerOf, shortName } from '../../shared/model-name.ts'
import styles from './Picker.module.css'

/** The id of a cell, for `aria-activedescendant`. */
export function cellId(row: number, column: 0 | 1): string {
  return `model-${row}-${column}`
}

interface ModelRowProps {
  readonly model: Model
  readonly index: number
  /** The cell that Enter would take; null when it is in another row. */
  readonly activeColumn: 0 | 1 | null
  readonly isChosen: boolean
  readonly isFavourite: boolean
  readonly onTake: (column: 0 | 1) => void
}

export function ModelRow({ model, index, activeColumn, isChosen, isFavourite, onTake }: ModelRowProps) {
  const { t } = useTranslation()
  const offer = offerOf(model)
  const star = t(isFavourite ? 'models.removeFavourite' : 'models.addFavourite', { model: shortName(model.id) })
  return (
    <>
      {/* The field hears the keys for the whole grid. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div
        role="gridcell"
        id={cellId(index, 0)}
        aria-selected={isChosen}
        className={`${styles.cell} ${activeColumn === null ? '' : styles.active}`}
        onClick={() => onTake(0)}
      >
        <span className={styles.words}>
          <span className={styles.name}>
            <bdi className={styles.shortName}>{shortName(model.id)}</bdi>
            {isChosen && <Check size={16} aria-hidden className={styles.chosen} />}
            {model.task === 'continue' && <span className={styles.badge}>{t('models.continues')}</span>}
          </span>
          {model.server === null ? <Facts model={model} offer={offer} /> : <ServerFacts model={model} />}
        </span>
        {model.server === null && <OfferView offer={offer} />}
      </div>
      <div role="gridcell" id={cellId(index, 1)} className={styles.starCell}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={star}
          aria-pressed={isFavourite}
          className={`${styles.star} ${activeColumn === 1 ? styles.activeStar : ''}`}
          onClick={() => onTake(1)}
        >
          <Star size={17} aria-hidden fill={isFavourite ? 'currentColor' : 'none'} />
        </button>
      </div>
    </>
  )
}

function Facts({ model, offer }: { readonly model: Model; readonly offer: Offer }) {
  const { t } = useTranslation()
  const maker = makerOf(model.id)
  return (
    <span className={styles.facts}>
      {maker !== null && <bdi>{maker}</bdi>}
      {offer.reads !== null && <span>{t('models.reads', { words: formatNumber(offer.reads) })}</span>}
      {model.canSee && <span>{t('models.sees')}</span>}
    </span>
  )
}

/** A server says nothing of its models but their names. */
function ServerFacts({ model }: { readonly model: Model }) {
  const { t } = useTranslation()
  const server = useServerName(model.id) ?? ''
  const name = readServerModelId(model.id)?.name ?? model.id
  return (
    <span className={styles.facts}>
      <bdi>{name === shortName(model.id) ? t('models.at', { server }) : t('models.onServer', { model: name, server })}</bdi>
    </span>
  )
}

function OfferView({ offer }: { readonly offer: Offer }) {
  const { t } = useTranslation()
  return (
    <span className={styles.offer}>
      <span>{usePrice(offer)}</span>
      <span className={styles.providers}>
        {offer.providers === 0 ? t('models.noProviders') : t('models.providers', { count: offer.providers })}
      </span>
    </span>
  )
}

function usePrice({ price, isFree }: Offer): string {
  const { t } = useTranslation()
  if (isFree) return t('models.free')
  if (price === null) return t('models.noPrice')
  return t('models.price', { input: formatDollars(price.input), output: formatDollars(price.output) })
}
