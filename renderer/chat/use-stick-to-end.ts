// Keeps a growing conversation at its end until the person scrolls away. Let go only by what a person does (wheel, keys, touch, the
// bar), never by a bare scroll event, for those also come from the page's own growth; taken up again at the end.

import { useCallback, useEffect, useRef, useState } from 'react'

const nearEndPx = 8
const farFromEndPx = 160
const keysUp: ReadonlySet<string> = new Set(['PageUp', 'ArrowUp', 'Home'])

/**
 * @param newest the id of the last message: a new one, which the person has just sent, brings the end back into view
 * @param startsAtEnd false when something else is to be in view at first
 */
export function useStickToEnd(newest: string | undefined, startsAtEnd: boolean) {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isStuck = useRef(startsAtEnd)
  const followed = useRef(startsAtEnd ? undefined : newest)
  const [isAtEnd, setAtEnd] = useState(true)

  const goToEnd = useCallback(() => {
    isStuck.current = true
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [])

  const letGo = useCallback(() => {
    isStuck.current = false
  }, [])

  useEffect(() => {
    if (followed.current !== newest) goToEnd()
    followed.current = newest
  }, [goToEnd, newest])

  useEffect(() => {
    const box = scroller.current
    const inner = content.current
    if (box === null || inner === null) return undefined
    const toEnd = () => box.scrollHeight - box.clientHeight - box.scrollTop
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) letGo()
    }
    const onKey = (event: KeyboardEvent) => {
      if (keysUp.has(event.key)) letGo()
    }
    const onPointer = (event: PointerEvent) => {
      // The bar belongs to the box itself; what is in it has targets of its own.
      if (event.target === box) letGo()
    }
    const onScroll = () => {
      if (toEnd() <= nearEndPx) isStuck.current = true
      setAtEnd(isStuck.current || toEnd() < farFromEndPx)
    }
    const growth = new ResizeObserver(() => {
      if (isStuck.current) box.scrollTop = box.scrollHeight
      onScroll()
    })
    growth.observe(inner)
    growth.observe(box)
    box.addEventListener('wheel', onWheel, { passive: true })
    box.addEventListener('keydown', onKey)
    box.addEventListener('pointerdown', onPointer)
    box.addEventListener('touchmove', letGo, { passive: true })
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      growth.disconnect()
      box.removeEventListener('wheel', onWheel)
      box.removeEventListener('keydown', onKey)
      box.removeEventListener('pointerdown', onPointer)
      box.removeEventListener('touchmove', letGo)
      box.removeEventListener('scroll', onScroll)
    }
  }, [letGo])

  return { scroller, content, isAtEnd, goToEnd, letGo }
}
