// The rows of the model picker. Only visible rows are rendered, so that 10,000 models are as fast as ten.
// Hand-written because react-aria-components' GridList builds a collection of all rows, even in its Virtualizer: a letter typed over 10,000
// models then blocks the window for 0.6 s, and arrow keys from an Autocomplete do not reach its rows.

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows are positioned by hand, which a table element does not allow */

import { useVirtualizer } from '@tanstack/react-virtual'
import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { assertNever } from '../../shared/failures.ts'
import { cellId, ModelRow } from './ModelRow.tsx'
import { isHeading, type PickerRow } from './model-search.ts'
import styles from './ModelPicker.module.css'

const headingHeight = 34
const rowHeight = 62

interface ModelGridProps {
  readonly rows: readonly PickerRow[]
  readonly active: { readonly row: number; readonly column: 0 | 1 }
  /** Those that are taken; several can be where `isMany`. */
  readonly selected: readonly string[]
  readonly isMultiselectable: boolean
  readonly favourites: readonly string[]
  /** Column 0 takes the row, column 1 is its star. */
  readonly onSelect: (row: PickerRow, column: 0 | 1) => void
}

export function ModelGrid({ rows, active, selected, isMultiselectable, favourites, onSelect }: ModelGridProps) {
  const { t } = useTranslation()
  const scrollerRef = useRef<HTMLDivElement>(null)
  // The virtualizer is used in this component alone and never handed on, which is what its functions need.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (index) => (isHeading(rows[index]) ? headingHeight : rowHeight),
    overscan: 6,
  })

  useEffect(() => virtualizer.measure(), [virtualizer, rows])
  useEffect(() => {
    // Over the first row stands its heading; bringing that into view keeps the top of the list in sight.
    if (rows.length > 0) virtualizer.scrollToIndex(active.row <= 1 ? 0 : active.row)
  }, [virtualizer, rows, active.row])

  return (
    <div ref={scrollerRef} className={styles.scroller}>
      <div
        id="models"
        role="grid"
        aria-label={t('models.title')}
        aria-rowcount={rows.length}
        aria-multiselectable={isMultiselectable}
        className={styles.grid}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index]
          if (row === undefined) return null
          const rowStyle = { height: size, transform: `translateY(${start}px)` }
          return (
            <div key={getRowKey(row)} role="row" aria-rowindex={index + 1} className={styles.row} style={rowStyle}>
              {row.kind === 'title' && (
                <div role="rowheader" className={styles.title}>
                  {t(`models.${row.title}`)}
                </div>
              )}
              {row.kind === 'server' && (
                <div role="rowheader" className={styles.title}>
                  <bdi>{row.server.name}</bdi>
                  {row.server.failure !== null && <span className={styles.unavailable}> · {t(`failures.${row.server.failure.code}`)}</span>}
                </div>
              )}
              {row.kind === 'look-up' && (
                // The field hears the keys for the whole grid.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  role="gridcell"
                  id={cellId(index, 0)}
                  className={`${styles.cell} ${active.row === index ? styles.active : ''}`}
                  onClick={() => onSelect(row, 0)}
                >
                  <Search size={17} aria-hidden />
                  <bdi className={styles.lookUp}>{t('models.lookUp', { id: row.id })}</bdi>
                </div>
              )}
              {row.kind === 'model' && (
                <ModelRow
                  model={row.model}
                  index={index}
                  activeColumn={active.row === index ? active.column : null}
                  isSelected={selected.includes(row.model.id)}
                  isFavourite={favourites.includes(row.model.id)}
                  onSelect={(column) => onSelect(row, column)}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function getRowKey(row: PickerRow): string {
  switch (row.kind) {
    case 'title':
      return `title ${row.title}`
    case 'server':
      return `title of ${row.server.id}`
    case 'look-up':
      return 'look-up'
    case 'model':
      return row.key
    default:
      return assertNever(row)
  }
}
