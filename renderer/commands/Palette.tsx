// Finds anything by its name: what can be done, a conversation, a model.

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a datalist can neither be in groups nor show keys */

import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getAccelerator, commandNames } from '../../shared/commands.ts'
import { assertNever } from '../../shared/failures.ts'
import { chooseModel } from '../state/choose-model.ts'
import { maxShortTextLength, useHistory } from '../state/history.ts'
import { closeDialog, recordCommand, useLayout } from '../state/layout.ts'
import { useModels } from '../state/models.ts'
import { openConversation } from '../state/open-conversation.ts'
import { useSearchHits } from '../history/use-search-hits.ts'
import { Combobox } from '../ui/Combobox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { isEnabled, runCommand } from './commands.ts'
import { searchPalette, type PaletteItem } from './palette-search.ts'
import { isMac, formatAccelerator } from './accelerators.ts'
import styles from './Palette.module.css'

const arrowSteps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

export function Palette() {
  const { t } = useTranslation()
  const models = useModels(({ list }) => list)
  const conversations = useHistory((history) => history.conversations)
  const usedCommands = useLayout((layout) => layout.recentCommands)
  const [value, setValue] = useState('')
  const [active, setActive] = useState(0)
  const query = value.trim()
  const hits = useSearchHits(query) ?? []
  const commands = commandNames
    .filter((name) => name !== 'palette' && isEnabled(name))
    .map((name) => ({ name, label: t(`system.commands.${name}`) }))
  const sections = searchPalette(query, { commands, usedCommands, conversations, hits, models })
  const rows = sections.flatMap((section) => section.rows)
  const activeRow = Math.min(active, rows.length - 1)

  const onKey = ({ key }: KeyboardEvent): boolean => {
    const step = arrowSteps[key]
    const row = rows[activeRow]
    if (step !== undefined) setActive(Math.max(0, Math.min(activeRow + step, rows.length - 1)))
    else if (key === 'Enter' && row !== undefined) selectItem(row)
    else return false
    return true
  }

  return (
    <Dialog title={t('palette.title')} onClose={() => closeDialog()}>
      <Combobox
        label={t('palette.search')}
        value={value}
        maxLength={maxShortTextLength}
        onChange={(nextValue) => {
          setValue(nextValue)
          setActive(0)
        }}
        onKey={onKey}
        list={{ id: 'found', role: 'listbox' }}
        activeDescendantId={rows.length === 0 ? undefined : getRowId(activeRow)}
      >
        {query !== '' && (rows.length === 0 ? t('palette.nothing') : t('palette.found', { count: rows.length }))}
      </Combobox>
      <div id="found" role="listbox" aria-label={t('palette.title')} className={styles.list}>
        {sections.map(({ title, rows: sectionItems }) => (
          <div key={title} role="group" aria-labelledby={`found-${title}`}>
            <div id={`found-${title}`} role="presentation" className={styles.title}>
              {t(`palette.${title}`)}
            </div>
            {sectionItems.map((row) => (
              <Row key={getKey(row)} row={row} index={rows.indexOf(row)} isActive={rows[activeRow] === row} />
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  )
}

interface RowProps {
  readonly row: PaletteItem
  readonly index: number
  readonly isActive: boolean
}

function Row({ row, index, isActive }: RowProps) {
  const rowRef = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) rowRef.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const accelerator = row.kind === 'command' ? getAccelerator(row.name, isMac) : null
  return (
    // The field hears the keys for the whole list.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={rowRef}
      id={getRowId(index)}
      role="option"
      aria-selected={isActive}
      className={`${styles.row} ${isActive ? styles.active : ''}`}
      onClick={() => selectItem(row)}
    >
      <span dir="auto" className={styles.name}>
        {getLabel(row)}
      </span>
      {accelerator !== null && <kbd className={styles.key}>{formatAccelerator(accelerator)}</kbd>}
    </div>
  )
}

function selectItem(row: PaletteItem): void {
  // Closed first: what is done may open a dialog of its own.
  closeDialog()
  switch (row.kind) {
    case 'command':
      recordCommand(row.name)
      return runCommand(row.name)
    case 'conversation':
      return void openConversation(row.id)
    case 'model':
      return void chooseModel(row.id)
    default:
      return assertNever(row)
  }
}

function getLabel(row: PaletteItem): string {
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

function getKey(row: PaletteItem): string {
  return row.kind === 'command' ? row.name : row.id
}

function getRowId(index: number): string {
  return `found-row-${index}`
}
