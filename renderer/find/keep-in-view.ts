// Scrolls a range of text into view, in the conversation and in every scroller between.

/** Space to keep above and below the range: about two lines. */
const marginPx = 56
/** A sixth of a second without a change, and at most one second in total. */
const settledFrames = 10
const maxFrames = 60

/**
 * Keeps a range in view until its position is stable, the person scrolls, or the returned function is called.
 * @param getRange gives the current range; null while it is not on the page
 */
export function keepInView(getRange: () => Range | null): () => void {
  return repeatUntilStable(() => {
    const range = getRange()
    return range === null || scrollRangeIntoView(range)
  })
}

/** The same for the start of an element. */
export function keepAtTop(element: Element): () => void {
  return repeatUntilStable(() => {
    element.scrollIntoView({ block: 'start' })
    return false
  })
}

/** Content above gets its real height only when it is laid out, so the next frames may move what was just scrolled to. */
function repeatUntilStable(move: () => boolean): () => void {
  const abortController = new AbortController()
  let stableFrames = 0
  let frames = 0
  let frame = 0
  const onFrame = (): void => {
    stableFrames = move() ? 0 : stableFrames + 1
    frames += 1
    if (stableFrames < settledFrames && frames < maxFrames) frame = requestAnimationFrame(onFrame)
    else abortController.abort()
  }
  const stop = (): void => {
    cancelAnimationFrame(frame)
    abortController.abort()
  }
  addEventListener('wheel', stop, { passive: true, signal: abortController.signal })
  addEventListener('pointerdown', stop, { passive: true, signal: abortController.signal })
  onFrame()
  return stop
}

/** Whether anything had to be scrolled. */
function scrollRangeIntoView(range: Range): boolean {
  const element = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement
  const details = element?.closest('details') ?? null
  if (details !== null) details.open = true
  const skippedGroup = element === null ? null : findSkippedGroup(element)
  if (skippedGroup !== null) {
    skippedGroup.scrollIntoView({ block: 'nearest' })
    return true
  }
  // Not laid out yet.
  if (getFirstRect(range) === null) return true
  let hasMoved = false
  for (let box = element; box !== null && box !== document.body; box = box.parentElement) {
    if (isScrollable(box)) hasMoved = scrollBoxTo(box, range) || hasMoved
  }
  return hasMoved
}

/**
 * The group of an answer that the browser does not render because it is out of view (content-visibility in Markdown.module.css); null when
 * the element is rendered. Until a group has been rendered its height is an estimate, and rectangles in it may lie outside of it.
 */
function findSkippedGroup(element: Element): Element | null {
  if (element.checkVisibility({ contentVisibilityAuto: true })) return null
  let group = element.parentElement
  while (group !== null && !group.checkVisibility({ contentVisibilityAuto: true })) group = group.parentElement
  return group
}

function getFirstRect(range: Range): DOMRect | null {
  return range.getClientRects()[0] ?? null
}

function isScrollable(box: Element): boolean {
  if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return false
  const { overflowX, overflowY } = getComputedStyle(box)
  return [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll')
}

function scrollBoxTo(box: Element, range: Range): boolean {
  const rect = getFirstRect(range)
  if (rect === null) return false
  const { top, left } = box.getBoundingClientRect()
  const scrollBefore = [box.scrollTop, box.scrollLeft]
  const margin = Math.min(marginPx, box.clientHeight / 4)
  if (rect.top < top + margin || rect.bottom > top + box.clientHeight - margin) {
    box.scrollTop += rect.top + rect.height / 2 - top - box.clientHeight / 2
  }
  if (rect.left < left || rect.right > left + box.clientWidth) box.scrollLeft += rect.left - left - box.clientWidth / 3
  return box.scrollTop !== scrollBefore[0] || box.scrollLeft !== scrollBefore[1]
}
