// Shows in the conversation what is found in it: the marks, and the place that is looked at.

import { useEffect, useRef, type RefObject } from 'react'
import { useWindow } from '../state/store.ts'
import { folded } from './folding.ts'
import { keepInView } from './in-view.ts'
import { keepMarked, type Marks } from './marks.ts'

/**
 * @param isHeld whether the window has that message
 * @param bringIn brings a message onto the page, tells when it is there, and gives what ends that
 */
export function useFound(
  content: RefObject<HTMLElement | null>,
  isHeld: (messageId: string) => boolean,
  bringIn: (messageId: string, then: () => void) => () => void,
): void {
  const find = useWindow((state) => state.find)
  const isOpen = find !== null
  const query = folded(find?.query ?? '')
  const at = find?.at ?? null
  const marks = useRef<Marks>(null)

  useEffect(() => {
    if (!isOpen || content.current === null) return undefined
    const kept = keepMarked(content.current)
    marks.current = kept
    return () => {
      marks.current = null
      kept.end()
    }
  }, [content, isOpen])

  useEffect(() => marks.current?.show(query.trim() === '' ? '' : query, at), [query, at])

  const isThere = at !== null && isHeld(at.messageId)
  useEffect(() => {
    if (at === null || !isThere) return undefined
    let leave: (() => void) | undefined
    const end = bringIn(at.messageId, () => {
      leave = keepInView(() => marks.current?.current() ?? null)
    })
    return () => {
      end()
      leave?.()
    }
    // Gone to once: nothing that comes later brings it back into view.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at, isThere])
}
