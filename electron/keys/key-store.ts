// The user's keys as the rest of the program knows them: how the one in use is, saving, checking, swapping, revoking, forgetting, and
// lending one to a run. Hides where they are kept. Between calls a key is held nowhere but in the keychain, unless the user chose to
// use it until they quit.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import type {
  KeyCheck,
  KeyLocation,
  KeyPurpose,
  KeySaveRequest,
  KeyStatus,
  KeyTrial,
  KeyView,
  KeyWindowInfo,
} from '../../shared/types/keys.ts'
import type { DetectedKey } from './found-keys.ts'
import { createSavedKeys } from './saved-keys.ts'
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
  readonly getWindowInfo: (purpose: KeyPurpose) => KeyWindowInfo
  /**
   * Checks the key at Hugging Face, then keeps it. A rejected one, an expired one and one that cannot run models are not kept. A
   * replacement must also have answered a tiny prompt; until then, and at any failure, the one before is used.
   */
  readonly save: (request: KeySaveRequest, purpose: KeyPurpose, options?: SaveOptions) => Promise<Reply<void>>
  /** Keeps the key that was found outside the keychain. Only on the user's click. */
  readonly saveFound: (request: Pick<KeySaveRequest, 'storage'>) => Promise<Reply<KeyStatus>>
  /** Succeeds only when the key cannot be read any more. */
  readonly forget: (keyId: string) => Promise<Reply<KeyStatus>>
  /**
   * Has Hugging Face make the key worthless, and forgets it. Fails with `key-not-revoked`, and keeps the key, unless Hugging Face
   * was then seen to refuse it.
   */
  readonly revoke: (keyId: string) => Promise<Reply<KeyStatus>>
  readonly activate: (keyId: string) => Reply<KeyStatus>
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
  readonly runTrial: (keyId: string) => Promise<Reply<KeyTrial>>
  /** The key for one run, read from where it is kept. Whoever asks lets go of it when the run ends. */
  readonly getKeyForRun: () => Promise<Reply<KeyForRun>>
}

/** Whoever waits for a key to be kept. */
export interface SaveOptions {
  /** Aborted when the user gave up meanwhile: nothing is kept then. */
  readonly signal: AbortSignal
  /** The system's question was answered late, after `keychain-waiting` had been said, and the key is kept. */
  readonly onSavedLate: () => void
}

export interface KeyForRun {
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
  readonly findKeys: () => readonly DetectedKey[]
  readonly now: () => number
  /** Resolves after that many milliseconds. */
  readonly delay: (milliseconds: number) => Promise<void>
  readonly publish: (status: KeyStatus) => void
}

