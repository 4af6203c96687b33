// A keychain in memory, for demos and tests that must not touch the user's own.

import type { Key } from './key.ts'
import type { Keychain } from './keychain.ts'

export function createMemoryKeychain(): Keychain {
  const saved = new Map<string, Key>()

  return {
    name: () => null,
    async read(account) {
      const key = saved.get(account)
      return key === undefined ? { kind: 'none' } : { kind: 'ready', key }
    },
    async save(account, key) {
      saved.set(account, key)
      return { kind: 'done' }
    },
    async forget(account) {
      saved.delete(account)
      return { kind: 'done' }
    },
    isBusy: () => false,
  }
}
