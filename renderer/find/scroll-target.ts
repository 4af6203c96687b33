// Brings what was found in the history into sight: scrolls to its first place in the message and marks every one, without touching
// the page's elements (CSS Custom Highlight; its look is in theme.css).

import { foldText } from './fold-text.ts'
import { keepAtTop, keepInView } from './keep-in-view.ts'
import { toLiveRange, getMessageParts, findRanges } from './text-segments.ts'

const highlightName = 'sought'
/** More marks than a person looks at; a very long answer may hold thousands. */
const maxHighlights = 500

/** Scrolls to the words in `message`, or to its beginning where they are not to be seen, and marks them until the returned function is called. */
export function showScrollTarget(message: Element, words: readonly string[]): () => void {
  const matches = [...new Set(words.map(foldText))].map((word) => findMatches(message, word)).filter(({ length }) => length > 0)
  // Of several words the rarest one says best where they all stand.
  const rarest = matches.toSorted((one, other) => one.length - other.length)[0]
  // What was only come to, and can be seen, stays where it is.
  if (words.length === 0 && isInView(message)) return () => undefined
  CSS.highlights.set(highlightName, new Highlight(...matches.flat()))
  const target = rarest?.[0]
  const stopScrolling = target === undefined ? keepAtTop(message) : keepInView(() => target)
  return () => {
    stopScrolling()
    CSS.highlights.delete(highlightName)
  }
}

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top < innerHeight && bottom > 0
}

function findMatches(message: Element, word: string): readonly Range[] {
  return getMessageParts(message)
    .flatMap((part) => findRanges(part, word))
    .slice(0, maxHighlights)
    .map(toLiveRange)
}
