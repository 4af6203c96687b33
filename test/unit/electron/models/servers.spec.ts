// Servers that were added by hand, as real ones on loopback, through the real door and a real data folder.

import { expect, test } from '@playwright/test'
import { createModels, type ModelPreferences, type Models } from '../../../../electron/models/models.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { failed, succeeded, type Reply } from '../../../../shared/errors.ts'
import type { ServerKey } from '../../../../shared/closed-key.ts'
import type { ModelList, Server, ServerDraft } from '../../../../shared/types/models.ts'
import { startHub, type Hub } from '../../../stand-ins/hub/hub.ts'
import { startOwnServer, type OwnServer } from '../../../stand-ins/own-server/own-server.ts'
import { throwAwayFolder } from '../../../support/throw-away.ts'
import { serve, testKey } from '../inference/replying.ts'

const hour = 60 * 60 * 1000

let hub: Hub
let home: OwnServer
let folder: string
let time: number
let preferences: ModelPreferences
let published: ModelList[]
let key: ServerKey
let heldFor: string | null
let forgotten: string[]
let canForget: boolean
let mayHaveKey: boolean

function start(): Models {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  return createModels({
    fetch: network.fetch,
    toServer: network.toServer,
    keyFor: async ({ keyKind }) => succeeded({ key: keyKind === 'none' ? null : key }),
    isKeyHeld: (id) => heldFor === id,
    async forgetKey(id) {
      if (!canForget) return failed('keychain-locked')
      forgotten.push(id)
      return succeeded(undefined)
    },
    mayHaveKey: () => mayHaveKey,
    folder,
    preferences: {
      read: () => preferences,
      change(changes) {
        preferences = { ...preferences, ...changes }
        return succeeded(undefined)
      },
    },
    now: () => time,
    publish: (list) => published.push(list),
  })
}

const draft = (more: Partial<ServerDraft> = {}): ServerDraft => ({
  name: 'Home',
  address: home.address,
  usesHuggingFaceKey: false,
  ...more,
})
const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'no failure' : reply.failure.code)
const idsOf = ({ models }: ModelList): readonly string[] => models.filter(({ server }) => server !== null).map(({ id }) => id)
const onlyServer = (): Server | undefined => preferences.servers[0]

test.beforeEach(async () => {
  hub = await startHub()
  home = await startOwnServer()
  // Until the process ends: the list of models is still being written when a spec has ended, and would make the folder anew.
  folder = throwAwayFolder('parley-servers-').path
  time = 1_700_000_000_000
  preferences = { favouriteModels: [], recentModels: [], chosenModel: null, servers: [] }
  published = []
  key = null
  heldFor = null
  forgotten = []
  canForget = true
  mayHaveKey = true
})
test.afterEach(async () => {
  await hub.close()
  await home.close()
})

test.describe('adding a server', () => {
  test('asks it for its models, keeps it, and lists them', async () => {
    const models = start()
    expect((await models.addServer(draft(), false)).ok).toBe(true)
    expect(preferences.servers).toEqual([{ id: 'home', name: 'Home', address: home.address, keyKind: 'none' }])
    expect(idsOf(models.list())).toEqual(['llama3.2:3b@home', '/models/small.gguf@home'])
    expect(models.list().servers).toEqual([{ ...onlyServer(), isKeyHeld: false, fetchedAt: time, failure: null }])
    expect(published.at(-1)).toEqual(models.list())
    expect(home.requests.map(({ method, path, headers }) => [method, path, headers['authorization']])).toEqual([
      ['GET', '/v1/models', undefined],
    ])
  })

  test('finds it at /v1 where the path was left out', async () => {
    await start().addServer(draft({ address: `127.0.0.1:${home.port}/` }), false)
    expect(onlyServer()?.address).toBe(home.address)
  })

  test('finds it without /v1 where nothing lies there', async () => {
    await using bare = await startOwnServer({ base: '' })
    await start().addServer(draft({ address: bare.origin }), false)
    expect(onlyServer()?.address).toBe(bare.origin)
    expect(bare.requests.map(({ path }) => path)).toEqual(['/v1/models', '/models'])
  })

  test('gives it an id of plain letters that no other has', async () => {
    const models = start()
    for (const name of ['Büro 2!', 'büro-2', '家', '  ', 'x'.repeat(60)]) await models.addServer(draft({ name }), false)
    expect(preferences.servers.map(({ id }) => id)).toEqual(['buro-2', 'buro-2-2', 'server', 'server-2', 'x'.repeat(30)])
    expect(preferences.servers[3]?.name).toBe(`127.0.0.1:${home.port}`)
  })

  test('keeps nothing of one that does not answer, until that is wanted', async () => {
    await home.close()
    const models = start()
    expect(codeOf(await models.addServer(draft(), false))).toBe('server-unreachable')
    expect(preferences.servers).toEqual([])
    expect((await models.addServer(draft(), true)).ok).toBe(true)
    expect(models.list().servers).toMatchObject([{ id: 'home', fetchedAt: null, failure: { code: 'server-unreachable' } }])
  })

  test('says that one wants a key, and that another place is no server', async () => {
    await using closed = await startOwnServer({ key: 'sk-secret' })
    await using site = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'))
    const codes = [
      codeOf(await start().addServer(draft({ address: closed.origin }), false)),
      codeOf(await start().addServer(draft({ address: site.origin }), false)),
    ]
    expect(codes).toEqual(['server-refused-key', 'unexpected-reply'])
    // Where somebody wants a key, somebody is: no other place is tried.
    expect(closed.requests).toHaveLength(1)
  })

  for (const address of [
    'http://example.com/v1',
    'https://name:word@example.com/v1',
    'https://example.com/v1?x=y',
    'ftp://127.0.0.1/',
    '',
  ]) {
    test(`refuses ${address || 'no address at all'}, wanted or not`, async () => {
      expect(codeOf(await start().addServer(draft({ address }), true))).toBe('address-refused')
      expect(preferences.servers).toEqual([])
    })
  }

  test('refuses the key of Hugging Face for any other host', async () => {
    expect(codeOf(await start().addServer(draft({ usesHuggingFaceKey: true }), true))).toBe('address-refused')
    expect([home.requests.length, preferences.servers]).toEqual([0, []])
  })
})

