// The accounts of the keychain that Hugging Face keys lie under. Hides which are free, and that a crash or a locked keychain may leave
// a key in one that nobody uses: such accounts are noted, and emptied when the keychain is seen to be open.

import { maxKeys } from '../../shared/types/keys.ts'
import type { KeyNotesFile } from './key-notes.ts'
import type { Keychain } from './keychain.ts'

export interface KeychainAccounts {
  /** An account for a new key; null when all are used. It counts as spent until the notes give it to a key. */
  readonly reserve: () => string | null
  /** Nothing is being saved under it any more. */
  readonly release: (account: string) => void
  /** Nothing was ever saved under it since it was taken. */
  readonly returnUnused: (account: string) => void
  /**
   * Empties the spent ones. Called right after the keychain has shown to be open: a locked one would seem to be empty.
   */
  readonly sweep: () => Promise<void>
}

/** A closed list: were the notes lost, the keys could still be found. One more than keys, for a swap. */
export const accountNames: readonly string[] = Array.from({ length: maxKeys + 1 }, (_, index) =>
  index === 0 ? 'Hugging Face' : `Hugging Face ${index + 1}`,
)

interface KeychainAccountsParts {
  readonly keychain: Pick<Keychain, 'forget'>
  readonly notes: KeyNotesFile
}

export function createKeychainAccounts({ keychain, notes }: KeychainAccountsParts): KeychainAccounts {
  /** Those under which a key is being kept that is not noted yet. */
  const pendingAccounts = new Set<string>()

  function setSpent(spent: readonly string[]): void {
    notes.write({ ...notes.read(), spent })
  }

  return {
    reserve() {
      const { keys, spent } = notes.read()
      const used = new Set([...keys.map((note) => note.account), ...spent])
      const account = accountNames.find((each) => !used.has(each)) ?? spent[0]
      if (account === undefined) return null
      // Noted first: a crash in between must not leave a key that nobody knows of.
      setSpent([...new Set([...spent, account])])
      pendingAccounts.add(account)
      return account
    },
    release(account) {
      pendingAccounts.delete(account)
    },
    returnUnused(account) {
      pendingAccounts.delete(account)
      setSpent(notes.read().spent.filter((each) => each !== account))
    },
    async sweep() {
      for (const account of notes.read().spent.filter((each) => !pendingAccounts.has(each))) {
        const result = await keychain.forget(account)
        if (result.kind !== 'done') return
        setSpent(notes.read().spent.filter((each) => each !== account))
      }
    },
  }
}
