// The key for each server that was added by hand; a server's own key is saved in the keychain, or in memory until the program ends. Hides
// its account, and how a keychain answers while it is locked or waiting. Such a key is checked nowhere.

import type { OpaqueKey, ServerKey } from '../../shared/opaque-key.ts'
import { assertNever, failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { RunKeyName } from '../../shared/types/run-records.ts'
import type { KeySaveRequest } from '../../shared/types/keys.ts'
import type { Server } from '../../shared/types/servers.ts'
import type { SaveOptions } from './key-store.ts'
import { Key } from './key.ts'
import { failureFromKeychain, type Keychain, type KeychainResult } from './keychain.ts'

export interface ServerKeys {
  /** The key for one request to this server. Fails if it needs one that cannot be read. */
  readonly getKeyForRun: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<ServerKeyForRun>>
  /** Saves a key under the same account as the one before it, so a late answer of the user takes effect even if the window was closed. */
  readonly save: (serverId: string, request: KeySaveRequest, options?: SaveOptions) => Promise<Reply<void>>
  /** Succeeds only if the key can no longer be read. */
  readonly forget: (serverId: string) => Promise<Reply<void>>
  /** Whether its key is in memory only. */
  readonly hasSessionKey: (serverId: string) => boolean
}

export interface ServerKeyForRun {
  /** Null for a server that needs none. */
  readonly key: ServerKey
  /** The Hugging Face key that is used; null when none is. */
  readonly name: RunKeyName | null
}

/** The records of the servers, which note whether a key was saved. */
export interface ServerKeyRecords {
  readonly exists: (serverId: string) => boolean
  readonly isKeySaved: (serverId: string) => boolean
  readonly setKeySaved: (serverId: string, isKeySaved: boolean) => void
  /** The server gets another key from now on. */
  readonly notifyKeyChanged: (serverId: string) => void
}

interface ServerKeysParts {
  readonly keychain: Pick<Keychain, 'read' | 'save' | 'forget'>
  /** The active Hugging Face key. The network gateway sends it to Hugging Face's own hosts only. */
  readonly getHuggingFaceKey: () => Promise<Reply<RunKeyName & { readonly key: OpaqueKey }>>
  readonly servers: ServerKeyRecords
}

const accountPrefix = 'Server '

/** The server of an account; null for any other account. */
export function parseServerId(account: string): string | null {
  return account.startsWith(accountPrefix) ? account.slice(accountPrefix.length) : null
}

export function createServerKeys({ keychain, getHuggingFaceKey, servers }: ServerKeysParts): ServerKeys {
  const sessionKeys = new Map<string, Key>()

  function setSavedAndNotify(id: string, isKeySaved: boolean): void {
    servers.setKeySaved(id, isKeySaved)
    servers.notifyKeyChanged(id)
  }

  async function readOwnKey(id: string): Promise<Reply<ServerKeyForRun>> {
    const ownKey = sessionKeys.get(id)
    if (ownKey !== undefined) return succeeded({ key: { own: ownKey }, name: null })
    const result = await keychain.read(accountPrefix + id)
    if (result.kind === 'ready') return succeeded({ key: { own: result.key }, name: null })
    if (result.kind === 'none') return failed('server-refused-key', 'Its key is not in the keychain any more.')
    return { ok: false, failure: failureFromKeychain(result) }
  }

  async function finishSave(id: string, wasSaved: boolean, result: KeychainResult, signal?: AbortSignal): Promise<Reply<void>> {
    if (result.kind !== 'done') {
      servers.setKeySaved(id, wasSaved || result.isWritten === true)
      return { ok: false, failure: failureFromKeychain(result) }
    }
    if ((signal?.aborted === true && !wasSaved) || !servers.exists(id)) {
      const deletion = await keychain.forget(accountPrefix + id)
      if (deletion.kind === 'done') setSavedAndNotify(id, false)
      return failed('key-missing', 'cancelled')
    }
    sessionKeys.delete(id)
    servers.notifyKeyChanged(id)
    return succeeded(undefined)
  }

  return {
    async getKeyForRun({ id, keyKind }) {
      switch (keyKind) {
        case 'none':
          return succeeded({ key: null, name: null })
        case 'own':
          return readOwnKey(id)
        case 'hugging-face': {
          const keyForRun = await getHuggingFaceKey()
          if (!keyForRun.ok) return keyForRun
          const { key, id: keyId, name } = keyForRun.value
          return succeeded({ key: { huggingFace: key }, name: { id: keyId, name } })
        }
        default:
          return assertNever(keyKind)
      }
    },
    async save(id, { key, storage }, options) {
      const parsedKey = Key.from(key)
      if (!parsedKey.ok) return parsedKey
      if (!servers.exists(id)) return failed('server-removed')
      if (storage === 'session') {
        sessionKeys.set(id, parsedKey.value)
        servers.notifyKeyChanged(id)
        return succeeded(undefined)
      }
      const wasSaved = servers.isKeySaved(id)
      // Noted first, so that a crash in between leaves no unknown key.
      servers.setKeySaved(id, true)
      const result = await keychain.save(accountPrefix + id, parsedKey.value)
      if (result.kind !== 'waiting') return finishSave(id, wasSaved, result, options?.signal)
      // The system is asking. A late yes still means that the key is to be saved.
      if (result.eventualResult === null) servers.setKeySaved(id, wasSaved)
      void result.eventualResult?.then(async (lateResult) => {
        const finished = await finishSave(id, wasSaved, lateResult, options?.signal)
        if (finished.ok) options?.onSavedLate()
      })
      return { ok: false, failure: failureFromKeychain(result) }
    },
    async forget(id) {
      sessionKeys.delete(id)
      if (!servers.isKeySaved(id)) return succeeded(undefined)
      const result = await keychain.forget(accountPrefix + id)
      if (result.kind === 'waiting')
        void result.eventualResult?.then((lateResult) => lateResult.kind === 'done' && setSavedAndNotify(id, false))
      return result.kind === 'done' ? succeeded(undefined) : { ok: false, failure: failureFromKeychain(result) }
    },
    hasSessionKey: (id) => sessionKeys.has(id),
  }
}
