// Searches the history as one types.

import { useEffect, useState } from 'react'
import type { SearchHit } from '../../shared/types/conversations.ts'
import { ask } from '../state/ask.ts'

const pauseMs = 120

/** The hits for a query after a pause in typing; null until the first ones are there. Asks nothing for an empty one. */
export function useHits(query: string): readonly SearchHit[] | null {
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null)
  useEffect(() => {
    if (query === '') return undefined
    let isWanted = true
    const timer = setTimeout(() => {
      void ask('history.find', { query }).then((reply) => {
        if (isWanted && reply.ok) setHits(reply.value)
      })
    }, pauseMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [query])
  return hits
}
