// Shows in the conversation what is found in it: the marks, and the place that is looked at.

import { useEffect, useRef, type RefObject } from 'react'
import { useFind } from '../state/find.ts'
import { foldText } from './fold-text.ts'
import { keepInView } from './keep-in-view.ts'
import { createFindHighlighter, type FindHighlighter } from './find-highlighter.ts'

/**
 * @param isLoaded whether the window has that message
 * @param scrollToMessage brings a message onto the page, tells when it is there, and gives what ends that
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
    // Gone to once: nothing that comes later brings it back into view.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [currentMatch, isMessageLoaded])
}
