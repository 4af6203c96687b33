// The keychain of the operating system. Hides keytar, which only this file imports, and what keytar does when a keychain is locked,
// missing or slow: on Linux it answers "nothing" for a locked one, and an unanswered prompt keeps its call open for good.

import type * as keytarModule from 'keytar'
import { Key } from './key.ts'
import type { Failure } from '../../shared/failures.ts'
import { detectKeychainName } from './keychain-name.ts'

/** Why a keychain cannot be used now. `detail` is the system's own words. */
export interface Unavailable {
  readonly kind: 'locked' | 'missing' | 'denied'
  readonly detail: string
  /** Set where the key was written all the same, and could not be read back: it may lie there. */
  readonly isWritten?: true
}

/** The system is asking its user something. `later` settles when that is answered; null when an earlier call is being asked about. */
export interface PendingResult<Result> {
  readonly kind: 'waiting'
  readonly eventualResult: Promise<Result> | null
}

export type KeyReadResult = { readonly kind: 'ready'; readonly key: Key } | { readonly kind: 'none' } | Unavailable
export type KeychainResult = { readonly kind: 'done' } | Unavailable

/** Never throws, and always answers within the limit. An account is the name of one entry. */
export interface Keychain {
  /** The name of what keeps the keys here, as people know it; null where it is not known, and before it has answered once. */
  readonly name: () => string | null
  readonly read: (account: string) => Promise<KeyReadResult | PendingResult<KeyReadResult>>
  /** `done` only when the key was read back. */
  readonly save: (account: string, key: Key) => Promise<KeychainResult | PendingResult<KeychainResult>>
  /** `done` only when the key cannot be read any more. */
  readonly forget: (account: string) => Promise<KeychainResult | PendingResult<KeychainResult>>
  /** Whether a call is open. While one is, the program's own exit waits for it: end the process instead. */
  readonly isBusy: () => boolean
}

interface KeychainParts {
  /** Whether something may have been saved under that account: "nothing there" then means locked. */
  readonly mayHoldKey: (account: string) => boolean
  /** Milliseconds after which a call counts as waiting for the user. */
  readonly timeoutMs?: number
}

// SECURITY: its two other functions, findPassword and findCredentials, crash the process on entries that others made.
type Keytar = Pick<typeof keytarModule, 'getPassword' | 'setPassword' | 'deletePassword'>

/** Why a call could not be done, as a failure. */
export function failureFromKeychain(result: {
  readonly kind: (Unavailable | PendingResult<unknown>)['kind']
  readonly detail?: string | undefined
}): Failure {
  const code = `keychain-${result.kind}` as const
  return result.detail === undefined ? { code } : { code, detail: result.detail }
}

const service = 'Parley'
/** What overwrites a key that cannot be deleted. Its space keeps it from being read as a key. */
const overwriteValue = 'no key'
const defaultTimeoutMs = 3_000
/** libsecret finds nothing in a locked collection, and says so in the same way as when nothing is there. */
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
    // Locked since, or an older entry in another collection comes first.
    if (readBack.kind === 'locked') return { ...readBack, isWritten: true }
    return { kind: 'denied', detail: 'The keychain gave back something else than what was saved.', isWritten: true }
  }

  async function forget(keytar: Keytar, account: string): Promise<KeychainResult> {
    const isDeleted = await keytar.deletePassword(service, account)
    if (!isDeleted && emptyMayMeanLocked && mayHoldKey(account)) {
      // Not deleted: locked, or gone already. Writing tells which, for a locked collection refuses it; an open one overwrites the key.
      await writeEntry(keytar, account, overwriteValue)
      await keytar.deletePassword(service, account)
    }
    const remaining = await keytar.getPassword(service, account)
    if (remaining !== null && remaining !== overwriteValue) return { kind: 'denied', detail: 'The key is still there.' }
    return { kind: 'done' }
  }

  async function run<Result extends { readonly kind: string }>(work: (keytar: Keytar) => Promise<Result>) {
    const result = await lock.run(() => withKeytar(work))
    // Who answers on Linux is known once it has answered.
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

/** SECURITY: the one place where anything is written to the keychain. It is also the one call that says "locked" aloud. */
function writeEntry(keytar: Keytar, account: string, text: string): Promise<void> {
  return keytar.setPassword(service, account, text)
}

/** Loads keytar at the first use, for a missing libsecret makes that throw, and turns every error into a state. */
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
 * The words of libsecret and D-Bus, of macOS and of Windows. What fits none is a service, a bus or a collection that is not there;
 * libsecret also goes on asking for a service that has ended ("The name :1.1 was not provided") until this program starts anew.
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
 * One call at a time: each open one occupies a thread of Node's four, and four of them stop its files and name look-ups. A call
 * that finds the one before it still open when its patience ends is never made.
 */
function createLock(timeoutMs: number): Lock {
  let openCall: Promise<unknown> | null = null

  async function run<Result>(work: () => Promise<Result>): Promise<Result | PendingResult<Result>> {
    const timeout = startTimeout(timeoutMs)
    try {
      // Others may have waited for the same call and gone first.
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
