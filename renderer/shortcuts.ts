// The keys that work everywhere in the window. Ctrl on Windows and Linux, ⌘ on macOS.

import { useEffect } from 'react'
import { startNew } from './chat/conversation.ts'
import { stopReading } from './chat/reading-aloud.ts'
import { stop } from './chat/runs.ts'
import { change, state } from './store.ts'

const isMac = navigator.platform.startsWith('Mac')

export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (event.key === 'Escape') return stopRunning()
  if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return
  const action = actions[event.key.toLowerCase()]
  if (action === undefined) return
  event.preventDefault()
  action()
}

const actions: Readonly<Record<string, () => void>> = {
  n: () => {
    change({ dialog: 'none' })
    startNew()
  },
  ',': () => change({ dialog: 'settings' }),
  m: () => change({ dialog: 'models' }),
  b: () => change({ isSidebarOpen: !state().isSidebarOpen }),
}

/** Escape stops the voice, or else the open conversation's answer, unless a dialog is there to take the key. */
function stopRunning(): void {
  const { conversation, dialog, spoken } = state()
  if (dialog === 'none' && spoken !== null) return stopReading()
  const last = conversation.messages.at(-1)
  if (dialog === 'none' && last?.kind === 'answer' && last.outcome.kind === 'running') void stop(last.id)
}
