// Counts the matches in each message of a conversation. Hides that texts are parsed and folded once, in time slices that keep the window
// responsive, and that a new query cancels the previous one.

import { tasks } from '../../shared/tasks.ts'
import type { SearchableText } from '../../shared/types/search.ts'
import type { CountedMatches, MatchesInMessage } from '../state/find.ts'
import { getBlocks, parseIncrementally, emptyParseState, type ParseState } from '../markdown/incremental-parser.ts'
import { getVisibleSegments } from '../markdown/visible-text.ts'
import { countOccurrences, foldText } from './fold-text.ts'

export interface MatchCounter {
  /** Adds a message, or updates its text. */
  readonly setMessage: (message: SearchableText) => void
  /**
   * Counts a folded query from the last of these messages to the first, and reports progress. Resolves with false if another call came
   * before it was done.
   */
  readonly count: (messageIds: readonly string[], query: string, onProgress: (count: CountedMatches) => void) => Promise<boolean>
}

const sliceMs = 8
const progressIntervalMs = 100

interface CachedMessage {
  message: SearchableText
  /** The parse state of a growing answer. */
  parseState: ParseState
  /** Whether its text has changed since it was added. */
  isGrowing: boolean
  /** Folded; null until the message is searched. */
  segments: readonly string[] | null
  lastCount: { readonly query: string; readonly count: number } | null
}

/** @param pause yields to other tasks of the window */
export function createMatchCounter(pause: () => Promise<void>, now: () => number = () => performance.now()): MatchCounter {
  const cached = new Map<string, CachedMessage>()
  let latestRequest = 0

  function countInMessage(messageId: string, query: string): number {
    const entry = cached.get(messageId)
    if (entry === undefined) return 0
    if (entry.lastCount?.query === query) return entry.lastCount.count
    const segments = (entry.segments ??= readSegments(entry))
    const count = segments.reduce((sum, segment) => sum + countOccurrences(segment, query), 0)
    entry.lastCount = { query, count }
    return count
  }

  return {
    setMessage(message) {
      const previous = cached.get(message.id)
      if (previous !== undefined && isSameText(previous.message, message)) return
      const parseState = previous?.parseState ?? emptyParseState
      cached.set(message.id, { message, parseState, isGrowing: previous !== undefined, segments: null, lastCount: null })
    },

    async count(messageIds, query, onProgress) {
      latestRequest += 1
      const request = latestRequest
      const foundMatches: MatchesInMessage[] = []
      let total = 0
      let pausedAt = now()
      let reportedAt = now()
      const reportProgress = (searchedCount: number): void =>
        onProgress({ messageMatches: foundMatches.toReversed(), total, searchedCount })
      for (let fromEnd = 0; fromEnd < messageIds.length; fromEnd += 1) {
        if (now() - reportedAt > progressIntervalMs) {
          reportedAt = now()
          reportProgress(fromEnd)
        }
        if (now() - pausedAt > sliceMs) {
          await pause()
          if (request !== latestRequest) return false
          pausedAt = now()
        }
        const messageId = messageIds[messageIds.length - 1 - fromEnd] ?? ''
        const count = countInMessage(messageId, query)
        total += count
        if (count > 0) foundMatches.push({ messageId, fromEnd, count })
      }
      reportProgress(messageIds.length)
      return true
    },
  }
}

function isSameText(entry: SearchableText, other: SearchableText): boolean {
  return entry.text === other.text && (entry.kind === 'answer' ? entry.reasoning : '') === (other.kind === 'answer' ? other.reasoning : '')
}

/** Folded, in the order of the page. */
function readSegments(cached: CachedMessage): readonly string[] {
  const { message } = cached
  if (message.kind === 'prompt') return [...message.attachmentNames, message.text].map(foldText)
  const reasoning = message.reasoning.trim()
  if (tasks[message.task].answerFormat !== 'markdown') return [reasoning, message.text].map(foldText)
  const parseState = parseIncrementally(cached.parseState, message.text)
  if (cached.isGrowing) cached.parseState = parseState
  return [reasoning, ...getVisibleSegments(getBlocks(parseState))].map(foldText)
}
