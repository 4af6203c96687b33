// Checking the key takes as long as Hugging Face or the keychain takes: one check at a time, and it shows.

import { useState } from 'react'
import { checkKey } from './key.ts'

export function useBusyCheck() {
  const [isBusy, setBusy] = useState(false)
  const check = () => {
    setBusy(true)
    void checkKey().finally(() => setBusy(false))
  }
  return { isBusy, check }
}
