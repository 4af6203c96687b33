// Shows a search hit of the history in its message: scrolls to the first match and highlights all of them, without changing the page's
// elements (CSS Custom Highlight API; the colors are in theme.css).

import { foldText } from './fold-text.ts'
import { keepAtTop, keepInView } from './keep-in-view.ts'
import { toLiveRange, getMessageParts, findRanges } from './text-segments.ts'

const highlightName = 'scroll-target'
/** More than a person looks at; a very long answer may hold thousands. */
const maxHighlights = 500

/** Scrolls to the words in `message`, or to its start if it shows none of them. Highlights them until the returned function is called. */
export function showScrollTarget(message: Element, words: readonly string[]): () => void {
  const matches = [...new Set(words.map(foldText))].map((word) => findMatches(message, word)).filter(({ length }) => length > 0)
  // The rarest word is most likely where all of them are.
  const rarest = matches.toSorted((one, other) => one.length - other.length)[0]
  // A message that was not searched for does not move while it is in view.
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
