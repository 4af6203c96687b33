// The keys there are: in the keychain, each under an account of its own, and at most one that is held until the program ends.
// Hides their notes, and what a keychain answers while it is locked or asking.

import { randomUUID } from 'node:crypto'
import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import { maxKeys, type KeyCheck, type KeyState, type KeyView } from '../../shared/types/keys.ts'
import { accountNames, createKeychainAccounts } from './keychain-accounts.ts'
import type { Key } from './key.ts'
import { createUniqueName, createNote, toKeyView, type KeyNote, type KeyNotes, type KeyNotesFile } from './key-notes.ts'
import { failureFromKeychain, type Keychain, type KeychainResult, type KeyReadResult, type PendingResult } from './keychain.ts'

export interface SavedKeys {
  /** How the key in use is, as far as the newest answer of the keychain has shown. */
  readonly state: () => KeyState
  /** In the order in which they came. */
  readonly list: () => readonly KeyView[]
  /** The id of the key in use; null while there is none. */
  readonly active: () => string | null
  /** Why there is none in use. */
  readonly getMissingReason: () => Failure
  /** Asks the keychain, unless its newest answer still holds: one that was locked or missing may be there by now. */
  readonly refresh: () => Promise<void>
  /** The key of that id, read from where it is kept. Fails with `key-missing`, or with what the keychain says. */
  readonly read: (keyId: string) => Promise<Reply<Key>>
  /**
   * Keeps a key and makes it the one in use. In the place of `replaces` it takes over that one's id and name, and that one is kept
   * until `proves` has succeeded: at any failure it is as it was.
   * @param signal aborted when the user gave up meanwhile: nothing is kept then
   */
  readonly save: (key: Key, check: KeyCheck, options: SaveKeyOptions, signal?: AbortSignal) => Promise<Reply<void>>
  /** Holds a key until the program ends and makes it the one in use. Only ever the user's choice. */
  readonly useForSession: (key: Key, check: KeyCheck) => void
  /** Succeeds only when the key cannot be read any more. The last of the others is in use then. */
  readonly forget: (keyId: string) => Promise<Reply<void>>
  readonly activate: (keyId: string) => Reply<void>
  /** Fails with `key-missing` when there is no such key. */
  readonly update: (keyId: string, changes: Partial<KeyChanges>) => Reply<void>
}

export interface SaveKeyOptions {
  readonly replaces: string | null
  /** A last try of the new key, when it replaces one. */
  readonly verify: () => Promise<Reply<unknown>>
  /** The system's question was answered after `keep` had said `keychain-waiting`, and the key is kept. */
  readonly onSavedLate: () => void
}

type KeyChanges = Pick<KeyView, 'name' | 'check' | 'billTo' | 'remindAfter'>

interface SavedKeysParts {
  readonly keychain: Keychain
  readonly notes: KeyNotesFile
  readonly now: () => number
  /** Something of it is another than it was. */
  readonly onChange: () => void
}

/** `detail` is the system's own words. */
interface KeychainState {
  readonly kind: KeyState['kind']
  readonly detail?: string
}

interface SessionKey {
  readonly key: Key
  readonly view: KeyView
}

