// A running answer's text for a component, at most once per animation frame however fast the pieces come.

import { useSyncExternalStore } from 'react'
import { state, useWindow } from '../state/store.ts'
import type { LiveText } from '../state/live-text.ts'

export function useLiveText(runId: string): LiveText | undefined {
  return useSyncExternalStore(eachFrame, () => state().live[runId])
}

function eachFrame(onChange: () => void): () => void {
  let frame: number | undefined
  const unsubscribe = useWindow.subscribe((now, before) => {
    if (now.live === before.live) return
    frame ??= requestAnimationFrame(() => {
      frame = undefined
      onChange()
    })
  })
  return () => {
    unsubscribe()
    if (frame !== undefined) cancelAnimationFrame(frame)
  }
}
