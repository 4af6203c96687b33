// Composes the user's keys: the keychain or its stand-in, the notes, and the requests to Hugging Face. The other files of this folder get
// each other as parameters.

import { setTimeout as pause } from 'node:timers/promises'
import { parseServerAddress } from '../../shared/server-address.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'
import type { Server } from '../../shared/types/servers.ts'
import { findKeys } from './found-keys.ts'
import { createKeyCheck, createKeyRevoke } from './key-check.ts'
import { openKeyNotes } from './key-notes.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createKeyTrial, type KeyTrialParts } from './key-trial.ts'
import type { Key } from './key.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import { createServerKeys, parseServerId, type ServerKeyRecords, type ServerKeys } from './server-keys.ts'

interface KeysParts extends Omit<KeyTrialParts, 'fetchWithKey'> {
  /** The folder of the notes. */
  readonly folder: string
  /** Keep keys and notes only until the program ends. */
  readonly isInMemory: boolean
  readonly network: { readonly fetchWithKey: (key: Key) => typeof fetch; readonly revoke: (key: Key) => Promise<Response> }
  /** May contain a key for other programs: it is shown to the user, and never used without being asked for. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly servers: Omit<ServerKeyRecords, 'exists'> & { readonly find: (serverId: string) => Server | null }
  /** The user's home folder. */
  readonly home: string
  readonly now: () => number
  readonly publish: (status: KeyStatus) => void
}

export interface Keys extends KeyStore, Pick<Keychain, 'isBusy'> {
  /** The keys of servers that were added by hand. `save` and `getWindowInfo` use them for that purpose. */
  readonly servers: ServerKeys
  /** Whether there is a note of a Hugging Face key; the keychain is not asked. */
  readonly mayHaveKey: () => boolean
}

export function openKeys(parts: KeysParts): Keys {
  const { folder, isInMemory, network, suggestModel, stream, environment, servers, home, now, publish } = parts
  const notes = openKeyNotes(isInMemory ? null : folder)
  const mayHoldKey = (account: string): boolean => {
    const serverId = parseServerId(account)
    return serverId === null ? notes.read().keys.some((note) => note.account === account) : servers.isKeySaved(serverId)
  }
  const keychain = isInMemory ? createMemoryKeychain() : createKeychain({ mayHoldKey })
  const store = createKeyStore({
    keychain,
    notes,
    check: createKeyCheck(network.fetchWithKey, now),
    tryKey: createKeyTrial({ suggestModel, stream, fetchWithKey: network.fetchWithKey }),
    revoke: createKeyRevoke(network.revoke),
    findKeys: () => findKeys({ environment, home }),
    now,
    delay: pause,
    publish,
  })
  const exists = (id: string): boolean => servers.find(id) !== null
  const serverKeys = createServerKeys({ keychain, getHuggingFaceKey: store.getKeyForRun, servers: { ...servers, exists } })
  return {
    ...store,
    getWindowInfo(purpose) {
      const server = purpose.kind === 'server' ? servers.find(purpose.serverId) : null
      if (server === null) return store.getWindowInfo(purpose)
      const address = parseServerAddress(server.address)
      return { replacedKeyName: null, server: { name: server.name, isOnHuggingFace: address.kind === 'valid' && address.isOnHuggingFace } }
    },
    save: (request, purpose, options) =>
      purpose.kind === 'server' ? serverKeys.save(purpose.serverId, request, options) : store.save(request, purpose, options),
    servers: serverKeys,
    mayHaveKey: () => notes.read().keys.length > 0,
    isBusy: keychain.isBusy,
  }
}
