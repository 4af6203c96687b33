// Shows short messages, with a way back where there is one. How long they stay is Toast.tsx's business.

import { setState, getState } from './store.ts'

/** The same message again takes the place of the first, unless something can be undone there. */
export function showToast(text: string, undo: (() => void) | null = null, toastSlot: string | null = null): void {
  const others = getState().toasts.filter((toast) => toast.undo !== null || toast.text !== text)
  setState({ toasts: [...others, { id: crypto.randomUUID(), text, undo, toastSlot, shownAt: Date.now(), isOngoing: false }] })
}

/** A wait that is shorter is not told. */
const progressDelayMs = 300

/** Says that something goes on, once it takes longer than a moment, until the function that this gives is called. */
export function showProgressToast(text: string): () => void {
  const id = crypto.randomUUID()
  const show = () =>
    setState({ toasts: [...getState().toasts, { id, text, undo: null, toastSlot: null, shownAt: Date.now(), isOngoing: true }] })
  const timer = setTimeout(show, progressDelayMs)
  return () => {
    clearTimeout(timer)
    hideToast(id)
  }
}

/** Offers to undo nothing any more that would need room in this place. */
export function dismissUndoToasts(toastSlot: string): void {
  setState({ toasts: getState().toasts.filter((toast) => toast.toastSlot !== toastSlot) })
}

export function hideToast(id: string): void {
  setState({ toasts: getState().toasts.filter((toast) => toast.id !== id) })
}
