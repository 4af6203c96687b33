// The user's keys, put together: the keychain or what stands in its place, the notes, and what Hugging Face is asked. The other files
// of this folder know no more of each other than this hands them.

import { setTimeout as pause } from 'node:timers/promises'
import { readServerAddress } from '../../shared/server-address.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'
import type { Server } from '../../shared/types/models.ts'
import { findKeys } from './found-keys.ts'
import { createKeyCheck } from './key-check.ts'
import { openKeyNotes } from './key-notes.ts'
import { createKeyRevoke } from './key-revoke.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createKeyTrial, type KeyTrialParts } from './key-trial.ts'
import type { Key } from './key.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import { createServerKeys, serverOf, type NotedServers, type ServerKeys } from './server-keys.ts'

interface KeysParts extends Omit<KeyTrialParts, 'withKey'> {
  /** Where the notes lie. */
  readonly folder: string
  /** Whether keys are kept no longer than the program runs, and nothing is noted. */
  readonly isInMemory: boolean
  readonly network: { readonly withKey: (key: Key) => typeof fetch; readonly revoke: (key: Key) => Promise<Response> }
  /** What the person may have set for other programs: shown to them, never used unasked. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly servers: Omit<NotedServers, 'isThere'> & { readonly find: (serverId: string) => Server | null }
  /** The folder of the user. */
  readonly home: string
  readonly now: () => number
  readonly publish: (status: KeyStatus) => void
}

export interface Keys extends KeyStore, Pick<Keychain, 'isBusy'> {
  /** Those of the servers that were added by hand. `save` and `wanted` lead to them by their purpose. */
  readonly servers: ServerKeys
  /** Whether a key of Hugging Face is noted; nobody is asked. */
  readonly mayHave: () => boolean
}

export function openKeys(parts: KeysParts): Keys {
  const { folder, isInMemory, network, suggest, stream, environment, servers, home, now, publish } = parts
  const notes = openKeyNotes(isInMemory ? null : folder)
  const mayHold = (account: string): boolean => {
    const serverId = serverOf(account)
    return serverId === null ? notes.read().keys.some((note) => note.account === account) : servers.isKept(serverId)
  }
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
  const isThere = (id: string): boolean => servers.find(id) !== null
  const serverKeys = createServerKeys({ keychain, huggingFace: store.forRun, servers: { ...servers, isThere } })
  return {
    ...store,
    wanted(purpose) {
      const server = purpose.kind === 'server' ? servers.find(purpose.serverId) : null
      if (server === null) return store.wanted(purpose)
      const address = readServerAddress(server.address)
      return { replaces: null, server: { name: server.name, isOnHuggingFace: address.kind === 'fine' && address.isOnHuggingFace } }
    },
    save: (request, purpose, asker) =>
      purpose.kind === 'server' ? serverKeys.save(purpose.serverId, request, asker) : store.save(request, purpose, asker),
    servers: serverKeys,
    mayHave: () => notes.read().keys.length > 0,
    isBusy: keychain.isBusy,
  }
}
