// The user's keys, put together: the keychain or what stands in its place, the notes, and what Hugging Face is asked. The other files
// of this folder know no more of each other than this hands them.

import { setTimeout as pause } from 'node:timers/promises'
import type { KeyStatus } from '../shared/types.ts'
import { findKeys } from './found-keys.ts'
import { createKeyCheck } from './key-check.ts'
import { openKeyNotes } from './key-notes.ts'
import { createKeyRevoke } from './key-revoke.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createKeyTrial, type KeyTrialParts } from './key-trial.ts'
import type { Key } from './key.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { createMemoryKeychain } from './memory-keychain.ts'

interface KeysParts extends Omit<KeyTrialParts, 'withKey'> {
  /** Where the notes lie. */
  readonly folder: string
  /** Whether keys are kept no longer than the program runs, and nothing is noted. */
  readonly isInMemory: boolean
  readonly network: { readonly withKey: (key: Key) => typeof fetch; readonly revoke: (key: Key) => Promise<Response> }
  /** What the person may have set for other programs: shown to them, never used unasked. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the user. */
  readonly home: string
  readonly now: () => number
  readonly publish: (status: KeyStatus) => void
}

export interface Keys extends KeyStore, Pick<Keychain, 'isBusy'> {}

export function openKeys({ folder, isInMemory, network, suggest, stream, environment, home, now, publish }: KeysParts): Keys {
  const notes = openKeyNotes(isInMemory ? null : folder)
  const mayHold = (account: string): boolean => notes.read().keys.some((note) => note.account === account)
  const keychain = isInMemory ? createMemoryKeychain() : createKeychain({ mayHold })
  const store = createKeyStore({
    keychain,
    notes,
    check: createKeyCheck(network.withKey, now),
    tryKey: createKeyTrial({ suggest, stream, withKey: network.withKey }),
    revoke: createKeyRevoke(network.revoke),
    findKeys: () => findKeys({ environment, home }),
    now,
    pause,
    publish,
  })
  return { ...store, isBusy: keychain.isBusy }
}
