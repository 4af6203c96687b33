// Whether the window is too narrow for the history beside the conversation.

import { useEffect } from 'react'

/** Below this the conversation would have less room than a comfortable line needs. In CSS pixels. */
const minWideWidthPx = 760

/** Calls back at once and whenever that changes. */
export function useNarrowWindow(onChange: (isNarrow: boolean) => void): void {
  useEffect(() => {
    const mediaQuery = matchMedia(`(width < ${minWideWidthPx}px)`)
    const notify = () => onChange(mediaQuery.matches)
    notify()
    mediaQuery.addEventListener('change', notify)
    return () => mediaQuery.removeEventListener('change', notify)
  }, [onChange])
}
