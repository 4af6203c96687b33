// The keychain accounts of Hugging Face keys. Hides which are free, and that a crash or a locked keychain may leave an unused key behind: such
// accounts are noted, and emptied when the keychain is open.

import { maxKeys } from '../../shared/types/keys.ts'
import { createNote, createUniqueName, type KeyNote, type KeyNotesFile } from './key-notes.ts'
import type { Keychain, PendingResult, Unavailable } from './keychain.ts'

export interface KeychainAccounts {
  /** An account for a new key; null when all are used. It counts as spent until a note uses it. */
  readonly reserve: () => string | null
  /** Saving under it has ended. */
  readonly release: (account: string) => void
  /** Nothing was saved under it since it was reserved. */
  readonly returnUnused: (account: string) => void
  /**
   * Reads the keychain if there is no note of an active key. If the notes are missing, it notes every key that it finds, or a locked keychain
   * would later look empty.
   */
  readonly recoverNotes: () => Promise<{ readonly kind: 'ready' | 'none' } | Unavailable | PendingResult<unknown>>
  /** Empties the spent accounts. Call it right after the keychain was seen to be open: a locked one looks empty. */
  readonly sweep: () => Promise<void>
}

/** A closed list, so that the keys can be found even if the notes are lost. One more than keys, for replacing one. */
const accountNames: readonly string[] = Array.from({ length: maxKeys + 1 }, (_, index) =>
  index === 0 ? 'Hugging Face' : `Hugging Face ${index + 1}`,
)

interface KeychainAccountsParts {
  readonly keychain: Pick<Keychain, 'read' | 'forget'>
  readonly notes: KeyNotesFile
  readonly now: () => number
}

export function createKeychainAccounts({ keychain, notes, now }: KeychainAccountsParts): KeychainAccounts {
  /** Accounts under which a key is being saved that has no note yet. */
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
      // Noted first, so that a crash in between leaves no unknown key.
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
    async recoverNotes() {
      const found: KeyNote[] = []
      const isMissing = notes.isMissing()
      for (const account of isMissing ? accountNames : accountNames.slice(0, 1)) {
        const result = await keychain.read(account)
        if (result.kind !== 'ready' && result.kind !== 'none') return result
        if (result.kind === 'ready' && isMissing) found.push(createNote(account, createUniqueName(null, found), now(), null))
      }
      if (found.length > 0) notes.write({ active: found[0]?.id ?? null, keys: found, spent: [] })
      return { kind: found.length > 0 ? 'ready' : 'none' }
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
