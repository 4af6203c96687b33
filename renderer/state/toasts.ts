// Slice: the short messages at the bottom, with Undo where there is something to undo. Toast.tsx decides how long each one stays.

import { createSlice } from './slice.ts'

export interface ToastView {
  readonly id: string
  readonly text: string
  readonly undo: (() => void) | null
  /** Where undoing needs room that may be gone by then: the id of the comparison. */
  readonly toastSlot: string | null
  /** It reports something that is still going on, and stays until that has ended. */
  readonly isOngoing: boolean
  readonly shownAt: number
}

const slice = createSlice<{ /** Oldest first. */ readonly toasts: readonly ToastView[] }>({ toasts: [] })

export function useToasts(): readonly ToastView[] {
  return slice.use(({ toasts }) => toasts)
}

export function getToasts(): readonly ToastView[] {
  return slice.get().toasts
}

/** Shows a message. The same message again replaces the first one, unless that one offers Undo. */
export function showToast(text: string, undo: (() => void) | null = null, toastSlot: string | null = null): void {
  const others = getToasts().filter((toast) => toast.undo !== null || toast.text !== text)
  slice.set({ toasts: [...others, { id: crypto.randomUUID(), text, undo, toastSlot, shownAt: Date.now(), isOngoing: false }] })
}

/** A shorter wait is not reported. */
const progressDelayMs = 300

/** Reports something that goes on, once it takes longer than a moment. The returned function ends the report. */
export function showProgressToast(text: string): () => void {
  const id = crypto.randomUUID()
  const show = () =>
    slice.set({ toasts: [...getToasts(), { id, text, undo: null, toastSlot: null, shownAt: Date.now(), isOngoing: true }] })
  const timer = setTimeout(show, progressDelayMs)
  return () => {
    clearTimeout(timer)
    hideToast(id)
  }
}

/** Hides the toasts whose Undo would need room that is now taken. */
export function dismissUndoToasts(toastSlot: string): void {
  slice.set({ toasts: getToasts().filter((toast) => toast.toastSlot !== toastSlot) })
}

export function hideToast(id: string): void {
  slice.set({ toasts: getToasts().filter((toast) => toast.id !== id) })
}
