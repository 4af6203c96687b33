// The user's keys as the rest of the program knows them: how the one in use is, saving, checking, swapping, revoking, forgetting, and
// lending one to a run. Hides where they are kept. Between calls a key is held nowhere but in the keychain, unless the user chose to
// use it until they quit.

import { failed, succeeded, type Reply } from '../../shared/errors.ts'
import type { KeyCheck, KeyPlace, KeyPurpose, KeySaveRequest, KeyStatus, KeyTrial, KeyView, KeyWanted } from '../../shared/types/keys.ts'
import type { Found } from './found-keys.ts'
import { createKeptKeys } from './kept-keys.ts'
import type { CheckKey } from './key-check.ts'
import { Key } from './key.ts'
import type { KeyNotesFile } from './key-notes.ts'
import type { TryKey } from './key-trial.ts'
import type { Keychain } from './keychain.ts'

/** Calls about a key that is not there fail with `key-missing`; those that need the keychain, with what it says. */
export interface KeyStore {
  /** Asks the keychain the first time, and while it was not to be had; else answers what the newest call to it has shown. */
  readonly status: () => Promise<KeyStatus>
  /** What the key window is to say. */
  readonly wanted: (purpose: KeyPurpose) => KeyWanted
  /**
   * Checks the key at Hugging Face, then keeps it. A rejected one, an expired one and one that cannot run models are not kept. A
   * replacement must also have answered a tiny prompt; until then, and at any failure, the one before is used.
   */
  readonly save: (request: KeySaveRequest, purpose: KeyPurpose, asker?: Asker) => Promise<Reply<void>>
  /** Keeps the key that was found outside the keychain. Only on the user's click. */
  readonly keepFound: (request: Pick<KeySaveRequest, 'keep'>) => Promise<Reply<KeyStatus>>
  /** Succeeds only when the key cannot be read any more. */
  readonly forget: (keyId: string) => Promise<Reply<KeyStatus>>
  /**
   * Has Hugging Face make the key worthless, and forgets it. Fails with `key-not-revoked`, and keeps the key, unless Hugging Face
   * was then seen to refuse it.
   */
  readonly revoke: (keyId: string) => Promise<Reply<KeyStatus>>
  readonly use: (keyId: string) => Reply<KeyStatus>
  readonly rename: (keyId: string, name: string) => Reply<KeyStatus>
  /** @param organisation one that the account belongs to; null: the account itself pays */
  readonly billTo: (keyId: string, organisation: string | null) => Reply<KeyStatus>
  /** Keeps the reminder to replace a key quiet for a week. */
  readonly remindLater: (keyId: string) => Reply<KeyStatus>
  /**
   * Asks Hugging Face about a key; null: the one in use. Where it does not answer, the earlier verdict stays and the failure says why.
   */
  readonly check: (keyId: string | null) => Promise<Reply<KeyStatus>>
  /** Makes a tiny real run with the key. */
  readonly try: (keyId: string) => Promise<Reply<KeyTrial>>
  /** The key for one run, read from where it is kept. Whoever asks lets go of it when the run ends. */
  readonly forRun: () => Promise<Reply<LentKey>>
}

/** Whoever waits for a key to be kept. */
export interface Asker {
  /** Aborted when the user gave up meanwhile: nothing is kept then. */
  readonly cancelled: AbortSignal
  /** The system's question was answered late, after `keychain-waiting` had been said, and the key is kept. */
  readonly keptLate: () => void
}

export interface LentKey {
  readonly key: Key
  readonly id: string
  readonly name: string
  /** The organisation that pays; null: the account itself. */
  readonly billTo: string | null
}

interface KeyStoreParts {
  readonly keychain: Keychain
  readonly notes: KeyNotesFile
  readonly check: CheckKey
  readonly tryKey: TryKey
  /** Tells Hugging Face that the key is lost or stolen. It never says whether it knew the key. */
  readonly revoke: (key: Key) => Promise<Reply<void>>
  readonly findKeys: () => readonly Found[]
  readonly now: () => number
  /** Resolves after that many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
  readonly publish: (status: KeyStatus) => void
}

const weekMs = 7 * 24 * 60 * 60 * 1000
/** Milliseconds before each question whether a revoked key is refused by now. */
const revokePauses: readonly number[] = [0, 2_000, 5_000]

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const { keychain, check: askHub, tryKey, findKeys, now, pause, publish } = parts
  const kept = createKeptKeys({ keychain, notes: parts.notes, now, changed: tell })
  /** Where a key that is kept lies about as well, by the key that was asked about last. */
  let left: { readonly keyId: string | null; readonly places: readonly KeyPlace[] } = { keyId: null, places: [] }
  let told = ''

  function view(): KeyStatus {
    const state = kept.state()
    const found = state.kind === 'ready' ? null : (findKeys()[0]?.shown ?? null)
    const leftIn = left.keyId === kept.active() ? left.places : []
    return { state, keys: kept.list(), active: kept.active(), found, leftIn, keychainName: keychain.name() }
  }

  function tell(): void {
    const status = view()
    const text = JSON.stringify(status)
    if (text !== told) publish(status)
    told = text
  }

  /** Where a key that Parley keeps lies about as well. Asked while it is at hand. */
  function noticeLeft(key: Key): void {
    left = { keyId: kept.active(), places: findKeys().flatMap((found) => (found.key.equals(key) ? [found.shown.place] : [])) }
    tell()
  }

  /** A key by its id, or the one in use, or why it is not to be had. */
  async function lend(keyId: string | null): Promise<Reply<LentKey>> {
    if (keyId === null && kept.active() === null) await kept.look()
    const id = keyId ?? kept.active()
    const asked = kept.list().find((each) => each.id === id)
    if (asked === undefined) return keyId === null ? { ok: false, failure: kept.why() } : failed('key-missing')
    const key = await kept.read(asked.id)
    if (!key.ok) return key
    if (asked.id === kept.active()) noticeLeft(key.value)
    return succeeded({ key: key.value, id: asked.id, name: asked.name, billTo: asked.billTo })
  }

