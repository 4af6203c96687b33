// Brings what was found in the history into sight: scrolls to its first place in the message and marks every one, without touching
// the page's elements (CSS Custom Highlight; its look is in theme.css).

import { folded } from './folding.ts'
import { keepAtTop, keepInView } from './in-view.ts'
import { liveRange, partsOf, rangesIn } from './pieces.ts'

const highlight = 'sought'
/** More marks than a person looks at; a very long answer may hold thousands. */
const mostMarks = 500

/** Scrolls to the words in `message`, or to its beginning where they are not to be seen, and marks them until the returned function is called. */
export function showSought(message: Element, words: readonly string[]): () => void {
  const places = [...new Set(words.map(folded))].map((word) => placesOf(message, word)).filter(({ length }) => length > 0)
  // Of several words the rarest one says best where they all stand.
  const rarest = places.toSorted((one, other) => one.length - other.length)[0]
  // What was only come to, and can be seen, stays where it is.
  if (words.length === 0 && isInSight(message)) return () => undefined
  CSS.highlights.set(highlight, new Highlight(...places.flat()))
  const target = rarest?.[0]
  const stop = target === undefined ? keepAtTop(message) : keepInView(() => target)
  return () => {
    stop()
    CSS.highlights.delete(highlight)
  }
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top < innerHeight && bottom > 0
}

function placesOf(message: Element, word: string): readonly Range[] {
  return partsOf(message)
    .flatMap((part) => rangesIn(part, word))
    .slice(0, mostMarks)
    .map(liveRange)
}
