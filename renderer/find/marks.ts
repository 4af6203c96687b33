// Marks what is found in the messages that are on the page, without touching their elements (CSS Custom Highlight; its look is in
// theme.css). Only what changed is looked through again.

import { state } from '../state/store.ts'
import { allShown } from '../state/comparison.ts'
import type { Place, Start } from '../state/find.ts'
import { liveRange, partAround, partsOf, rangesIn } from './pieces.ts'

const allMarks = 'found'
const currentMark = 'found-current'
/** A part of a message that grows without a pause is looked through that often. */
const restMs = 100
/** More than a person looks at. A long answer may hold a letter more often than a call takes arguments, and then nothing was marked. */
const mostMarks = 20_000

export interface Marks {
  /** Marks what stands there from now on. An empty query marks nothing. */
  readonly show: (query: string, at: Place | null) => void
  /** Where the place that is looked at stands now; null while it is not on the page. */
  readonly current: () => Range | null
  readonly end: () => void
}

/** Keeps marked what is found in the messages that come into `content`. */
export function keepMarked(content: HTMLElement): Marks {
  let known = new WeakMap<Element, readonly StaticRange[]>()
  let query = ''
  let at: Place | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function rangesOf(message: Element): readonly StaticRange[] {
    return partsOf(message).flatMap((part) => {
      const ranges = known.get(part) ?? rangesIn(part, query)
      known.set(part, ranges)
      return ranges
    })
  }

  function current(): Range | null {
    if (at === null || query === '') return null
    const message = messageIn(content, at.messageId)
    const ranges = message === null ? [] : rangesOf(message)
    const range = ranges[at.nth] ?? ranges.at(-1)
    return range === undefined ? null : liveRange(range)
  }

  function mark(): void {
    timer = undefined
    const ranges = query === '' ? [] : [...content.querySelectorAll('[data-message]')].flatMap(rangesOf)
    CSS.highlights.set(allMarks, new Highlight(...ranges.slice(0, mostMarks)))
    const range = current()
    const one = range === null ? new Highlight() : new Highlight(range)
    one.priority = 1
    CSS.highlights.set(currentMark, one)
  }

  const changes = new MutationObserver((records) => {
    for (const { target } of records) {
      const part = partAround(target)
      if (part !== null) known.delete(part)
    }
    timer ??= setTimeout(mark, restMs)
  })
  changes.observe(content, { childList: true, characterData: true, subtree: true })

  return {
    show(newQuery, newAt) {
      if (newQuery !== query) known = new WeakMap()
      query = newQuery
      at = newAt
      clearTimeout(timer)
      mark()
    },
    current,
    end() {
      changes.disconnect()
      clearTimeout(timer)
      CSS.highlights.delete(allMarks)
      CSS.highlights.delete(currentMark)
    },
  }
}

function messageIn(content: ParentNode, messageId: string): Element | null {
  return content.querySelector(`[data-message="${messageId}"]`)
}

/** Where one reads in the open conversation: at the place that is looked at, or at the top of what is in view. */
export function startOfReading(query: string): Start | null {
  const marked = [...(CSS.highlights.get(currentMark) ?? [])][0]
  const place = marked instanceof Range && marked.startContainer.isConnected ? marked : topInView()
  const message = place === null ? null : messageAround(place.startContainer)
  const messageId = message?.getAttribute('data-message') ?? null
  if (place === null || message === null || messageId === null) return nothingInView()
  return {
    messageId,
    placesBefore: () =>
      partsOf(message)
        .flatMap((part) => rangesIn(part, query))
        .filter((range) => place.comparePoint(range.startContainer, range.startOffset) < 0).length,
  }
}

/** The end of the conversation. */
function nothingInView(): Start | null {
  const messageId = allShown(state().conversation).at(-1)?.id
  return messageId === undefined ? null : { messageId, placesBefore: () => 0 }
}

function topInView(): Range | null {
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

function messageAround(node: Node): Element | null {
  return (node instanceof Element ? node : node.parentElement)?.closest('[data-message]') ?? null
}
