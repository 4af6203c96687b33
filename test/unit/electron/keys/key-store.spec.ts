// The key store with the real check, trial and revocation against the stand-in for Hugging Face, and keychains that answer as the real
// ones do (keychain.spec.ts holds the real ones to it).

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
/** Milliseconds that were waited for, each. */
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
  /** What a start before has left. */
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

/** Keeps the key of that kind, and gives the id it has from then on. */
async function storage(store: KeyStore, name: keyof Hub['keys'], purpose: KeyPurpose = newKeyPurpose): Promise<string> {
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

/** A keychain that cannot be used, for one reason. */
function createRefusingKeychain(kind: 'locked' | 'missing' | 'denied'): Keychain {
  const refuseCall = async (): Promise<{ readonly kind: typeof kind; readonly detail: string }> => ({ kind, detail: 'as the system says' })
  return { ...createMemoryKeychain(), read: refuseCall, save: refuseCall, forget: refuseCall }
}

/** A keychain whose system asks its user something at each call; `answer` is that user. */
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
    if (!isFinalResult(answer)) throw new Error('A keychain in memory asks nobody.')
    return answer
  }
  return {
    ...memoryKeychain,
    answer() {
      isAnswered = true
      promptAnswer.resolve()
    },
    read: async (place) =>
      isAnswered
        ? memoryKeychain.read(place)
        : { kind: 'waiting', eventualResult: isPromptOpen ? null : later(() => memoryKeychain.read(place)) },
    // One call at a time, as the real one: whoever comes while one is open is told to wait and never asks.
    save: async (place, key) => {
      if (isAnswered) return memoryKeychain.save(place, key)
      if (isPromptOpen) return { kind: 'waiting', eventualResult: null }
      isPromptOpen = true
      return { kind: 'waiting', eventualResult: later(() => memoryKeychain.save(place, key)) }
    },
  }
}

function isFinalResult<Result extends { readonly kind: string }>(result: Result): result is Exclude<Result, { kind: 'waiting' }> {
  return result.kind !== 'waiting'
}

test('without a key says so, and a run is told', async () => {
  const store = createTestStore()
  const emptyStatus = { state: { kind: 'none' }, keys: [], active: null, found: null, exposedLocations: [], keychainName: null }
  expect(await store.status()).toEqual(emptyStatus)
  expect(await store.getKeyForRun()).toEqual({ ok: false, failure: { code: 'key-missing' } })
})

test('a saved key is lent to a run, and its status says whose it is', async () => {
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

test('the next start knows whose key it is without asking Hugging Face', async () => {
  const storeOptions = { keychain: createMemoryKeychain(), notes: openKeyNotes(null) }
  await storage(createTestStore(storeOptions), 'fineGrained')
  const requestsBefore = hub.requests.length
  expect(await createTestStore(storeOptions).status()).toMatchObject({ state: { kind: 'ready', check: { account: 'stand-in-account' } } })
  expect(hub.requests).toHaveLength(requestsBefore)
})

for (const [name, code] of [
  ['rejected', 'key-rejected'],
  ['fineGrainedWithoutRight', 'key-lacks-permission'],
  ['expired', 'key-expired'],
] as const) {
  test(`a key of the kind ${name} is not kept and answered with ${code}`, async () => {
    const store = createTestStore()
    expect(await store.save({ key: hub.keys[name], storage: 'keychain' }, newKeyPurpose)).toMatchObject({ ok: false, failure: { code } })
    expect((await store.status()).state).toEqual({ kind: 'none' })
  })
}

test('a rejected key does not take the place of the one that is kept', async () => {
  const store = createTestStore()
  await storage(store, 'fineGrained')
  await store.save({ key: hub.keys.rejected, storage: 'keychain' }, newKeyPurpose)
  expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
})

for (const name of ['rateLimited', 'whoamiFailing'] as const) {
  test(`a key that could not be checked (${name}) is kept, without a verdict`, async () => {
    const store = createTestStore()
    await storage(store, name)
    expect((await store.status()).state).toMatchObject({ kind: 'ready', name: 'Key', check: { verdict: 'unknown' } })
  })
}

test('a key that could not be one is refused before anybody is asked', async () => {
  const store = createTestStore()
  expect(await store.save({ key: 'two\nlines', storage: 'keychain' }, newKeyPurpose)).toMatchObject({
    ok: false,
    failure: { code: 'bad-input' },
  })
  expect(hub.requests).toEqual([])
})

test('a key for the session never touches the keychain', async () => {
  const keychain = createMemoryKeychain()
  const notes = openKeyNotes(null)
  const store = createTestStore({ keychain, notes })
  await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)
  expect(await store.status()).toMatchObject({ state: { kind: 'ready', storage: 'session' } })
  expect(await keychain.read(account)).toEqual({ kind: 'none' })
  expect(await readKeyForRun(createTestStore({ keychain, notes }))).toBe('key-missing')
})

for (const kind of ['locked', 'missing', 'denied'] as const) {
  test(`a keychain that is ${kind} is told to saving, runs and status, and nothing is kept unasked`, async () => {
    const store = createTestStore({ keychain: createRefusingKeychain(kind) })
    const failure = { code: `keychain-${kind}`, detail: 'as the system says' }
    expect(await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose)).toEqual({ ok: false, failure })
    expect(await store.getKeyForRun()).toEqual({ ok: false, failure })
    expect((await store.status()).state).toEqual({ kind })
  })

  test(`with a keychain that is ${kind} the key can be used for the session and dropped again`, async () => {
    const store = createTestStore({ keychain: createRefusingKeychain(kind) })
    expect(await store.save({ key: hub.keys.fineGrained, storage: 'session' }, newKeyPurpose)).toMatchObject({ ok: true })
    expect(await store.forget(getActiveKeyId(await store.status()))).toMatchObject({ ok: true, value: { state: { kind } } })
    expect(await store.getKeyForRun()).toMatchObject({ ok: false })
  })
}

