// Asking Hugging Face about a model by its name, from inside the picker. A model that is served is chosen at once; for one that is not,
// what could be taken instead becomes the list.

import { useRef, useState } from 'react'
import type { Failure } from '../../shared/errors.ts'
import { lookUpModel } from '../state/models.ts'
import type { Row } from './search.ts'

type LookUp =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly id: string }
  | { readonly kind: 'answered'; readonly id: string; readonly outcome: 'notServed' | 'notFound'; readonly rows: readonly Row[] }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** @param take what is done with a model that is served */
export function useLookUp(take: (id: string) => void) {
  const [lookUp, setLookUp] = useState<LookUp>({ kind: 'none' })
  // Typing on makes an answer to the earlier question worthless.
  const question = useRef(0)

  const forget = () => {
    question.current += 1
    setLookUp({ kind: 'none' })
  }
  const ask = (id: string) => {
    question.current += 1
    const mine = question.current
    setLookUp({ kind: 'asking', id })
    void lookUpModel(id).then((reply) => {
      if (mine !== question.current) return undefined
      if (!reply.ok) return setLookUp({ kind: 'failed', failure: reply.failure })
      if (reply.value.kind === 'served') return take(reply.value.model.id)
      const rows = reply.value.alternatives.map((model): Row => ({ kind: 'model', key: `instead ${model.id}`, model }))
      return setLookUp({ kind: 'answered', id, outcome: reply.value.kind === 'not-served' ? 'notServed' : 'notFound', rows })
    })
  }
  return { lookUp, ask, forget }
}
