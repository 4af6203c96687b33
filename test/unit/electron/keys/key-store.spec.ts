// The key store with the real check, trial and revocation against the stand-in for Hugging Face, and fake keychains that answer like
// real ones (keychain.spec.ts runs the real ones).

import { expect, test } from '@playwright/test'
import { stream } from '../../../../electron/inference/inference.ts'
import { findKeys } from '../../../../electron/keys/found-keys.ts'
import { createKeyCheck } from '../../../../electron/keys/key-check.ts'
import { openKeyNotes, type KeyNotesFile } from '../../../../electron/keys/key-notes.ts'
import { createKeyRevoke } from '../../../../electron/keys/key-check.ts'
import { createKeyStore, type KeyStore } from '../../../../electron/keys/key-store.ts'
import { createKeyTrial } from '../../../../electron/keys/key-trial.ts'
import type { Key } from '../../../../electron/keys/key.ts'
import type { Keychain } from '../../../../electron/keys/keychain.ts'
import { createMemoryKeychain } from '../../../../electron/keys/memory-keychain.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { succeeded, type Reply } from '../../../../shared/failures.ts'
import { maxKeys, type KeyPurpose, type KeyStatus } from '../../../../shared/types/keys.ts'
import { startHub, type Hub } from '../../../stand-ins/hub/hub.ts'

const start = 1_700_000_000_000
const account = 'Hugging Face'
const newKeyPurpose: KeyPurpose = { kind: 'new' }

let hub: Hub
let publishedStatuses: KeyStatus[]
let time: number
/** The pauses so far, in milliseconds. */
let pauses: number[]

const now = (): number => time

test.beforeEach(async () => {
  hub = await startHub({ speed: 0 })
  publishedStatuses = []
  pauses = []
  time = start
})
test.afterEach(() => hub.close())

interface StoreOptions {
  readonly keychain?: Keychain
  /** The notes of a previous start. */
  readonly notes?: KeyNotesFile
  readonly environment?: Readonly<Record<string, string>>
  readonly revoke?: (key: Key) => Promise<Reply<void>>
}

function createTestStore({
  keychain = createMemoryKeychain(),
  notes = openKeyNotes(null),
  environment = {},
  revoke,
}: StoreOptions = {}): KeyStore {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  return createKeyStore({
    keychain,
    notes,
    check: createKeyCheck(network.fetchWithKey, now),
    tryKey: createKeyTrial({ suggestModel: async () => 'meta-llama/Llama-3.3-70B-Instruct', stream, fetchWithKey: network.fetchWithKey }),
    revoke: revoke ?? createKeyRevoke(network.revoke),
    findKeys: () => findKeys({ environment, home: '/nowhere' }),
    now,
    delay: async (milliseconds) => void pauses.push(milliseconds),
    publish: (status) => publishedStatuses.push(status),
  })
}

/** Saves the key of that kind and returns its id. */
async function saveKey(store: KeyStore, name: keyof Hub['keys'], purpose: KeyPurpose = newKeyPurpose): Promise<string> {
  const reply = await store.save({ key: hub.keys[name], storage: 'keychain' }, purpose)
  expect(reply).toEqual({ ok: true, value: undefined })
  return getActiveKeyId(await store.status())
}

function getActiveKeyId({ state }: KeyStatus): string {
  return state.kind === 'ready' ? state.id : 'no key'
}

async function readKeyForRun(store: KeyStore): Promise<string> {
  const reply = await store.getKeyForRun()
  return reply.ok ? reply.value.key.reveal() : reply.failure.code
}

/** A keychain that fails every call for one reason. */
function createRefusingKeychain(kind: 'locked' | 'missing' | 'denied'): Keychain {
  const refuseCall = async (): Promise<{ readonly kind: typeof kind; readonly detail: string }> => ({ kind, detail: 'as the system says' })
  return { ...createMemoryKeychain(), read: refuseCall, save: refuseCall, forget: refuseCall }
}