const weekMs = 7 * 24 * 60 * 60 * 1000
/** Milliseconds before each question whether a revoked key is refused by now. */
const revokeCheckDelaysMs: readonly number[] = [0, 2_000, 5_000]

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const { keychain, check: checkKey, tryKey, findKeys, now, delay, publish } = parts
  const savedKeys = createSavedKeys({ keychain, notes: parts.notes, now, onChange: publishIfChanged })
  /** Where a key that is kept lies about as well, by the key that was asked about last. */
  let otherCopies: { readonly keyId: string | null; readonly locations: readonly KeyLocation[] } = { keyId: null, locations: [] }
  let lastPublished = ''

  function createStatus(): KeyStatus {
    const state = savedKeys.state()
    const found = state.kind === 'ready' ? null : (findKeys()[0]?.view ?? null)
    const exposedLocations = otherCopies.keyId === savedKeys.active() ? otherCopies.locations : []
    return { state, keys: savedKeys.list(), active: savedKeys.active(), found, exposedLocations, keychainName: keychain.name() }
  }

  function publishIfChanged(): void {
    const status = createStatus()
    const text = JSON.stringify(status)
    if (text !== lastPublished) publish(status)
    lastPublished = text
  }

  /** Where a key that Parley keeps lies about as well. Asked while it is at hand. */
  function updateOtherCopies(key: Key): void {
    otherCopies = {
      keyId: savedKeys.active(),
      locations: findKeys().flatMap((found) => (found.key.equals(key) ? [found.view.keyLocation] : [])),
    }
    publishIfChanged()
  }

  /** A key by its id, or the one in use, or why it is not to be had. */
  async function resolveKey(keyId: string | null): Promise<Reply<KeyForRun>> {
    if (keyId === null && savedKeys.active() === null) await savedKeys.refresh()
    const id = keyId ?? savedKeys.active()
    const keyView = savedKeys.list().find((each) => each.id === id)
    if (keyView === undefined) return keyId === null ? { ok: false, failure: savedKeys.getMissingReason() } : failed('key-missing')
    const key = await savedKeys.read(keyView.id)
    if (!key.ok) return key
    if (keyView.id === savedKeys.active()) updateOtherCopies(key.value)
    return succeeded({ key: key.value, id: keyView.id, name: keyView.name, billTo: keyView.billTo })
  }

  async function save(key: Key, storage: KeySaveRequest['storage'], purpose: KeyPurpose, options?: SaveOptions): Promise<Reply<void>> {
    const { check } = await checkKey(key)
    const refused = refusal(check)
    if (refused !== null) return refused
    if (options?.signal.aborted === true) return failed('key-missing', 'cancelled')
    // Everything else, no answer included, is no reason to send somebody away with a key that may well be right.
    if (storage === 'session') {
      savedKeys.useForSession(key, check)
      updateOtherCopies(key)
      return succeeded(undefined)
    }
    const replaces = purpose.kind === 'replacement' ? purpose.keyId : null
    const done = await savedKeys.save(
      key,
      check,
      { replaces, verify: () => verifyByTrial(key), onSavedLate: () => options?.onSavedLate() },
      options?.signal,
    )
    if (done.ok) updateOtherCopies(key)
    return done
  }

  /** An account without credit is no fault of the key: it was let in. */
  async function verifyByTrial(key: Key): Promise<Reply<unknown>> {
    const trial = await tryKey(key, null)
    return !trial.ok && trial.failure.code === 'credits-used-up' ? succeeded(undefined) : trial
  }

  async function recheck(keyId: string | null): Promise<Reply<KeyStatus>> {
    const keyForRun = await resolveKey(keyId)
    if (!keyForRun.ok) return keyForRun
    const { key, id } = keyForRun.value
    const findView = (): KeyView | undefined => savedKeys.list().find((each) => each.id === id)
    const previousView = findView()
    const { check: newCheck, failure } = await checkKey(key)
    if (failure !== null) return { ok: false, failure }
    // A key that was replaced meanwhile has a verdict of its own.
    if (previousView?.savedAt === findView()?.savedAt)
      savedKeys.update(id, { check: mergeChecks(newCheck, previousView?.check ?? null, now()) })
    return succeeded(createStatus())
  }

  async function revoke(keyId: string): Promise<Reply<KeyStatus>> {
    const key = await savedKeys.read(keyId)
    if (!key.ok) return key
    const sent = await parts.revoke(key.value)
    if (!sent.ok) return sent
    for (const milliseconds of revokeCheckDelaysMs) {
      await delay(milliseconds)
      const { check: found } = await checkKey(key.value)
      if (found.verdict === 'rejected' || found.verdict === 'expired') return forgetRevoked(keyId, key.value)
    }
    return failed('key-not-revoked')
  }

  /** Forgets a key that was seen to be worthless, unless another one has taken its place meanwhile. */
  async function forgetRevoked(keyId: string, revokedKey: Key): Promise<Reply<KeyStatus>> {
    const current = await savedKeys.read(keyId)
    if (current.ok && !current.value.equals(revokedKey)) return succeeded(createStatus())
    const check = savedKeys.list().find(({ id }) => id === keyId)?.check
    // Also where it cannot be forgotten now: that it is worthless is known.
    if (check != null) savedKeys.update(keyId, { check: { ...check, verdict: 'rejected', checkedAt: now() } })
    return toStatusReply(await savedKeys.forget(keyId))
  }

  function toStatusReply(done: Reply<void>): Reply<KeyStatus> {
    return done.ok ? succeeded(createStatus()) : done
  }

  return {
    async status() {
      await savedKeys.refresh()
      const needsCopyCheck = savedKeys.state().kind === 'ready' && otherCopies.keyId !== savedKeys.active()
      if (needsCopyCheck && findKeys().length > 0) await resolveKey(null)
      return createStatus()
    },
    getWindowInfo: (purpose) => ({
      server: null,
      replacedKeyName: purpose.kind === 'replacement' ? (savedKeys.list().find(({ id }) => id === purpose.keyId)?.name ?? null) : null,
    }),
    async save({ key, storage }, purpose, options) {
      const parsedKey = Key.from(key)
      return parsedKey.ok ? save(parsedKey.value, storage, purpose, options) : parsedKey
    },
    async saveFound({ storage }) {
      const [found] = findKeys()
      return found === undefined ? failed('key-missing') : toStatusReply(await save(found.key, storage, { kind: 'new' }))
    },
    forget: async (keyId) => toStatusReply(await savedKeys.forget(keyId)),
    revoke,
    activate: (keyId) => toStatusReply(savedKeys.activate(keyId)),
    rename: (keyId, name) => toStatusReply(savedKeys.update(keyId, { name })),
    billTo: (keyId, organisation) => toStatusReply(savedKeys.update(keyId, { billTo: organisation })),
    remindLater: (keyId) => toStatusReply(savedKeys.update(keyId, { remindAfter: now() + weekMs })),
    check: recheck,
    async runTrial(keyId) {
      const keyForRun = await resolveKey(keyId)
      return keyForRun.ok ? tryKey(keyForRun.value.key, keyForRun.value.billTo) : keyForRun
    },
    getKeyForRun: () => resolveKey(null),
  }
}

/** Why a key is not kept; null when it is. */
function refusal(check: KeyCheck): Reply<never> | null {
  if (check.verdict === 'rejected') return failed('key-rejected', 'whoami 401')
  if (check.verdict === 'expired') return failed('key-expired', 'whoami 401')
  if (check.verdict === 'cannot-run-models') return failed('key-lacks-permission', describeMissingPermission(check))
  return null
}

function describeMissingPermission({ account, keyName }: KeyCheck): string {
  return `The key ${keyName === null ? '' : `“${keyName}” `}of ${account ?? 'this account'} lacks inference.serverless.write.`
}

/** What an answer leaves out of a key that it refuses is known from before; and so is that its day has come. */
function mergeChecks(newCheck: KeyCheck, previousView: KeyCheck | null, now: number): KeyCheck {
  if (newCheck.verdict !== 'rejected' && newCheck.verdict !== 'expired') return newCheck
  const hasExpired = previousView?.expiresAt != null && previousView.expiresAt <= now
  return { ...newCheck, ...previousView, verdict: hasExpired ? 'expired' : newCheck.verdict, checkedAt: newCheck.checkedAt }
}
