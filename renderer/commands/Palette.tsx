// Finds anything by its name: what can be done, a conversation, a model.

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a datalist can neither be in groups nor show keys */

import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { acceleratorOf, commandNames } from '../../shared/commands.ts'
import { assertNever } from '../../shared/errors.ts'
import { open } from '../state/conversation.ts'
import { longestShortText } from '../state/history.ts'
import { useHits } from '../history/use-hits.ts'
import { chooseModel } from '../state/models.ts'
import { change, state, useWindow } from '../state/store.ts'
import { Combobox } from '../ui/Combobox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { isPossible, perform } from './commands.ts'
import { foundFor, type Found } from './found.ts'
import { isMac, written } from './keys.ts'
import styles from './Palette.module.css'

const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

export function Palette() {
  const { t } = useTranslation()
  const models = useWindow(({ models: list }) => list)
  const conversations = useWindow(({ history }) => history.conversations)
  const usedCommands = useWindow((window) => window.usedCommands)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const query = typed.trim()
  const hits = useHits(query) ?? []
  const commands = commandNames
    .filter((name) => name !== 'palette' && isPossible(name))
    .map((name) => ({ name, label: t(`system.commands.${name}`) }))
  const sections = foundFor(query, { commands, usedCommands, conversations, hits, models })
  const rows = sections.flatMap((section) => section.rows)
  const activeRow = Math.min(active, rows.length - 1)

  const onKey = ({ key }: KeyboardEvent): boolean => {
    const move = moves[key]
    const row = rows[activeRow]
    if (move !== undefined) setActive(Math.max(0, Math.min(activeRow + move, rows.length - 1)))
    else if (key === 'Enter' && row !== undefined) take(row)
    else return false
    return true
  }

  return (
    <Dialog title={t('palette.title')} onClose={() => change({ dialog: 'none' })}>
      <Combobox
        label={t('palette.search')}
        typed={typed}
        longest={longestShortText}
        onType={(next) => {
          setTyped(next)
          setActive(0)
        }}
        onKey={onKey}
        list={{ id: 'found', role: 'listbox' }}
        active={rows.length === 0 ? undefined : rowId(activeRow)}
      >
        {query !== '' && (rows.length === 0 ? t('palette.nothing') : t('palette.found', { count: rows.length }))}
      </Combobox>
      <div id="found" role="listbox" aria-label={t('palette.title')} className={styles.list}>
        {sections.map(({ title, rows: own }) => (
          <div key={title} role="group" aria-labelledby={`found-${title}`}>
            <div id={`found-${title}`} role="presentation" className={styles.title}>
              {t(`palette.${title}`)}
            </div>
            {own.map((row) => (
              <Row key={keyOf(row)} row={row} index={rows.indexOf(row)} isActive={rows[activeRow] === row} />
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  )
}

interface RowProps {
  readonly row: Found
  readonly index: number
  readonly isActive: boolean
}

function Row({ row, index, isActive }: RowProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const accelerator = row.kind === 'command' ? acceleratorOf(row.name, isMac) : null
  return (
    // The field hears the keys for the whole list.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={place}
      id={rowId(index)}
      role="option"
      aria-selected={isActive}
      className={`${styles.row} ${isActive ? styles.active : ''}`}
      onClick={() => take(row)}
    >
      <span dir="auto" className={styles.name}>
        {labelOf(row)}
      </span>
      {accelerator !== null && <kbd className={styles.key}>{written(accelerator)}</kbd>}
    </div>
  )
}

function take(row: Found): void {
  // Closed first: what is done may open a dialog of its own.
  change({ dialog: 'none' })
  switch (row.kind) {
    case 'command':
      change({ usedCommands: [row.name, ...state().usedCommands.filter((name) => name !== row.name)] })
      return perform(row.name)
    case 'conversation':
      return void open(row.id)
    case 'model':
      return void chooseModel(row.id)
    default:
      return assertNever(row)
  }
}

function labelOf(row: Found): string {
  switch (row.kind) {
    case 'command':
      return row.label
    case 'conversation':
      return row.title
    case 'model':
      return row.id
    default:
      return assertNever(row)
  }
}

function keyOf(row: Found): string {
  return row.kind === 'command' ? row.name : row.id
}

function rowId(index: number): string {
  return `found-row-${index}`
}
