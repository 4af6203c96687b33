// The keys of added servers, with fake keychains that answer like real ones. The app's server-key.spec.ts uses a real one.

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
/** Saved notes and change notifications, in order. */
let events: string[]

test.beforeEach(() => {
  existingServers = new Set(['home', 'work'])
  serversWithKey = new Set()
  events = []
})

function createServerKeyStore(keychain: Pick<Keychain, 'read' | 'save' | 'forget'> = createMemoryKeychain()): ServerKeys {
  return createServerKeys({
    keychain,
    getHuggingFaceKey: async () => succeeded({ id: 'one', name: 'Work', key: testKey }),
    servers: {
      exists: (id) => existingServers.has(id),
      isKeySaved: (id) => serversWithKey.has(id),
      setKeySaved(id, isSaved) {
        events.push(`${id} ${isSaved ? 'saved' : 'not saved'}`)
        if (isSaved) serversWithKey.add(id)
        else serversWithKey.delete(id)
      },
      notifyKeyChanged: (id) => void events.push(`${id} changed`),
    },
  })
}

/** A keychain that fails every call for one reason. */
function createRefusingKeychain(kind: 'locked' | 'missing' | 'denied') {
  const refuseCall = async () => ({ kind, detail: 'as the system says' }) as const
  return { read: refuseCall, save: refuseCall, forget: refuseCall }
}

/** A keychain whose system asks the user before saving; `answer` is the user's consent. */
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

test.describe('server keys', () => {
  test('are not read for a server that needs no key', async () => {
    const keychain = { ...createMemoryKeychain(), read: () => Promise.reject(new Error('The keychain was asked')) }
    expect(await createServerKeyStore(keychain).getKeyForRun({ id: 'home', keyKind: 'none' })).toEqual(succeeded({ key: null, name: null }))
  })

  test('include the key of Hugging Face, marked as such, with its name', async () => {
    const keyForRun = await createServerKeyStore().getKeyForRun({ id: 'home', keyKind: 'hugging-face' })
    expect(revealKey(keyForRun)).toBe(`Hugging Face ${testKey.reveal()}`)
    expect(keyForRun).toMatchObject({ value: { name: { id: 'one', name: 'Work' } } })
  })

  test('are saved under the account of the server and used only for it', async () => {
    const keychain = createMemoryKeychain()
    const keys = createServerKeyStore(keychain)
    expect(await keys.save('home', typed)).toEqual(done)
    expect(events).toEqual(['home saved', 'home changed'])
    expect((await keychain.read('Server home')).kind).toBe('ready')
    expect((await keychain.read('Hugging Face')).kind).toBe('none')
    expect([revealKey(await keys.getKeyForRun(home)), revealKey(await keys.getKeyForRun({ id: 'work', keyKind: 'own' }))]).toEqual([
      `own ${serverKey}`,
      'server-refused-key',
    ])
  })

  test('are used from the session first, and not saved', async () => {
    const keychain = createMemoryKeychain()
    const keys = createServerKeyStore(keychain)
    await keys.save('home', typed)
    await keys.save('home', { key: 'sk-for-now', storage: 'session' })
    expect([keys.hasSessionKey('home'), revealKey(await keys.getKeyForRun(home))]).toEqual([true, 'own sk-for-now'])
    expect(await keys.forget('home')).toEqual(done)
    expect([keys.hasSessionKey('home'), (await keychain.read('Server home')).kind]).toEqual([false, 'none'])
  })

  test('need no keychain for the session, not even to be removed', async () => {
    const keys = createServerKeyStore(createRefusingKeychain('missing'))
    expect(await keys.save('home', { key: serverKey, storage: 'session' })).toEqual(done)
    expect(await keys.forget('home')).toEqual(done)
    expect([events, keys.hasSessionKey('home')]).toEqual([['home changed'], false])
  })

  for (const kind of ['locked', 'missing', 'denied'] as const) {
    test(`are not noted as saved when the keychain is ${kind}`, async () => {
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

  test('are saved when the user answers the keychain prompt', async () => {
    const keychain = createPromptingKeychain()
    const keys = createServerKeyStore(keychain)
    expect(await keys.save('home', typed)).toEqual(failed('keychain-waiting'))
    keychain.answer()
    await expect.poll(() => events.at(-1)).toBe('home changed')
    expect(revealKey(await keys.getKeyForRun(home))).toBe(`own ${serverKey}`)
  })

  test('are not saved when the window closes or the server is removed meanwhile', async () => {
    for (const id of ['home', 'work']) {
      const keychain = createPromptingKeychain()
      const abortController = new AbortController()
      await createServerKeyStore(keychain).save(id, typed, { signal: abortController.signal, onSavedLate() {} })
      if (id === 'home') abortController.abort()
      else existingServers.delete(id)
      keychain.answer()
      await expect.poll(() => events).toContain(`${id} not saved`)
      expect((await keychain.read(`Server ${id}`)).kind).toBe('none')
    }
  })

  test('are refused for an invalid key or an unknown server', async () => {
    const keys = createServerKeyStore()
    expect(await keys.save('home', { key: 'two words', storage: 'keychain' })).toMatchObject({ failure: { code: 'bad-input' } })
    expect(await keys.save('gone', typed)).toMatchObject({ failure: { code: 'server-removed' } })
    expect(events).toEqual([])
  })

  test('have accounts distinct from those of Hugging Face', () => {
    expect(['Server home', 'Hugging Face', 'Hugging Face 2'].map(parseServerId)).toEqual(['home', null, null])
  })
})
