// The keys of servers that were added by hand, with keychains that answer as the real ones do (servers.spec.ts of the app tries a real
// one).

import { expect, test } from '@playwright/test'
import type { Keychain } from '../../../../electron/keys/keychain.ts'
import { createMemoryKeychain } from '../../../../electron/keys/memory-keychain.ts'
import { createServerKeys, parseServerId, type ServerKeyForRun, type ServerKeys } from '../../../../electron/keys/server-keys.ts'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import { testKey } from '../inference/test-server.ts'

const serverKey = 'sk-own-key-of-the-server'
const typed = { key: ` ${serverKey}\n`, storage: 'keychain' } as const
const home = { id: 'home', keyKind: 'own' } as const
const done = { ok: true, value: undefined }

let existingServers: Set<string>
let serversWithKey: Set<string>
/** What was noted and told, in order. */
let warnings: string[]

test.beforeEach(() => {
  existingServers = new Set(['home', 'work'])
  serversWithKey = new Set()
  warnings = []
})

function createServerKeyStore(keychain: Pick<Keychain, 'read' | 'save' | 'forget'> = createMemoryKeychain()): ServerKeys {
  return createServerKeys({
    keychain,
    getHuggingFaceKey: async () => succeeded({ id: 'one', name: 'Work', key: testKey }),
    servers: {
      exists: (id) => existingServers.has(id),
      isKeySaved: (id) => serversWithKey.has(id),
      setKeySaved(id, isKept) {
        warnings.push(`${id} ${isKept ? 'kept' : 'not kept'}`)
        if (isKept) serversWithKey.add(id)
        else serversWithKey.delete(id)
      },
      notifyKeyChanged: (id) => void warnings.push(`${id} changed`),
    },
  })
}

/** A keychain that cannot be used, for one reason. */
function createRefusingKeychain(kind: 'locked' | 'missing' | 'denied') {
  const refuseCall = async () => ({ kind, detail: 'as the system says' }) as const
  return { read: refuseCall, save: refuseCall, forget: refuseCall }
}

/** A keychain whose system asks its user whether the key may be saved. */
function createPromptingKeychain() {
  const memoryKeychain = createMemoryKeychain()
  const promptAnswer = Promise.withResolvers<void>()
  const save: Keychain['save'] = async (account, key) => {
    const eventualResult = promptAnswer.promise.then(async () => {
      await memoryKeychain.save(account, key)
      return { kind: 'done' } as const
    })
    return { kind: 'waiting', eventualResult }
  }
  return { ...memoryKeychain, save, answer: promptAnswer.resolve }
}

function revealKey(reply: Reply<ServerKeyForRun>): string {
  if (!reply.ok) return reply.failure.code
  const { key } = reply.value
  if (key === null) return 'no key'
  return 'own' in key ? `own ${key.own.reveal()}` : `Hugging Face ${key.huggingFace.reveal()}`
}

test('a server that needs none gets no key, and nobody is asked for one', async () => {
  const keychain = { ...createMemoryKeychain(), read: () => Promise.reject(new Error('The keychain was asked')) }
  expect(await createServerKeyStore(keychain).getKeyForRun({ id: 'home', keyKind: 'none' })).toEqual(succeeded({ key: null, name: null }))
})

test('the key of Hugging Face is lent as what it is, with its name', async () => {
  const keyForRun = await createServerKeyStore().getKeyForRun({ id: 'home', keyKind: 'hugging-face' })
  expect(revealKey(keyForRun)).toBe(`Hugging Face ${testKey.reveal()}`)
  expect(keyForRun).toMatchObject({ value: { name: { id: 'one', name: 'Work' } } })
})

test('a typed key is kept under the server’s own account, noted first, and lent to that server alone', async () => {
  const keychain = createMemoryKeychain()
  const keys = createServerKeyStore(keychain)
  expect(await keys.save('home', typed)).toEqual(done)
  expect(warnings).toEqual(['home kept', 'home changed'])
  expect((await keychain.read('Server home')).kind).toBe('ready')
  expect((await keychain.read('Hugging Face')).kind).toBe('none')
  expect([revealKey(await keys.getKeyForRun(home)), revealKey(await keys.getKeyForRun({ id: 'work', keyKind: 'own' }))]).toEqual([
    `own ${serverKey}`,
    'server-refused-key',
  ])
})

test('a key for this session is lent and kept nowhere, and goes first until it is forgotten', async () => {
  const keychain = createMemoryKeychain()
  const keys = createServerKeyStore(keychain)
  await keys.save('home', typed)
  await keys.save('home', { key: 'sk-for-now', storage: 'session' })
  expect([keys.hasSessionKey('home'), revealKey(await keys.getKeyForRun(home))]).toEqual([true, 'own sk-for-now'])
  expect(await keys.forget('home')).toEqual(done)
  expect([keys.hasSessionKey('home'), (await keychain.read('Server home')).kind]).toEqual([false, 'none'])
})

test('a key for this session needs no keychain, and neither does forgetting it', async () => {
  const keys = createServerKeyStore(createRefusingKeychain('missing'))
  expect(await keys.save('home', { key: serverKey, storage: 'session' })).toEqual(done)
  expect(await keys.forget('home')).toEqual(done)
  expect([warnings, keys.hasSessionKey('home')]).toEqual([['home changed'], false])
})

for (const kind of ['locked', 'missing', 'denied'] as const) {
  test(`a keychain that is ${kind} says so, and nothing is noted as kept`, async () => {
    const keys = createServerKeyStore(createRefusingKeychain(kind))
    const failure = { code: `keychain-${kind}`, detail: 'as the system says' }
    expect(await keys.save('home', typed)).toEqual({ ok: false, failure })
    expect(serversWithKey.has('home')).toBe(false)
    expect(await keys.getKeyForRun(home)).toEqual({ ok: false, failure })
    serversWithKey.add('home')
    expect(await keys.forget('home')).toEqual({ ok: false, failure })
    expect(serversWithKey.has('home')).toBe(true)
  })
}

test('a keychain that asks its user is waited for, and the key is kept when they agree', async () => {
  const keychain = createPromptingKeychain()
  const keys = createServerKeyStore(keychain)
  expect(await keys.save('home', typed)).toEqual(failed('keychain-waiting'))
  keychain.answer()
  await expect.poll(() => warnings.at(-1)).toBe('home changed')
  expect(revealKey(await keys.getKeyForRun(home))).toBe(`own ${serverKey}`)
})

test('a key whose window was left, or whose server was removed, while the keychain asked is not kept', async () => {
  for (const id of ['home', 'work']) {
    const keychain = createPromptingKeychain()
    const abortController = new AbortController()
    await createServerKeyStore(keychain).save(id, typed, { signal: abortController.signal, onSavedLate() {} })
    if (id === 'home') abortController.abort()
    else existingServers.delete(id)
    keychain.answer()
    await expect.poll(() => warnings).toContain(`${id} not kept`)
    expect((await keychain.read(`Server ${id}`)).kind).toBe('none')
  }
})

test('what could never be a key, and a server that is not there, are refused', async () => {
  const keys = createServerKeyStore()
  expect(await keys.save('home', { key: 'two words', storage: 'keychain' })).toMatchObject({ failure: { code: 'bad-input' } })
  expect(await keys.save('gone', typed)).toMatchObject({ failure: { code: 'server-removed' } })
  expect(warnings).toEqual([])
})

test('the accounts of servers are told apart from those of Hugging Face', () => {
  expect(['Server home', 'Hugging Face', 'Hugging Face 2'].map(parseServerId)).toEqual(['home', null, null])
})
