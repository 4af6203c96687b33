// Shows one short message at a time, with a way back where there is one. How long it stays is Toast.tsx's business.

import { change, state } from '../store.ts'

export function showToast(text: string, undo: (() => void) | null = null): void {
  change({ toast: { id: crypto.randomUUID(), text, undo } })
}

export function hideToast(id: string): void {
  if (state().toast?.id === id) change({ toast: null })
}
