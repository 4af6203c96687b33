// Brings what was found in the history into sight: scrolls to its first place in the message and marks every one, without touching
// the page's elements (CSS Custom Highlight; its look is in theme.css).

/** What a search hit leads to. A new object for each click, so that the same hit can be gone to twice. */
export interface Sought {
  readonly messageId: string
  /** As they stand in the message. */
  readonly words: readonly string[]
}

const highlight = 'sought'
/** More marks than a person looks at; a very long answer may hold thousands. */
const mostMarks = 500
/** A sixth of a second. */
const settlingFrames = 10

/** Scrolls to the words in `message`, or to its beginning where they are not to be seen, and marks them until the returned function is called. */
export function showSought(message: Element, words: readonly string[]): () => void {
  const places = [...new Set(words)].map((word) => placesOf(message, word)).filter(({ length }) => length > 0)
  // Of several words the rarest one says best where they all stand.
  const rarest = places.toSorted((one, other) => one.length - other.length)[0]
  const target = rarest?.[0]?.startContainer.parentElement
  // What was only come to, and can be seen, stays where it is.
  if (words.length === 0 && isInSight(message)) return () => undefined
  const fold = target?.closest('details') ?? null
  if (fold !== null) fold.open = true
  CSS.highlights.set(highlight, new Highlight(...places.flat()))
  const stop = target == null ? keepInView(message, 'start') : keepInView(target, 'center')
  return () => {
    stop()
    CSS.highlights.delete(highlight)
  }
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top < innerHeight && bottom > 0
}

/** What is above gets its true height only once it was laid out, so the first few frames may move what was just scrolled to. */
function keepInView(element: Element, block: ScrollLogicalPosition): () => void {
  let framesLeft = settlingFrames
  let frame = 0
  const scroll = () => {
    element.scrollIntoView({ block })
    framesLeft -= 1
    if (framesLeft > 0) frame = requestAnimationFrame(scroll)
  }
  scroll()
  return () => cancelAnimationFrame(frame)
}

function placesOf(message: Element, word: string): readonly Range[] {
  const places: Range[] = []
  const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue ?? ''
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      const place = new Range()
      place.setStart(node, at)
      place.setEnd(node, at + word.length)
      if (places.push(place) === mostMarks) return places
    }
  }
  return places
}
