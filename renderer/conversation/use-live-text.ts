// A running answer's text for a component, at most once per animation frame however fast the pieces come.

import { useSyncExternalStore } from 'react'
import { getState, useStore } from '../state/store.ts'
import type { LiveText } from '../state/live-text.ts'

export function useLiveText(runId: string): LiveText | undefined {
  return useSyncExternalStore(subscribePerFrame, () => getState().liveTexts[runId])
}

function subscribePerFrame(onChange: () => void): () => void {
  let frame: number | undefined
  const unsubscribe = useStore.subscribe((current, previous) => {
    if (current.liveTexts === previous.liveTexts) return
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
