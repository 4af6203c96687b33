// Hears the keys that work everywhere in the window, and is the only one that does: a key that is taken here never reaches the native
// menu (electron/app/menu-template.ts).

import { useEffect } from 'react'
import { perform } from '../commands/commands.ts'
import { commandAt } from '../commands/keys.ts'
import { state } from '../state/store.ts'

export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = commandAt(event)
  if (name === null) return
  // Escape stops the open conversation's answer, unless a dialog is there to take the key.
  if (name === 'stop') {
    if (state().dialog === 'none') perform(name)
    return
  }
  event.preventDefault()
  if (!event.repeat) perform(name)
}
