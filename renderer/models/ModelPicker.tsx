// Chooses a model, or several to compare: search as you type, favourites and recent ones on top, everything by keyboard.

import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { maxComparedModels } from '../../shared/types/messages.ts'
import { chooseModel, loadModels, setFavourite } from '../state/choose-model.ts'
import { setComparedModels, useComparedModels, useComposer } from '../state/composer.ts'
import { getInlineArrowKeys } from '../i18n/i18n.ts'
import { closeDialog } from '../state/layout.ts'
import { useModels } from '../state/models.ts'
import { Button } from '../ui/Button.tsx'
import { Combobox } from '../ui/Combobox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ModelGrid } from './ModelGrid.tsx'
import { cellId } from './ModelRow.tsx'
import { shortName } from '../../shared/model-name.ts'
import { PickerFooter } from './PickerFooter.tsx'
import { isHeading, buildRows, filterVisionModels, type PickerRow } from './model-search.ts'
import { useModelLookup } from './use-model-lookup.ts'
import styles from './ModelPicker.module.css'

const pageSize = 8

interface ModelPickerProps {
  readonly kind: 'models' | 'vision-models' | 'retry' | 'compare'
}

export function ModelPicker({ kind }: ModelPickerProps) {
  const { t } = useTranslation()
  const models = useModels(({ list }) => list)
  const selected = useComposer((record) => record.model)
  const { several: comparedIds, toggle, isFull } = useComparedIds()
  const isComparing = kind === 'compare'
  const [query, setQuery] = useState('')
  const { lookup, startLookup, resetLookup } = useModelLookup((id) => void (isComparing ? toggle(id) : chooseModel(id)))
  // Main fetches the list anew when it is asked for and old.
  useEffect(() => void loadModels(), [])
  const needsVision = kind === 'vision-models'
  const listedRows = useMemo(
    () => (models === null ? [] : buildRows(needsVision ? filterVisionModels(models) : models, query)),
    [models, query, needsVision],
  )
  // It opens at the model in use, so that one sees which that is and what is around it.
  const [active, setActive] = useState<{ readonly row: number; readonly column: 0 | 1 }>(() => ({
    row: Math.max(
      0,
      listedRows.findIndex((row) => row.kind === 'model' && row.model.id === selected),
    ),
    column: 0,
  }))
  const rows = lookup.kind === 'answered' ? lookup.rows : listedRows
  const activeRow = nextSelectable(rows, Math.min(active.row, rows.length - 1), 1)

  const onQueryChange = (value: string) => {
    setQuery(value)
    setActive({ row: 0, column: 0 })
    resetLookup()
  }
  const selectRow = (row: PickerRow | undefined, column: 0 | 1) => {
    if (row?.kind === 'look-up') return startLookup(row.id)
    if (row?.kind !== 'model') return undefined
    const { id } = row.model
    if (column === 1) return void setFavourite(id, models?.favourites.includes(id) !== true)
    return isComparing ? toggle(id) : void chooseModel(id)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const { forward, back } = getInlineArrowKeys()
    const step = keySteps[event.key]
    if (step !== undefined) setActive({ row: nextSelectable(rows, activeRow + step, Math.sign(step)), column: 0 })
    else if (event.key === 'Enter' && isComparing && (event.ctrlKey || event.metaKey)) compare(comparedIds)
    else if (event.key === 'Enter') selectRow(rows[activeRow], active.column)
    // From the end of the query, the arrow keys lead to the star and back.
    else if (event.key === forward && active.column === 0 && event.currentTarget.selectionStart === query.length) {
      setActive({ row: activeRow, column: 1 })
    } else if (event.key === back && active.column === 1) setActive({ row: activeRow, column: 0 })
    else return false
    return true
  }

  return (
    <Dialog title={t(dialogTitles[kind])} onClose={() => closeDialog()}>
      <Combobox
        label={t('models.search')}
        value={query}
        onChange={onQueryChange}
        onKey={onKey}
        list={{ id: 'models', role: 'grid' }}
        activeDescendantId={rows[activeRow] === undefined ? undefined : cellId(activeRow, active.column)}
      >
        {lookup.kind === 'loading' && t('models.lookingUp', { id: lookup.id })}
        {lookup.kind === 'answered' &&
          `${t(`models.${lookup.outcome}`, { id: lookup.id })} ${rows.length === 0 ? '' : t('models.similar')}`}
        {lookup.kind === 'failed' && t(`failures.${lookup.failure.code}`)}
        {lookup.kind === 'none' && models !== null && query.trim() !== '' && (
          <ResultCount count={rows.filter((row) => row.kind === 'model').length} />
        )}
      </Combobox>
      {isComparing && (
        <p className={styles.comparisonHint} aria-live="polite">
          <ComparisonHint models={comparedIds} isFull={isFull} />
        </p>
      )}
      <ModelGrid
        rows={rows}
        active={{ row: activeRow, column: active.column }}
        selected={isComparing ? comparedIds : selected === null ? [] : [selected]}
        isMultiselectable={isComparing}
        favourites={models?.favourites ?? []}
        onSelect={selectRow}
      />
      <PickerFooter models={models}>
        {isComparing && (
          <Button kind="primary" size="small" isDisabled={comparedIds.length < 2} onPress={() => compare(comparedIds)}>
            {comparedIds.length < 2 ? t('compare.startDisabled') : t('compare.start', { count: comparedIds.length })}
          </Button>
        )}
      </PickerFooter>
    </Dialog>
  )
}

const dialogTitles = {
  models: 'models.title',
  'vision-models': 'models.visionTitle',
  retry: 'models.retryTitle',
  compare: 'compare.title',
} as const satisfies Readonly<Record<ModelPickerProps['kind'], string>>

/** The models that are to be compared, as they are chosen here: the chosen model first. */
function useComparedIds() {
  const compared = useComparedModels()
  const selected = useComposer((record) => record.model)
  const [comparedIds, setComparedIds] = useState<readonly string[]>(compared.length > 0 || selected === null ? compared : [selected])
  const [isFull, setFull] = useState(false)
  const toggle = (id: string) => {
    const isIncluded = comparedIds.includes(id)
    setFull(!isIncluded && comparedIds.length === maxComparedModels)
    if (isIncluded) setComparedIds(comparedIds.filter((each) => each !== id))
    else if (comparedIds.length < maxComparedModels) setComparedIds([...comparedIds, id])
  }
  return { several: comparedIds, toggle, isFull }
}

function compare(models: readonly string[]): void {
  if (models.length < 2) return
  setComparedModels(models)
  closeDialog()
}

function ComparisonHint({ models, isFull }: { readonly models: readonly string[]; readonly isFull: boolean }) {
  const { t } = useTranslation()
  if (isFull) return t('compare.limitReached', { max: maxComparedModels })
  if (models.length === 0) return t('compare.hint')
  return t('compare.chosen', { count: models.length, max: maxComparedModels, models: models.map(shortName).join(', ') })
}

function ResultCount({ count }: { readonly count: number }) {
  const { t } = useTranslation()
  return count === 0 ? t('models.noMatch') : t('models.found', { count })
}

const keySteps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageSize, PageUp: -pageSize }

/** The row at `from`, or the next one towards `step` that can be taken; at an end, the last one before it. */
function nextSelectable(rows: readonly PickerRow[], from: number, step: number): number {
  const start = Math.max(0, Math.min(from, rows.length - 1))
  if (!isHeading(rows[start])) return start
  const nextIndex = start + (step < 0 ? -1 : 1)
  return nextIndex < 0 || nextIndex >= rows.length || isHeading(rows[nextIndex]) ? start + 1 : nextIndex
}