/** A keychain whose system shows a prompt at each call; `answer` is the user's answer. */
function createPromptingKeychain(): Keychain & { readonly answer: () => void } {
  const memoryKeychain = createMemoryKeychain()
  let isPromptOpen = false
  const promptAnswer = Promise.withResolvers<void>()
  let isAnswered = false
  async function later<Result extends { readonly kind: string }>(
    callKeychain: () => Promise<Result>,
  ): Promise<Exclude<Result, { kind: 'waiting' }>> {
    await promptAnswer.promise
    const answer = await callKeychain()
    if (!isFinalResult(answer)) throw new Error('An in-memory keychain shows no prompt.')
    return answer
  }
  return {
    ...memoryKeychain,
    answer() {
      isAnswered = true
      promptAnswer.resolve()
    },
    read: async (name) =>
      isAnswered
        ? memoryKeychain.read(name)
        : { kind: 'waiting', eventualResult: isPromptOpen ? null : later(() => memoryKeychain.read(name)) },
    // One call at a time, like the real one: a call during an open prompt only reports waiting.
    save: async (name, key) => {
      if (isAnswered) return memoryKeychain.save(name, key)
      if (isPromptOpen) return { kind: 'waiting', eventualResult: null }
      isPromptOpen = true
      return { kind: 'waiting', eventualResult: later(() => memoryKeychain.save(name, key)) }
    },
  }
}

function isFinalResult<Result extends { readonly kind: string }>(result: Result): result is Exclude<Result, { kind: 'waiting' }> {
  return result.kind !== 'waiting'
}

