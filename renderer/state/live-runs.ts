// Slice: the runs that are going on, in all conversations: their text so far and their progress. Also how long answers reasoned.

import type { RunProgress } from '../../shared/types/progress.ts'
import type { RunText } from '../../shared/types/runs.ts'
import { addReasoningTime, appendChunk, emptyLiveText, getReasoningMs, type LiveText } from './live-text.ts'
import { createSlice } from './slice.ts'

type ByRunId<Value> = Readonly<Record<string, Value>>

export interface LiveRuns {
  readonly liveTexts: ByRunId<LiveText>
  /** Nothing for a run until main has reported it. */
  readonly progress: ByRunId<RunProgress>
  /** Milliseconds of reasoning that the window saw, also of runs that have ended. */
  readonly reasoningTimes: ByRunId<number>
}

const noRuns: LiveRuns = { liveTexts: {}, progress: {}, reasoningTimes: {} }
const slice = createSlice<LiveRuns>(noRuns)

export const useLiveRuns = slice.use
export const getLiveRuns = slice.get
export const watchLiveRuns = slice.subscribe

/** Handles `run.progress`. */
export function setProgress(progress: RunProgress): void {
  slice.set({ progress: { ...slice.get().progress, [progress.runId]: progress } })
}

/** Adds a chunk to its run's text. `gap`: something before it was missed, and the conversation has to be read again. */
export function addText(chunk: RunText): 'added' | 'gap' {
  const { liveTexts } = slice.get()
  const appended = appendChunk(liveTexts[chunk.runId] ?? emptyLiveText, chunk, Date.now())
  if (appended.kind === 'gap') return 'gap'
  slice.set({ liveTexts: { ...liveTexts, [chunk.runId]: appended.live } })
  return 'added'
}

export function setLiveText(runId: string, live: LiveText): void {
  slice.set({ liveTexts: { ...slice.get().liveTexts, [runId]: live } })
}

export function dropLiveTexts(runIds: readonly string[]): void {
  slice.set({ liveTexts: Object.fromEntries(Object.entries(slice.get().liveTexts).filter(([id]) => !runIds.includes(id))) })
}

/** Forgets a run's text and progress, and notes how long it reasoned. */
export function removeRun(runId: string): void {
  const { liveTexts, progress } = slice.get()
  const { [runId]: live, ...otherLiveTexts } = liveTexts
  const { [runId]: _progress, ...otherProgress } = progress
  slice.set({ liveTexts: otherLiveTexts, progress: otherProgress })
  const reasoningMs = live === undefined ? null : getReasoningMs(live, Date.now())
  if (reasoningMs !== null) setReasoningTime(runId, reasoningMs)
}

export function setReasoningTime(runId: string, ms: number): void {
  slice.set({ reasoningTimes: addReasoningTime(slice.get().reasoningTimes, runId, ms) })
}

/** Forgets all runs, as when another history is opened. */
export function clearRuns(): void {
  slice.set(noRuns)
}

/** The number of runs that are going on, as far as the window knows. */
export function countRuns({ liveTexts, progress }: LiveRuns): number {
  return new Set([...Object.keys(liveTexts), ...Object.keys(progress)]).size
}