test.describe('the models of a server', () => {
  test('are known at the next start, also when it is not there then, with the reason', async () => {
    await start().addServer(draft(), false)
    await expect.poll(() => idsOf(start().list())).toHaveLength(2)
    await home.close()
    const models = start()
    time += hour + 1
    models.list()
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-unreachable')
    expect(idsOf(models.list())).toEqual(['llama3.2:3b@home', '/models/small.gguf@home'])
  })

  test('are asked for again after an hour, and when that is wanted', async () => {
    const models = start()
    await models.addServer(draft(), false)
    time += hour
    models.list()
    expect(home.requests).toHaveLength(1)
    home.setModels(['new:1b'])
    time += 1
    models.list()
    await expect.poll(() => idsOf(models.list())).toEqual(['new:1b@home'])
    home.setModels([])
    await models.refresh()
    expect([home.requests.length, idsOf(models.list())]).toEqual([3, []])
  })

  test('that does not answer is not asked at every look', async () => {
    await home.close()
    const models = start()
    await models.addServer(draft(), true)
    const told = published.length
    models.list()
    models.list()
    await models.refresh()
    // The list of Hugging Face and the server, once each, both by the refresh.
    expect(published.length - told).toBe(2)
  })

  test('run there under their own names, and nowhere once it is removed', async () => {
    const models = start()
    await models.addServer(draft(), false)
    expect(models.find('llama3.2:3b@home')).toEqual({
      task: 'chat',
      provider: 'Home',
      place: { kind: 'server', server: onlyServer(), name: 'llama3.2:3b' },
    })
    expect(models.find('a@b@home')).toMatchObject({ place: { name: 'a@b' } })
    await models.removeServer('home')
    expect(models.find('llama3.2:3b@home')).toMatchObject({ provider: null, place: { kind: 'removed' } })
  })

  test('are never the first choice while Hugging Face has one, or a key may be there', async () => {
    const models = start()
    await models.addServer(draft(), false)
    expect(models.list().chosen).toBeNull()
    mayHaveKey = false
    expect(models.list().chosen).toBe('llama3.2:3b@home')
    await models.refresh()
    expect(models.list().chosen).not.toContain('@')
  })

  test('are no longer chosen, marked or recent once it is removed', async () => {
    const models = start()
    await models.addServer(draft(), false)
    await models.addServer(draft({ name: 'Work' }), false)
    for (const id of ['llama3.2:3b@home', 'llama3.2:3b@work', 'maker/name']) {
      models.setFavourite(id, true)
      models.noteUsed(id)
    }
    models.choose('llama3.2:3b@home')
    await models.removeServer('home')
    expect(published.at(-1)).toMatchObject({
      favourites: ['llama3.2:3b@work', 'maker/name'],
      recent: ['maker/name', 'llama3.2:3b@work'],
      servers: [{ id: 'work' }],
    })
    expect(preferences.chosenModel).toBeNull()
    expect(idsOf(models.list())).toEqual(['llama3.2:3b@work', '/models/small.gguf@work'])
  })
})

