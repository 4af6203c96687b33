// Keeps the keyboard somewhere. When what has the focus leaves the page (a button whose work is done, a row that was deleted), the
// browser gives the focus to nobody, and the next Tab would start at the top of the window; it goes home instead, or to the dialog that is
// open, which would not hear Escape otherwise.

import { useEffect } from 'react'

/** @param fallbackSelector selects what gets the focus that has lost its place; nothing where it matches nothing. */
export function useFocusRecovery(fallbackSelector: string): void {
  useEffect(() => {
    let lastFocused: Element | null = document.activeElement
    const onFocusIn = (event: FocusEvent) => {
      lastFocused = event.target instanceof Element ? event.target : null
    }
    const isFocusLost = () => document.activeElement === document.body && lastFocused?.isConnected === false
    const restoreFocus = () => {
      if (!isFocusLost()) return
      // What is behind a dialog takes no focus; of several, the last one is on top.
      const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]')].at(-1)
      const focusTarget = dialog ?? document.querySelector<HTMLElement>(fallbackSelector)
      focusTarget?.focus()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.target !== document.body || !isFocusLost()) return
      restoreFocus()
      event.stopPropagation()
      // Nobody else heard it: it goes to what it is meant for, which would have had the focus two frames later.
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }))
    }
    const observer = new MutationObserver(() => {
      // A dialog that closes gives the focus back by itself, a frame later, and only when nobody else has taken it.
      if (isFocusLost()) requestAnimationFrame(() => requestAnimationFrame(restoreFocus))
    })
    document.addEventListener('focusin', onFocusIn)
    document.addEventListener('keydown', onKeyDown, true)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', onFocusIn)
      document.removeEventListener('keydown', onKeyDown, true)
      observer.disconnect()
    }
  }, [fallbackSelector])
}