test.describe('key store', () => {
  test('reports that there is no key, also to a run', async () => {
    const store = createTestStore()
    const emptyStatus = { state: { kind: 'none' }, keys: [], active: null, found: null, exposedLocations: [], keychainName: null }
    expect(await store.status()).toEqual(emptyStatus)
    expect(await store.getKeyForRun()).toEqual({ ok: false, failure: { code: 'key-missing' } })
  })

  test('gives a saved key to a run and names its account', async () => {
    const store = createTestStore()
    expect(await store.save({ key: ` ${hub.keys.fineGrained}\n`, storage: 'keychain' }, newKeyPurpose)).toEqual({
      ok: true,
      value: undefined,
    })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
    expect((await store.status()).state).toMatchObject({
      kind: 'ready',
      name: 'fineGrained key',
      storage: 'keychain',
      savedAt: start,
      check: { verdict: 'right', account: 'stand-in-account', checkedAt: start },
    })
  })

  test('knows the account at the next start without a request', async () => {
    const storeOptions = { keychain: createMemoryKeychain(), notes: openKeyNotes(null) }
    await saveKey(createTestStore(storeOptions), 'fineGrained')
    const requestsBefore = hub.requests.length
    expect(await createTestStore(storeOptions).status()).toMatchObject({ state: { kind: 'ready', check: { account: 'stand-in-account' } } })
    expect(hub.requests).toHaveLength(requestsBefore)
  })

  for (const [name, code] of [
    ['rejected', 'key-rejected'],
    ['fineGrainedWithoutRight', 'key-lacks-permission'],
    ['expired', 'key-expired'],
  ] as const) {
    test(`does not save a ${name} key and fails with ${code}`, async () => {
      const store = createTestStore()
      expect(await store.save({ key: hub.keys[name], storage: 'keychain' }, newKeyPurpose)).toMatchObject({ ok: false, failure: { code } })
      expect((await store.status()).state).toEqual({ kind: 'none' })
    })
  }

  test('keeps the saved key when a new one is rejected', async () => {
    const store = createTestStore()
    await saveKey(store, 'fineGrained')
    await store.save({ key: hub.keys.rejected, storage: 'keychain' }, newKeyPurpose)
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  for (const name of ['rateLimited', 'whoamiFailing'] as const) {
    test(`saves a key that could not be checked (${name}) without a verdict`, async () => {
      const store = createTestStore()
      await saveKey(store, name)
      expect((await store.status()).state).toMatchObject({ kind: 'ready', name: 'Key', check: { verdict: 'unknown' } })
    })
  }

  test('refuses an invalid key without a request', async () => {
    const store = createTestStore()
    expect(await store.save({ key: 'two\nlines', storage: 'keychain' }, newKeyPurpose)).toMatchObject({
      ok: false,
      failure: { code: 'bad-input' },
    })
    expect(hub.requests).toEqual([])
  })

  test('does not use the keychain for a session key', async () => {
    const keychain = createMemoryKeychain()
    const notes = openKeyNotes(null)
    const store = createTestStore({ keychain, notes })
    await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)
    expect(await store.status()).toMatchObject({ state: { kind: 'ready', storage: 'session' } })
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
    expect(await readKeyForRun(createTestStore({ keychain, notes }))).toBe('key-missing')
  })

  for (const kind of ['locked', 'missing', 'denied'] as const) {
    test(`reports a ${kind} keychain to saving, runs and status, and saves nothing`, async () => {
      const store = createTestStore({ keychain: createRefusingKeychain(kind) })
      const failure = { code: `keychain-${kind}`, detail: 'as the system says' }
      expect(await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)).toEqual({ ok: false, failure })
      expect(await store.getKeyForRun()).toEqual({ ok: false, failure })
      expect((await store.status()).state).toEqual({ kind })
    })

    test(`allows a session key with a ${kind} keychain`, async () => {
      const store = createTestStore({ keychain: createRefusingKeychain(kind) })
      expect(await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)).toMatchObject({ ok: true })
      expect(await store.forget(getActiveKeyId(await store.status()))).toMatchObject({ ok: true, value: { state: { kind } } })
      expect(await store.getKeyForRun()).toMatchObject({ ok: false })
    })
  }

  test('saves the key when the user answers the keychain prompt', async () => {
    const keychain = createPromptingKeychain()
    const store = createTestStore({ keychain })
    expect(await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)).toMatchObject({
      ok: false,
      failure: { code: 'keychain-waiting' },
    })
    expect(publishedStatuses.at(-1)).toMatchObject({ state: { kind: 'waiting' } })
    keychain.answer()
    await expect.poll(() => publishedStatuses.at(-1)).toMatchObject({ state: { kind: 'ready', check: { account: 'stand-in-account' } } })
  })

  test('notifies the caller when the keychain prompt was answered late', async () => {
    const keychain = createPromptingKeychain()
    const store = createTestStore({ keychain })
    const savedLate = Promise.withResolvers<string>()
    const saveCaller = { signal: new AbortController().signal, onSavedLate: () => savedLate.resolve('saved') }
    await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose, saveCaller)
    keychain.answer()
    expect(await savedLate.promise).toBe('saved')
  })

  test('is not confused by repeated saves while the keychain prompt is open', async () => {
    const keychain = createPromptingKeychain()
    const notes = openKeyNotes(null)
    const store = createTestStore({ keychain, notes })
    await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const reply = await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)
      expect(reply).toMatchObject({ ok: false, failure: { code: 'keychain-waiting' } })
    }
    keychain.answer()
    await expect.poll(() => publishedStatuses.at(-1)).toMatchObject({ state: { kind: 'ready' } })
    expect(notes.read()).toMatchObject({ keys: [{ account }], spent: [] })
  })

  test('keeps the first key when the keychain refuses a second', async () => {
    const keychain = createMemoryKeychain()
    const notes = openKeyNotes(null)
    const store = createTestStore({
      keychain: {
        ...keychain,
        save: async (name, key) => (name === account ? keychain.save(name, key) : createRefusingKeychain('denied').save(name, key)),
      },
      notes,
    })
    await saveKey(store, 'fineGrained')
    expect(await store.save({ key: hub.keys.read, storage: 'keychain' }, newKeyPurpose)).toMatchObject({
      ok: false,
      failure: { code: 'keychain-denied' },
    })
    expect((await store.status()).state).toMatchObject({ kind: 'ready', name: 'fineGrained key' })
  })

  test('removes a key from the keychain that was set for the session meanwhile', async () => {
    const keychain = createPromptingKeychain()
    const notes = openKeyNotes(null)
    const store = createTestStore({ keychain, notes })
    await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)
    await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)
    keychain.answer()
    await expect.poll(() => notes.read().spent).toEqual([])
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
    expect((await store.status()).state).toMatchObject({ kind: 'ready', storage: 'session' })
  })

  test('leaves nothing in the keychain after forgetting', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    expect(await store.forget(await saveKey(store, 'fineGrained'))).toMatchObject({ ok: true, value: { state: { kind: 'none' } } })
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
  })

  test('saves nothing once the user has cancelled', async () => {
    const keychain = createMemoryKeychain()
    await createTestStore({ keychain }).save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose, {
      signal: AbortSignal.abort(),
      onSavedLate() {},
    })
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
  })

  test('updates the verdict with a later check, but not with a failed one', async () => {
    const store = createTestStore()
    await saveKey(store, 'fineGrained')
    await hub.setFault('connection-refused', { scope: 'key', times: 1 })
    expect(await store.check(null)).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await store.status()).toMatchObject({ state: { check: { verdict: 'right' } } })
    await hub.setFault('key-rejected', { scope: 'key', times: 1 })
    const rejected = { verdict: 'rejected', account: 'stand-in-account', keyName: 'fineGrained key' }
    expect(await store.check(null)).toMatchObject({ ok: true, value: { state: { check: rejected } } })
    expect((await store.getKeyForRun()).ok).toBe(true)
  })

  test('reports a rejected key as expired after its expiry date', async () => {
    const store = createTestStore()
    await saveKey(store, 'expiring')
    await hub.setFault('key-rejected', { scope: 'key', times: 1 })
    time = Date.parse('2032-01-02')
    expect(await store.check(null)).toMatchObject({ ok: true, value: { state: { check: { verdict: 'expired' } } } })
  })

  test('tries a key with a tiny run, only on request', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'fineGrained')
    const runs = () => hub.requests.filter(({ path }) => path === '/v1/chat/completions')
    expect(runs()).toEqual([])
    const trial = { model: 'meta-llama/Llama-3.3-70B-Instruct', provider: expect.any(String), totalMs: expect.any(Number) }
    expect(await store.runTrial(id)).toEqual({ ok: true, value: trial })
    expect(runs().map(({ body }) => JSON.parse(body).max_tokens)).toEqual([8])
    await hub.setFault('no-permission')
    expect(await store.runTrial(id)).toMatchObject({ ok: false, failure: { code: 'key-lacks-permission' } })
  })
})

