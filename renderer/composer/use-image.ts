// The bytes of a picture as an address of this page, for as long as it is in sight. Hides that the address is made and taken back.

import { useEffect, useState, type RefObject } from 'react'
import { callMain } from '../state/bridge.ts'

type ImageState = { readonly kind: 'loaded'; readonly url: string } | { readonly kind: 'missing' }

/** Null until it is there; `missing` for one that cannot be read. */
export function useImage(id: string, isEnabled = true): ImageState | null {
  const [loaded, setLoaded] = useState<ImageState | null>(null)
  useEffect(() => {
    if (!isEnabled) return undefined
    let isActive = true
    let url: string | null = null
    void callMain('image.read', { id }).then((reply) => {
      if (!isActive) return
      if (reply.ok) url = URL.createObjectURL(new Blob([new Uint8Array(reply.value.bytes)], { type: reply.value.type }))
      setLoaded(url === null ? { kind: 'missing' } : { kind: 'loaded', url })
    })
    return () => {
      isActive = false
      if (url !== null) URL.revokeObjectURL(url)
      setLoaded(null)
    }
  }, [id, isEnabled])
  return loaded
}

/** Pixels around the window in which something counts as in sight, so that it is there when it comes. */
const viewportMargin = '300px'

export function useIsInView(elementRef: RefObject<Element | null>): boolean {
  const [isInView, setIsInView] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setIsInView(entry?.isIntersecting === true), { rootMargin: viewportMargin })
    if (elementRef.current !== null) observer.observe(elementRef.current)
    return () => observer.disconnect()
  }, [elementRef])
  return isInView
}
