// The keys there are: in the keychain, each under an account of its own, and at most one that is held until the program ends.
// Hides their notes, and what a keychain answers while it is locked or asking.

import { randomUUID } from 'node:crypto'
import { failed, succeeded, type Failure, type Reply } from '../../shared/errors.ts'
import { mostKeys, type KeyCheck, type KeyState, type KeyView } from '../../shared/types/keys.ts'
import { accounts, createAccounts } from './accounts.ts'
import type { Key } from './key.ts'
import { nameFor, newNote, viewOf, type KeyNote, type KeyNotes, type KeyNotesFile } from './key-notes.ts'
import { failureOfKeychain, type Keychain, type KeychainDone, type KeyFound, type Waiting } from './keychain.ts'

export interface KeptKeys {
  /** How the key in use is, as far as the newest answer of the keychain has shown. */
  readonly state: () => KeyState
  /** In the order in which they came. */
  readonly list: () => readonly KeyView[]
  /** The id of the key in use; null while there is none. */
  readonly active: () => string | null
  /** Why there is none in use. */
  readonly why: () => Failure
  /** Asks the keychain, unless its newest answer still holds: one that was locked or missing may be there by now. */
  readonly look: () => Promise<void>
  /** The key of that id, read from where it is kept. Fails with `key-missing`, or with what the keychain says. */
  readonly read: (keyId: string) => Promise<Reply<Key>>
  /**
   * Keeps a key and makes it the one in use. In the place of `replaces` it takes over that one's id and name, and that one is kept
   * until `proves` has succeeded: at any failure it is as it was.
   * @param cancelled aborted when the user gave up meanwhile: nothing is kept then
   */
  readonly keep: (key: Key, check: KeyCheck, how: Keeping, cancelled?: AbortSignal) => Promise<Reply<void>>
  /** Holds a key until the program ends and makes it the one in use. Only ever the user's choice. */
  readonly hold: (key: Key, check: KeyCheck) => void
  /** Succeeds only when the key cannot be read any more. The last of the others is in use then. */
  readonly forget: (keyId: string) => Promise<Reply<void>>
  readonly use: (keyId: string) => Reply<void>
  /** Fails with `key-missing` when there is no such key. */
  readonly change: (keyId: string, changes: Partial<KeyChanges>) => Reply<void>
}

export interface Keeping {
  readonly replaces: string | null
  /** A last try of the new key, when it replaces one. */
  readonly proves: () => Promise<Reply<unknown>>
  /** The system's question was answered after `keep` had said `keychain-waiting`, and the key is kept. */
  readonly keptLate: () => void
}

type KeyChanges = Pick<KeyView, 'name' | 'check' | 'billTo' | 'remindAfter'>

interface KeptKeysParts {
  readonly keychain: Keychain
  readonly notes: KeyNotesFile
  readonly now: () => number
  /** Something of it is another than it was. */
  readonly changed: () => void
}

/** `detail` is the system's own words. */
interface Known {
  readonly kind: KeyState['kind']
  readonly detail?: string
}

interface HeldKey {
  readonly key: Key
  readonly view: KeyView
}

