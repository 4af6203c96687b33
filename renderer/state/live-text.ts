// The growing text of a run, put together from chunks that say where they begin. Pure.

import type { RunText } from '../../shared/types/runs.ts'

export interface LiveText {
  readonly text: string
  readonly reasoning: string
  /** When the first text or reasoning reached the window; null before. */
  readonly firstTextAt: number | null
  /** When the first text after the reasoning reached the window; null before. */
  readonly reasoningEndedAt: number | null
  /** When something last reached the window; null before. */
  readonly lastTextAt: number | null
}

export const emptyLiveText: LiveText = { text: '', reasoning: '', firstTextAt: null, reasoningEndedAt: null, lastTextAt: null }

/** `gap`: the chunk begins after the end of the text, so a chunk was missed and the conversation has to be read again. */
export type AppendResult = { readonly kind: 'appended'; readonly live: LiveText } | { readonly kind: 'gap' }

/** Adds a chunk, without the part of it that is already there. `now` is in milliseconds since 1970. */
export function appendChunk(live: LiveText, chunk: RunText, now: number): AppendResult {
  const text = appendAtOffset(live.text, chunk.textOffset, chunk.text)
  const reasoning = appendAtOffset(live.reasoning, chunk.reasoningOffset, chunk.reasoning)
  if (text === null || reasoning === null) return { kind: 'gap' }
  const hasAny = text !== '' || reasoning !== ''
  return {
    kind: 'appended',
    live: {
      text,
      reasoning,
      firstTextAt: live.firstTextAt ?? (hasAny ? now : null),
      reasoningEndedAt: live.reasoningEndedAt ?? (text !== '' ? now : null),
      lastTextAt: now,
    },
  }
}

function appendAtOffset(existing: string, offset: number, chunk: string): string | null {
  if (offset > existing.length) return null
  const overlap = existing.length - offset
  return overlap >= chunk.length ? existing : existing + chunk.slice(overlap)
}

/** The longer of the two texts of a running answer: either may lag behind the other. */
export function mergeLiveText(live: LiveText | undefined, saved: { readonly text: string; readonly reasoning: string }): LiveText {
  if (live !== undefined && live.text.length >= saved.text.length && live.reasoning.length >= saved.reasoning.length) return live
  const previous = live ?? emptyLiveText
  return { ...previous, text: saved.text, reasoning: saved.reasoning }
}

/** A window may stay open for weeks. */
const maxReasoningTimes = 500

/** Adds a time, by run id, and drops the oldest one when there are too many. */
export function addReasoningTime(
  reasoningTimes: Readonly<Record<string, number>>,
  runId: string,
  ms: number,
): Readonly<Record<string, number>> {
  const others = Object.entries(reasoningTimes).filter(([id]) => id !== runId)
  return Object.fromEntries([...others.slice(1 - maxReasoningTimes), [runId, ms]])
}

/** Milliseconds of reasoning before the first text, as the window saw it; null when it did not see any. */
export function getReasoningMs(live: LiveText, now: number): number | null {
  if (live.reasoning === '' || live.firstTextAt === null) return null
  // Both came with the first chunk, so the reasoning had ended before the window saw it.
  return live.reasoningEndedAt === live.firstTextAt ? null : (live.reasoningEndedAt ?? now) - live.firstTextAt
}
