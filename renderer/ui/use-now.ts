// The time now, for a component that shows how long something has been going on.

import { useEffect, useState } from 'react'

/** Milliseconds since 1970, renewed every `everyMs` while `isNeeded`. */
export function useNow(intervalMs: number, isActive: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isActive) return undefined
    const timer = setInterval(() => setNow(Date.now()), intervalMs)
    return () => clearInterval(timer)
  }, [intervalMs, isActive])
  return now
}
