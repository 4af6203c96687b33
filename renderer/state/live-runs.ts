// Slice: the runs that are going on, in all conversations: their text so far and their progress; and how long answers reasoned.

import type { Answer } from '../../shared/types/messages.ts'
import type { RunProgress } from '../../shared/types/progress.ts'
import type { RunText } from '../../shared/types/runs.ts'
import { addReasoningTime, appendChunk, emptyLiveText, getReasoningMs, mergeLiveText, type LiveText } from './live-text.ts'
import { createSlice } from './slice.ts'

type ByRunId<Value> = Readonly<Record<string, Value>>

export interface LiveRuns {
  readonly liveTexts: ByRunId<LiveText>
  /** Nothing for a run until main has reported it. */
  readonly progress: ByRunId<RunProgress>
  /** Milliseconds of reasoning that the window saw, also of runs that have ended. */
  readonly reasoningTimes: ByRunId<number>
}

type SavedText = Pick<Answer, 'id' | 'text' | 'reasoning'>

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

/** Takes over the text of a running answer as main has it, unless the window has more. */
export function mergeSavedText({ id, text, reasoning }: SavedText): void {
  const { liveTexts } = slice.get()
  slice.set({ liveTexts: { ...liveTexts, [id]: mergeLiveText(liveTexts[id], { text, reasoning }) } })
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

function setReasoningTime(runId: string, ms: number): void {
  slice.set({ reasoningTimes: addReasoningTime(slice.get().reasoningTimes, runId, ms) })
}

/** A continued answer begins with the reasoning of the one before it. */
export function copyReasoningTime(fromRunId: string, toRunId: string): void {
  const ms = slice.get().reasoningTimes[fromRunId]
  if (ms !== undefined) setReasoningTime(toRunId, ms)
}

/** Forgets all runs, as when another history is opened. */
export function clearRuns(): void {
  slice.set(noRuns)
}

/** The number of runs that main has reported and that have not ended. */
export function countRuns({ liveTexts, progress }: LiveRuns): number {
  return new Set([...Object.keys(liveTexts), ...Object.keys(progress)]).size
}
