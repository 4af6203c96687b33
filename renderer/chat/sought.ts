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

/** Scrolls to the words in `message`, or to its beginning where they are not to be seen, and marks them until the returned function is called. */
export function showSought(message: Element, words: readonly string[]): () => void {
  const places = placesOf(message, words)
  const first = places[0]?.startContainer.parentElement
  if (first == null) {
    message.scrollIntoView({ block: 'start' })
    return () => {}
  }
  const fold = first.closest('details')
  if (fold !== null) fold.open = true
  CSS.highlights.set(highlight, new Highlight(...places))
  first.scrollIntoView({ block: 'center' })
  return () => void CSS.highlights.delete(highlight)
}

function placesOf(message: Element, words: readonly string[]): readonly Range[] {
  const places: Range[] = []
  const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null && places.length < mostMarks; node = texts.nextNode()) {
    const text = node.nodeValue ?? ''
    for (const word of new Set(words)) {
      for (let at = text.indexOf(word); at !== -1 && places.length < mostMarks; at = text.indexOf(word, at + word.length)) {
        const place = new Range()
        place.setStart(node, at)
        place.setEnd(node, at + word.length)
        places.push(place)
      }
    }
  }
  return places
}
