// Shows short messages, with a way back where there is one. How long they stay is Toast.tsx's business.

import { change, state } from './store.ts'

/** The same message again takes the place of the first, unless something can be undone there. */
export function showToast(text: string, undo: (() => void) | null = null, place: string | null = null): void {
  const others = state().toasts.filter((toast) => toast.undo !== null || toast.text !== text)
  change({ toasts: [...others, { id: crypto.randomUUID(), text, undo, place, shownAt: Date.now(), isWait: false }] })
}

/** A wait that is shorter is not told. */
const momentMs = 300

/** Says that something goes on, once it takes longer than a moment, until the function that this gives is called. */
export function showWait(text: string): () => void {
  const id = crypto.randomUUID()
  const begin = () => change({ toasts: [...state().toasts, { id, text, undo: null, place: null, shownAt: Date.now(), isWait: true }] })
  const timer = setTimeout(begin, momentMs)
  return () => {
    clearTimeout(timer)
    hideToast(id)
  }
}

/** Offers to undo nothing any more that would need room in this place. */
export function endUndosIn(place: string): void {
  change({ toasts: state().toasts.filter((toast) => toast.place !== place) })
}

export function hideToast(id: string): void {
  change({ toasts: state().toasts.filter((toast) => toast.id !== id) })
}
