// Brings a place in the text into view: in the conversation, and in whatever scrolls inside itself on the way there.

/** Rows of text that should stand around a place, in pixels. */
const roomPx = 56
/** A sixth of a second without a change, and no more than a second in all. */
const settlingFrames = 10
const mostFrames = 60

/**
 * Keeps a place in view until it stands still. Ends when the person scrolls, and when the returned function is called.
 * @param find tells where the place is now; null where it is not on the page yet
 */
export function keepInView(find: () => Range | null): () => void {
  return untilStill(() => {
    const range = find()
    return range === null || bringIntoView(range)
  })
}

/** The same for the beginning of an element. */
export function keepAtTop(element: Element): () => void {
  return untilStill(() => {
    element.scrollIntoView({ block: 'start' })
    return false
  })
}

/** What is above gets its true height only once it was laid out, so the first few frames may move what was just scrolled to. */
function untilStill(move: () => boolean): () => void {
  const over = new AbortController()
  let still = 0
  let frames = 0
  let frame = 0
  const look = (): void => {
    still = move() ? 0 : still + 1
    frames += 1
    if (still < settlingFrames && frames < mostFrames) frame = requestAnimationFrame(look)
    else over.abort()
  }
  const end = (): void => {
    cancelAnimationFrame(frame)
    over.abort()
  }
  addEventListener('wheel', end, { passive: true, signal: over.signal })
  addEventListener('pointerdown', end, { passive: true, signal: over.signal })
  look()
  return end
}

/** Tells whether something had to be moved. */
function bringIntoView(range: Range): boolean {
  const element = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement
  const fold = element?.closest('details') ?? null
  if (fold !== null) fold.open = true
  // It may not be laid out yet.
  if (rectOf(range) === null) return true
  let isMoved = false
  for (let box = element; box !== null && box !== document.body; box = box.parentElement) {
    if (scrolls(box)) isMoved = scrollTo(box, range) || isMoved
  }
  return isMoved
}

function rectOf(range: Range): DOMRect | null {
  return range.getClientRects()[0] ?? null
}

function scrolls(box: Element): boolean {
  if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return false
  const { overflowX, overflowY } = getComputedStyle(box)
  return [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll')
}

function scrollTo(box: Element, range: Range): boolean {
  const rect = rectOf(range)
  if (rect === null) return false
  const { top, left } = box.getBoundingClientRect()
  const before = [box.scrollTop, box.scrollLeft]
  const room = Math.min(roomPx, box.clientHeight / 4)
  if (rect.top < top + room || rect.bottom > top + box.clientHeight - room) {
    box.scrollTop += rect.top + rect.height / 2 - top - box.clientHeight / 2
  }
  if (rect.left < left || rect.right > left + box.clientWidth) box.scrollLeft += rect.left - left - box.clientWidth / 3
  return box.scrollTop !== before[0] || box.scrollLeft !== before[1]
}
