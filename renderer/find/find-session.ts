// Counts the matches in the open conversation while the find bar is open. Reads the text of older messages from main, and counts again when
// the query or a message changes.

import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import type { SearchableText } from '../../shared/types/search.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { getShownMessages } from '../state/comparison.ts'
import { getConversation, watchConversation } from '../state/conversation.ts'
import {
  closeFind,
  type CountedMatches,
  findNearestMatch,
  getFind,
  goToMatch,
  type ReadingPosition,
  setFindResult,
  watchFindQuery,
} from '../state/find.ts'
import { getLiveRuns, watchLiveRuns } from '../state/live-runs.ts'
import { mergeLiveText } from '../state/live-text.ts'
import { createMatchCounter } from './match-counter.ts'
import { foldText } from './fold-text.ts'
import { getReadingPosition } from './find-highlighter.ts'

/** How often the matches of a growing answer are counted again. */
const recountDelayMs = 200

/** Starts counting; ends when the returned function is called. */
export function startFindSession(): () => void {
  const { id: conversationId } = getConversation()
  const matchCounter = createMatchCounter(() => scheduler.yield())
  /** The messages of the branch to its end, including a comparison's answers, as far back as they were loaded. */
  let messageIds: readonly string[] = []
  let isFullyLoaded = false
  let isLoading = false
  const abortController = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let readingPosition: ReadingPosition | null = null

  /** Takes over the messages that the window has. Older ones are kept if the window's first message is known. */
  function syncFromStore(): void {
    const conversation = getConversation()
    const { earlier } = conversation
    const shownMessages = getShownMessages(conversation)
    const [first] = shownMessages
    for (const message of shownMessages) matchCounter.setMessage(toSearchableMessage(message))
    const at = earlier === 0 || first === undefined ? 0 : messageIds.indexOf(first.id)
    isFullyLoaded = earlier === 0 || (isFullyLoaded && at !== -1)
    messageIds = [...messageIds.slice(0, Math.max(0, at)), ...shownMessages.map(({ id }) => id)]
  }

  async function loadEarlierMessages(): Promise<void> {
    if (isLoading) return
    isLoading = true
    while (!isFullyLoaded && !abortController.signal.aborted) {
      const [before = ''] = messageIds
      const reply = await callMainWithToast('history.searchableText', { conversationId, before })
      if (!reply.ok) break
      // The branch may have been switched.
      if (abortController.signal.aborted || messageIds[0] !== before) continue
      for (const message of reply.value.messages) matchCounter.setMessage(message)
      messageIds = [...reply.value.messages.map(({ id }) => id), ...messageIds]
      isFullyLoaded = reply.value.isBeginning
      countMatches()
    }
    isLoading = false
  }

  function countMatches(): void {
    const find = getFind()
    const query = foldText(find?.query ?? '')
    if (find === null || query.trim() === '') return
    const countedIds = messageIds
    void matchCounter.count(countedIds, query, (result) => applyResult(find.query, countedIds, result))
  }

  function applyResult(query: string, countedIds: readonly string[], result: CountedMatches): void {
    const find = getFind()
    if (abortController.signal.aborted || find === null || find.query !== query) return
    const { messageMatches, total, searchedCount } = result
    // Keeps the known total while it is counted again.
    if (searchedCount < countedIds.length && total < find.total) return
    const isSearching = searchedCount < countedIds.length || !isFullyLoaded
    const isMatchStillPresent = messageMatches.some(({ messageId }) => messageId === find.currentMatch?.messageId)
    // If the message of the current match has no matches left, the search starts again from the view.
    if (find.currentMatch !== null && !isMatchStillPresent && !isSearching) readingPosition = getReadingPosition(foldText(query))
    const currentMatch = isMatchStillPresent || (find.currentMatch !== null && isSearching) ? find.currentMatch : null
    setFindResult({ messageMatches, total, isSearching, currentMatch })
    const nearest = currentMatch === null && readingPosition !== null ? findNearestMatch(readingPosition, countedIds, result) : null
    if (nearest !== null) goToMatch(nearest)
  }

  const unsubscribes = [
    watchFindQuery((query) => {
      readingPosition = getReadingPosition(foldText(query))
      countMatches()
    }),
    watchConversation((current, previous) => {
      if (current.id !== conversationId) closeFind()
      else if (current.messages !== previous.messages || current.comparison !== previous.comparison) scheduleRefresh()
    }),
    watchLiveRuns((current, previous) => {
      if (current.liveTexts !== previous.liveTexts) scheduleRefresh()
    }),
  ]

  function scheduleRefresh(): void {
    timer ??= setTimeout(refresh, recountDelayMs)
  }

  function refresh(): void {
    timer = undefined
    syncFromStore()
    countMatches()
    void loadEarlierMessages()
  }

  readingPosition = getReadingPosition(foldText(getFind()?.query ?? ''))
  refresh()
  return () => {
    abortController.abort()
    for (const unsubscribe of unsubscribes) unsubscribe()
    clearTimeout(timer)
  }
}

/** A running answer may show more text than was saved. */
function toSearchableMessage(message: MessageWithSiblings): SearchableText {
  if (message.kind === 'prompt') return { ...message, attachmentNames: message.attachments.map(({ name }) => name) }
  const { text, reasoning } = mergeLiveText(getLiveRuns().liveTexts[message.id], message)
  return { ...message, text, reasoning }
}
