// Up, Down, Home and End move the focus between the rows of a list in the sidebar.

import type { KeyboardEvent } from 'react'

/** For a row that is about to go: the next one gets the focus, or the one before the last. */
export function focusAdjacentRow(row: Element): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.findIndex((each) => each === row)
  const adjacentRow = rows[index + 1] ?? rows[index - 1]
  adjacentRow?.focus()
}

/** Rows are the elements marked with `data-row` inside the element that hears the key. */
export function moveRowFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.target instanceof HTMLInputElement) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.findIndex((row) => row === document.activeElement)
  const targetIndex = getTargetIndex(event.key, index, rows.length)
  if (index === -1 || targetIndex === null) return
  event.preventDefault()
  rows[targetIndex]?.focus()
}

function getTargetIndex(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1)
    case 'ArrowUp':
      return Math.max(index - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