export function createSavedKeys({ keychain, notes, now, onChange }: SavedKeysParts): SavedKeys {
  let sessionKey: SessionKey | null = null
  let isSessionKeyActive = false
  /** What the keychain's newest answer was; null before the first. */
  let keychainState: KeychainState | null = null
  /** Counts what was kept, so that a late answer of the keychain does not undo what came after the question. */
  let operationCount = 0
  const { reserve, release, returnUnused, sweep } = createKeychainAccounts({ keychain, notes })

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
    // SECURITY: not the answer itself, which holds the key.
    keychainState = detail === undefined ? { kind } : { kind, detail }
    onChange()
  }

  /** A keychain that denied to write may still be read: that says nothing of the key in use. */
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

  /** Takes note of what the keychain says, now and when its question is answered. */
  function applyReadResult(result: KeyReadResult | PendingResult<KeyReadResult>): void {
    if (result.kind === 'waiting') void result.eventualResult?.then((lateResult) => setKeychainState(lateResult))
    setKeychainState(result)
  }

  async function refresh(): Promise<void> {
    if ((isSessionKeyActive && sessionKey !== null) || keychainState?.kind === 'ready' || keychainState?.kind === 'none') return
    const note = findNote(notes.read().active)
    if (note === undefined) return rebuildNotes()
    const result = await readNoted(note)
    if (result.kind === 'ready') await sweep()
  }

  async function readNoted(note: KeyNote): Promise<KeyReadResult | PendingResult<KeyReadResult>> {
    const result = await keychain.read(note.account)
    // Somebody took it out of the keychain: where that cannot mean that it is locked, the note is all that is left.
    if (result.kind === 'none') removeNote(note)
    else applyReadResult(result)
    return result
  }

  /** Without notes, what lies under the accounts is noted anew, or a locked keychain would later look like an empty one. */
  async function rebuildNotes(): Promise<void> {
    const found: KeyNote[] = []
    for (const account of notes.isMissing() ? accountNames : accountNames.slice(0, 1)) {
      const result = await keychain.read(account)
      if (result.kind === 'waiting') void result.eventualResult?.then(forceRefresh)
      if (result.kind !== 'ready' && result.kind !== 'none') return setKeychainState(result)
      if (result.kind === 'ready' && notes.isMissing()) found.push(createNote(account, createUniqueName(null, found), now(), null))
    }
    if (found.length > 0) notes.write({ active: found[0]?.id ?? null, keys: found, spent: [] })
    setKeychainState({ kind: found.length > 0 ? 'ready' : 'none' })
  }

  async function read(keyId: string): Promise<Reply<Key>> {
    if (sessionKey?.view.id === keyId) return succeeded(sessionKey.key)
    const note = findNote(keyId)
    if (note === undefined) return failed('key-missing')
    const result = await readNoted(note)
    return result.kind === 'ready' ? succeeded(result.key) : { ok: false, failure: failureFromKeychainState(result) }
  }

  async function save(key: Key, check: KeyCheck, options: SaveKeyOptions, signal?: AbortSignal): Promise<Reply<void>> {
    const duplicate = await findDuplicate(key)
    if (duplicate !== null) return options.replaces === null ? activateDuplicate(duplicate, check) : failed('key-known')
    const isFull = options.replaces === null && notes.read().keys.length >= maxKeys
    const account = isFull ? null : reserve()
    if (account === null) return failed('bad-input', 'There are too many keys.')
    operationCount += 1
    const operation = operationCount
    const result = await keychain.save(account, key)
    if (result.kind !== 'waiting') return finishSave(result, account, check, options, signal)
    // The system's question is open. Whoever answers it wants the key saved, late as it is; unless they did something else meanwhile.
    void result.eventualResult?.then(async (lateResult) => {
      const isCurrent = operation === operationCount
      if (isCurrent && (await finishSave(lateResult, account, check, options, signal)).ok) return options.onSavedLate()
      release(account)
      if (lateResult.kind !== 'done') return isCurrent ? undefined : handleRefusal(lateResult)
      await sweep()
      return forceRefresh()
    })
    // The question is an earlier call's, and this one was never made.
    if (result.eventualResult === null) {
      returnUnused(account)
      if (operation === operationCount) operationCount -= 1
    }
    setKeychainState({ kind: 'waiting' })
    return failed('keychain-waiting')
  }

  async function finishSave(
    result: KeychainResult,
    account: string,
    check: KeyCheck,
    { replaces, verify }: SaveKeyOptions,
    signal?: AbortSignal,
  ): Promise<Reply<void>> {
    if (result.kind !== 'done') {
      release(account)
      handleRefusal(result)
      return { ok: false, failure: failureFromKeychainState(result) }
    }
    const replaced = findNote(replaces)
    const verified = replaced === undefined ? succeeded(undefined) : await verify()
    release(account)
    if (!verified.ok || signal?.aborted === true) {
      await sweep()
      return verified.ok ? failed('key-missing', 'cancelled') : verified
    }
    const { keys, spent } = notes.read()
    const note = createNote(account, replaced?.name ?? createUniqueName(check.keyName, keys), now(), check)
    // Where Hugging Face did not say to whom the account belongs, who pays stays as it was.
    const canBill = check.verdict === 'unknown' || check.organisations.includes(replaced?.billTo ?? '')
    const billTo = canBill ? (replaced?.billTo ?? null) : null
    const saved = replaced === undefined ? note : { ...note, id: replaced.id, billTo }
    updateNotes({
      active: replaced === undefined ? saved.id : notes.read().active,
      // The one before may have been forgotten while the new one was tried.
      keys: findNote(saved.id) === undefined ? [...keys, saved] : keys.map((each) => (each.id === saved.id ? saved : each)),
      spent: [...spent.filter((each) => each !== account), ...(replaced === undefined ? [] : [replaced.account])],
    })
    if (replaced === undefined) isSessionKeyActive = false
    setKeychainState({ kind: 'ready' })
    await sweep()
    return succeeded(undefined)
  }

  /** The same key a second time is no second key. Only asked where keys are noted, so a first key is not waited for. */
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
      return { ok: false, failure: failureFromKeychainState(result) }
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
    getMissingReason: () => failureFromKeychainState(keychainState ?? { kind: 'none' }),
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

function failureFromKeychainState({ kind, detail }: KeychainState): Failure {
  return kind === 'ready' || kind === 'none' ? { code: 'key-missing' } : failureFromKeychain({ kind, detail })
}