test('a key saved while the system asks something counts when its user answers', async () => {
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

test('whoever waits for a key is told when the system’s question was answered late', async () => {
  const keychain = createPromptingKeychain()
  const store = createTestStore({ keychain })
  const keptLate = Promise.withResolvers<string>()
  const saveCaller = { signal: new AbortController().signal, onSavedLate: () => keptLate.resolve('kept') }
  await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose, saveCaller)
  keychain.answer()
  expect(await keptLate.promise).toBe('kept')
})

test('trying again while the system’s question is open changes nothing of what its answer does', async () => {
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

test('a keychain that keeps no second key says nothing of the first', async () => {
  const keychain = createMemoryKeychain()
  const notes = openKeyNotes(null)
  const store = createTestStore({
    keychain: {
      ...keychain,
      save: async (place, key) => (place === account ? keychain.save(place, key) : createRefusingKeychain('denied').save(place, key)),
    },
    notes,
  })
  await storage(store, 'fineGrained')
  expect(await store.save({ key: hub.keys.read, storage: 'keychain' }, newKeyPurpose)).toMatchObject({
    ok: false,
    failure: { code: 'keychain-denied' },
  })
  expect((await store.status()).state).toMatchObject({ kind: 'ready', name: 'fineGrained key' })
})

test('a key that was chosen for the session meanwhile does not stay in the keychain', async () => {
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

test('forgetting leaves nothing to read', async () => {
  const keychain = createMemoryKeychain()
  const store = createTestStore({ keychain })
  expect(await store.forget(await storage(store, 'fineGrained'))).toMatchObject({ ok: true, value: { state: { kind: 'none' } } })
  expect(await keychain.read(account)).toEqual({ kind: 'none' })
})

test('nothing is kept once the user gave up', async () => {
  const keychain = createMemoryKeychain()
  await createTestStore({ keychain }).save({ key: hub.keys.fineGrained, storage: 'keychain' }, newKeyPurpose, {
    signal: AbortSignal.abort(),
    onSavedLate() {},
  })
  expect(await keychain.read(account)).toEqual({ kind: 'none' })
})

test('a later check renews the verdict, and one that gets no answer leaves it', async () => {
  const store = createTestStore()
  await storage(store, 'fineGrained')
  await hub.setFault('connection-refused', { scope: 'key', times: 1 })
  expect(await store.check(null)).toMatchObject({ ok: false, failure: { code: 'offline' } })
  expect(await store.status()).toMatchObject({ state: { check: { verdict: 'right' } } })
  await hub.setFault('key-rejected', { scope: 'key', times: 1 })
  const rejected = { verdict: 'rejected', account: 'stand-in-account', keyName: 'fineGrained key' }
  expect(await store.check(null)).toMatchObject({ ok: true, value: { state: { check: rejected } } })
  expect((await store.getKeyForRun()).ok).toBe(true)
})

test('a key that is refused after its day has come is called expired, whatever the refusal says', async () => {
  const store = createTestStore()
  await storage(store, 'expiring')
  await hub.setFault('key-rejected', { scope: 'key', times: 1 })
  time = Date.parse('2032-01-02')
  expect(await store.check(null)).toMatchObject({ ok: true, value: { state: { check: { verdict: 'expired' } } } })
})

test('a tiny real run shows whether a key can run a model, and is made only when asked for', async () => {
  const store = createTestStore()
  const id = await storage(store, 'fineGrained')
  const runs = () => hub.requests.filter(({ path }) => path === '/v1/chat/completions')
  expect(runs()).toEqual([])
  const promptAnswer = { model: 'meta-llama/Llama-3.3-70B-Instruct', provider: expect.any(String), totalMs: expect.any(Number) }
  expect(await store.runTrial(id)).toEqual({ ok: true, value: promptAnswer })
  expect(runs().map(({ body }) => JSON.parse(body).max_tokens)).toEqual([8])
  await hub.setFault('no-permission')
  expect(await store.runTrial(id)).toMatchObject({ ok: false, failure: { code: 'key-lacks-permission' } })
})

test.describe('several keys', () => {
  test('are kept beside each other, and the newest is used until another is chosen', async () => {
    const store = createTestStore()
    const first = await storage(store, 'fineGrained')
    const second = await storage(store, 'read')
    expect(await readKeyForRun(store)).toBe(hub.keys.read)
    expect(store.activate(first)).toMatchObject({ ok: true, value: { active: first, keys: [{ id: first }, { id: second }] } })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('have names that their owner gives them, and a run is told the name', async () => {
    const store = createTestStore()
    const id = await storage(store, 'fineGrained')
    expect(store.rename(id, 'work')).toMatchObject({ ok: true, value: { state: { name: 'work' } } })
    expect(await store.getKeyForRun()).toMatchObject({ ok: true, value: { id, name: 'work', billTo: null } })
  })

  test('of one name are told apart by a number', async () => {
    const store = createTestStore()
    await storage(store, 'rateLimited')
    await storage(store, 'whoamiFailing')
    expect((await store.status()).keys.map(({ name }) => name)).toEqual(['Key', 'Key 2'])
  })

  test('do not become two when the same one is set again', async () => {
    const store = createTestStore()
    const first = await storage(store, 'fineGrained')
    await storage(store, 'read')
    expect(await storage(store, 'fineGrained')).toBe(first)
    expect((await store.status()).keys).toHaveLength(2)
  })

  test('leave the others when one is forgotten, and the newest of them is used', async () => {
    const store = createTestStore()
    const first = await storage(store, 'fineGrained')
    const second = await storage(store, 'read')
    expect(await store.forget(second)).toMatchObject({ ok: true, value: { active: first, keys: [{ id: first }] } })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test(`are ${maxKeys} at the most`, async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const names = ['fineGrained', 'fineGrainedScoped', 'read', 'write', 'old', 'expiring', 'rateLimited', 'whoamiFailing'] as const
    for (const name of names) await storage(store, name)
    const reply = await store.save({ key: hub.keys.withoutCredits, storage: 'keychain' }, newKeyPurpose)
    expect(reply).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
    expect((await store.status()).keys).toHaveLength(maxKeys)
  })

  test('a key for the session is one of them, and the others can be used beside it', async () => {
    const store = createTestStore()
    const savedKeyId = await storage(store, 'fineGrained')
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

  test('an organisation pays for the runs of one when it is told to', async () => {
    const store = createTestStore()
    const id = await storage(store, 'fineGrained')
    expect((await store.status()).state).toMatchObject({ check: { organisations: ['stand-in-organisation'] }, billTo: null })
    store.billTo(id, 'stand-in-organisation')
    expect(await store.getKeyForRun()).toMatchObject({ ok: true, value: { billTo: 'stand-in-organisation' } })
    await store.runTrial(id)
    expect(hub.requests.at(-1)?.headers['x-hf-bill-to']).toBe('stand-in-organisation')
  })
})

test.describe('a swap', () => {
  test('puts the new key in the place of the old one, by its id and name, once it has answered a prompt', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const id = await storage(store, 'old')
    store.rename(id, 'work')
    store.billTo(id, 'stand-in-organisation')
    expect(await storage(store, 'fineGrained', { kind: 'replacement', keyId: id })).toBe(id)
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
    test(`leaves the old key in use when ${why}`, async () => {
      const keychain = createMemoryKeychain()
      const notes = openKeyNotes(null)
      const store = createTestStore({ keychain, notes })
      const id = await storage(store, 'old')
      const before = await store.status()
      await hub.setFault(fault, { scope })
      expect((await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })).ok).toBe(false)
      expect(await store.status()).toEqual(before)
      expect(await readKeyForRun(store)).toBe(hub.keys.old)
      expect([notes.read().spent, (await keychain.read(`${account} 2`)).kind]).toEqual([[], 'none'])
    })
  }

  test('leaves the old key in use when the keychain does not keep the new one', async () => {
    const keychain = createMemoryKeychain()
    const notes = openKeyNotes(null)
    const id = await storage(createTestStore({ keychain, notes }), 'old')
    const store = createTestStore({ keychain: { ...keychain, save: createRefusingKeychain('denied').save }, notes })
    const reply = await store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'keychain-denied' } })
    expect(await readKeyForRun(store)).toBe(hub.keys.old)
  })

  test('does nothing with a key that is there already, and says so', async () => {
    const store = createTestStore()
    const id = await storage(store, 'old')
    const reply = await store.save({ key: hub.keys.old, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    expect(reply).toEqual({ ok: false, failure: { code: 'key-known' } })
    expect(await readKeyForRun(store)).toBe(hub.keys.old)
  })

  test('is not disturbed by another key that is kept while the new one is tried', async () => {
    const store = createTestStore()
    const id = await storage(store, 'old')
    await storage(store, 'read')
    const swap = store.save({ key: hub.keys.fineGrained, storage: 'keychain' }, { kind: 'replacement', keyId: id })
    await store.save({ key: hub.keys.write, storage: 'keychain' }, newKeyPurpose)
    expect(await swap).toMatchObject({ ok: true })
    expect((await store.status()).keys.map(({ check }) => check?.keyName)).toEqual(['fineGrained key', 'read key', 'write key'])
    store.activate(id)
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('leaves it to whom it was who pays when Hugging Face does not say', async () => {
    const store = createTestStore()
    const id = await storage(store, 'old')
    store.billTo(id, 'stand-in-organisation')
    await storage(store, 'rateLimited', { kind: 'replacement', keyId: id })
    expect((await store.status()).state).toMatchObject({ billTo: 'stand-in-organisation', check: { verdict: 'unknown' } })
  })

  test('is done although the account has no credit: the key was let in', async () => {
    const store = createTestStore()
    const id = await storage(store, 'old')
    await storage(store, 'withoutCredits', { kind: 'replacement', keyId: id })
    expect(await readKeyForRun(store)).toBe(hub.keys.withoutCredits)
  })

  test('says in its window which key is replaced', async () => {
    const store = createTestStore()
    const id = await storage(store, 'old')
    expect([store.getWindowInfo(newKeyPurpose), store.getWindowInfo({ kind: 'replacement', keyId: id })]).toEqual([
      { replacedKeyName: null, server: null },
      { replacedKeyName: 'old key', server: null },
    ])
  })
})

test.describe('a lost key', () => {
  test('is revoked, seen to be worthless, and forgotten', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain })
    const id = await storage(store, 'fineGrained')
    expect(await store.revoke(id)).toMatchObject({ ok: true, value: { state: { kind: 'none' }, keys: [] } })
    expect(await keychain.read(account)).toEqual({ kind: 'none' })
    const [revocation] = hub.requests.filter(({ path }) => path === '/api/credentials/revoke')
    expect([revocation?.headers['authorization'], JSON.parse(revocation?.body ?? '')]).toEqual([
      undefined,
      { credentials: [hub.keys.fineGrained] },
    ])
  })

  test('is not forgotten in the place of a key that has replaced it meanwhile', async () => {
    const store = createTestStore({
      revoke: async () => {
        await storage(store, 'fineGrained', { kind: 'replacement', keyId: id })
        await fetch(`${hub.origin}/api/credentials/revoke`, { method: 'POST', body: JSON.stringify({ credentials: [hub.keys.old] }) })
        return succeeded(undefined)
      },
    })
    const id = await storage(store, 'old')
    expect(await store.revoke(id)).toMatchObject({ ok: true })
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('is kept, and that is said, when Hugging Face took the word but goes on accepting it', async () => {
    const store = createTestStore({ revoke: async () => succeeded(undefined) })
    const id = await storage(store, 'fineGrained')
    expect(await store.revoke(id)).toEqual({ ok: false, failure: { code: 'key-not-revoked' } })
    expect(pauses.length).toBeGreaterThan(1)
    expect(await readKeyForRun(store)).toBe(hub.keys.fineGrained)
  })

  test('is kept when nobody could be told', async () => {
    const store = createTestStore()
    const id = await storage(store, 'fineGrained')
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

  test('is kept when the user says so, then offered no more, and said to lie there still', async () => {
    const keychain = createMemoryKeychain()
    const store = createTestStore({ keychain, environment: { HF_TOKEN: hub.keys.fineGrained } })
    const exposedLocations = [{ kind: 'variable', name: 'HF_TOKEN' }]
    expect(await store.saveFound({ storage: 'keychain' })).toMatchObject({
      ok: true,
      value: { state: { kind: 'ready' }, found: null, exposedLocations },
    })
    expect((await keychain.read(account)).kind).toBe('ready')
  })

  test('is said to lie there still at the next start, not of another key, and no more when it is gone', async () => {
    const storeOptions = { keychain: createMemoryKeychain(), notes: openKeyNotes(null) }
    await storage(createTestStore(storeOptions), 'fineGrained')
    const store = createTestStore({ ...storeOptions, environment: { HF_TOKEN: hub.keys.fineGrained } })
    expect((await store.status()).exposedLocations).toEqual([{ kind: 'variable', name: 'HF_TOKEN' }])
    await storage(store, 'read')
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

test('[row 3] no status and no reply of a full session holds the key', async () => {
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
