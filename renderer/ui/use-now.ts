// The current time, for components that show how long something has lasted.

import { useEffect, useState } from 'react'

/** Milliseconds since 1970, updated every `intervalMs` while `isActive`. */
export function useNow(intervalMs: number, isActive: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isActive) return undefined
    const timer = setInterval(() => setNow(Date.now()), intervalMs)
    return () => clearInterval(timer)
  }, [intervalMs, isActive])
  return now
}
