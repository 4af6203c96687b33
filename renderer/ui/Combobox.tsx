// A search field over a list of results. The focus stays in the field, and `aria-activedescendant` names the row that Enter would choose
// (the combobox pattern of the ARIA guide). The caller renders the list and handles its keys.
// Hand-written because react-aria-components' Autocomplete has no active row before typing or after a paste, takes Home, End, Left and Right
// from the field, and is no combobox to screen readers.

import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import field from './Field.module.css'
import styles from './Combobox.module.css'

interface ComboboxProps {
  readonly label: string
  readonly value: string
  readonly maxLength?: number
  readonly onChange: (value: string) => void
  /** Gets a key before the field does; returns true if it handled the key. Not called during input method composition. */
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean
  readonly list: { readonly id: string; readonly role: 'listbox' | 'grid' }
  /** The id of the row that Enter would choose; undefined if there is none. */
  readonly activeDescendantId: string | undefined
  /** The status of the search, shown below the field and announced. */
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
          // The field is what the dialog was opened for.
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
      <output className={styles.status}>{children}</output>
    </>
  )
}
