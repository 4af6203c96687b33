// Slice: the find bar: its query, the matches that find/find-session.ts has counted, and the current match.

import { flushSync } from 'react-dom'
import { getShownMessages } from './comparison.ts'
import { getConversation } from './conversation.ts'
import { closeDialog } from './layout.ts'
import { loadMessagesBackTo } from './open-conversation.ts'
import { createSlice } from './slice.ts'

/** The matches in one message. */
export interface MatchesInMessage {
  readonly messageId: string
  /** The message's position in the conversation, counted from the end: the last one has 0. */
  readonly fromEnd: number
  readonly count: number
}

export interface CountedMatches {
  /** In the order of the conversation; only messages with matches. */
  readonly messageMatches: readonly MatchesInMessage[]
  readonly total: number
  /** How many messages were searched, from the end. */
  readonly searchedCount: number
}

/** A new object each time the find bar goes to it. */
export interface FindMatch {
  readonly messageId: string
  /** Counted from 0. */
  readonly indexInMessage: number
}

export interface FindState {
  /** As it was typed. */
  readonly query: string
  readonly messageMatches: readonly MatchesInMessage[]
  readonly total: number
  /** Not all of the conversation was searched yet. */
  readonly isSearching: boolean
  /** Null while there is none. */
  readonly currentMatch: FindMatch | null
  /** The last step went past one end and on from the other. */
  readonly wrapped: 'fromBeginning' | 'fromEnd' | null
}

const emptyResult = { messageMatches: [], total: 0, isSearching: false, currentMatch: null, wrapped: null } as const
const maxQueryLength = 200

const slice = createSlice<{ /** Null while the bar is closed. */ readonly find: FindState | null }>({ find: null })

export function useFind(): FindState | null {
  return slice.use(({ find }) => find)
}

export function getFind(): FindState | null {
  return slice.get().find
}

/** Calls the listener when another query is searched for, until the returned function is called. */
export function watchFindQuery(listener: (query: string) => void): () => void {
  return slice.subscribe(({ find }, { find: previous }) => {
    if (find !== null && find.query !== previous?.query) listener(find.query)
  })
}

/** Opens the find bar with the selected text as its query, and focuses its field. */
export function openFind(): void {
  const selected = document.getSelection()?.toString().trim() ?? ''
  const query = selected !== '' && selected.length <= maxQueryLength && !selected.includes('\n') ? selected : (getFind()?.query ?? '')
  // A closing dialog restores the focus unless another element has it by then, so the bar has to be rendered at once.
  flushSync(() => {
    closeDialog()
    if (query !== getFind()?.query) slice.set({ find: { query, ...emptyResult } })
  })
  const field = document.querySelector<HTMLInputElement>('[data-find]')
  field?.focus()
  field?.select()
}

export function closeFind(): void {
  slice.set({ find: null })
}

export function setFindQuery(query: string): void {
  slice.set({ find: { query, ...emptyResult, isSearching: query.trim() !== '' } })
}

/** Takes over what was counted. */
export function setFindResult(result: Pick<FindState, 'messageMatches' | 'total' | 'isSearching' | 'currentMatch'>): void {
  const find = getFind()
  if (find !== null) slice.set({ find: { ...find, ...result } })
}

/** Goes to a match, and reads its message first if that was not yet read. */
export function goToMatch(currentMatch: FindMatch, wrapped: FindState['wrapped'] = null): void {
  const find = getFind()
  if (find === null) return
  slice.set({ find: { ...find, currentMatch, wrapped } })
  if (!getShownMessages(getConversation()).some(({ id }) => id === currentMatch.messageId)) void loadMessagesBackTo(currentMatch.messageId)
}

/** Goes to the next or the previous match, and past one end on to the other. */
export function stepMatch(direction: 1 | -1): void {
  const find = getFind()
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
  // Until everything is searched, the first known match is not the first one.
  const wrapTarget = direction === 1 ? messageMatches[0] : messageMatches.at(-1)
  if (isSearching || wrapTarget === undefined) return null
  return { currentMatch: getEdgeMatch(wrapTarget, direction), wrapped: direction === 1 ? 'fromBeginning' : 'fromEnd' }
}

/** The first match in a message; when going backwards, the last one. */
function getEdgeMatch({ messageId, count }: MatchesInMessage, direction: 1 | -1): FindMatch {
  return { messageId, indexInMessage: direction === 1 ? 0 : count - 1 }
}

/** The number of the current match, from 1; 0 when there is none. */
export function getMatchNumber({ messageMatches, currentMatch }: Pick<FindState, 'messageMatches' | 'currentMatch'>): number {
  let countBefore = 0
  for (const { messageId, count } of messageMatches) {
    if (messageId === currentMatch?.messageId) return countBefore + Math.min(currentMatch.indexInMessage, count - 1) + 1
    countBefore += count
  }
  return 0
}

/** Where the person is reading: a message, and a count of the matches in it that come before. */
export interface ReadingPosition {
  readonly messageId: string
  readonly countMatchesBefore: () => number
}

/** The match nearest to a position, after it if there is one; null while none is known. */
export function findNearestMatch(
  readingPosition: ReadingPosition,
  messageIds: readonly string[],
  { messageMatches, searchedCount }: CountedMatches,
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
