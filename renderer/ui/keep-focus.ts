// Keeps the keyboard somewhere. When what has the focus leaves the page (a button whose work is done, a row that was deleted), the
// browser gives the focus to nobody, and the next Tab would start at the top of the window; it goes home instead, or to the dialog that is
// open, which would not hear Escape otherwise.

import { useEffect } from 'react'

/** @param home selects what gets the focus that has lost its place; nothing where it matches nothing. */
export function useKeptFocus(home: string): void {
  useEffect(() => {
    let holder: Element | null = document.activeElement
    const onFocus = (event: FocusEvent) => {
      holder = event.target instanceof Element ? event.target : null
    }
    const isLost = () => document.activeElement === document.body && holder?.isConnected === false
    const bringHome = () => {
      if (!isLost()) return
      // What is behind a dialog takes no focus; of several, the last one is on top.
      const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]')].at(-1)
      const next = dialog ?? document.querySelector<HTMLElement>(home)
      next?.focus()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.target !== document.body || !isLost()) return
      bringHome()
      event.stopPropagation()
      // Nobody else heard it: it goes to what it is meant for, which would have had the focus two frames later.
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }))
    }
    const changes = new MutationObserver(() => {
      // A dialog that closes gives the focus back by itself, a frame later, and only when nobody else has taken it.
      if (isLost()) requestAnimationFrame(() => requestAnimationFrame(bringHome))
    })
    document.addEventListener('focusin', onFocus)
    document.addEventListener('keydown', onKey, true)
    changes.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('keydown', onKey, true)
      changes.disconnect()
    }
  }, [home])
}
