// The bytes of a picture as an address of this page, for as long as it is in sight. Hides that the address is made and taken back.

import { useEffect, useState, type RefObject } from 'react'
import { call } from '../state/bridge.ts'

type ShownImage = { readonly kind: 'shown'; readonly address: string } | { readonly kind: 'gone' }

/** Null until it is there; `gone` for one that cannot be read. */
export function useImage(id: string, isWanted = true): ShownImage | null {
  const [shown, setShown] = useState<ShownImage | null>(null)
  useEffect(() => {
    if (!isWanted) return undefined
    let isAwaited = true
    let address: string | null = null
    void call('image.read', { id }).then((reply) => {
      if (!isAwaited) return
      if (reply.ok) address = URL.createObjectURL(new Blob([new Uint8Array(reply.value.bytes)], { type: reply.value.type }))
      setShown(address === null ? { kind: 'gone' } : { kind: 'shown', address })
    })
    return () => {
      isAwaited = false
      if (address !== null) URL.revokeObjectURL(address)
      setShown(null)
    }
  }, [id, isWanted])
  return shown
}

/** Pixels around the window in which something counts as in sight, so that it is there when it comes. */
const aroundWindow = '300px'

export function useInSight(place: RefObject<Element | null>): boolean {
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting === true), { rootMargin: aroundWindow })
    if (place.current !== null) observer.observe(place.current)
    return () => observer.disconnect()
  }, [place])
  return isInSight
}