test.describe('several keys', () => {
  test('are all saved, and the newest is used until another is selected', async () => {
    const store = createTestStore()
    const first = await saveKey(store, 'fineGrained')
    const second = await saveKey(store, 'read')
    expect(await readKeyForRun(store)).toBe(hub.keys.read)
    expect(store.activate(first)).toMatchObject({ ok: true, value: { active: first, keys: [{ id: first }, { id: second }] } })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('can be renamed, and runs get the name', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'fineGrained')
    expect(store.rename(id, 'work')).toMatchObject({ ok: true, value: { state: { name: 'work' } } })
    expect(await store.getKeyForRun()).toMatchObject({ ok: true, value: { id, name: 'work', billTo: null } })
  })

  test('with the same name are numbered', async () => {
    const store = createTestStore()
    await saveKey(store, 'rateLimited')
    await saveKey(store, 'whoamiFailing')
    expect((await store.status()).keys.map(({ name }) => name)).toEqual(['Key', 'Key 2'])
  })

  test('are not duplicated when the same key is set again', async () => {
    const store = createTestStore()
    const first = await saveKey(store, 'fineGrained')
    await saveKey(store, 'read')
    expect(await saveKey(store, 'fineGrained')).toBe(first)
    expect((await store.status()).keys).toHaveLength(2)
  })

  test('fall back to the newest of the others when one is forgotten', async () => {
    const store = createTestStore()
    const first = await saveKey(store, 'fineGrained')
    const second = await saveKey(store, 'read')
    expect(await store.forget(second)).toMatchObject({ ok: true, value: { active: first, keys: [{ id: first }] } })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test(`are limited to ${maxKeys}`, async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const names = ['fineGrained', 'fineGrainedScoped', 'read', 'write', 'old', 'expiring', 'rateLimited', 'whoamiFailing'] as const
    for (const name of names) await saveKey(store, name)
    const reply = await store.save({ key: hub.keys.withoutCredits, storage: 'keychain' }, newKeyPurpose)
    expect(reply).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
    expect((await store.status()).keys).toHaveLength(maxKeys)
  })

  test('can include a session key', async () => {
    const store = createTestStore()
    const savedKeyId = await saveKey(store, 'fineGrained')
    await store.save({ key: hub.keys.read, storage: 'session' }, newKeyPurpose)
    const activeKeyId = getActiveKeyId(await store.status())
    expect(store.activate(savedKeyId)).toMatchObject({
      ok: true,
      value: { keys: [{ id: savedKeyId }, { id: activeKeyId, storage: 'session' }] },
    })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
    store.activate(activeKeyId)
    expect(await readKeyForRun(store)).toBe(hub.keys.read)
  })

  test('can each be billed to an organisation', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'fineGrained')
    expect((await store.status()).state).toMatchObject({ check: { organisations: ['stand-in-organisation'] }, billTo: null })
    store.billTo(id, 'stand-in-organisation')
    expect(await store.getKeyForRun()).toMatchObject({ ok: true, value: { billTo: 'stand-in-organisation' } })
    await store.runTrial(id)
    expect(hub.requests.at(-1)?.headers['x-hf-bill-to']).toBe('stand-in-organisation')
  })
})

