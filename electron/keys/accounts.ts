// The accounts of the keychain that Hugging Face keys lie under. Hides which are free, and that a crash or a locked keychain may leave
// a key in one that nobody uses: such accounts are noted, and emptied when the keychain is seen to be open.

import { mostKeys } from '../../shared/types/keys.ts'
import type { KeyNotesFile } from './key-notes.ts'
import type { Keychain } from './keychain.ts'

export interface Accounts {
  /** An account for a new key; null when all are used. It counts as spent until the notes give it to a key. */
  readonly take: () => string | null
  /** Nothing is being saved under it any more. */
  readonly release: (account: string) => void
  /** Nothing was ever saved under it since it was taken. */
  readonly giveBack: (account: string) => void
  /**
   * Empties the spent ones. Called right after the keychain has shown to be open: a locked one would seem to be empty.
   */
  readonly sweep: () => Promise<void>
}

/** A closed list: were the notes lost, the keys could still be found. One more than keys, for a swap. */
export const accounts: readonly string[] = Array.from({ length: mostKeys + 1 }, (_, index) =>
  index === 0 ? 'Hugging Face' : `Hugging Face ${index + 1}`,
)

interface AccountsParts {
  readonly keychain: Pick<Keychain, 'forget'>
  readonly notes: KeyNotesFile
}

export function createAccounts({ keychain, notes }: AccountsParts): Accounts {
  /** Those under which a key is being kept that is not noted yet. */
  const underway = new Set<string>()

  function setSpent(spent: readonly string[]): void {
    notes.write({ ...notes.read(), spent })
  }

  return {
    take() {
      const { keys, spent } = notes.read()
      const used = new Set([...keys.map((note) => note.account), ...spent])
      const account = accounts.find((each) => !used.has(each)) ?? spent[0]
      if (account === undefined) return null
      // Noted first: a crash in between must not leave a key that nobody knows of.
      setSpent([...new Set([...spent, account])])
      underway.add(account)
      return account
    },
    release(account) {
      underway.delete(account)
    },
    giveBack(account) {
      underway.delete(account)
      setSpent(notes.read().spent.filter((each) => each !== account))
    },
    async sweep() {
      for (const account of notes.read().spent.filter((each) => !underway.has(each))) {
        const answer = await keychain.forget(account)
        if (answer.kind !== 'done') return
        setSpent(notes.read().spent.filter((each) => each !== account))
      }
    },
  }
}
