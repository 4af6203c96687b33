// The user's keys as the rest of the program sees them: their status, saving, checking, replacing, revoking and forgetting them, and the key
// for a run. Hides where they are saved. Between calls a key is only in the keychain, unless the user chose to use it for this session.

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

/** Calls with an unknown key fail with `key-missing`; calls that need the keychain may fail with its failure. */
export interface KeyStore {
  /** Asks the keychain the first time, and while it was not available; otherwise returns what its newest answer has shown. */
  readonly status: () => Promise<KeyStatus>
  readonly getWindowInfo: (purpose: KeyPurpose) => KeyWindowInfo
  /**
   * Checks the key at Hugging Face, then saves it. A key that is rejected, has expired or cannot run models is not saved. A replacement must
   * also pass a tiny run; until then, and after any failure, the old key stays in use.
   */
  readonly save: (request: KeySaveRequest, purpose: KeyPurpose, options?: SaveOptions) => Promise<Reply<void>>
  /** Saves the key that was found outside the keychain. Only after the user's click. */
  readonly saveFound: (request: Pick<KeySaveRequest, 'storage'>) => Promise<Reply<KeyStatus>>
  /** Succeeds only if the key can no longer be read. */
  readonly forget: (keyId: string) => Promise<Reply<KeyStatus>>
  /** Has Hugging Face invalidate the key, and forgets it. Fails with `key-not-revoked`, and keeps the key, unless a check was then refused. */
  readonly revoke: (keyId: string) => Promise<Reply<KeyStatus>>
  readonly activate: (keyId: string) => Reply<KeyStatus>
  readonly rename: (keyId: string, name: string) => Reply<KeyStatus>
  /** @param organisation one of the account's organisations; null: the account itself pays */
  readonly billTo: (keyId: string, organisation: string | null) => Reply<KeyStatus>
  /** Snoozes the reminder to replace a key for a week. */
  readonly snoozeReminder: (keyId: string) => Reply<KeyStatus>
  /** Checks a key at Hugging Face; null: the active one. If that fails, the earlier verdict stays. */
  readonly check: (keyId: string | null) => Promise<Reply<KeyStatus>>
  /** Makes a tiny real run with the key. */
  readonly runTrial: (keyId: string) => Promise<Reply<KeyTrial>>
  /** The key for one run, read from where it is saved. The caller must drop it when the run ends. */
  readonly getKeyForRun: () => Promise<Reply<KeyForRun>>
}

/** For a caller that waits until a key is saved. */
export interface SaveOptions {
  /** Aborted when the user gave up: nothing is saved then. */
  readonly signal: AbortSignal
  /** Called when the key was saved after all, after `save` had failed with `keychain-waiting`. */
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
  /** Reports the key to Hugging Face as lost or stolen. The reply does not say whether the key was known. */
  readonly revoke: (key: Key) => Promise<Reply<void>>
  readonly findKeys: () => readonly DetectedKey[]
  readonly now: () => number
  readonly delay: (milliseconds: number) => Promise<void>
  readonly publish: (status: KeyStatus) => void
}

const weekMs = 7 * 24 * 60 * 60 * 1000
/** The wait before each check whether a revoked key is refused. */
const revokeCheckDelaysMs: readonly number[] = [0, 2_000, 5_000]

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const { keychain, check: checkKey, tryKey, findKeys, now, delay, publish } = parts
  const savedKeys = createSavedKeys({ keychain, notes: parts.notes, now, onChange: publishIfChanged })
  /** Where else on this computer the key is stored, for the key that was read last. */
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

  /** Looks for other copies of a key, while its text is at hand. */
  function updateOtherCopies(key: Key): void {
    otherCopies = {
      keyId: savedKeys.active(),
      locations: findKeys().flatMap((found) => (found.key.equals(key) ? [found.view.keyLocation] : [])),
    }
    publishIfChanged()
  }

  /** The key with an id; null: the active one. */
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
    const refused = getRefusal(check)
    if (refused !== null) return refused
    if (options?.signal.aborted === true) return failed('key-missing', 'cancelled')
    // Any other result, including none, is no reason to refuse a key that may be right.
    if (storage === 'session') {
      savedKeys.useForSession(key, check)
      updateOtherCopies(key)
      return succeeded(undefined)
    }
    const replaces = purpose.kind === 'replacement' ? purpose.keyId : null
    const done = await savedKeys.save(key, check, {
      replaces,
      verify: () => verifyByTrial(key),
      onSavedLate: () => options?.onSavedLate(),
      signal: options?.signal,
    })
    if (done.ok) updateOtherCopies(key)
    return done
  }

  /** An account without credit proves that its key was accepted. */
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
    // A key that was replaced in the meantime has a verdict of its own.
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

  /** Forgets a key that was seen to be invalid, unless it was replaced in the meantime. */
  async function forgetRevoked(keyId: string, revokedKey: Key): Promise<Reply<KeyStatus>> {
    const current = await savedKeys.read(keyId)
    if (current.ok && !current.value.equals(revokedKey)) return succeeded(createStatus())
    const check = savedKeys.list().find(({ id }) => id === keyId)?.check
    // Recorded even if it cannot be forgotten now.
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
    snoozeReminder: (keyId) => toStatusReply(savedKeys.update(keyId, { remindAfter: now() + weekMs })),
    check: recheck,
    async runTrial(keyId) {
      const keyForRun = await resolveKey(keyId)
      return keyForRun.ok ? tryKey(keyForRun.value.key, keyForRun.value.billTo) : keyForRun
    },
    getKeyForRun: () => resolveKey(null),
  }
}

/** Why a key is not saved; null if it is. */
function getRefusal(check: KeyCheck): Reply<never> | null {
  if (check.verdict === 'rejected') return failed('key-rejected', 'whoami 401')
  if (check.verdict === 'expired') return failed('key-expired', 'whoami 401')
  if (check.verdict === 'cannot-run-models') return failed('key-lacks-permission', describeMissingPermission(check))
  return null
}

function describeMissingPermission({ account, keyName }: KeyCheck): string {
  return `The key ${keyName === null ? '' : `“${keyName}” `}of ${account ?? 'this account'} lacks inference.serverless.write.`
}

/** A refusal carries no facts about the key, so those of the previous check stay; it also knows whether the key has expired. */
function mergeChecks(newCheck: KeyCheck, previous: KeyCheck | null, now: number): KeyCheck {
  if (newCheck.verdict !== 'rejected' && newCheck.verdict !== 'expired') return newCheck
  const hasExpired = previous?.expiresAt != null && previous.expiresAt <= now
  return { ...newCheck, ...previous, verdict: hasExpired ? 'expired' : newCheck.verdict, checkedAt: newCheck.checkedAt }
}