export function createKeptKeys({ keychain, notes, now, changed }: KeptKeysParts): KeptKeys {
  let held: HeldKey | null = null
  let isHeldInUse = false
  /** What the keychain's newest answer was; null before the first. */
  let known: Known | null = null
  /** Counts what was kept, so that a late answer of the keychain does not undo what came after the question. */
  let keepings = 0
  const { take, release, giveBack, sweep } = createAccounts({ keychain, notes })

  const noteOf = (keyId: string | null): KeyNote | undefined => notes.read().keys.find(({ id }) => id === keyId)

  function active(): string | null {
    return isHeldInUse && held !== null ? held.view.id : notes.read().active
  }

  function list(): readonly KeyView[] {
    const kept = notes.read().keys.map(viewOf)
    return held === null ? kept : [...kept, held.view]
  }

  function state(): KeyState {
    if (isHeldInUse && held !== null) return { kind: 'ready', ...held.view }
    const note = noteOf(notes.read().active)
    if (known?.kind === 'ready' && note !== undefined) return { kind: 'ready', ...viewOf(note) }
    return known === null || known.kind === 'ready' ? { kind: 'none' } : { kind: known.kind }
  }

  function learn({ kind, detail }: Known): void {
    // SECURITY: not the answer itself, which holds the key.
    known = detail === undefined ? { kind } : { kind, detail }
    changed()
  }

  /** A keychain that denied to write may still be read: that says nothing of the key in use. */
  function learnOfRefusal(answer: Known): void {
    const isReadable = known?.kind === 'ready' && notes.read().active !== null
    if (answer.kind !== 'denied' || !isReadable) learn(answer)
  }

  function edit(changes: Partial<KeyNotes>): void {
    notes.write({ ...notes.read(), ...changes })
  }

  async function lookAgain(): Promise<void> {
    known = null
    await look()
    changed()
  }

  /** Takes note of what the keychain says, now and when its question is answered. */
  function hear(answer: KeyFound | Waiting<KeyFound>): void {
    if (answer.kind === 'waiting') void answer.later?.then((late) => learn(late))
    learn(answer)
  }

  async function look(): Promise<void> {
    if ((isHeldInUse && held !== null) || known?.kind === 'ready' || known?.kind === 'none') return
    const note = noteOf(notes.read().active)
    if (note === undefined) return findAgain()
    const answer = await askFor(note)
    if (answer.kind === 'ready') await sweep()
  }

  async function askFor(note: KeyNote): Promise<KeyFound | Waiting<KeyFound>> {
    const answer = await keychain.read(note.account)
    // Somebody took it out of the keychain: where that cannot mean that it is locked, the note is all that is left.
    if (answer.kind === 'none') drop(note)
    else hear(answer)
    return answer
  }

  /** Without notes, what lies under the accounts is noted anew, or a locked keychain would later look like an empty one. */
  async function findAgain(): Promise<void> {
    const found: KeyNote[] = []
    for (const account of notes.isMissing() ? accounts : accounts.slice(0, 1)) {
      const answer = await keychain.read(account)
      if (answer.kind === 'waiting') void answer.later?.then(lookAgain)
      if (answer.kind !== 'ready' && answer.kind !== 'none') return learn(answer)
      if (answer.kind === 'ready' && notes.isMissing()) found.push(newNote(account, nameFor(null, found), now(), null))
    }
    if (found.length > 0) notes.write({ active: found[0]?.id ?? null, keys: found, spent: [] })
    learn({ kind: found.length > 0 ? 'ready' : 'none' })
  }

  async function read(keyId: string): Promise<Reply<Key>> {
    if (held?.view.id === keyId) return succeeded(held.key)
    const note = noteOf(keyId)
    if (note === undefined) return failed('key-missing')
    const answer = await askFor(note)
    return answer.kind === 'ready' ? succeeded(answer.key) : { ok: false, failure: failureOf(answer) }
  }

  async function keep(key: Key, check: KeyCheck, how: Keeping, cancelled?: AbortSignal): Promise<Reply<void>> {
    const same = await findSame(key)
    if (same !== null) return how.replaces === null ? keepSame(same, check) : failed('key-known')
    const isFull = how.replaces === null && notes.read().keys.length >= mostKeys
    const account = isFull ? null : take()
    if (account === null) return failed('bad-input', 'There are too many keys.')
    keepings += 1
    const mine = keepings
    const answer = await keychain.save(account, key)
    if (answer.kind !== 'waiting') return takeOver(answer, account, check, how, cancelled)
    // The system's question is open. Whoever answers it wants the key saved, late as it is; unless they did something else meanwhile.
    void answer.later?.then(async (late) => {
      const isWanted = mine === keepings
      if (isWanted && (await takeOver(late, account, check, how, cancelled)).ok) return how.keptLate()
      release(account)
      if (late.kind !== 'done') return isWanted ? undefined : learnOfRefusal(late)
      await sweep()
      return lookAgain()
    })
    // The question is an earlier call's, and this one was never made.
    if (answer.later === null) {
      giveBack(account)
      if (mine === keepings) keepings -= 1
    }
    learn({ kind: 'waiting' })
    return failed('keychain-waiting')
  }

  async function takeOver(
    answer: KeychainDone,
    account: string,
    check: KeyCheck,
    { replaces, proves }: Keeping,
    cancelled?: AbortSignal,
  ): Promise<Reply<void>> {
    if (answer.kind !== 'done') {
      release(account)
      learnOfRefusal(answer)
      return { ok: false, failure: failureOf(answer) }
    }
    const before = noteOf(replaces)
    const proven = before === undefined ? succeeded(undefined) : await proves()
    release(account)
    if (!proven.ok || cancelled?.aborted === true) {
      await sweep()
      return proven.ok ? failed('key-missing', 'cancelled') : proven
    }
    const { keys, spent } = notes.read()
    const note = newNote(account, before?.name ?? nameFor(check.keyName, keys), now(), check)
    // Where Hugging Face did not say to whom the account belongs, who pays stays as it was.
    const canBill = check.verdict === 'unknown' || check.organisations.includes(before?.billTo ?? '')
    const billTo = canBill ? (before?.billTo ?? null) : null
    const kept = before === undefined ? note : { ...note, id: before.id, billTo }
    edit({
      active: before === undefined ? kept.id : notes.read().active,
      // The one before may have been forgotten while the new one was tried.
      keys: noteOf(kept.id) === undefined ? [...keys, kept] : keys.map((each) => (each.id === kept.id ? kept : each)),
      spent: [...spent.filter((each) => each !== account), ...(before === undefined ? [] : [before.account])],
    })
    if (before === undefined) isHeldInUse = false
    learn({ kind: 'ready' })
    await sweep()
    return succeeded(undefined)
  }

  /** The same key a second time is no second key. Only asked where keys are noted, so a first key is not waited for. */
  async function findSame(key: Key): Promise<KeyNote | null> {
    for (const note of notes.read().keys) {
      const answer = await keychain.read(note.account)
      if (answer.kind === 'ready' && answer.key.equals(key)) return note
    }
    return null
  }

  function keepSame({ id }: KeyNote, check: KeyCheck): Reply<void> {
    const renewed = check.verdict === 'unknown' ? {} : { check }
    edit({ active: id, keys: notes.read().keys.map((note) => (note.id === id ? { ...note, ...renewed } : note)) })
    isHeldInUse = false
    learn({ kind: 'ready' })
    return succeeded(undefined)
  }

  async function forget(keyId: string): Promise<Reply<void>> {
    if (held?.view.id === keyId) {
      held = null
      isHeldInUse = false
      known = null
      await look()
      changed()
      return succeeded(undefined)
    }
    const note = noteOf(keyId)
    if (note === undefined) return failed('key-missing')
    keepings += 1
    const answer = await keychain.forget(note.account)
    if (answer.kind === 'waiting') void answer.later?.then((late) => (late.kind === 'done' ? drop(note) : learn(late)))
    if (answer.kind !== 'done') {
      learnOfRefusal(answer)
      return { ok: false, failure: failureOf(answer) }
    }
    drop(note)
    return succeeded(undefined)
  }

  function drop({ id }: KeyNote): void {
    const keys = notes.read().keys.filter((note) => note.id !== id)
    const wasActive = notes.read().active === id
    edit({ keys, active: wasActive ? (keys.at(-1)?.id ?? null) : notes.read().active })
    if (keys.length === 0 && held !== null) isHeldInUse = true
    learn({ kind: keys.length === 0 ? 'none' : 'ready' })
  }

  return {
    state,
    list,
    active,
    why: () => failureOf(known ?? { kind: 'none' }),
    look,
    read,
    keep,
    hold(key, check) {
      keepings += 1
      const name = nameFor(check.keyName, notes.read().keys)
      const view = { id: randomUUID(), name, keptIn: 'session', savedAt: now(), check, billTo: null, remindAfter: null } as const
      held = { key, view }
      isHeldInUse = true
      changed()
    },
    forget,
    use(keyId) {
      if (held?.view.id === keyId) isHeldInUse = true
      else if (noteOf(keyId) === undefined) return failed('key-missing')
      else {
        isHeldInUse = false
        edit({ active: keyId })
      }
      changed()
      return succeeded(undefined)
    },
    change(keyId, changes) {
      if (held?.view.id === keyId) held = { ...held, view: { ...held.view, ...changes } }
      else if (noteOf(keyId) === undefined) return failed('key-missing')
      else edit({ keys: notes.read().keys.map((note) => (note.id === keyId ? { ...note, ...changes } : note)) })
      changed()
      return succeeded(undefined)
    },
  }
}

function failureOf({ kind, detail }: Known): Failure {
  return kind === 'ready' || kind === 'none' ? { code: 'key-missing' } : failureOfKeychain({ kind, detail })
}
