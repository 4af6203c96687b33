// The saved keys: those in the keychain, each under an account of its own, and at most one in memory until the program ends. Hides their
// notes, and how a keychain answers while it is locked or waiting.

import { randomUUID } from 'node:crypto'
import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import { maxKeys, type KeyCheck, type KeyState, type KeyView } from '../../shared/types/keys.ts'
import { createKeychainAccounts } from './keychain-accounts.ts'
import type { Key } from './key.ts'
import {
  createNote,
  createReplacementNote,
  createUniqueName,
  toKeyView,
  type KeyNote,
  type KeyNotes,
  type KeyNotesFile,
} from './key-notes.ts'
import {
  failureFromKeychain,
  type Keychain,
  type KeychainState,
  type KeychainResult,
  type KeyReadResult,
  type PendingResult,
} from './keychain.ts'

export interface SavedKeys {
  /** The state of the active key, as far as the keychain's newest answer has shown. */
  readonly state: () => KeyState
  /** Oldest first. */
  readonly list: () => readonly KeyView[]
  /** The id of the active key; null while there is none. */
  readonly active: () => string | null
  /** Why there is no active key. */
  readonly getMissingReason: () => Failure
  /** Asks the keychain, unless its newest answer is still valid: one that was locked or missing may be available by now. */
  readonly refresh: () => Promise<void>
  /** Reads the key with that id. Fails with `key-missing`, or with the keychain's failure. */
  readonly read: (keyId: string) => Promise<Reply<Key>>
  /**
   * Saves a key and activates it. With `replaces` it takes over that key's id and name, and the old key stays until `verify` has succeeded:
   * after any failure nothing has changed.
   */
  readonly save: (key: Key, check: KeyCheck, options: SaveKeyOptions) => Promise<Reply<void>>
  /** Keeps a key in memory until the program ends and activates it. Only by the user's choice. */
  readonly useForSession: (key: Key, check: KeyCheck) => void
  /** Succeeds only if the key can no longer be read. Then the newest of the others becomes active. */
  readonly forget: (keyId: string) => Promise<Reply<void>>
  readonly activate: (keyId: string) => Reply<void>
  /** Fails with `key-missing` when there is no such key. */
  readonly update: (keyId: string, changes: Partial<KeyChanges>) => Reply<void>
}

export interface SaveKeyOptions {
  readonly replaces: string | null
  /** The last test of a key that replaces another one. */
  readonly verify: () => Promise<Reply<unknown>>
  /** Called when the key was saved after all, after `save` had failed with `keychain-waiting`. */
  readonly onSavedLate: () => void
  /** Aborted when the user gave up: nothing is saved then. */
  readonly signal: AbortSignal | undefined
}

type KeyChanges = Pick<KeyView, 'name' | 'check' | 'billTo' | 'remindAfter'>

interface SavedKeysParts {
  readonly keychain: Keychain
  readonly notes: KeyNotesFile
  readonly now: () => number
  readonly onChange: () => void
}

interface SessionKey {
  readonly key: Key
  readonly view: KeyView
}

