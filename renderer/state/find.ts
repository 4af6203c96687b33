// Finding in the open conversation: what is sought, where it stands, and which place is looked at. What is counted comes from finding.ts.

import { flushSync } from 'react-dom'
import { setState, getState } from './store.ts'
import { getShownMessages } from './comparison.ts'
import { loadMessagesBackTo } from './conversation.ts'

/** Places in one message. */
export interface Hits {
  readonly messageId: string
  /** Of the message, in what is held of the conversation, from its end: the last one has 0. */
  readonly fromEnd: number
  readonly count: number
}

export interface Count {
  /** In the order of the conversation; only messages that have some. */
  readonly messageMatches: readonly Hits[]
  readonly total: number
  /** How many messages were looked through, from the end. */
  readonly searchedCount: number
}

/** A new object each time that it is gone to. */
export interface FindMatch {
  readonly messageId: string
  /** Of those in the message, from 0. */
  readonly indexInMessage: number
}

export interface FindState {
  /** As it was typed. */
  readonly query: string
  readonly messageMatches: readonly Hits[]
  readonly total: number
  /** Not all of the conversation was looked through yet. */
  readonly isSearching: boolean
  /** Null as long as there is none. */
  readonly currentMatch: FindMatch | null
  /** The last step went past the other end. */
  readonly wrapped: 'fromBeginning' | 'fromEnd' | null
}

const emptyResult = { messageMatches: [], total: 0, isSearching: false, currentMatch: null, wrapped: null } as const
const maxQueryLength = 200

/** Shows the bar with what is selected in it; where it is shown already, the focus goes there. */
export function openFind(): void {
  const selected = document.getSelection()?.toString().trim() ?? ''
  const query = selected !== '' && selected.length <= maxQueryLength && !selected.includes('\n') ? selected : (getState().find?.query ?? '')
  // A dialog gives the focus back where it was unless somebody has it by then, so the bar must be there at once.
  flushSync(() => setState({ dialog: 'none', find: query === getState().find?.query ? getState().find : { query, ...emptyResult } }))
  const field = document.querySelector<HTMLInputElement>('[data-find]')
  field?.focus()
  field?.select()
}

export function closeFind(): void {
  setState({ find: null })
}

export function setFindQuery(query: string): void {
  setState({ find: { query, ...emptyResult, isSearching: query.trim() !== '' } })
}

/** Goes to a place, whose message is read when it was not yet. */
export function goToMatch(currentMatch: FindMatch, wrapped: FindState['wrapped'] = null): void {
  const { find, conversation } = getState()
  if (find === null) return
  setState({ find: { ...find, currentMatch, wrapped } })
  if (!getShownMessages(conversation).some(({ id }) => id === currentMatch.messageId)) void loadMessagesBackTo(currentMatch.messageId)
}

/** Goes to the next place or to the one before, and past the end to the other one. */
export function stepMatch(direction: 1 | -1): void {
  const { find } = getState()
  const nextMatch = find === null ? null : getNextMatch(find, direction)
  if (nextMatch !== null) goToMatch(nextMatch.currentMatch, nextMatch.wrapped)
}

function getNextMatch(
  { messageMatches, currentMatch, isSearching }: FindState,
  direction: 1 | -1,
): { readonly currentMatch: FindMatch; readonly wrapped: FindState['wrapped'] } | null {
  const index = messageMatches.findIndex(({ messageId }) => messageId === currentMatch?.messageId)
  const currentMessage = messageMatches[index]
  const indexInMessage = (currentMatch?.indexInMessage ?? 0) + direction
  if (currentMessage !== undefined && indexInMessage >= 0 && indexInMessage < currentMessage.count)
    return { currentMatch: { messageId: currentMessage.messageId, indexInMessage }, wrapped: null }
  const nextMatch = messageMatches[index + direction]
  if (currentMessage !== undefined && nextMatch !== undefined) return { currentMatch: getEdgeMatch(nextMatch, direction), wrapped: null }
  // Before all was looked through, the first that is known is not the first.
  const wrapTarget = direction === 1 ? messageMatches[0] : messageMatches.at(-1)
  if (isSearching || wrapTarget === undefined) return null
  return { currentMatch: getEdgeMatch(wrapTarget, direction), wrapped: direction === 1 ? 'fromBeginning' : 'fromEnd' }
}

/** The first place in a message, or the last one when one comes from behind. */
function getEdgeMatch({ messageId, count }: Hits, direction: 1 | -1): FindMatch {
  return { messageId, indexInMessage: direction === 1 ? 0 : count - 1 }
}

/** Which of all places is looked at, from 1. */
export function getMatchNumber({ messageMatches, currentMatch }: Pick<FindState, 'messageMatches' | 'currentMatch'>): number {
  let countBefore = 0
  for (const { messageId, count } of messageMatches) {
    if (messageId === currentMatch?.messageId) return countBefore + Math.min(currentMatch.indexInMessage, count - 1) + 1
    countBefore += count
  }
  return 0
}

/** Where one reads: a message, and how many places in it are before that. */
export interface ReadingPosition {
  readonly messageId: string
  readonly countMatchesBefore: () => number
}

/** The place nearest to a start, behind it if there is one; null where none is known yet. */
export function findNearestMatch(
  readingPosition: ReadingPosition,
  messageIds: readonly string[],
  { messageMatches, searchedCount }: Count,
): FindMatch | null {
  const positionFromEnd = messageIds.length - 1 - messageIds.lastIndexOf(readingPosition.messageId)
  if (searchedCount <= positionFromEnd && searchedCount < messageIds.length) return null
  const sameOrLater = messageMatches.find(({ fromEnd }) => fromEnd <= positionFromEnd)
  if (sameOrLater?.messageId === readingPosition.messageId) {
    const indexInMessage = readingPosition.countMatchesBefore()
    if (indexInMessage < sameOrLater.count) return { messageId: sameOrLater.messageId, indexInMessage }
  }
  const nextMatch = messageMatches.find(({ fromEnd }) => fromEnd < positionFromEnd) ?? null
  if (nextMatch !== null) return getEdgeMatch(nextMatch, 1)
  const last = messageMatches.findLast(({ fromEnd }) => fromEnd >= positionFromEnd)
  return last === undefined ? null : getEdgeMatch(last, -1)
}
