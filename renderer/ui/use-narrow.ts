// Whether the window is too narrow for the history beside the conversation.

import { useEffect } from 'react'

/** Below this the conversation would have less room than a comfortable line needs. In CSS pixels. */
const narrowest = 760

/** Calls back at once and whenever that changes. */
export function useNarrow(onChange: (isNarrow: boolean) => void): void {
  useEffect(() => {
    const query = matchMedia(`(width < ${narrowest}px)`)
    const tell = () => onChange(query.matches)
    tell()
    query.addEventListener('change', tell)
    return () => query.removeEventListener('change', tell)
  }, [onChange])
}
