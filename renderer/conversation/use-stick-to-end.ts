// Keeps a growing conversation at its end until the person scrolls away. Let go only by what a person does (wheel, keys, touch, the
// bar, leading the focus elsewhere), never by a bare scroll event, for those also come from the page's own growth; taken up again at the
// end. Answers side by side are followed until they begin at the top: from there on a quick one would take the others out of sight.

import { useCallback, useEffect, useRef, useState } from 'react'

const nearEndPx = 8
const farFromEndPx = 160
const scrollUpKeys: ReadonlySet<string> = new Set(['PageUp', 'ArrowUp', 'Home'])

/**
 * @param newestId the id of the last message: a new one, which the person has just sent, brings the end back into view
 * @param startsAtEnd false when something else is to be in view, at first or now
 */
export function useStickToEnd(newestId: string | undefined, startsAtEnd: boolean) {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(startsAtEnd)
  // What is shown elsewhere stays in view while the page grows to its size, though it may be near the end for a moment.
  const isPaused = useRef(!startsAtEnd)
  const followedId = useRef(startsAtEnd ? undefined : newestId)
  /** The person has scrolled since the last message came. */
  const hasScrolled = useRef(false)
  /** The person is about to scroll away: it is still the end, and will not be in a moment. */
  const isLeaving = useRef(false)
  const [isAtEnd, setIsAtEnd] = useState(true)

  const goToEnd = useCallback(() => {
    isFollowing.current = true
    isPaused.current = false
    hasScrolled.current = true
    isLeaving.current = false
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [])

  /** Lets go of the end until the person scrolls there. */
  const pauseFollowing = useCallback(() => {
    isFollowing.current = false
    isPaused.current = true
  }, [])

  useEffect(() => {
    if (followedId.current !== newestId && startsAtEnd) {
      goToEnd()
      hasScrolled.current = false
    }
    followedId.current = newestId
  }, [goToEnd, newestId, startsAtEnd])

  useEffect(() => {
    const box = scroller.current
    const contentElement = content.current
    if (box === null || contentElement === null) return undefined
    const getDistanceToEnd = () => box.scrollHeight - box.clientHeight - box.scrollTop
    const follow = () => {
      const end = getFollowedEnd(box)
      // Who has gone on past it, or came back to it, is not moved.
      if (!hasScrolled.current || box.scrollTop < end) box.scrollTop = end
    }
    const stopFollowing = () => {
      hasScrolled.current = true
      isFollowing.current = false
      isPaused.current = false
      isLeaving.current = box.scrollTop > 0
    }
    const onWheel = (event: WheelEvent) => {
      hasScrolled.current = true
      isPaused.current = false
      if (event.deltaY < 0) stopFollowing()
    }
    const onKey = (event: KeyboardEvent) => {
      hasScrolled.current = true
      isPaused.current = false
      if (scrollUpKeys.has(event.key)) stopFollowing()
    }
    const onPointer = (event: PointerEvent) => {
      // The bar belongs to the box itself; what is in it has targets of its own.
      if (event.target === box) stopFollowing()
    }
    const onScroll = () => {
      if (getDistanceToEnd() > nearEndPx) isLeaving.current = false
      else if (!isPaused.current && !isLeaving.current) isFollowing.current = true
      setIsAtEnd(isFollowing.current || getDistanceToEnd() < farFromEndPx)
    }
    const onFocus = () => {
      // What gets the focus is scrolled to only after this was told.
      requestAnimationFrame(() => {
        if (getDistanceToEnd() < farFromEndPx) return
        hasScrolled.current = true
        isFollowing.current = false
        onScroll()
      })
    }
    const resizeObserver = new ResizeObserver(() => {
      if (isFollowing.current) follow()
      onScroll()
    })
    resizeObserver.observe(contentElement)
    resizeObserver.observe(box)
    box.addEventListener('wheel', onWheel, { passive: true })
    box.addEventListener('keydown', onKey)
    box.addEventListener('focusin', onFocus)
    box.addEventListener('pointerdown', onPointer)
    box.addEventListener('touchmove', stopFollowing, { passive: true })
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      resizeObserver.disconnect()
      box.removeEventListener('wheel', onWheel)
      box.removeEventListener('keydown', onKey)
      box.removeEventListener('focusin', onFocus)
      box.removeEventListener('pointerdown', onPointer)
      box.removeEventListener('touchmove', stopFollowing)
      box.removeEventListener('scroll', onScroll)
    }
  }, [])

  return { scroller, content, isAtEnd, goToEnd, hold: pauseFollowing }
}

/** How far down the end is followed. */
function getFollowedEnd(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight
  const comparisonElement = box.querySelector('[data-comparison]')
  return comparisonElement === null
    ? end
    : Math.min(end, box.scrollTop + comparisonElement.getBoundingClientRect().top - box.getBoundingClientRect().top - comparisonMarginPx)
}

const comparisonMarginPx = 8
