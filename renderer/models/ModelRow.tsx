// One model in the picker: its name and maker, how much it reads, what it costs, who runs it, and its star.

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be those of a table element */

import { Check, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { defaultTask } from '../../shared/tasks.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Model } from '../../shared/types/models.ts'
import { formatDollars, formatNumber } from '../format/formats.ts'
import { summarizeRoutes, type RouteSummary } from '../format/word-amounts.ts'
import { useServerName } from '../state/models.ts'
import { getMaker, shortName } from '../../shared/model-name.ts'
import styles from './ModelPicker.module.css'

/** The id of a cell, for `aria-activedescendant`. */
export function cellId(row: number, column: 0 | 1): string {
  return `model-${row}-${column}`
}

interface ModelRowProps {
  readonly model: Model
  readonly index: number
  /** The cell that Enter would take; null when it is in another row. */
  readonly activeColumn: 0 | 1 | null
  readonly isSelected: boolean
  readonly isFavourite: boolean
  readonly onSelect: (column: 0 | 1) => void
}

export function ModelRow({ model, index, activeColumn, isSelected, isFavourite, onSelect }: ModelRowProps) {
  const { t } = useTranslation()
  const routeSummary = summarizeRoutes(model)
  const starLabel = t(isFavourite ? 'models.removeFavourite' : 'models.addFavourite', { model: shortName(model.id) })
  return (
    <>
      {/* The field hears the keys for the whole grid. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div
        role="gridcell"
        id={cellId(index, 0)}
        aria-selected={isSelected}
        className={`${styles.cell} ${activeColumn === null ? '' : styles.active}`}
        onClick={() => onSelect(0)}
      >
        <span className={styles.text}>
          <span className={styles.name}>
            <bdi className={styles.shortName}>{shortName(model.id)}</bdi>
            {isSelected && <Check size={16} aria-hidden className={styles.checkMark} />}
            {model.task !== defaultTask && <span className={styles.badge}>{t(`tasks.badge.${model.task}`)}</span>}
          </span>
          {model.server === null ? <HubModelFacts model={model} routeSummary={routeSummary} /> : <ServerModelFacts model={model} />}
        </span>
        {model.server === null && <RouteSummaryView routeSummary={routeSummary} />}
      </div>
      <div role="gridcell" id={cellId(index, 1)} className={styles.starCell}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={starLabel}
          aria-pressed={isFavourite}
          className={`${styles.star} ${activeColumn === 1 ? styles.activeStar : ''}`}
          onClick={() => onSelect(1)}
        >
          <Star size={17} aria-hidden fill={isFavourite ? 'currentColor' : 'none'} />
        </button>
      </div>
    </>
  )
}

function HubModelFacts({ model, routeSummary }: { readonly model: Model; readonly routeSummary: RouteSummary }) {
  const { t } = useTranslation()
  const maker = getMaker(model.id)
  return (
    <span className={styles.facts}>
      {maker !== null && <bdi>{maker}</bdi>}
      {routeSummary.maxWords !== null && <span>{t('models.reads', { words: formatNumber(routeSummary.maxWords) })}</span>}
      {model.supportsVision && <span>{t('models.vision')}</span>}
    </span>
  )
}

/** A server says nothing of its models but their names. */
function ServerModelFacts({ model }: { readonly model: Model }) {
  const { t } = useTranslation()
  const server = useServerName(model.id) ?? ''
  const name = parseServerModelId(model.id)?.name ?? model.id
  return (
    <span className={styles.facts}>
      <bdi>{name === shortName(model.id) ? t('models.at', { server }) : t('models.onServer', { model: name, server })}</bdi>
    </span>
  )
}

function RouteSummaryView({ routeSummary }: { readonly routeSummary: RouteSummary }) {
  const { t } = useTranslation()
  return (
    <span className={styles.routeSummary}>
      <span>{usePriceText(routeSummary)}</span>
      <span className={styles.providers}>
        {routeSummary.providerCount === 0 ? t('models.noProviders') : t('models.providers', { count: routeSummary.providerCount })}
      </span>
    </span>
  )
}

function usePriceText({ price, isFree }: RouteSummary): string {
  const { t } = useTranslation()
  if (isFree) return t('models.free')
  if (price === null) return t('models.noPrice')
  return t('models.price', { input: formatDollars(price.input), output: formatDollars(price.output) })
}
