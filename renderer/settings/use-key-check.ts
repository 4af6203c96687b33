// Checking a key takes as long as Hugging Face and the keychain take: one check at a time, it shows, and it says when it failed.

import { useState } from 'react'
import type { Failure } from '../../shared/failures.ts'
import { checkKey } from '../state/keys.ts'

export function useKeyCheck(keyId: string) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const check = () => {
    setBusy(true)
    void checkKey(keyId).then((checkFailure) => {
      setBusy(false)
      setFailure(checkFailure)
    })
  }
  return { isBusy, failure, check }
}
