// A field over a list that is searched as one types. The field keeps the focus, and the row that Enter would take is told to those who
// listen by `aria-activedescendant` (the combobox of the ARIA guide). Hides its look; the list, and what a key does in it, are its user's.

import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import field from './Field.module.css'
import styles from './Combobox.module.css'

interface ComboboxProps {
  readonly label: string
  readonly value: string
  readonly maxLength?: number
  readonly onChange: (value: string) => void
  /** Hears a key before the field does; true when the key has done its thing. Not asked while an input method puts letters together. */
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean
  readonly list: { readonly id: string; readonly role: 'listbox' | 'grid' }
  /** The id of what Enter would take; undefined where there is nothing to take. */
  readonly activeDescendantId: string | undefined
  /** What is said of the list, below the field. */
  readonly children: ReactNode
}

export function Combobox({ label, value, maxLength, onChange, onKey, list, activeDescendantId, children }: ComboboxProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!event.nativeEvent.isComposing && onKey(event)) event.preventDefault()
  }
  return (
    <>
      <div className={`${field.field} ${styles.field}`}>
        <Search size={17} aria-hidden className={field.icon} />
        <input
          // A dialog puts the focus on what one has come for.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          type="text"
          role="combobox"
          dir="auto"
          autoComplete="off"
          className={`${field.input} ${styles.input}`}
          aria-label={label}
          placeholder={label}
          maxLength={maxLength}
          aria-expanded
          aria-haspopup={list.role}
          aria-controls={list.id}
          aria-autocomplete="list"
          aria-activedescendant={activeDescendantId}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <output className={styles.said}>{children}</output>
    </>
  )
}
