// The user's key as the rest of the program knows it: its state in words, saving, checking, forgetting, and lending it to one run.
// Hides where it is kept. Between calls it is held nowhere but in the keychain, unless the user chose to use it until they quit.

import { failed, succeeded, type Failure, type FailureCode, type Reply } from '../shared/errors.ts'
import { inspectTyped } from '../shared/typed-key.ts'
import type { FoundKey, KeyCheck, KeySaveRequest, KeyState, KeyStatus } from '../shared/types.ts'
import type { CheckKey, KeyAnswer } from './key-check.ts'
import { Key } from './key.ts'
import type { Keychain, KeychainDone, KeyFound, Unavailable } from './keychain.ts'

export interface KeyStore {
  /** Asks the keychain the first time, and while it was not to be had; else answers what the newest call to it has shown. */
  readonly status: () => Promise<KeyStatus>
  /**
   * Checks the key at Hugging Face, then keeps it. A rejected one and one that cannot run models are not kept.
   * @param cancelled aborted when the user gave up while Hugging Face was asked: nothing is kept then.
   */
  readonly save: (request: KeySaveRequest, cancelled?: AbortSignal) => Promise<Reply<void>>
  /** Succeeds only when the key cannot be read any more. */
  readonly forget: () => Promise<Reply<KeyStatus>>
  /** Asks Hugging Face about the key in use. Where it does not answer, the earlier verdict stays and the failure says why. */
  readonly check: () => Promise<Reply<KeyStatus>>
  /** Keeps the key found in the environment. Only on the user's click. */
  readonly keepFound: (request: Pick<KeySaveRequest, 'keep'>) => Promise<Reply<KeyStatus>>
  /** The key for one run, read from where it is kept. Whoever asks lets go of it when the run ends. */
  readonly forRun: () => Promise<Reply<Key>>
}

interface KeyStoreParts {
  readonly keychain: Keychain
  readonly check: CheckKey
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  readonly publish: (status: KeyStatus) => void
}

interface SessionKey {
  readonly key: Key
  readonly savedAt: number
  readonly check: KeyCheck
}

const variables = ['HF_TOKEN', 'HUGGINGFACE_API_KEY'] as const

const failureOfState: Readonly<Record<Exclude<KeyState['kind'], 'ready'>, FailureCode>> = {
  none: 'key-missing',
  locked: 'keychain-locked',
  missing: 'keychain-missing',
  denied: 'keychain-denied',
  waiting: 'keychain-waiting',
}

