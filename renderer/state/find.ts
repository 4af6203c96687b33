// Finding in the open conversation: what is sought, where it stands, and which place is looked at. What is counted comes from finding.ts.

import { flushSync } from 'react-dom'
import { change, state } from './store.ts'
import { allShown } from './comparison.ts'
import { readBackTo } from './conversation.ts'

/** Places in one message. */
export interface Hits {
  readonly messageId: string
  /** Of the message, in what is held of the conversation, from its end: the last one has 0. */
  readonly fromEnd: number
  readonly count: number
}

export interface Count {
  /** In the order of the conversation; only messages that have some. */
  readonly hits: readonly Hits[]
  readonly total: number
  /** How many messages were looked through, from the end. */
  readonly looked: number
}

/** A new object each time that it is gone to. */
export interface Place {
  readonly messageId: string
  /** Of those in the message, from 0. */
  readonly nth: number
}

export interface Find {
  /** As it was typed. */
  readonly query: string
  readonly hits: readonly Hits[]
  readonly total: number
  /** Not all of the conversation was looked through yet. */
  readonly isLooking: boolean
  /** Null as long as there is none. */
  readonly at: Place | null
  /** The last step went past the other end. */
  readonly turned: 'fromBeginning' | 'fromEnd' | null
}

const nothingFound = { hits: [], total: 0, isLooking: false, at: null, turned: null } as const
const longestQuery = 200

/** Shows the bar with what is selected in it; where it is shown already, the focus goes there. */
export function openFind(): void {
  const selected = document.getSelection()?.toString().trim() ?? ''
  const query = selected !== '' && selected.length <= longestQuery && !selected.includes('\n') ? selected : (state().find?.query ?? '')
  // A dialog gives the focus back where it was unless somebody has it by then, so the bar must be there at once.
  flushSync(() => change({ dialog: 'none', find: query === state().find?.query ? state().find : { query, ...nothingFound } }))
  const field = document.querySelector<HTMLInputElement>('[data-find]')
  field?.focus()
  field?.select()
}

export function closeFind(): void {
  change({ find: null })
}

export function seek(query: string): void {
  change({ find: { query, ...nothingFound, isLooking: query.trim() !== '' } })
}

/** Goes to a place, whose message is read when it was not yet. */
export function goTo(at: Place, turned: Find['turned'] = null): void {
  const { find, conversation } = state()
  if (find === null) return
  change({ find: { ...find, at, turned } })
  if (!allShown(conversation).some(({ id }) => id === at.messageId)) void readBackTo(at.messageId)
}

/** Goes to the next place or to the one before, and past the end to the other one. */
export function step(by: 1 | -1): void {
  const { find } = state()
  const next = find === null ? null : stepFrom(find, by)
  if (next !== null) goTo(next.at, next.turned)
}

function stepFrom({ hits, at, isLooking }: Find, by: 1 | -1): { readonly at: Place; readonly turned: Find['turned'] } | null {
  const index = hits.findIndex(({ messageId }) => messageId === at?.messageId)
  const here = hits[index]
  const nth = (at?.nth ?? 0) + by
  if (here !== undefined && nth >= 0 && nth < here.count) return { at: { messageId: here.messageId, nth }, turned: null }
  const next = hits[index + by]
  if (here !== undefined && next !== undefined) return { at: placeIn(next, by), turned: null }
  // Before all was looked through, the first that is known is not the first.
  const other = by === 1 ? hits[0] : hits.at(-1)
  if (isLooking || other === undefined) return null
  return { at: placeIn(other, by), turned: by === 1 ? 'fromBeginning' : 'fromEnd' }
}

/** The first place in a message, or the last one when one comes from behind. */
function placeIn({ messageId, count }: Hits, by: 1 | -1): Place {
  return { messageId, nth: by === 1 ? 0 : count - 1 }
}

/** Which of all places is looked at, from 1. */
export function numberOf({ hits, at }: Pick<Find, 'hits' | 'at'>): number {
  let before = 0
  for (const { messageId, count } of hits) {
    if (messageId === at?.messageId) return before + Math.min(at.nth, count - 1) + 1
    before += count
  }
  return 0
}

/** Where one reads: a message, and how many places in it are before that. */
export interface Start {
  readonly messageId: string
  readonly placesBefore: () => number
}

/** The place nearest to a start, behind it if there is one; null where none is known yet. */
export function nearestTo(start: Start, order: readonly string[], { hits, looked }: Count): Place | null {
  const startFromEnd = order.length - 1 - order.lastIndexOf(start.messageId)
  if (looked <= startFromEnd && looked < order.length) return null
  const behind = hits.find(({ fromEnd }) => fromEnd <= startFromEnd)
  if (behind?.messageId === start.messageId) {
    const nth = start.placesBefore()
    if (nth < behind.count) return { messageId: behind.messageId, nth }
  }
  const next = hits.find(({ fromEnd }) => fromEnd < startFromEnd) ?? null
  if (next !== null) return placeIn(next, 1)
  const last = hits.findLast(({ fromEnd }) => fromEnd >= startFromEnd)
  return last === undefined ? null : placeIn(last, -1)
}
