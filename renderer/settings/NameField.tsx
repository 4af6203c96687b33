// A name that is typed in its place: Enter or a click elsewhere takes it, Escape leaves it as it was.

import { useState, type KeyboardEvent } from 'react'
import styles from './NameField.module.css'

interface NameFieldProps {
  readonly label: string
  readonly value: string
  /** Null when nothing is to be changed. */
  readonly onDone: (name: string | null) => void
}

const maxNameLength = 60

export function NameField({ label, value, onDone }: NameFieldProps) {
  const [name, setName] = useState(value)
  const submit = () => onDone(name.trim() === '' || name.trim() === value ? null : name.trim())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') submit()
    if (event.key !== 'Escape') return
    // It would close the settings as well.
    event.stopPropagation()
    onDone(null)
  }
  return (
    <input
      // The field appears because the person asked to type in it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      dir="auto"
      className={styles.field}
      aria-label={label}
      maxLength={maxNameLength}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={submit}
      onKeyDown={onKeyDown}
    />
  )
}
