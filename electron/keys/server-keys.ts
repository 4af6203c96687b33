// Which key goes along to a server that was added by hand, and the keeping of a server's own one: in the keychain, or until the program
// ends. Hides under which account it lies, and what a keychain answers while it is locked or asking. Nobody is asked about such a key.

import type { ClosedKey, ServerKey } from '../../shared/closed-key.ts'
import { assertNever, failed, succeeded, type Reply } from '../../shared/errors.ts'
import type { RunKeyName } from '../../shared/run-parts.ts'
import type { KeySaveRequest } from '../../shared/types/keys.ts'
import type { Server } from '../../shared/types/models.ts'
import type { Asker } from './key-store.ts'
import { Key } from './key.ts'
import { failureOfKeychain, type Keychain, type KeychainDone } from './keychain.ts'

export interface ServerKeys {
  /** The key for one request to this server. Fails where one is due and cannot be had. */
  readonly forRun: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<LentServerKey>>
  /** Keeps a key in the place of the one before, which lies under the same account: a late "yes" counts then, whoever gave up. */
  readonly save: (serverId: string, request: KeySaveRequest, asker?: Asker) => Promise<Reply<void>>
  /** Succeeds only when the key cannot be read any more. */
  readonly forget: (serverId: string) => Promise<Reply<void>>
  /** Whether a key of it is used until the program ends. */
  readonly isHeld: (serverId: string) => boolean
}

export interface LentServerKey {
  /** Null for a server that needs none. */
  readonly key: ServerKey
  /** Which of the keys of Hugging Face it is; null for none of them. */
  readonly name: RunKeyName | null
}

/** What is known of the servers: that a key of one was kept is noted there. */
export interface NotedServers {
  readonly isThere: (serverId: string) => boolean
  readonly isKept: (serverId: string) => boolean
  readonly setKept: (serverId: string, isKept: boolean) => void
  /** Another key goes along from now on. */
  readonly keyChanged: (serverId: string) => void
}

interface ServerKeysParts {
  readonly keychain: Pick<Keychain, 'read' | 'save' | 'forget'>
  /** The key of Hugging Face in use. The door sends it to Hugging Face's own hosts only. */
  readonly huggingFace: () => Promise<Reply<RunKeyName & { readonly key: ClosedKey }>>
  readonly servers: NotedServers
}

const prefix = 'Server '

/** The server whose key lies under an account; null when that is no server's. */
export function serverOf(account: string): string | null {
  return account.startsWith(prefix) ? account.slice(prefix.length) : null
}

export function createServerKeys({ keychain, huggingFace, servers }: ServerKeysParts): ServerKeys {
  const held = new Map<string, Key>()

  function note(id: string, isKept: boolean): void {
    servers.setKept(id, isKept)
    servers.keyChanged(id)
  }

  async function readOwn(id: string): Promise<Reply<LentServerKey>> {
    const own = held.get(id)
    if (own !== undefined) return succeeded({ key: { own }, name: null })
    const answer = await keychain.read(prefix + id)
    if (answer.kind === 'ready') return succeeded({ key: { own: answer.key }, name: null })
    if (answer.kind === 'none') return failed('server-refused-key', 'Its key is not in the keychain any more.')
    return { ok: false, failure: failureOfKeychain(answer) }
  }

  async function takeOver(id: string, wasKept: boolean, answer: KeychainDone, cancelled?: AbortSignal): Promise<Reply<void>> {
    if (answer.kind !== 'done') {
      servers.setKept(id, wasKept || answer.isWritten === true)
      return { ok: false, failure: failureOfKeychain(answer) }
    }
    if ((cancelled?.aborted === true && !wasKept) || !servers.isThere(id)) {
      const gone = await keychain.forget(prefix + id)
      if (gone.kind === 'done') note(id, false)
      return failed('key-missing', 'cancelled')
    }
    held.delete(id)
    servers.keyChanged(id)
    return succeeded(undefined)
  }

  return {
    async forRun({ id, keyKind }) {
      switch (keyKind) {
        case 'none':
          return succeeded({ key: null, name: null })
        case 'own':
          return readOwn(id)
        case 'hugging-face': {
          const lent = await huggingFace()
          if (!lent.ok) return lent
          const { key, id: keyId, name } = lent.value
          return succeeded({ key: { huggingFace: key }, name: { id: keyId, name } })
        }
        default:
          return assertNever(keyKind)
      }
    },
    async save(id, { key, keep }, asker) {
      const typed = Key.from(key)
      if (!typed.ok) return typed
      if (!servers.isThere(id)) return failed('server-removed')
      if (keep === 'session') {
        held.set(id, typed.value)
        servers.keyChanged(id)
        return succeeded(undefined)
      }
      const wasKept = servers.isKept(id)
      // Noted first: a crash in between must not leave a key that nobody knows of.
      servers.setKept(id, true)
      const answer = await keychain.save(prefix + id, typed.value)
      if (answer.kind !== 'waiting') return takeOver(id, wasKept, answer, asker?.cancelled)
      // The system's question is open. Whoever answers it wants the key saved, late as it is.
      if (answer.later === null) servers.setKept(id, wasKept)
      void answer.later?.then(async (late) => {
        const done = await takeOver(id, wasKept, late, asker?.cancelled)
        if (done.ok) asker?.keptLate()
      })
      return { ok: false, failure: failureOfKeychain(answer) }
    },
    async forget(id) {
      held.delete(id)
      if (!servers.isKept(id)) return succeeded(undefined)
      const answer = await keychain.forget(prefix + id)
      if (answer.kind === 'waiting') void answer.later?.then((late) => late.kind === 'done' && note(id, false))
      return answer.kind === 'done' ? succeeded(undefined) : { ok: false, failure: failureOfKeychain(answer) }
    },
    isHeld: (id) => held.has(id),
  }
}
