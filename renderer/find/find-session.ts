// Keeps what is found in the open conversation true while its bar is open: asks main for what was said before the messages that the
// window has, counts, and counts again when something is typed, said or shown anew.

import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import type { SearchableText } from '../../shared/types/search.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { getShownMessages } from '../state/comparison.ts'
import { getConversation, watchConversation } from '../state/conversation.ts'
import {
  closeFind,
  type Count,
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

/** How often a growing answer is looked through again. */
const recountDelayMs = 200

/** Goes on until the returned function is called. */
export function startFindSession(): () => void {
  const { id: conversationId } = getConversation()
  const matchCounter = createMatchCounter(() => scheduler.yield())
  /** Messages of the branch up to its end, with the answers side by side there, as far back as they are known here. */
  let messageIds: readonly string[] = []
  let isFullyLoaded = false
  let isLoading = false
  const abortController = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let readingPosition: ReadingPosition | null = null

  /** Takes over what the window has. What is before its first message stays as it was, where that message is known. */
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
      // The branch may be another one by now.
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

  function applyResult(query: string, countedIds: readonly string[], result: Count): void {
    const find = getFind()
    if (abortController.signal.aborted || find === null || find.query !== query) return
    const { messageMatches, total, searchedCount } = result
    // What was known already is not taken back while it is counted again.
    if (searchedCount < countedIds.length && total < find.total) return
    const isSearching = searchedCount < countedIds.length || !isFullyLoaded
    const isMatchStillPresent = messageMatches.some(({ messageId }) => messageId === find.currentMatch?.messageId)
    // Where nothing of it is left, the search begins anew from what is in view.
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

/** What is shown of an answer that is running may be more than was saved. */
function toSearchableMessage(message: MessageWithSiblings): SearchableText {
  if (message.kind === 'prompt') return { ...message, attachmentNames: message.attachments.map(({ name }) => name) }
  const { text, reasoning } = mergeLiveText(getLiveRuns().liveTexts[message.id], message)
  return { ...message, text, reasoning }
}
