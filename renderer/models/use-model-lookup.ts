// Asking Hugging Face about a model by its name, from inside the picker. A model that is served is chosen at once; for one that is not,
// what could be taken instead becomes the list.

import { useRef, useState } from 'react'
import type { Failure } from '../../shared/failures.ts'
import { lookUpModel } from '../state/choose-model.ts'
import type { PickerRow } from './model-search.ts'

type LookupState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly id: string }
  | { readonly kind: 'answered'; readonly id: string; readonly outcome: 'notServed' | 'notFound'; readonly rows: readonly PickerRow[] }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** @param onServed what is done with a model that is served */
export function useModelLookup(onServed: (id: string) => void) {
  const [lookup, setLookup] = useState<LookupState>({ kind: 'none' })
  // Typing on makes an answer to the earlier question worthless.
  const latestRequest = useRef(0)

  const resetLookup = () => {
    latestRequest.current += 1
    setLookup({ kind: 'none' })
  }
  const startLookup = (id: string) => {
    latestRequest.current += 1
    const ownRequest = latestRequest.current
    setLookup({ kind: 'loading', id })
    void lookUpModel(id).then((reply) => {
      if (ownRequest !== latestRequest.current) return undefined
      if (!reply.ok) return setLookup({ kind: 'failed', failure: reply.failure })
      if (reply.value.kind === 'served') return onServed(reply.value.model.id)
      const rows = reply.value.alternatives.map((model): PickerRow => ({ kind: 'model', key: `instead ${model.id}`, model }))
      return setLookup({ kind: 'answered', id, outcome: reply.value.kind === 'not-served' ? 'notServed' : 'notFound', rows })
    })
  }
  return { lookup, startLookup, resetLookup }
}
