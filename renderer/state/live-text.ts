// The growing text of a run, put together from pieces that name where they belong. Pure: what was missed is told, not hidden.

import type { RunText } from '../../shared/types/runs.ts'

export interface LiveText {
  readonly text: string
  readonly reasoning: string
  /** When the first text or reasoning reached the window; null before. */
  readonly firstTextAt: number | null
  /** When the first text after the reasoning reached the window; null before. */
  readonly thoughtUntil: number | null
  /** When something last reached the window; null before. */
  readonly lastTextAt: number | null
}

export const noText: LiveText = { text: '', reasoning: '', firstTextAt: null, thoughtUntil: null, lastTextAt: null }

/** `gap`: a piece starts beyond what is here, so something was missed and the conversation has to be read again. */
export type Appended = { readonly kind: 'grown'; readonly live: LiveText } | { readonly kind: 'gap' }

/** Adds a piece, ignoring the part of it that is already here. `now` in milliseconds since 1970. */
export function append(live: LiveText, piece: RunText, now: number): Appended {
  const text = joined(live.text, piece.textOffset, piece.text)
  const reasoning = joined(live.reasoning, piece.reasoningOffset, piece.reasoning)
  if (text === null || reasoning === null) return { kind: 'gap' }
  const hasAny = text !== '' || reasoning !== ''
  return {
    kind: 'grown',
    live: {
      text,
      reasoning,
      firstTextAt: live.firstTextAt ?? (hasAny ? now : null),
      thoughtUntil: live.thoughtUntil ?? (text !== '' ? now : null),
      lastTextAt: now,
    },
  }
}

function joined(have: string, offset: number, piece: string): string | null {
  if (offset > have.length) return null
  const known = have.length - offset
  return known >= piece.length ? have : have + piece.slice(known)
}

/** What is known of a running answer from two sources: the saved one may lag behind the live one, or the other way round. */
export function longer(live: LiveText | undefined, saved: { readonly text: string; readonly reasoning: string }): LiveText {
  if (live !== undefined && live.text.length >= saved.text.length && live.reasoning.length >= saved.reasoning.length) return live
  const before = live ?? noText
  return { ...before, text: saved.text, reasoning: saved.reasoning }
}

/** Of how many answers it is remembered how long their reasoning took. */
const rememberedThoughts = 500

/** The times with one more, by run id. The oldest goes where there would be too many: a window may stay open for weeks. */
export function withThought(thoughts: Readonly<Record<string, number>>, runId: string, ms: number): Readonly<Record<string, number>> {
  const others = Object.entries(thoughts).filter(([id]) => id !== runId)
  return Object.fromEntries([...others.slice(1 - rememberedThoughts), [runId, ms]])
}

/** Milliseconds of reasoning before the first text, as the window saw it; null when it saw none. */
export function thoughtMs(live: LiveText, now: number): number | null {
  if (live.reasoning === '' || live.firstTextAt === null) return null
  // The text was there already, so the reasoning came before the window looked.
  return live.thoughtUntil === live.firstTextAt ? null : (live.thoughtUntil ?? now) - live.firstTextAt
}
