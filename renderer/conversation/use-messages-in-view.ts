// Which messages of a long conversation are on the page: those in view and some around them. Hides how their heights are guessed
// until they were seen, and that what is in view stays where it is when older messages come in above it.

import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, type RefObject } from 'react'
import { loadOlderMessages } from '../state/open-conversation.ts'

const estimatedHeightPx = 220
/** As in Conversation.module.css. */
const gapPx = 24
/** On the page above and below the view. */
const overscanCount = 8
/** Of what was read, when it is time to read more. */
const loadOlderThreshold = 15

export function useMessagesInView(
  scroller: RefObject<HTMLElement | null>,
  messages: readonly { readonly id: string }[],
  earlier: number,
  startsAtEnd: boolean,
) {
  // oxlint-disable-next-line react/incompatible-library -- what it gives goes to no memoised part but the one function that stays the same
  const list = useVirtualizer<HTMLElement, HTMLElement>({
    count: messages.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => messages[index]?.id ?? index,
    estimateSize: () => estimatedHeightPx,
    initialOffset: () => (startsAtEnd ? messages.length * (estimatedHeightPx + gapPx) : 0),
    gap: gapPx,
    paddingStart: 8,
    paddingEnd: 32,
    overscan: overscanCount,
    anchorTo: 'end',
    // The end is followed by use-stick-to-end.ts alone, which knows what the person did. The list does not before it was told of a
    // scroll, and would take back one that it was not told of yet: nothing is as near to the end as this.
    followOnAppend: false,
    scrollEndThreshold: -1,
  })
  list.shouldAdjustScrollPositionOnItemSizeChange = shouldAdjustScroll
  const items = list.getVirtualItems()
  const firstIndex = items[0]?.index ?? Infinity

  useEffect(() => {
    if (firstIndex < loadOlderThreshold && earlier > 0) loadOlderMessages()
  }, [firstIndex, earlier])

  return { list, items }
}

/**
 * Whether what is in view is moved along when a message gets another height: when it is above. The library leaves that out while one
 * scrolls up, but long answers get their true height just then, as they come near.
 */
function shouldAdjustScroll(item: VirtualItem, _delta: number, list: Virtualizer<HTMLElement, HTMLElement>): boolean {
  const offset = list.scrollOffset ?? 0
  // One that was never seen was a guess above its beginning; one that was seen grows at its end.
  return list.itemSizeCache.has(item.key) ? item.end <= offset : item.start < offset
}
