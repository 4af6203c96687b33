// Hears the keys that work everywhere in the window, and is the only one that does: a key that is taken here never reaches the native
// menu (electron/app/menu-template.ts).

import { useEffect } from 'react'
import { runCommand } from '../commands/commands.ts'
import { findCommand } from '../commands/accelerators.ts'
import { getDialog } from '../state/layout.ts'

export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = findCommand(event)
  if (name === null) return
  // Escape stops the open conversation's answer, unless a dialog is there to take the key.
  if (name === 'stop') {
    if (getDialog().kind === 'none') runCommand(name)
    return
  }
  event.preventDefault()
  if (!event.repeat) runCommand(name)
}
