// Recovers a lost focus. When the focused element is removed (a deleted row, a button whose action is done), the browser focuses nothing,
// and the next Tab would start at the top of the window. The focus moves to the fallback instead, or to the open dialog, which would not
// get Escape otherwise.

import { useEffect } from 'react'

/** @param fallbackSelector selects the element to focus; if it matches nothing, nothing is focused */
export function useFocusRecovery(fallbackSelector: string): void {
  useEffect(() => {
    let lastFocused: Element | null = document.activeElement
    const onFocusIn = (event: FocusEvent) => {
      lastFocused = event.target instanceof Element ? event.target : null
    }
    const isFocusLost = () => document.activeElement === document.body && lastFocused?.isConnected === false
    const restoreFocus = () => {
      if (!isFocusLost()) return
      // Elements behind a dialog cannot be focused; of several dialogs, the last is on top.
      const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]')].at(-1)
      const focusTarget = dialog ?? document.querySelector<HTMLElement>(fallbackSelector)
      focusTarget?.focus()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.target !== document.body || !isFocusLost()) return
      restoreFocus()
      event.stopPropagation()
      // Dispatched again on the element that would have got the focus two frames later.
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }))
    }
    const observer = new MutationObserver(() => {
      // A closing dialog restores the focus itself one frame later, unless another element has taken it by then.
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
