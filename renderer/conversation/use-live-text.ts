// A running answer's text for a component, at most once per animation frame however fast the pieces come.

import { useSyncExternalStore } from 'react'
import { getLiveRuns, watchLiveRuns } from '../state/live-runs.ts'
import type { LiveText } from '../state/live-text.ts'

export function useLiveText(runId: string): LiveText | undefined {
  return useSyncExternalStore(subscribePerFrame, () => getLiveRuns().liveTexts[runId])
}

function subscribePerFrame(onChange: () => void): () => void {
  let frame: number | undefined
  const unsubscribe = watchLiveRuns((current, previous) => {
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