test.describe('replacing a key', () => {
  test('keeps id, name and billing once the new key has answered a prompt', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const id = await saveKey(store, 'old')
    store.rename(id, 'work')
    store.billTo(id, 'stand-in-organisation')
    expect(await saveKey(store, 'fineGrained', { kind: 'replacement', keyId: id })).toBe(id)
    expect((await store.status()).state).toMatchObject({
      name: 'work',
      billTo: 'stand-in-organisation',
      check: { keyName: 'fineGrained key' },
    })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
    expect(hub.requests.map(({ method, path }) => `${method} ${path}`).slice(-2)).toEqual([
      'GET /api/whoami-v2',
      'POST /v1/chat/completions',
    ])
  })

  const failures = [
    ['the new key is rejected', 'key-rejected', 'key'],
    ['the new key may not run models', 'no-permission', 'runs'],
    ['the provider does not answer the prompt', 'server-error', 'runs'],
    ['the connection is lost', 'cut-by-reset', 'runs'],
  ] as const
  for (const [why, fault, scope] of failures) {
    test(`keeps the old key when ${why}`, async () => {
      const keychain = createMemoryKeychain()
      const notes = openKeyNotes(null)
      const store = createTestStore({ keychain, notes })
      const id = await saveKey(store, 'old')
      const before = await store.status()
      await hub.setFault(fault, { scope })
      expect((await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })).ok).toBe(false)
      expect(await store.status()).toEqual(before)
      expect(await readKeyForRun(store)).toBe(hub.keys.old)
      expect([notes.read().spent, (await keychain.read(`${account} 2`)).kind]).toEqual([[], 'none'])
    })
  }

  test('keeps the old key when the keychain does not save the new one', async () => {
    const keychain = createMemoryKeychain()
    const notes = openKeyNotes(null)
    const id = await saveKey(createTestStore({ keychain, notes }), 'old')
    const store = createTestStore({ keychain: { ...keychain, save: createRefusingKeychain('denied').save }, notes })
    const reply = await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'keychain-denied' } })
    expect(await readKeyForRun(store)).toBe(hub.keys.old)
  })

  test('refuses a key that is already saved', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'old')
    const reply = await store.save({ key: hub.keys.old, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    expect(reply).toEqual({ ok: false, failure: { code: 'key-known' } })
    expect(await readKeyForRun(store)).toBe(hub.keys.old)
  })

  test('is not affected by another key saved during the trial', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'old')
    await saveKey(store, 'read')
    const swap = store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    await store.save({ key: hub.keys.write, storage: 'keychain' }, newKeyPurpose)
    expect(await swap).toMatchObject({ ok: true })
    expect((await store.status()).keys.map(({ check }) => check?.keyName)).toEqual(['fineGrained key', 'read key', 'write key'])
    store.activate(id)
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('keeps the billing when Hugging Face gives no verdict', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'old')
    store.billTo(id, 'stand-in-organisation')
    await saveKey(store, 'rateLimited', { kind: 'replacement', keyId: id })
    expect((await store.status()).state).toMatchObject({ billTo: 'stand-in-organisation', check: { verdict: 'unknown' } })
  })

  test('succeeds without credits, because the key was accepted', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'old')
    await saveKey(store, 'withoutCredits', { kind: 'replacement', keyId: id })
    expect(await readKeyForRun(store)).toBe(hub.keys.withoutCredits)
  })

  test('names the replaced key in the key window', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'old')
    expect([store.getWindowInfo(newKeyPurpose), store.getWindowInfo({ kind: 'replacement', keyId: id })]).toEqual([
      { replacedKeyName: null, server: null },
      { replacedKeyName: 'old key', server: null },
    ])
  })
})

