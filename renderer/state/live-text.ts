// The growing text of a run, put together from pieces that name where they belong. Pure: what was missed is told, not hidden.

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

/** `gap`: a piece starts beyond what is here, so something was missed and the conversation has to be read again. */
export type AppendResult = { readonly kind: 'appended'; readonly live: LiveText } | { readonly kind: 'gap' }

/** Adds a piece, ignoring the part of it that is already here. `now` in milliseconds since 1970. */
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

/** What is known of a running answer from two sources: the saved one may lag behind the live one, or the other way round. */
export function mergeLiveText(live: LiveText | undefined, saved: { readonly text: string; readonly reasoning: string }): LiveText {
  if (live !== undefined && live.text.length >= saved.text.length && live.reasoning.length >= saved.reasoning.length) return live
  const previous = live ?? emptyLiveText
  return { ...previous, text: saved.text, reasoning: saved.reasoning }
}

/** Of how many answers it is remembered how long their reasoning took. */
const maxReasoningTimes = 500

/** The times with one more, by run id. The oldest goes where there would be too many: a window may stay open for weeks. */
export function addReasoningTime(
  reasoningTimes: Readonly<Record<string, number>>,
  runId: string,
  ms: number,
): Readonly<Record<string, number>> {
  const others = Object.entries(reasoningTimes).filter(([id]) => id !== runId)
  return Object.fromEntries([...others.slice(1 - maxReasoningTimes), [runId, ms]])
}

/** Milliseconds of reasoning before the first text, as the window saw it; null when it saw none. */
export function getReasoningMs(live: LiveText, now: number): number | null {
  if (live.reasoning === '' || live.firstTextAt === null) return null
  // The text was there already, so the reasoning came before the window looked.
  return live.reasoningEndedAt === live.firstTextAt ? null : (live.reasoningEndedAt ?? now) - live.firstTextAt
}