export function createSavedKeys({ keychain, notes, now, onChange }: SavedKeysParts): SavedKeys {
  let sessionKey: SessionKey | null = null
  let isSessionKeyActive = false
  /** The keychain's newest answer; null before the first. */
  let keychainState: KeychainState | null = null
  /** Counts the operations, so that a late answer of the keychain does not undo a later operation. */
  let operationCount = 0
  const accounts = createKeychainAccounts({ keychain, notes, now })

  const findNote = (keyId: string | null): KeyNote | undefined => notes.read().keys.find(({ id }) => id === keyId)

  function active(): string | null {
    return isSessionKeyActive && sessionKey !== null ? sessionKey.view.id : notes.read().active
  }

  function list(): readonly KeyView[] {
    const saved = notes.read().keys.map(toKeyView)
    return sessionKey === null ? saved : [...saved, sessionKey.view]
  }

  function state(): KeyState {
    if (isSessionKeyActive && sessionKey !== null) return { kind: 'ready', ...sessionKey.view }
    const note = findNote(notes.read().active)
    if (keychainState?.kind === 'ready' && note !== undefined) return { kind: 'ready', ...toKeyView(note) }
    return keychainState === null || keychainState.kind === 'ready' ? { kind: 'none' } : { kind: keychainState.kind }
  }

  function setKeychainState({ kind, detail }: KeychainState): void {
    // SECURITY: a copy, because the answer itself contains the key.
    keychainState = detail === undefined ? { kind } : { kind, detail }
    onChange()
  }

  /** A keychain that denied writing may still be readable, so the state of the active key stays. */
  function handleRefusal(result: KeychainState): void {
    const isReadable = keychainState?.kind === 'ready' && notes.read().active !== null
    if (result.kind !== 'denied' || !isReadable) setKeychainState(result)
  }

  function updateNotes(changes: Partial<KeyNotes>): void {
    notes.write({ ...notes.read(), ...changes })
  }

  async function forceRefresh(): Promise<void> {
    keychainState = null
    await refresh()
    onChange()
  }

  async function refresh(): Promise<void> {
    if ((isSessionKeyActive && sessionKey !== null) || keychainState?.kind === 'ready' || keychainState?.kind === 'none') return
    const note = findNote(notes.read().active)
    if (note === undefined) return recoverNotes()
    const result = await readNoted(note)
    if (result.kind === 'ready') await accounts.sweep()
  }

  async function recoverNotes(): Promise<void> {
    const result = await accounts.recoverNotes()
    if (result.kind === 'waiting') void result.eventualResult?.then(forceRefresh)
    setKeychainState(result)
  }

  async function readNoted(note: KeyNote): Promise<KeyReadResult | PendingResult<KeyReadResult>> {
    const result = await keychain.read(note.account)
    if (result.kind === 'waiting') void result.eventualResult?.then((lateResult) => setKeychainState(lateResult))
    // Deleted outside Parley; `none` never means locked here.
    if (result.kind === 'none') removeNote(note)
    else setKeychainState(result)
    return result
  }

  async function read(keyId: string): Promise<Reply<Key>> {
    if (sessionKey?.view.id === keyId) return succeeded(sessionKey.key)
    const note = findNote(keyId)
    if (note === undefined) return failed('key-missing')
    const result = await readNoted(note)
    return result.kind === 'ready' ? succeeded(result.key) : { ok: false, failure: failureFromKeychain(result) }
  }

  async function save(key: Key, check: KeyCheck, options: SaveKeyOptions): Promise<Reply<void>> {
    const duplicate = await findDuplicate(key)
    if (duplicate !== null) return options.replaces === null ? activateDuplicate(duplicate, check) : failed('key-known')
    const isFull = options.replaces === null && notes.read().keys.length >= maxKeys
    const account = isFull ? null : accounts.reserve()
    if (account === null) return failed('bad-input', 'There are too many keys.')
    operationCount += 1
    const operation = operationCount
    const result = await keychain.save(account, key)
    if (result.kind !== 'waiting') return finishSave(result, account, check, options)
    // The system is asking. A late yes still means that the key is to be saved, unless another operation came in between.
    void result.eventualResult?.then(async (lateResult) => {
      const isCurrent = operation === operationCount
      if (isCurrent && (await finishSave(lateResult, account, check, options)).ok) return options.onSavedLate()
      accounts.release(account)
      if (lateResult.kind !== 'done') return isCurrent ? undefined : handleRefusal(lateResult)
      await accounts.sweep()
      return forceRefresh()
    })
    // The question belongs to an earlier call, and this one was never made.
    if (result.eventualResult === null) {
      accounts.returnUnused(account)
      if (operation === operationCount) operationCount -= 1
    }
    setKeychainState({ kind: 'waiting' })
    return failed('keychain-waiting')
  }

  async function finishSave(result: KeychainResult, account: string, check: KeyCheck, options: SaveKeyOptions): Promise<Reply<void>> {
    if (result.kind !== 'done') {
      accounts.release(account)
      handleRefusal(result)
      return { ok: false, failure: failureFromKeychain(result) }
    }
    const replaced = findNote(options.replaces)
    const verified = replaced === undefined ? succeeded(undefined) : await options.verify()
    accounts.release(account)
    if (!verified.ok || options.signal?.aborted === true) {
      await accounts.sweep()
      return verified.ok ? failed('key-missing', 'cancelled') : verified
    }
    const { keys, spent } = notes.read()
    const saved =
      replaced === undefined
        ? createNote(account, createUniqueName(check.keyName, keys), now(), check)
        : createReplacementNote(account, replaced, now(), check)
    updateNotes({
      active: replaced === undefined ? saved.id : notes.read().active,
      // The old key may have been forgotten while the new one was verified.
      keys: findNote(saved.id) === undefined ? [...keys, saved] : keys.map((each) => (each.id === saved.id ? saved : each)),
      spent: [...spent.filter((each) => each !== account), ...(replaced === undefined ? [] : [replaced.account])],
    })
    if (replaced === undefined) isSessionKeyActive = false
    setKeychainState({ kind: 'ready' })
    await accounts.sweep()
    return succeeded(undefined)
  }

  /** The note of the same key, if it is already saved. */
  async function findDuplicate(key: Key): Promise<KeyNote | null> {
    for (const note of notes.read().keys) {
      const result = await keychain.read(note.account)
      if (result.kind === 'ready' && result.key.equals(key)) return note
    }
    return null
  }

  function activateDuplicate({ id }: KeyNote, check: KeyCheck): Reply<void> {
    const checkUpdate = check.verdict === 'unknown' ? {} : { check }
    updateNotes({ active: id, keys: notes.read().keys.map((note) => (note.id === id ? { ...note, ...checkUpdate } : note)) })
    isSessionKeyActive = false
    setKeychainState({ kind: 'ready' })
    return succeeded(undefined)
  }

  async function forget(keyId: string): Promise<Reply<void>> {
    if (sessionKey?.view.id === keyId) {
      sessionKey = null
      isSessionKeyActive = false
      keychainState = null
      await refresh()
      onChange()
      return succeeded(undefined)
    }
    const note = findNote(keyId)
    if (note === undefined) return failed('key-missing')
    operationCount += 1
    const result = await keychain.forget(note.account)
    if (result.kind === 'waiting')
      void result.eventualResult?.then((lateResult) => (lateResult.kind === 'done' ? removeNote(note) : setKeychainState(lateResult)))
    if (result.kind !== 'done') {
      handleRefusal(result)
      return { ok: false, failure: failureFromKeychain(result) }
    }
    removeNote(note)
    return succeeded(undefined)
  }

  function removeNote({ id }: KeyNote): void {
    const keys = notes.read().keys.filter((note) => note.id !== id)
    const wasActive = notes.read().active === id
    updateNotes({ keys, active: wasActive ? (keys.at(-1)?.id ?? null) : notes.read().active })
    if (keys.length === 0 && sessionKey !== null) isSessionKeyActive = true
    setKeychainState({ kind: keys.length === 0 ? 'none' : 'ready' })
  }

  return {
    state,
    list,
    active,
    getMissingReason: () => failureFromKeychain(keychainState ?? { kind: 'none' }),
    refresh,
    read,
    save,
    useForSession(key, check) {
      operationCount += 1
      const name = createUniqueName(check.keyName, notes.read().keys)
      const view = { id: randomUUID(), name, storage: 'session', savedAt: now(), check, billTo: null, remindAfter: null } as const
      sessionKey = { key, view }
      isSessionKeyActive = true
      onChange()
    },
    forget,
    activate(keyId) {
      if (sessionKey?.view.id === keyId) isSessionKeyActive = true
      else if (findNote(keyId) === undefined) return failed('key-missing')
      else {
        isSessionKeyActive = false
        updateNotes({ active: keyId })
      }
      onChange()
      return succeeded(undefined)
    },
    update(keyId, changes) {
      if (sessionKey?.view.id === keyId) sessionKey = { ...sessionKey, view: { ...sessionKey.view, ...changes } }
      else if (findNote(keyId) === undefined) return failed('key-missing')
      else updateNotes({ keys: notes.read().keys.map((note) => (note.id === keyId ? { ...note, ...changes } : note)) })
      onChange()
      return succeeded(undefined)
    },
  }
}
