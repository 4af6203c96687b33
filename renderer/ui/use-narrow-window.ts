// Detects when the window is too narrow to show the sidebar beside the conversation.

import { useEffect } from 'react'

/** In a narrower window, the lines of the conversation would be uncomfortably short beside the sidebar. */
const minWideWidthPx = 760

/** Calls back immediately and on every change. */
export function useNarrowWindow(onChange: (isNarrow: boolean) => void): void {
  useEffect(() => {
    const mediaQuery = matchMedia(`(width < ${minWideWidthPx}px)`)
    const notify = () => onChange(mediaQuery.matches)
    notify()
    mediaQuery.addEventListener('change', notify)
    return () => mediaQuery.removeEventListener('change', notify)
  }, [onChange])
}
