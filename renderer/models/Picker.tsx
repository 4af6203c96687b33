// Chooses a model, or several to compare: search as you type, favourites and recent ones on top, everything by keyboard.

import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mostCompared } from '../../shared/types/conversations.ts'
import { compareNext, useCompared } from '../state/compared.ts'
import { change, useWindow, type WindowState } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Combobox } from '../ui/Combobox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ModelGrid } from './ModelGrid.tsx'
import { cellId } from './ModelRow.tsx'
import { chooseModel, readModels, setFavourite } from '../state/models.ts'
import { shortName } from '../../shared/model-name.ts'
import { PickerFoot } from './PickerFoot.tsx'
import { isHeading, rowsFor, seeing, type Row } from './search.ts'
import { useLookUp } from './use-look-up.ts'
import styles from './Picker.module.css'

const pageOfRows = 8

export function Picker() {
  const { t } = useTranslation()
  const models = useWindow((state) => state.models)
  const chosen = useWindow((state) => state.model)
  const dialog = useWindow((state) => state.dialog)
  const { several, toggle, isFull } = useSeveral()
  const isCompare = dialog === 'compare'
  const [query, setQuery] = useState('')
  const { lookUp, ask, forget } = useLookUp((id) => void (isCompare ? toggle(id) : chooseModel(id)))
  // Main fetches the list anew when it is asked for and old.
  useEffect(() => void readModels(), [])
  const mustSee = dialog === 'seeing-models'
  const listed = useMemo(() => (models === null ? [] : rowsFor(mustSee ? seeing(models) : models, query)), [models, query, mustSee])
  // It opens at the model in use, so that one sees which that is and what is around it.
  const [active, setActive] = useState<{ readonly row: number; readonly column: 0 | 1 }>(() => ({
    row: Math.max(
      0,
      listed.findIndex((row) => row.kind === 'model' && row.model.id === chosen),
    ),
    column: 0,
  }))
  const rows = lookUp.kind === 'answered' ? lookUp.rows : listed
  const activeRow = nextSelectable(rows, Math.min(active.row, rows.length - 1), 1)

  const type = (typed: string) => {
    setQuery(typed)
    setActive({ row: 0, column: 0 })
    forget()
  }
  const take = (row: Row | undefined, column: 0 | 1) => {
    if (row?.kind === 'look-up') return ask(row.id)
    if (row?.kind !== 'model') return undefined
    const { id } = row.model
    if (column === 1) return void setFavourite(id, models?.favourites.includes(id) !== true)
    return isCompare ? toggle(id) : void chooseModel(id)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const move = moves[event.key]
    if (move !== undefined) setActive({ row: nextSelectable(rows, activeRow + move, Math.sign(move)), column: 0 })
    else if (event.key === 'Enter' && isCompare && (event.ctrlKey || event.metaKey)) compare(several)
    else if (event.key === 'Enter') take(rows[activeRow], active.column)
    // At the end of what was typed, Right goes on to the star, and Left comes back.
    else if (event.key === 'ArrowRight' && active.column === 0 && event.currentTarget.selectionStart === query.length) {
      setActive({ row: activeRow, column: 1 })
    } else if (event.key === 'ArrowLeft' && active.column === 1) setActive({ row: activeRow, column: 0 })
    else return false
    return true
  }

  return (
    <Dialog title={t(titles[dialog] ?? 'models.title')} onClose={() => change({ dialog: 'none' })}>
      <Combobox
        label={t('models.search')}
        typed={query}
        onType={type}
        onKey={onKey}
        list={{ id: 'models', role: 'grid' }}
        active={rows[activeRow] === undefined ? undefined : cellId(activeRow, active.column)}
      >
        {lookUp.kind === 'asking' && t('models.lookingUp', { id: lookUp.id })}
        {lookUp.kind === 'answered' &&
          `${t(`models.${lookUp.outcome}`, { id: lookUp.id })} ${rows.length === 0 ? '' : t('models.instead')}`}
        {lookUp.kind === 'failed' && t(`failures.${lookUp.failure.code}`)}
        {lookUp.kind === 'none' && models !== null && query.trim() !== '' && (
          <FoundCount count={rows.filter((row) => row.kind === 'model').length} />
        )}
      </Combobox>
      {isCompare && (
        <p className={styles.several} aria-live="polite">
          <SeveralChosen models={several} isFull={isFull} />
        </p>
      )}
      <ModelGrid
        rows={rows}
        active={{ row: activeRow, column: active.column }}
        chosen={isCompare ? several : chosen === null ? [] : [chosen]}
        isMany={isCompare}
        favourites={models?.favourites ?? []}
        onTake={take}
      />
      <PickerFoot models={models}>
        {isCompare && (
          <Button kind="main" size="small" isDisabled={several.length < 2} onPress={() => compare(several)}>
            {several.length < 2 ? t('compare.takeNone') : t('compare.take', { count: several.length })}
          </Button>
        )}
      </PickerFoot>
    </Dialog>
  )
}

const titles: Readonly<Partial<Record<WindowState['dialog'], 'models.seeingTitle' | 'models.retryTitle' | 'compare.title'>>> = {
  'seeing-models': 'models.seeingTitle',
  retry: 'models.retryTitle',
  compare: 'compare.title',
}

/** The models that are to be compared, as they are chosen here: the chosen model first. */
function useSeveral() {
  const compared = useCompared()
  const chosen = useWindow((state) => state.model)
  const [several, setSeveral] = useState<readonly string[]>(compared.length > 0 || chosen === null ? compared : [chosen])
  const [isFull, setFull] = useState(false)
  const toggle = (id: string) => {
    const isTaken = several.includes(id)
    setFull(!isTaken && several.length === mostCompared)
    if (isTaken) setSeveral(several.filter((each) => each !== id))
    else if (several.length < mostCompared) setSeveral([...several, id])
  }
  return { several, toggle, isFull }
}

function compare(models: readonly string[]): void {
  if (models.length < 2) return
  compareNext(models)
  change({ dialog: 'none' })
}

function SeveralChosen({ models, isFull }: { readonly models: readonly string[]; readonly isFull: boolean }) {
  const { t } = useTranslation()
  if (isFull) return t('compare.full', { most: mostCompared })
  if (models.length === 0) return t('compare.hint')
  return t('compare.chosen', { count: models.length, most: mostCompared, models: models.map(shortName).join(', ') })
}

function FoundCount({ count }: { readonly count: number }) {
  const { t } = useTranslation()
  return count === 0 ? t('models.none') : t('models.found', { count })
}

const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageOfRows, PageUp: -pageOfRows }

/** The row at `from`, or the next one towards `step` that can be taken; at an end, the last one before it. */
function nextSelectable(rows: readonly Row[], from: number, step: number): number {
  const start = Math.max(0, Math.min(from, rows.length - 1))
  if (!isHeading(rows[start])) return start
  const onward = start + (step < 0 ? -1 : 1)
  return onward < 0 || onward >= rows.length || isHeading(rows[onward]) ? start + 1 : onward
}
