// The key store with the real check against the stand-in for Hugging Face, and keychains that answer as the real ones do
// (keychain.spec.ts holds the real ones to it).

import { expect, test } from '@playwright/test'
import { createKeyCheck } from '../../../electron/key/key-check.ts'
import { createKeyStore, type KeyStore } from '../../../electron/key/key-store.ts'
import type { Keychain } from '../../../electron/key/keychain.ts'
import { createMemoryKeychain } from '../../../electron/key/memory-keychain.ts'
import { createNetwork } from '../../../electron/network.ts'
import type { KeyStatus } from '../../../electron/shared/types.ts'
import { startHub, type Hub } from '../../support/hub/hub.ts'

const now = (): number => 1_700_000_000_000

let hub: Hub
let published: KeyStatus[]

test.beforeEach(async () => {
  hub = await startHub()
  published = []
})
test.afterEach(() => hub.close())

function makeStore(keychain: Keychain, environment: Readonly<Record<string, string>> = {}): KeyStore {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  const check = createKeyCheck(network.withKey, now)
  return createKeyStore({ keychain, check, environment, now, publish: (status) => published.push(status) })
}

/** A keychain that cannot be used, for one reason. */
function refusing(kind: 'locked' | 'missing' | 'denied'): Keychain {
  const refuse = async (): Promise<{ readonly kind: typeof kind; readonly detail: string }> => ({ kind, detail: 'as the system says' })
  return { ...createMemoryKeychain(now), read: refuse, save: refuse, forget: refuse }
}

/** A keychain whose system asks its user something at each call; `answer` is that user. */
function asking(): Keychain & { readonly answer: () => void } {
  const inside = createMemoryKeychain(now)
  const answered = Promise.withResolvers<void>()
  async function later<Result extends { readonly kind: string }>(
    ask: () => Promise<Result>,
  ): Promise<Exclude<Result, { kind: 'waiting' }>> {
    await answered.promise
    const answer = await ask()
    if (!isAnswer(answer)) throw new Error('A keychain in memory asks nobody.')
    return answer
  }
  return {
    ...inside,
    answer: answered.resolve,
    read: async () => ({ kind: 'waiting', later: later(inside.read) }),
    save: async (key) => ({ kind: 'waiting', later: later(() => inside.save(key)) }),
  }
}

function isAnswer<Result extends { readonly kind: string }>(result: Result): result is Exclude<Result, { kind: 'waiting' }> {
  return result.kind !== 'waiting'
}

test('without a key says so, and a run is told', async () => {
  const store = makeStore(createMemoryKeychain(now))
  expect(await store.status()).toEqual({ state: { kind: 'none' }, found: null, keychainName: null })
  expect(await store.forRun()).toEqual({ ok: false, failure: { code: 'key-missing' } })
})

test('a saved key is lent to a run, and its status says whose it is', async () => {
  const store = makeStore(createMemoryKeychain(now))
  expect(await store.save({ key: ` ${hub.keys.fineGrained}\n`, keep: 'keychain' })).toEqual({ ok: true, value: undefined })
  const lent = await store.forRun()
  expect(lent.ok && lent.value.reveal()).toBe(hub.keys.fineGrained)
  expect((await store.status()).state).toEqual({
    kind: 'ready',
    keptIn: 'keychain',
    savedAt: now(),
    check: { verdict: 'right', account: 'stand-in-account', keyName: 'fineGrained key', checkedAt: now() },
  })
})

test('the next start knows whose key it is without asking Hugging Face', async () => {
  const keychain = createMemoryKeychain(now)
  await makeStore(keychain).save({ key: hub.keys.fineGrained, keep: 'keychain' })
  const asked = hub.requests.length
  expect(await makeStore(keychain).status()).toMatchObject({ state: { kind: 'ready', check: { account: 'stand-in-account' } } })
  expect(hub.requests).toHaveLength(asked)
})

for (const [name, code] of [
  ['rejected', 'key-rejected'],
  ['fineGrainedWithoutRight', 'key-lacks-permission'],
] as const) {
  test(`a key of the kind ${name} is not kept and answered with ${code}`, async () => {
    const store = makeStore(createMemoryKeychain(now))
    expect(await store.save({ key: hub.keys[name], keep: 'keychain' })).toMatchObject({ ok: false, failure: { code } })
    expect((await store.status()).state).toEqual({ kind: 'none' })
  })
}

test('a rejected key does not take the place of the one that is kept', async () => {
  const store = makeStore(createMemoryKeychain(now))
  await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })
  await store.save({ key: hub.keys.rejected, keep: 'keychain' })
  const lent = await store.forRun()
  expect(lent.ok && lent.value.reveal()).toBe(hub.keys.fineGrained)
})

for (const name of ['rateLimited', 'whoamiFailing'] as const) {
  test(`a key that could not be checked (${name}) is kept, without a verdict`, async () => {
    const store = makeStore(createMemoryKeychain(now))
    expect(await store.save({ key: hub.keys[name], keep: 'keychain' })).toMatchObject({ ok: true })
    expect((await store.status()).state).toMatchObject({ kind: 'ready', check: { verdict: 'unknown' } })
  })
}

test('a key that could not be one is refused before anybody is asked', async () => {
  const store = makeStore(createMemoryKeychain(now))
  expect(await store.save({ key: 'two\nlines', keep: 'keychain' })).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
  expect(hub.requests).toEqual([])
})

