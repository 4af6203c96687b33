// Searches the history as one types.

import { useEffect, useState } from 'react'
import type { SearchHit } from '../../shared/types/search.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'

const debounceMs = 120

/** The hits for a query after a pause in typing; null until the first ones are there. Asks nothing for an empty one. */
export function useSearchHits(query: string): readonly SearchHit[] | null {
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null)
  useEffect(() => {
    if (query === '') return undefined
    let isCurrent = true
    const timer = setTimeout(() => {
      void callMainWithToast('history.search', { query }).then((reply) => {
        if (isCurrent && reply.ok) setHits(reply.value)
      })
    }, debounceMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [query])
  return hits
}
