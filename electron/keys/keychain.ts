// The keychain of the operating system. Hides keytar, which only this file imports, and its behaviour with a locked, missing or slow
// keychain: on Linux it finds nothing in a locked one, and an unanswered prompt keeps the call open forever.

import type * as keytarModule from 'keytar'
import { Key } from './key.ts'
import type { Failure } from '../../shared/failures.ts'
import { detectKeychainName } from './keychain-name.ts'

/** Why a keychain cannot be used now. `detail` is the system's message. */
export interface Unavailable {
  readonly kind: 'locked' | 'missing' | 'denied'
  readonly detail: string
  /** Set when the key was written but could not be read back: it may be there. */
  readonly isWritten?: true
}

/** The system is asking the user. `eventualResult` settles with the answer; null when the question belongs to an earlier call. */
export interface PendingResult<Result> {
  readonly kind: 'waiting'
  readonly eventualResult: Promise<Result> | null
}

export type KeyReadResult = { readonly kind: 'ready'; readonly key: Key } | { readonly kind: 'none' } | Unavailable
export type KeychainResult = { readonly kind: 'done' } | Unavailable

/** Never throws, and always answers within the timeout. An account is the name of one entry. */
export interface Keychain {
  /** The product name of the keychain; null if it is unknown, and before the first answer. */
  readonly name: () => string | null
  readonly read: (account: string) => Promise<KeyReadResult | PendingResult<KeyReadResult>>
  /** `done` only if the key could be read back. */
  readonly save: (account: string, key: Key) => Promise<KeychainResult | PendingResult<KeychainResult>>
  /** `done` only if the key can no longer be read. */
  readonly forget: (account: string) => Promise<KeychainResult | PendingResult<KeychainResult>>
  /** Whether a call is open. A normal exit would wait for it: kill the process instead. */
  readonly isBusy: () => boolean
}

interface KeychainParts {
  /** Whether a key may be saved under that account: finding nothing then means that the keychain is locked. */
  readonly mayHoldKey: (account: string) => boolean
  /** After this time a call counts as waiting for the user. */
  readonly timeoutMs?: number
}

// SECURITY: the two other functions, findPassword and findCredentials, crash on entries that other programs made.
type Keytar = Pick<typeof keytarModule, 'getPassword' | 'setPassword' | 'deletePassword'>

/** What an answer says about the keychain, without the key. `detail` is the system's message. */
export interface KeychainState {
  readonly kind: (KeyReadResult | PendingResult<unknown>)['kind']
  readonly detail?: string
}

/** The failure for a call that gave no key; `key-missing` if the keychain could be read. */
export function failureFromKeychain({ kind, detail }: KeychainState): Failure {
  if (kind === 'ready' || kind === 'none') return { code: 'key-missing' }
  return detail === undefined ? { code: `keychain-${kind}` } : { code: `keychain-${kind}`, detail }
}

const service = 'Parley'
/** Overwrites a key that cannot be deleted. Because of its space it can never be taken for a key. */
const overwriteValue = 'no key'
const defaultTimeoutMs = 3_000
/** libsecret reports a locked collection in the same way as a missing entry. */
const emptyMayMeanLocked = process.platform === 'linux'

