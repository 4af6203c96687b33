// A keychain that lasts as long as the program: for demonstrations and tests that must not touch the user's own.

import type { KeyNote } from './key-note.ts'
import type { Key } from './key.ts'
import type { Keychain } from './keychain.ts'

export function createMemoryKeychain(now: () => number): Keychain {
  let saved: Key | null = null
  let note: KeyNote | null = null

  return {
    name: null,
    read: async () => (saved === null ? { kind: 'none' } : { kind: 'ready', key: saved }),
    async save(key) {
      saved = key
      note = { savedAt: now(), check: null }
      return { kind: 'done' }
    },
    async forget() {
      saved = null
      note = null
      return { kind: 'done' }
    },
    note: () => note,
    setNote(next) {
      note = next
    },
    isBusy: () => false,
  }
}
