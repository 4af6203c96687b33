// Up, Down, Home and End move the focus between the rows of a list in the sidebar.

import type { KeyboardEvent } from 'react'

/** For a row that is about to go: the next one gets the focus, or the one before the last. */
export function focusNeighbour(row: Element): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((each) => each === row)
  const neighbour = rows[at + 1] ?? rows[at - 1]
  neighbour?.focus()
}

/** Rows are the elements marked with `data-row` inside the element that hears the key. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.target instanceof HTMLInputElement) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const to = target(event.key, at, rows.length)
  if (at === -1 || to === null) return
  event.preventDefault()
  rows[to]?.focus()
}

function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
