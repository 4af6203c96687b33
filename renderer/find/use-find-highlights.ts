// Shows the matches of the find bar in the conversation: highlights them, and scrolls to the current one.

import { useEffect, useRef, type RefObject } from 'react'
import { useFind } from '../state/find.ts'
import { foldText } from './fold-text.ts'
import { keepInView } from './keep-in-view.ts'
import { createFindHighlighter, type FindHighlighter } from './find-highlighter.ts'

/**
 * @param isLoaded whether the window has a message
 * @param scrollToMessage renders a message, calls back when it is on the page, and returns a function that cancels this
 */
export function useFindHighlights(
  content: RefObject<HTMLElement | null>,
  isLoaded: (messageId: string) => boolean,
  scrollToMessage: (messageId: string, onReady: () => void) => () => void,
): void {
  const find = useFind()
  const isOpen = find !== null
  const query = foldText(find?.query ?? '')
  const currentMatch = find?.currentMatch ?? null
  const highlighterRef = useRef<FindHighlighter>(null)

  useEffect(() => {
    if (!isOpen || content.current === null) return undefined
    const highlighter = createFindHighlighter(content.current)
    highlighterRef.current = highlighter
    return () => {
      highlighterRef.current = null
      highlighter.dispose()
    }
  }, [content, isOpen])

  useEffect(() => highlighterRef.current?.show(query.trim() === '' ? '' : query, currentMatch), [query, currentMatch])

  const isMessageLoaded = currentMatch !== null && isLoaded(currentMatch.messageId)
  useEffect(() => {
    if (currentMatch === null || !isMessageLoaded) return undefined
    let stopKeepingInView: (() => void) | undefined
    const cancelScroll = scrollToMessage(currentMatch.messageId, () => {
      stopKeepingInView = keepInView(() => highlighterRef.current?.getCurrentRange() ?? null)
    })
    return () => {
      cancelScroll()
      stopKeepingInView?.()
    }
    // Scrolls once for each current match; later changes must not scroll back to it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [currentMatch, isMessageLoaded])
}
