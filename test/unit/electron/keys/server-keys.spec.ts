// The keys of servers that were added by hand, with keychains that answer as the real ones do (servers.spec.ts of the app tries a real
// one).

import { expect, test } from '@playwright/test'
import type { Keychain } from '../../../../electron/keys/keychain.ts'
import { createMemoryKeychain } from '../../../../electron/keys/memory-keychain.ts'
import { createServerKeys, serverOf, type LentServerKey, type ServerKeys } from '../../../../electron/keys/server-keys.ts'
import { failed, succeeded, type Reply } from '../../../../shared/errors.ts'
import { testKey } from '../inference/replying.ts'

const own = 'sk-own-key-of-the-server'
const typed = { key: ` ${own}\n`, keep: 'keychain' } as const
const home = { id: 'home', keyKind: 'own' } as const
const done = { ok: true, value: undefined }

let there: Set<string>
let kept: Set<string>
/** What was noted and told, in order. */
let told: string[]

test.beforeEach(() => {
  there = new Set(['home', 'work'])
  kept = new Set()
  told = []
})

function make(keychain: Pick<Keychain, 'read' | 'save' | 'forget'> = createMemoryKeychain()): ServerKeys {
  return createServerKeys({
    keychain,
    huggingFace: async () => succeeded({ id: 'one', name: 'Work', key: testKey }),
    servers: {
      isThere: (id) => there.has(id),
      isKept: (id) => kept.has(id),
      setKept(id, isKept) {
        told.push(`${id} ${isKept ? 'kept' : 'not kept'}`)
        if (isKept) kept.add(id)
        else kept.delete(id)
      },
      keyChanged: (id) => void told.push(`${id} changed`),
    },
  })
}

/** A keychain that cannot be used, for one reason. */
function refusing(kind: 'locked' | 'missing' | 'denied') {
  const refuse = async () => ({ kind, detail: 'as the system says' }) as const
  return { read: refuse, save: refuse, forget: refuse }
}

/** A keychain whose system asks its user whether the key may be saved. */
function asking() {
  const inside = createMemoryKeychain()
  const answered = Promise.withResolvers<void>()
  const save: Keychain['save'] = async (account, key) => {
    const later = answered.promise.then(async () => {
      await inside.save(account, key)
      return { kind: 'done' } as const
    })
    return { kind: 'waiting', later }
  }
  return { ...inside, save, answer: answered.resolve }
}

function revealed(reply: Reply<LentServerKey>): string {
  if (!reply.ok) return reply.failure.code
  const { key } = reply.value
  if (key === null) return 'no key'
  return 'own' in key ? `own ${key.own.reveal()}` : `Hugging Face ${key.huggingFace.reveal()}`
}

test('a server that needs none gets no key, and nobody is asked for one', async () => {
  const keychain = { ...createMemoryKeychain(), read: () => Promise.reject(new Error('The keychain was asked')) }
  expect(await make(keychain).forRun({ id: 'home', keyKind: 'none' })).toEqual(succeeded({ key: null, name: null }))
})

test('the key of Hugging Face is lent as what it is, with its name', async () => {
  const lent = await make().forRun({ id: 'home', keyKind: 'hugging-face' })
  expect(revealed(lent)).toBe(`Hugging Face ${testKey.reveal()}`)
  expect(lent).toMatchObject({ value: { name: { id: 'one', name: 'Work' } } })
})

test('a typed key is kept under the server’s own account, noted first, and lent to that server alone', async () => {
  const keychain = createMemoryKeychain()
  const keys = make(keychain)
  expect(await keys.save('home', typed)).toEqual(done)
  expect(told).toEqual(['home kept', 'home changed'])
  expect((await keychain.read('Server home')).kind).toBe('ready')
  expect((await keychain.read('Hugging Face')).kind).toBe('none')
  expect([revealed(await keys.forRun(home)), revealed(await keys.forRun({ id: 'work', keyKind: 'own' }))]).toEqual([
    `own ${own}`,
    'server-refused-key',
  ])
})

test('a key for this session is lent and kept nowhere, and goes first until it is forgotten', async () => {
  const keychain = createMemoryKeychain()
  const keys = make(keychain)
  await keys.save('home', typed)
  await keys.save('home', { key: 'sk-for-now', keep: 'session' })
  expect([keys.isHeld('home'), revealed(await keys.forRun(home))]).toEqual([true, 'own sk-for-now'])
  expect(await keys.forget('home')).toEqual(done)
  expect([keys.isHeld('home'), (await keychain.read('Server home')).kind]).toEqual([false, 'none'])
})

test('a key for this session needs no keychain, and neither does forgetting it', async () => {
  const keys = make(refusing('missing'))
  expect(await keys.save('home', { key: own, keep: 'session' })).toEqual(done)
  expect(await keys.forget('home')).toEqual(done)
  expect([told, keys.isHeld('home')]).toEqual([['home changed'], false])
})

for (const kind of ['locked', 'missing', 'denied'] as const) {
  test(`a keychain that is ${kind} says so, and nothing is noted as kept`, async () => {
    const keys = make(refusing(kind))
    const failure = { code: `keychain-${kind}`, detail: 'as the system says' }
    expect(await keys.save('home', typed)).toEqual({ ok: false, failure })
    expect(kept.has('home')).toBe(false)
    expect(await keys.forRun(home)).toEqual({ ok: false, failure })
    kept.add('home')
    expect(await keys.forget('home')).toEqual({ ok: false, failure })
    expect(kept.has('home')).toBe(true)
  })
}

test('a keychain that asks its user is waited for, and the key is kept when they agree', async () => {
  const keychain = asking()
  const keys = make(keychain)
  expect(await keys.save('home', typed)).toEqual(failed('keychain-waiting'))
  keychain.answer()
  await expect.poll(() => told.at(-1)).toBe('home changed')
  expect(revealed(await keys.forRun(home))).toBe(`own ${own}`)
})

test('a key whose window was left, or whose server was removed, while the keychain asked is not kept', async () => {
  for (const id of ['home', 'work']) {
    const keychain = asking()
    const leaving = new AbortController()
    await make(keychain).save(id, typed, { cancelled: leaving.signal, keptLate() {} })
    if (id === 'home') leaving.abort()
    else there.delete(id)
    keychain.answer()
    await expect.poll(() => told).toContain(`${id} not kept`)
    expect((await keychain.read(`Server ${id}`)).kind).toBe('none')
  }
})

test('what could never be a key, and a server that is not there, are refused', async () => {
  const keys = make()
  expect(await keys.save('home', { key: 'two words', keep: 'keychain' })).toMatchObject({ failure: { code: 'bad-input' } })
  expect(await keys.save('gone', typed)).toMatchObject({ failure: { code: 'server-removed' } })
  expect(told).toEqual([])
})

test('the accounts of servers are told apart from those of Hugging Face', () => {
  expect(['Server home', 'Hugging Face', 'Hugging Face 2'].map(serverOf)).toEqual(['home', null, null])
})
