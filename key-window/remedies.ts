// What the key window offers for each failure. It opens nothing by itself, so "make a key" leads to the address shown in it.

import { failureTraits, type FailureCode } from '../shared/failures.ts'

export type Remedy = 'again' | 'another' | 'address'

export interface RemedyOffer {
  readonly remedy: Remedy | null
  /** Whether the key may be used until the program quits instead. Always a choice, never done unasked. */
  readonly offersSession: boolean
}

export function getRemedy(code: FailureCode): RemedyOffer {
  if (code === 'keychain-missing') return { remedy: null, offersSession: true }
  const offersSession = code.startsWith('keychain-')
  const action = failureTraits[code].action
  if (action === 'retry') return { remedy: 'again', offersSession }
  return { remedy: action === 'open-key-page' ? 'address' : 'another', offersSession }
}
