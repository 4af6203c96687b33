// Keeps a growing conversation at its end until the person scrolls away. Let go only by what a person does (wheel, keys, touch, the
// bar, leading the focus elsewhere), never by a bare scroll event, for those also come from the page's own growth; taken up again at the
// end. Answers side by side are followed until they begin at the top: from there on a quick one would take the others out of sight.

import { useCallback, useEffect, useRef, useState } from 'react'

const nearEndPx = 8
const farFromEndPx = 160
const keysUp: ReadonlySet<string> = new Set(['PageUp', 'ArrowUp', 'Home'])

/**
 * @param newest the id of the last message: a new one, which the person has just sent, brings the end back into view
 * @param startsAtEnd false when something else is to be in view, at first or now
 */
export function useStickToEnd(newest: string | undefined, startsAtEnd: boolean) {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isStuck = useRef(startsAtEnd)
  // What is shown elsewhere stays in view while the page grows to its size, though it may be near the end for a moment.
  const isHeld = useRef(!startsAtEnd)
  const followed = useRef(startsAtEnd ? undefined : newest)
  /** The person has scrolled since the last message came. */
  const isMoved = useRef(false)
  /** The person is about to scroll away: it is still the end, and will not be in a moment. */
  const isLeaving = useRef(false)
  const [isAtEnd, setAtEnd] = useState(true)

  const goToEnd = useCallback(() => {
    isStuck.current = true
    isHeld.current = false
    isMoved.current = true
    isLeaving.current = false
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [])

  /** Lets go of the end until the person scrolls there. */
  const hold = useCallback(() => {
    isStuck.current = false
    isHeld.current = true
  }, [])

  useEffect(() => {
    if (followed.current !== newest && startsAtEnd) {
      goToEnd()
      isMoved.current = false
    }
    followed.current = newest
  }, [goToEnd, newest, startsAtEnd])

  useEffect(() => {
    const box = scroller.current
    const inner = content.current
    if (box === null || inner === null) return undefined
    const toEnd = () => box.scrollHeight - box.clientHeight - box.scrollTop
    const follow = () => {
      const end = endToFollow(box)
      // Who has gone on past it, or came back to it, is not moved.
      if (!isMoved.current || box.scrollTop < end) box.scrollTop = end
    }
    const release = () => {
      isMoved.current = true
      isStuck.current = false
      isHeld.current = false
      isLeaving.current = box.scrollTop > 0
    }
    const onWheel = (event: WheelEvent) => {
      isMoved.current = true
      isHeld.current = false
      if (event.deltaY < 0) release()
    }
    const onKey = (event: KeyboardEvent) => {
      isMoved.current = true
      isHeld.current = false
      if (keysUp.has(event.key)) release()
    }
    const onPointer = (event: PointerEvent) => {
      // The bar belongs to the box itself; what is in it has targets of its own.
      if (event.target === box) release()
    }
    const onScroll = () => {
      if (toEnd() > nearEndPx) isLeaving.current = false
      else if (!isHeld.current && !isLeaving.current) isStuck.current = true
      setAtEnd(isStuck.current || toEnd() < farFromEndPx)
    }
    const onFocus = () => {
      // What gets the focus is scrolled to only after this was told.
      requestAnimationFrame(() => {
        if (toEnd() < farFromEndPx) return
        isMoved.current = true
        isStuck.current = false
        onScroll()
      })
    }
    const growth = new ResizeObserver(() => {
      if (isStuck.current) follow()
      onScroll()
    })
    growth.observe(inner)
    growth.observe(box)
    box.addEventListener('wheel', onWheel, { passive: true })
    box.addEventListener('keydown', onKey)
    box.addEventListener('focusin', onFocus)
    box.addEventListener('pointerdown', onPointer)
    box.addEventListener('touchmove', release, { passive: true })
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      growth.disconnect()
      box.removeEventListener('wheel', onWheel)
      box.removeEventListener('keydown', onKey)
      box.removeEventListener('focusin', onFocus)
      box.removeEventListener('pointerdown', onPointer)
      box.removeEventListener('touchmove', release)
      box.removeEventListener('scroll', onScroll)
    }
  }, [])

  return { scroller, content, isAtEnd, goToEnd, hold }
}

/** How far down the end is followed. */
function endToFollow(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight
  const beside = box.querySelector('[data-comparison]')
  return beside === null
    ? end
    : Math.min(end, box.scrollTop + beside.getBoundingClientRect().top - box.getBoundingClientRect().top - gapAbovePx)
}

const gapAbovePx = 8
