// The time now, for a component that shows how long something has been going on.

import { useEffect, useState } from 'react'

/** Milliseconds since 1970, renewed every `everyMs` while `isNeeded`. */
export function useNow(everyMs: number, isNeeded: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isNeeded) return undefined
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isNeeded])
  return now
}