export function createKeychain({ mayHoldKey, timeoutMs = defaultTimeoutMs }: KeychainParts): Keychain {
  const lock = createLock(timeoutMs)
  let name: string | null = null
  let namePromise: Promise<string | null> | null = null

  async function read(keytar: Keytar, account: string): Promise<KeyReadResult> {
    const text = await keytar.getPassword(service, account)
    if (text === null && emptyMayMeanLocked && mayHoldKey(account)) return { kind: 'locked', detail: 'The saved key was not found.' }
    const key = text === null ? null : Key.from(text)
    return key === null || !key.ok ? { kind: 'none' } : { kind: 'ready', key: key.value }
  }

  async function save(keytar: Keytar, account: string, key: Key): Promise<KeychainResult> {
    await writeEntry(keytar, account, key.reveal())
    const readBack = await read(keytar, account)
    if (readBack.kind === 'ready' && readBack.key.equals(key)) return { kind: 'done' }
    // Locked in between, or an older entry in another collection is found first.
    if (readBack.kind === 'locked') return { ...readBack, isWritten: true }
    return { kind: 'denied', detail: 'The keychain gave back something else than what was saved.', isWritten: true }
  }

  async function forget(keytar: Keytar, account: string): Promise<KeychainResult> {
    const isDeleted = await keytar.deletePassword(service, account)
    if (!isDeleted && emptyMayMeanLocked && mayHoldKey(account)) {
      // Not deleted: locked, or already gone. Writing shows which: a locked collection refuses it, an open one overwrites the key.
      await writeEntry(keytar, account, overwriteValue)
      await keytar.deletePassword(service, account)
    }
    const remaining = await keytar.getPassword(service, account)
    if (remaining !== null && remaining !== overwriteValue) return { kind: 'denied', detail: 'The key is still there.' }
    return { kind: 'done' }
  }

  async function run<Result extends { readonly kind: string }>(work: (keytar: Keytar) => Promise<Result>) {
    const result = await lock.run(() => withKeytar(work))
    // On Linux the service is known once it has answered.
    if (result.kind !== 'missing' && result.kind !== 'waiting') name = await (namePromise ??= detectKeychainName())
    return result
  }

  return {
    name: () => name,
    read: (account) => run((keytar) => read(keytar, account)),
    save: (account, key) => run((keytar) => save(keytar, account, key)),
    forget: (account) => run((keytar) => forget(keytar, account)),
    isBusy: lock.isBusy,
  }
}

/** SECURITY: the only function that writes to the keychain. It is also the only call that reports a locked one. */
function writeEntry(keytar: Keytar, account: string, text: string): Promise<void> {
  return keytar.setPassword(service, account, text)
}

/** Loads keytar at the first use, because that throws without libsecret, and turns every error into a state. */
async function withKeytar<Result>(work: (keytar: Keytar) => Promise<Result>): Promise<Result | Unavailable> {
  let keytar: Keytar
  try {
    keytar = (await import('keytar')).default
  } catch (error) {
    return { kind: 'missing', detail: getErrorMessage(error) }
  }
  try {
    return await work(keytar)
  } catch (error) {
    return toUnavailable(getErrorMessage(error))
  }
}

/**
 * Matches the messages of libsecret and D-Bus, of macOS and of Windows. Any other message means that a service, a bus or a collection is
 * missing; libsecret also keeps asking for a service that has ended ("The name :1.1 was not provided") until this program restarts.
 */
function toUnavailable(detail: string): Unavailable {
  if (/\block(ed)?\b|interaction is not allowed/i.test(detail)) return { kind: 'locked', detail }
  if (/denied|reject|not permitted|cancell?ed|dismissed|passphrase you entered/i.test(detail)) return { kind: 'denied', detail }
  return { kind: 'missing', detail }
}

function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'unknown'
}

interface Lock {
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result | PendingResult<Result>>
  readonly isBusy: () => boolean
}

/**
 * One call at a time: each open call occupies one of Node's four pool threads, and four of them block file access and DNS. A call that times
 * out while an earlier one is still open is never made.
 */
function createLock(timeoutMs: number): Lock {
  let openCall: Promise<unknown> | null = null

  async function run<Result>(work: () => Promise<Result>): Promise<Result | PendingResult<Result>> {
    const timeout = startTimeout(timeoutMs)
    try {
      // Another waiting call may have gone first.
      for (let previousCall = openCall; previousCall !== null; previousCall = openCall) {
        if ((await Promise.race([previousCall, timeout.expired])) === timedOut) return { kind: 'waiting', eventualResult: null }
      }
      const result = work().finally(() => {
        openCall = null
      })
      openCall = result
      const firstResult = await Promise.race([result, timeout.expired])
      return firstResult === timedOut ? { kind: 'waiting', eventualResult: result } : firstResult
    } finally {
      timeout.cancel()
    }
  }

  return { run, isBusy: () => openCall !== null }
}

const timedOut = Symbol('late')

function startTimeout(milliseconds: number): { readonly expired: Promise<typeof timedOut>; readonly cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<typeof timedOut>()
  const timer = setTimeout(() => resolve(timedOut), milliseconds)
  return { expired: promise, cancel: () => clearTimeout(timer) }
}