test('in the place of a server’s model only others of that server are offered', async () => {
  const models = start()
  await models.refresh()
  await models.addServer(draft(), false)
  const [first, second] = idsOf(models.list())
  expect(models.alternatives(first ?? '', false).map(({ id }) => id)).toEqual([second])
  expect(models.alternatives('any@gone', false)).toEqual([])
})

test.describe('changing a server', () => {
  test('renames it at once, there or not, and its models keep their ids', async () => {
    const models = start()
    await models.addServer(draft(), false)
    await home.close()
    expect((await models.changeServer('home', draft({ name: 'Desk' }), false)).ok).toBe(true)
    expect(onlyServer()).toEqual({ id: 'home', name: 'Desk', address: home.address, keyKind: 'none' })
    expect(idsOf(models.list())).toContain('llama3.2:3b@home')
    expect(models.find('llama3.2:3b@home')).toMatchObject({ provider: 'Desk' })
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-unreachable')
  })

  test('moves it to another address and lists what is there', async () => {
    await using other = await startOwnServer({ models: ['other:1b'] })
    const models = start()
    await models.addServer(draft(), false)
    await models.changeServer('home', draft({ address: other.address }), false)
    expect(onlyServer()?.address).toBe(other.address)
    expect(idsOf(models.list())).toEqual(['other:1b@home'])
  })

  test('leaves it as it was when the new address does not answer, until that is wanted', async () => {
    const other = await startOwnServer()
    await other.close()
    const models = start()
    await models.addServer(draft(), false)
    expect(codeOf(await models.changeServer('home', draft({ address: other.address }), false))).toBe('server-unreachable')
    expect(onlyServer()?.address).toBe(home.address)
    await models.changeServer('home', draft({ address: other.address }), true)
    expect([onlyServer()?.address, idsOf(models.list())]).toEqual([other.address, []])
  })

  test('does not take its own key to another place: the key is forgotten', async () => {
    await using other = await startOwnServer()
    const models = start()
    await models.addServer(draft(), false)
    preferences = { ...preferences, servers: preferences.servers.map((server) => ({ ...server, keyKind: 'own' })) }
    key = { own: testKey }
    await models.changeServer('home', draft({ name: 'Desk' }), false)
    expect([forgotten, onlyServer()?.keyKind]).toEqual([[], 'own'])
    await models.changeServer('home', draft({ address: other.address }), false)
    expect([forgotten, onlyServer()?.keyKind]).toEqual([['home'], 'none'])
    expect(other.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined])
  })

  test('says that there is none of that id', async () => {
    expect(codeOf(await start().changeServer('home', draft(), true))).toBe('bad-input')
  })
})

test('a server is kept while its own key cannot be forgotten', async () => {
  const models = start()
  await models.addServer(draft(), false)
  preferences = { ...preferences, servers: preferences.servers.map((server) => ({ ...server, keyKind: 'own' })) }
  canForget = false
  expect(codeOf(await models.removeServer('home'))).toBe('keychain-locked')
  expect(preferences.servers).toHaveLength(1)
  canForget = true
  await models.removeServer('home')
  expect([forgotten, preferences.servers]).toEqual([['home'], []])
})

test.describe('a server’s own key', () => {
  test('goes along once it is kept, is asked with at once, and is forgotten when that is wanted', async () => {
    await using closed = await startOwnServer({ key: testKey.reveal() })
    const models = start()
    await models.addServer(draft({ address: closed.address }), true)
    expect(models.list().servers).toMatchObject([{ keyKind: 'none', failure: { code: 'server-refused-key' } }])
    key = { own: testKey }
    models.servers.setKeyKept('home', true)
    models.servers.keyChanged('home')
    await expect.poll(() => idsOf(models.list())).toHaveLength(2)
    expect(onlyServer()?.keyKind).toBe('own')
    await models.forgetServerKey('home')
    expect([forgotten, onlyServer()?.keyKind]).toEqual([['home'], 'none'])
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-refused-key')
  })

  test('that is held until the end goes along and leaves no trace in the settings', async () => {
    await using closed = await startOwnServer({ key: testKey.reveal() })
    const models = start()
    await models.addServer(draft({ address: closed.address }), true)
    key = { own: testKey }
    heldFor = 'home'
    models.servers.keyChanged('home')
    await expect.poll(() => idsOf(models.list())).toHaveLength(2)
    await models.changeServer('home', draft({ name: 'Desk', address: closed.address }), false)
    expect(models.list().servers).toMatchObject([{ name: 'Desk', keyKind: 'own', isKeyHeld: true }])
    expect(preferences.servers).toMatchObject([{ name: 'Desk', keyKind: 'none' }])
  })
})
