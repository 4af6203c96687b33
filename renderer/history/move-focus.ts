// Moves the focus between the rows of a list in the sidebar: by Up, Down, Home and End, and when a row is deleted.
// Hand-written because react-aria-components' GridList would make these lists of buttons a grid to screen readers.

import type { KeyboardEvent } from 'react'

/** Call before a row is removed: focuses the next row, or the previous one if it is the last. */
export function focusAdjacentRow(row: Element): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.findIndex((each) => each === row)
  const adjacentRow = rows[index + 1] ?? rows[index - 1]
  adjacentRow?.focus()
}

/** A key handler for the element around the rows, which are marked with `data-row`. */
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