  async function save(key: Key, keep: KeySaveRequest['keep'], purpose: KeyPurpose, asker?: Asker): Promise<Reply<void>> {
    const { check } = await askHub(key)
    const refused = refusal(check)
    if (refused !== null) return refused
    if (asker?.cancelled.aborted === true) return failed('key-missing', 'cancelled')
    // Everything else, no answer included, is no reason to send somebody away with a key that may well be right.
    if (keep === 'session') {
      kept.hold(key, check)
      noticeLeft(key)
      return succeeded(undefined)
    }
    const replaces = purpose.kind === 'replacement' ? purpose.keyId : null
    const done = await kept.keep(key, check, { replaces, proves: () => prove(key), keptLate: () => asker?.keptLate() }, asker?.cancelled)
    if (done.ok) noticeLeft(key)
    return done
  }

  /** An account without credit is no fault of the key: it was let in. */
  async function prove(key: Key): Promise<Reply<unknown>> {
    const trial = await tryKey(key, null)
    return !trial.ok && trial.failure.code === 'credits-used-up' ? succeeded(undefined) : trial
  }

  async function checkAgain(keyId: string | null): Promise<Reply<KeyStatus>> {
    const lent = await lend(keyId)
    if (!lent.ok) return lent
    const { key, id } = lent.value
    const viewOf = (): KeyView | undefined => kept.list().find((each) => each.id === id)
    const before = viewOf()
    const { check: fresh, failure } = await askHub(key)
    if (failure !== null) return { ok: false, failure }
    // A key that was replaced meanwhile has a verdict of its own.
    if (before?.savedAt === viewOf()?.savedAt) kept.change(id, { check: amended(fresh, before?.check ?? null, now()) })
    return succeeded(view())
  }

  async function revoke(keyId: string): Promise<Reply<KeyStatus>> {
    const key = await kept.read(keyId)
    if (!key.ok) return key
    const sent = await parts.revoke(key.value)
    if (!sent.ok) return sent
    for (const milliseconds of revokePauses) {
      await pause(milliseconds)
      const { check: found } = await askHub(key.value)
      if (found.verdict === 'rejected' || found.verdict === 'expired') return drop(keyId, key.value)
    }
    return failed('key-not-revoked')
  }

  /** Forgets a key that was seen to be worthless, unless another one has taken its place meanwhile. */
  async function drop(keyId: string, worthless: Key): Promise<Reply<KeyStatus>> {
    const current = await kept.read(keyId)
    if (current.ok && !current.value.equals(worthless)) return succeeded(view())
    const check = kept.list().find(({ id }) => id === keyId)?.check
    // Also where it cannot be forgotten now: that it is worthless is known.
    if (check != null) kept.change(keyId, { check: { ...check, verdict: 'rejected', checkedAt: now() } })
    return changed(await kept.forget(keyId))
  }

  function changed(done: Reply<void>): Reply<KeyStatus> {
    return done.ok ? succeeded(view()) : done
  }

  return {
    async status() {
      await kept.look()
      const isUncompared = kept.state().kind === 'ready' && left.keyId !== kept.active()
      if (isUncompared && findKeys().length > 0) await lend(null)
      return view()
    },
    wanted: (purpose) => ({
      server: null,
      replaces: purpose.kind === 'replacement' ? (kept.list().find(({ id }) => id === purpose.keyId)?.name ?? null) : null,
    }),
    async save({ key, keep }, purpose, asker) {
      const typed = Key.from(key)
      return typed.ok ? save(typed.value, keep, purpose, asker) : typed
    },
    async keepFound({ keep }) {
      const [found] = findKeys()
      return found === undefined ? failed('key-missing') : changed(await save(found.key, keep, { kind: 'new' }))
    },
    forget: async (keyId) => changed(await kept.forget(keyId)),
    revoke,
    use: (keyId) => changed(kept.use(keyId)),
    rename: (keyId, name) => changed(kept.change(keyId, { name })),
    billTo: (keyId, organisation) => changed(kept.change(keyId, { billTo: organisation })),
    remindLater: (keyId) => changed(kept.change(keyId, { remindAfter: now() + weekMs })),
    check: checkAgain,
    async try(keyId) {
      const lent = await lend(keyId)
      return lent.ok ? tryKey(lent.value.key, lent.value.billTo) : lent
    },
    forRun: () => lend(null),
  }
}

/** Why a key is not kept; null when it is. */
function refusal(check: KeyCheck): Reply<never> | null {
  if (check.verdict === 'rejected') return failed('key-rejected', 'whoami 401')
  if (check.verdict === 'expired') return failed('key-expired', 'whoami 401')
  if (check.verdict === 'cannot-run-models') return failed('key-lacks-permission', lackOf(check))
  return null
}

function lackOf({ account, keyName }: KeyCheck): string {
  return `The key ${keyName === null ? '' : `“${keyName}” `}of ${account ?? 'this account'} lacks inference.serverless.write.`
}

/** What an answer leaves out of a key that it refuses is known from before; and so is that its day has come. */
function amended(fresh: KeyCheck, before: KeyCheck | null, now: number): KeyCheck {
  if (fresh.verdict !== 'rejected' && fresh.verdict !== 'expired') return fresh
  const hasExpired = before?.expiresAt != null && before.expiresAt <= now
  return { ...fresh, ...before, verdict: hasExpired ? 'expired' : fresh.verdict, checkedAt: fresh.checkedAt }
}
