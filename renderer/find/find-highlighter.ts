// Highlights the matches in the messages on the page without changing their elements (CSS Custom Highlight API; the colors are in theme.css).
// Only changed parts are searched again.

import { getShownMessages } from '../state/comparison.ts'
import { getConversation } from '../state/conversation.ts'
import type { FindMatch, ReadingPosition } from '../state/find.ts'
import { toLiveRange, closestPart, getMessageParts, findRanges } from './text-segments.ts'

const matchHighlightName = 'find-match'
const currentHighlightName = 'find-current'
/** How often a message that keeps growing is searched again. */
const updateDelayMs = 100
/** More than a person looks at. A long answer may hold a letter more often than a call can take arguments. */
const maxHighlights = 20_000

export interface FindHighlighter {
  /** Highlights the matches of a folded query from now on. An empty query highlights nothing. */
  readonly show: (query: string, currentMatch: FindMatch | null) => void
  /** The range of the current match; null while it is not on the page. */
  readonly getCurrentRange: () => Range | null
  readonly dispose: () => void
}

/** Keeps the matches highlighted in all messages that are or will be in `content`. */
export function createFindHighlighter(content: HTMLElement): FindHighlighter {
  let rangeCache = new WeakMap<Element, readonly StaticRange[]>()
  let query = ''
  let currentMatch: FindMatch | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function getMessageRanges(message: Element): readonly StaticRange[] {
    return getMessageParts(message).flatMap((part) => {
      const ranges = rangeCache.get(part) ?? findRanges(part, query)
      rangeCache.set(part, ranges)
      return ranges
    })
  }

  function getCurrentRange(): Range | null {
    if (currentMatch === null || query === '') return null
    const message = findMessage(content, currentMatch.messageId)
    const ranges = message === null ? [] : getMessageRanges(message)
    const range = ranges[currentMatch.indexInMessage] ?? ranges.at(-1)
    return range === undefined ? null : toLiveRange(range)
  }

  function updateHighlights(): void {
    timer = undefined
    const ranges = query === '' ? [] : [...content.querySelectorAll('[data-message]')].flatMap(getMessageRanges)
    CSS.highlights.set(matchHighlightName, new Highlight(...ranges.slice(0, maxHighlights)))
    const range = getCurrentRange()
    const currentHighlight = range === null ? new Highlight() : new Highlight(range)
    currentHighlight.priority = 1
    CSS.highlights.set(currentHighlightName, currentHighlight)
  }

  const observer = new MutationObserver((records) => {
    for (const { target } of records) {
      const part = closestPart(target)
      if (part !== null) rangeCache.delete(part)
    }
    timer ??= setTimeout(updateHighlights, updateDelayMs)
  })
  observer.observe(content, { childList: true, characterData: true, subtree: true })

  return {
    show(newQuery, newMatch) {
      if (newQuery !== query) rangeCache = new WeakMap()
      query = newQuery
      currentMatch = newMatch
      clearTimeout(timer)
      updateHighlights()
    },
    getCurrentRange,
    dispose() {
      observer.disconnect()
      clearTimeout(timer)
      CSS.highlights.delete(matchHighlightName)
      CSS.highlights.delete(currentHighlightName)
    },
  }
}

function findMessage(content: ParentNode, messageId: string): Element | null {
  return content.querySelector(`[data-message="${messageId}"]`)
}

/** Where the person is reading: at the current match, or at the top of the view. @param query folded */
export function getReadingPosition(query: string): ReadingPosition | null {
  const highlightedRange = [...(CSS.highlights.get(currentHighlightName) ?? [])][0]
  const startRange =
    highlightedRange instanceof Range && highlightedRange.startContainer.isConnected ? highlightedRange : getTopVisibleRange()
  const message = startRange === null ? null : closestMessage(startRange.startContainer)
  const messageId = message?.getAttribute('data-message') ?? null
  if (startRange === null || message === null || messageId === null) return getEndPosition()
  return {
    messageId,
    countMatchesBefore: () =>
      getMessageParts(message)
        .flatMap((part) => findRanges(part, query))
        .filter((range) => startRange.comparePoint(range.startContainer, range.startOffset) < 0).length,
  }
}

/** The end of the conversation, for when no message is in view. */
function getEndPosition(): ReadingPosition | null {
  const messageId = getShownMessages(getConversation()).at(-1)?.id
  return messageId === undefined ? null : { messageId, countMatchesBefore: () => 0 }
}

function getTopVisibleRange(): Range | null {
  const messages = [...document.querySelectorAll('[data-message]')]
  const scroller = messages[0]?.closest('section')
  if (scroller == null) return null
  const { top } = scroller.getBoundingClientRect()
  const first = messages.find((message) => message.getBoundingClientRect().bottom > top)
  if (first === undefined) return null
  const box = first.getBoundingClientRect()
  const point = box.top >= top ? null : document.caretPositionFromPoint(box.left + 1, top + 1)
  const range = new Range()
  if (point === null || !first.contains(point.offsetNode)) range.setStart(first, 0)
  else range.setStart(point.offsetNode, point.offset)
  range.collapse(true)
  return range
}

function closestMessage(node: Node): Element | null {
  return (node instanceof Element ? node : node.parentElement)?.closest('[data-message]') ?? null
}