test.describe('revoking a key', () => {
  test('verifies that the key no longer works, then forgets it', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const id = await saveKey(store, 'fineGrained')
    expect(await store.revoke(id)).toMatchObject({ ok: true, value: { state: { kind: 'none' }, keys: [] } })
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
    const [revocation] = hub.requests.filter(({ path }) => path === '/api/credentials/revoke')
    expect([revocation?.headers['authorization'], JSON.parse(revocation?.body ?? '')]).toEqual([
      undefined,
      { credentials: [hub.keys.fineGrained] },
    ])
  })

  test('does not forget a key that has replaced it meanwhile', async () => {
    const store = createTestStore({
      revoke: async () => {
        await saveKey(store, 'fineGrained', { kind: 'replacement', keyId: id })
        await fetch(`${hub.origin}/api/credentials/revoke`, { method: 'POST', body: JSON.stringify({ credentials: [hub.keys.old] }) })
        return succeeded(undefined)
      },
    })
    const id = await saveKey(store, 'old')
    expect(await store.revoke(id)).toMatchObject({ ok: true })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('fails and keeps the key when Hugging Face still accepts it', async () => {
    const store = createTestStore({ revoke: async () => succeeded(undefined) })
    const id = await saveKey(store, 'fineGrained')
    expect(await store.revoke(id)).toEqual({ ok: false, failure: { code: 'key-not-revoked' } })
    expect(pauses.length).toBeGreaterThan(1)
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('keeps the key when Hugging Face is unreachable', async () => {
    const store = createTestStore()
    const id = await saveKey(store, 'fineGrained')
    await hub.setFault('connection-refused', { scope: 'key' })
    expect(await store.revoke(id)).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })
})

test.describe('a key in the environment', () => {
  test('is offered by its last four characters, and not used', async () => {
    const store = createTestStore({ environment: { HF_TOKEN: hub.keys.fineGrained } })
    const found = { keyLocation: { kind: 'variable', name: 'HF_TOKEN' }, lastFour: hub.keys.fineGrained.slice(-4) }
    expect(await store.status()).toMatchObject({ state: { kind: 'none' }, found })
    expect(await readKeyForRun(store)).toBe('key-missing')
    expect(hub.requests).toEqual([])
  })

  test('is saved on request, then reported as exposed instead of offered', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain, environment: { HF_TOKEN: hub.keys.fineGrained } })
    const exposedLocations = [{ kind: 'variable', name: 'HF_TOKEN' }]
    expect(await store.saveFound({ storage: 'keychain' })).toMatchObject({
      ok: true,
      value: { state: { kind: 'ready' }, found: null, exposedLocations },
    })
    expect((await keychain.read(account)).kind).toBe('ready')
  })

  test('is reported as exposed until it is gone, also at the next start', async () => {
    const storeOptions = { keychain: createMemoryKeychain(), notes: openKeyNotes(null) }
    await saveKey(createTestStore(storeOptions), 'fineGrained')
    const store = createTestStore({ ...storeOptions, environment: { HF_TOKEN: hub.keys.fineGrained } })
    expect((await store.status()).exposedLocations).toEqual([{ kind: 'variable', name: 'HF_TOKEN' }])
    await saveKey(store, 'read')
    expect((await store.status()).exposedLocations).toEqual([])
    const later = createTestStore(storeOptions)
    expect((await later.status()).exposedLocations).toEqual([])
  })

  test('is not offered while another key is in use', async () => {
    const store = createTestStore({ environment: { HF_TOKEN: hub.keys.read } })
    await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)
    expect((await store.status()).found).toBeNull()
  })
})

test.describe('key store replies', () => {
  test('[row 3] never returns a key in a status or reply of a full session', async () => {
    const store = createTestStore({ environment: { HF_TOKEN: hub.keys.read } })
    const keys = Object.values(hub.keys)
    const publicValues: unknown[] = [await store.status(), await store.saveFound({ storage: 'keychain' })]
    for (const key of keys)
      publicValues.push(await store.save({ key, storage: 'keychain' }, newKeyPurpose), await store.check(null), await store.status())
    const id = getActiveKeyId(await store.status())
    publicValues.push(await store.runTrial(id), store.rename(id, 'another'), store.billTo(id, 'stand-in-organisation'), store.activate(id))
    publicValues.push(
      await store.getKeyForRun(),
      await store.revoke(id),
      await store.forget(getActiveKeyId(await store.status())),
      publishedStatuses,
    )
    const text = JSON.stringify(publicValues)
    expect(keys.filter((key) => text.includes(key.slice(3, 15)))).toEqual([])
  })
})