test('a key for the session never touches the keychain', async () => {
  const keychain = createMemoryKeychain(now)
  const store = makeStore(keychain)
  await store.save({ key: hub.keys.fineGrained, keep: 'session' })
  expect(await store.status()).toMatchObject({ state: { kind: 'ready', keptIn: 'session' } })
  expect(await keychain.read()).toEqual({ kind: 'none' })
  expect(await makeStore(keychain).forRun()).toMatchObject({ ok: false, failure: { code: 'key-missing' } })
})

for (const kind of ['locked', 'missing', 'denied'] as const) {
  test(`a keychain that is ${kind} is told to saving, runs and status, and nothing is kept unasked`, async () => {
    const store = makeStore(refusing(kind))
    const failure = { code: `keychain-${kind}`, detail: 'as the system says' }
    expect(await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })).toEqual({ ok: false, failure })
    expect(await store.forRun()).toEqual({ ok: false, failure })
    expect((await store.status()).state).toEqual({ kind })
  })

  test(`with a keychain that is ${kind} the key can be used for the session and dropped again`, async () => {
    const store = makeStore(refusing(kind))
    expect(await store.save({ key: hub.keys.fineGrained, keep: 'session' })).toMatchObject({ ok: true })
    expect(await store.forget()).toMatchObject({ ok: true, value: { state: { kind } } })
    expect(await store.forRun()).toMatchObject({ ok: false })
  })
}

test('a key saved while the system asks something counts when its user answers', async () => {
  const keychain = asking()
  const store = makeStore(keychain)
  expect(await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })).toMatchObject({
    ok: false,
    failure: { code: 'keychain-waiting' },
  })
  expect(published.at(-1)).toMatchObject({ state: { kind: 'waiting' } })
  keychain.answer()
  await expect.poll(() => published.at(-1)).toMatchObject({ state: { kind: 'ready', check: { account: 'stand-in-account' } } })
})

test('a key that was chosen for the session meanwhile does not stay in the keychain', async () => {
  const keychain = asking()
  const store = makeStore(keychain)
  await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })
  await store.save({ key: hub.keys.fineGrained, keep: 'session' })
  keychain.answer()
  await expect.poll(() => keychain.note()).toBeNull()
  expect((await store.status()).state).toMatchObject({ kind: 'ready', keptIn: 'session' })
})

test('forgetting leaves nothing to read', async () => {
  const keychain = createMemoryKeychain(now)
  const store = makeStore(keychain)
  await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })
  expect(await store.forget()).toMatchObject({ ok: true, value: { state: { kind: 'none' } } })
  expect(await keychain.read()).toEqual({ kind: 'none' })
})

test('nothing is kept once the user gave up', async () => {
  const keychain = createMemoryKeychain(now)
  await makeStore(keychain).save({ key: hub.keys.fineGrained, keep: 'keychain' }, AbortSignal.abort())
  expect(await keychain.read()).toEqual({ kind: 'none' })
})

test('a later check renews the verdict, and one that gets no answer leaves it', async () => {
  const store = makeStore(createMemoryKeychain(now))
  await store.save({ key: hub.keys.fineGrained, keep: 'keychain' })
  await hub.setFault('connection-refused', { scope: 'key', times: 1 })
  expect(await store.check()).toMatchObject({ ok: false, failure: { code: 'offline' } })
  expect(await store.status()).toMatchObject({ state: { check: { verdict: 'right' } } })
  await hub.setFault('key-rejected', { scope: 'key', times: 1 })
  expect(await store.check()).toMatchObject({ ok: true, value: { state: { check: { verdict: 'rejected' } } } })
  expect((await store.forRun()).ok).toBe(true)
})

test.describe('a key in the environment', () => {
  for (const variable of ['HF_TOKEN', 'HUGGINGFACE_API_KEY'] as const) {
    test(`is offered from ${variable} by its last four characters, and not used`, async () => {
      const store = makeStore(createMemoryKeychain(now), { [variable]: hub.keys.fineGrained })
      const found = { variable, lastFour: hub.keys.fineGrained.slice(-4) }
      expect(await store.status()).toEqual({ state: { kind: 'none' }, found, keychainName: null })
      expect(await store.forRun()).toMatchObject({ ok: false, failure: { code: 'key-missing' } })
      expect(hub.requests).toEqual([])
    })
  }

  test('is kept when the user says so, and then offered no more', async () => {
    const keychain = createMemoryKeychain(now)
    const store = makeStore(keychain, { HF_TOKEN: hub.keys.fineGrained })
    expect(await store.keepFound({ keep: 'keychain' })).toMatchObject({ ok: true, value: { state: { kind: 'ready' }, found: null } })
    expect((await keychain.read()).kind).toBe('ready')
  })

  test('is not offered while another key is in use', async () => {
    const store = makeStore(createMemoryKeychain(now), { HF_TOKEN: hub.keys.read })
    await store.save({ key: hub.keys.fineGrained, keep: 'session' })
    expect((await store.status()).found).toBeNull()
  })

  test('is not offered when it is no key', async () => {
    const store = makeStore(createMemoryKeychain(now), { HF_TOKEN: 'secret', HUGGINGFACE_API_KEY: '' })
    expect((await store.status()).found).toBeNull()
  })
})

test('[row 3] no status and no reply of a full session holds the key', async () => {
  const store = makeStore(createMemoryKeychain(now), { HF_TOKEN: hub.keys.read })
  const keys = Object.values(hub.keys)
  const said: unknown[] = [await store.status(), await store.keepFound({ keep: 'keychain' })]
  for (const key of keys) said.push(await store.save({ key, keep: 'keychain' }), await store.check(), await store.status())
  said.push(await store.forRun(), await store.forget(), published)
  const text = JSON.stringify(said)
  expect(keys.filter((key) => text.includes(key.slice(3, 15)))).toEqual([])
})