export function createKeyStore({ keychain, check: askHub, environment, now, publish }: KeyStoreParts): KeyStore {
  let session: SessionKey | null = null
  /** What the keychain's newest answer was; null before the first. */
  let known: KeyState['kind'] | null = null
  let told = ''
  /** Counts changes of the key, so that what is asked about one is not noted of the next. */
  let changes = 0

  function state(): KeyState {
    if (session !== null) return { kind: 'ready', keptIn: 'session', savedAt: session.savedAt, check: session.check }
    if (known !== 'ready') return { kind: known ?? 'none' }
    const note = keychain.note()
    return { kind: 'ready', keptIn: 'keychain', savedAt: note?.savedAt ?? now(), check: note?.check ?? null }
  }

  function view(): KeyStatus {
    const current = state()
    const found = current.kind === 'ready' ? null : findKey(environment)
    return { state: current, found: found?.shown ?? null, keychainName: keychain.name }
  }

  function learn(kind: KeyState['kind']): void {
    known = kind
    tell()
  }

  function tell(): void {
    const status = view()
    const text = JSON.stringify(status)
    if (text !== told) publish(status)
    told = text
  }

  /** Turns the keychain's answer into a reply, and takes note of it. */
  async function read(): Promise<Reply<Key>> {
    const answer = await keychain.read()
    if (answer.kind === 'waiting') void answer.later?.then((late: KeyFound) => learn(late.kind))
    learn(answer.kind)
    return answer.kind === 'ready' ? succeeded(answer.key) : { ok: false, failure: failureOf(answer) }
  }

  async function forRun(): Promise<Reply<Key>> {
    return session === null ? read() : succeeded(session.key)
  }

  async function keepInKeychain(key: Key, check: KeyCheck, cancelled?: AbortSignal): Promise<Reply<void>> {
    const apply = async (done: KeychainDone): Promise<Reply<void>> => {
      if (done.kind !== 'done') {
        learn(done.kind)
        return { ok: false, failure: failureOf(done) }
      }
      if (cancelled?.aborted === true) {
        await forget()
        return failed('key-missing', 'cancelled')
      }
      session = null
      changes += 1
      keychain.setNote({ savedAt: keychain.note()?.savedAt ?? now(), check })
      learn('ready')
      return succeeded(undefined)
    }
    const asked = session
    const answer = await keychain.save(key)
    if (answer.kind !== 'waiting') return apply(answer)
    // The system's question is open. Whoever answers it wants the key saved, late as it is; unless they chose the session meanwhile.
    void answer.later?.then(async (late: KeychainDone) => {
      if (session === asked) await apply(late)
      else if (late.kind === 'done') await keychain.forget()
    })
    learn('waiting')
    return failed('keychain-waiting')
  }

  function keepForSession(key: Key, check: KeyCheck): Reply<void> {
    session = { key, savedAt: now(), check }
    changes += 1
    tell()
    return succeeded(undefined)
  }

  async function save(request: KeySaveRequest, cancelled?: AbortSignal): Promise<Reply<void>> {
    const typed = Key.from(request.key)
    if (!typed.ok) return typed
    const { check } = await askHub(typed.value)
    if (check.verdict === 'rejected') return failed('key-rejected', 'whoami 401')
    if (check.verdict === 'cannot-run-models') return failed('key-lacks-permission', lackOf(check))
    if (cancelled?.aborted === true) return failed('key-missing', 'cancelled')
    // Everything else, no answer included, is no reason to send somebody away with a key that may well be right.
    return request.keep === 'session' ? keepForSession(typed.value, check) : keepInKeychain(typed.value, check, cancelled)
  }

  async function forget(): Promise<Reply<KeyStatus>> {
    const wasSessionOnly = session !== null && keychain.note() === null
    session = null
    changes += 1
    const answer = await keychain.forget()
    if (answer.kind === 'waiting') void answer.later?.then((late: KeychainDone) => learn(kindAfterForgetting(late)))
    learn(kindAfterForgetting(answer))
    return answer.kind === 'done' || wasSessionOnly ? succeeded(view()) : { ok: false, failure: failureOf(answer) }
  }

  async function checkAgain(): Promise<Reply<KeyStatus>> {
    const key = await forRun()
    if (!key.ok) return key
    const asked = changes
    const { check: fresh, failure }: KeyAnswer = await askHub(key.value)
    if (failure !== null) return { ok: false, failure }
    if (asked !== changes) return succeeded(view())
    if (session !== null) session = { ...session, check: fresh }
    else keychain.setNote({ savedAt: keychain.note()?.savedAt ?? now(), check: fresh })
    tell()
    return succeeded(view())
  }

  return {
    async status() {
      const isSettled = session !== null || known === 'ready' || known === 'none'
      if (!isSettled) await read()
      return view()
    },
    save,
    forget,
    check: checkAgain,
    async keepFound({ keep }) {
      const found = findKey(environment)
      if (found === null) return failed('key-missing')
      const kept = await save({ key: found.text, keep })
      return kept.ok ? succeeded(view()) : kept
    },
    forRun,
  }
}

/** SECURITY: of a key in the environment only its place and last four characters are shown, until the user says to keep it. */
function findKey(environment: KeyStoreParts['environment']): { readonly text: string; readonly shown: FoundKey } | null {
  for (const variable of variables) {
    const inspected = inspectTyped(environment[variable] ?? '')
    // Of a short text the last four characters would be a large part.
    if (inspected.kind === 'fine' && inspected.doubt !== 'short' && inspected.doubt !== 'prefix') {
      return { text: inspected.text, shown: { variable, lastFour: inspected.text.slice(-4) } }
    }
  }
  return null
}

function failureOf(answer: Unavailable | { readonly kind: 'none' | 'waiting' }): Failure {
  const code = failureOfState[answer.kind]
  return 'detail' in answer ? { code, detail: answer.detail } : { code }
}

function kindAfterForgetting(answer: KeychainDone | { readonly kind: 'waiting' }): KeyState['kind'] {
  return answer.kind === 'done' ? 'none' : answer.kind
}

function lackOf({ account, keyName }: KeyCheck): string {
  return `The key ${keyName === null ? '' : `“${keyName}” `}of ${account ?? 'this account'} lacks inference.serverless.write.`
}
