// Added servers: real ones on loopback, with the real gateway and a real data folder.

import { expect, test } from '@playwright/test'
import { createModels, type ModelPreferences, type Models } from '../../../../electron/models/models.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { ServerKey } from '../../../../shared/opaque-key.ts'
import type { ModelList } from '../../../../shared/types/models.ts'
import type { Server, ServerDraft } from '../../../../shared/types/servers.ts'
import { startHub, type Hub } from '../../../stand-ins/hub/hub.ts'
import { startLocalServer, type LocalServer } from '../../../stand-ins/own-server/local-server.ts'
import { createTempFolder } from '../../../support/temp-folder.ts'
import { serve, testKey } from '../inference/test-server.ts'

const hour = 60 * 60 * 1000

let hub: Hub
let home: LocalServer
let folder: string
let time: number
let preferences: ModelPreferences
let publishedLists: ModelList[]
let key: ServerKey
let keyServerId: string | null
let forgottenServers: string[]
let allowsForgetting: boolean
let mayHaveKey: boolean

function start(): Models {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  return createModels({
    fetch: network.fetch,
    fetchFromServer: network.fetchFromServer,
    getServerKey: async ({ keyKind }) => succeeded({ key: keyKind === 'none' ? null : key }),
    hasSessionKey: (id) => keyServerId === id,
    async forgetKey(id) {
      if (!allowsForgetting) return failed('keychain-locked')
      forgottenServers.push(id)
      return succeeded(undefined)
    },
    mayHaveKey: () => mayHaveKey,
    folder,
    preferences: {
      read: () => preferences,
      update(changes) {
        preferences = { ...preferences, ...changes }
        return succeeded(undefined)
      },
    },
    now: () => time,
    publish: (list) => publishedLists.push(list),
  })
}

const createServerDraft = (overrides: Partial<ServerDraft> = {}): ServerDraft => ({
  name: 'Home',
  address: home.address,
  usesHuggingFaceKey: false,
  ...overrides,
})
const getResultCode = (reply: Reply<unknown>): string => (reply.ok ? 'no failure' : reply.failure.code)
const listServerModelIds = ({ models }: ModelList): readonly string[] => models.filter(({ server }) => server !== null).map(({ id }) => id)
const getOnlyServer = (): Server | undefined => preferences.servers[0]

test.beforeEach(async () => {
  hub = await startHub()
  home = await startLocalServer()
  // Removed only when the process ends: a spec may end while the list is still being written, which would recreate the folder.
  folder = createTempFolder('parley-servers-').path
  time = 1_700_000_000_000
  preferences = { favouriteModels: [], recentModels: [], chosenModel: null, servers: [] }
  publishedLists = []
  key = null
  keyServerId = null
  forgottenServers = []
  allowsForgetting = true
  mayHaveKey = true
})
test.afterEach(async () => {
  await hub.close()
  await home.close()
})

test.describe('adding a server', () => {
  test('requests its models, saves it and lists them', async () => {
    const models = start()
    expect((await models.addServer(createServerDraft(), false)).ok).toBe(true)
    expect(preferences.servers).toEqual([{ id: 'home', name: 'Home', address: home.address, keyKind: 'none' }])
    expect(listServerModelIds(models.list())).toEqual(['llama3.2:3b@home', '/models/small.gguf@home'])
    expect(models.list().servers).toEqual([{ ...getOnlyServer(), hasSessionKey: false, fetchedAt: time, failure: null }])
    expect(publishedLists.at(-1)).toEqual(models.list())
    expect(home.requests.map(({ method, path, headers }) => [method, path, headers['authorization']])).toEqual([
      ['GET', '/v1/models', undefined],
    ])
  })

  test('finds it at /v1 when the path was omitted', async () => {
    await start().addServer(createServerDraft({ address: `127.0.0.1:${home.port}/` }), false)
    expect(getOnlyServer()?.address).toBe(home.address)
  })

  test('finds it without /v1 when that does not exist', async () => {
    await using rootServer = await startLocalServer({ basePath: '' })
    await start().addServer(createServerDraft({ address: rootServer.origin }), false)
    expect(getOnlyServer()?.address).toBe(rootServer.origin)
    expect(rootServer.requests.map(({ path }) => path)).toEqual(['/v1/models', '/models'])
  })

  test('gives it a unique id of plain letters', async () => {
    const models = start()
    for (const name of ['Büro 2!', 'büro-2', '家', '  ', 'x'.repeat(60)]) await models.addServer(createServerDraft({ name }), false)
    expect(preferences.servers.map(({ id }) => id)).toEqual(['buro-2', 'buro-2-2', 'server', 'server-2', 'x'.repeat(30)])
    expect(preferences.servers[3]?.name).toBe(`127.0.0.1:${home.port}`)
  })

  test('saves a server that does not answer only when confirmed', async () => {
    await home.close()
    const models = start()
    expect(getResultCode(await models.addServer(createServerDraft(), false))).toBe('server-unreachable')
    expect(preferences.servers).toEqual([])
    expect((await models.addServer(createServerDraft(), true)).ok).toBe(true)
    expect(models.list().servers).toMatchObject([{ id: 'home', fetchedAt: null, failure: { code: 'server-unreachable' } }])
  })

  test('reports a missing key, and an address that is not a server', async () => {
    await using closed = await startLocalServer({ key: 'sk-secret' })
    await using site = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'))
    const codes = [
      getResultCode(await start().addServer(createServerDraft({ address: closed.origin }), false)),
      getResultCode(await start().addServer(createServerDraft({ address: site.origin }), false)),
    ]
    expect(codes).toEqual(['server-refused-key', 'unexpected-reply'])
    // A server that requires a key exists, so no other path is tried.
    expect(closed.requests).toHaveLength(1)
  })

  for (const address of [
    'http://example.com/v1',
    'https://name:word@example.com/v1',
    'https://example.com/v1?x=y',
    'ftp://127.0.0.1/',
    '',
  ]) {
    test(`refuses ${address || 'an empty address'}, even when confirmed`, async () => {
      expect(getResultCode(await start().addServer(createServerDraft({ address }), true))).toBe('address-refused')
      expect(preferences.servers).toEqual([])
    })
  }

  test('refuses the key of Hugging Face for any other host', async () => {
    expect(getResultCode(await start().addServer(createServerDraft({ usesHuggingFaceKey: true }), true))).toBe('address-refused')
    expect([home.requests.length, preferences.servers]).toEqual([0, []])
  })
})

test.describe('the models of a server', () => {
  test('are known at the next start, even if it is unreachable', async () => {
    await start().addServer(createServerDraft(), false)
    await expect.poll(() => listServerModelIds(start().list())).toHaveLength(2)
    await home.close()
    const models = start()
    time += hour + 1
    models.list()
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-unreachable')
    expect(listServerModelIds(models.list())).toEqual(['llama3.2:3b@home', '/models/small.gguf@home'])
  })

  test('are requested again after an hour and on request', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    time += hour
    models.list()
    expect(home.requests).toHaveLength(1)
    home.setModels(['new:1b'])
    time += 1
    models.list()
    await expect.poll(() => listServerModelIds(models.list())).toEqual(['new:1b@home'])
    home.setModels([])
    await models.refresh()
    expect([home.requests.length, listServerModelIds(models.list())]).toEqual([3, []])
  })

  test('are not requested at every read while it does not answer', async () => {
    await home.close()
    const models = start()
    await models.addServer(createServerDraft(), true)
    const publishedCount = publishedLists.length
    models.list()
    models.list()
    await models.refresh()
    // The list of Hugging Face and the server, once each, both by the refresh.
    expect(publishedLists.length - publishedCount).toBe(2)
  })

  test('run under their own names, and nowhere after its removal', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    expect(models.findRoute('llama3.2:3b@home')).toEqual({
      task: 'chat',
      provider: 'Home',
      target: { kind: 'server', server: getOnlyServer(), name: 'llama3.2:3b' },
    })
    expect(models.findRoute('a@b@home')).toMatchObject({ target: { name: 'a@b' } })
    await models.removeServer('home')
    expect(models.findRoute('llama3.2:3b@home')).toMatchObject({ provider: null, target: { kind: 'removed' } })
  })

  test('are suggested first only without a key or a list of Hugging Face', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    expect(models.list().chosen).toBeNull()
    mayHaveKey = false
    expect(models.list().chosen).toBe('llama3.2:3b@home')
    await models.refresh()
    expect(models.list().chosen).not.toContain('@')
  })

  test('are no longer chosen, favourite or recent after its removal', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    await models.addServer(createServerDraft({ name: 'Work' }), false)
    for (const id of ['llama3.2:3b@home', 'llama3.2:3b@work', 'maker/name']) {
      models.setFavourite(id, true)
      models.recordUse(id)
    }
    models.choose('llama3.2:3b@home')
    await models.removeServer('home')
    expect(publishedLists.at(-1)).toMatchObject({
      favourites: ['llama3.2:3b@work', 'maker/name'],
      recent: ['maker/name', 'llama3.2:3b@work'],
      servers: [{ id: 'work' }],
    })
    expect(preferences.chosenModel).toBeNull()
    expect(listServerModelIds(models.list())).toEqual(['llama3.2:3b@work', '/models/small.gguf@work'])
  })
})

test.describe('alternatives to a server model', () => {
  test('are other models of the same server', async () => {
    const models = start()
    await models.refresh()
    await models.addServer(createServerDraft(), false)
    const [first, second] = listServerModelIds(models.list())
    expect(models.listAlternatives(first ?? '', false).map(({ id }) => id)).toEqual([second])
    expect(models.listAlternatives('any@gone', false)).toEqual([])
  })
})

test.describe('changing a server', () => {
  test('renames it even if unreachable, and keeps the ids of its models', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    await home.close()
    expect((await models.updateServer('home', createServerDraft({ name: 'Desk' }), false)).ok).toBe(true)
    expect(getOnlyServer()).toEqual({ id: 'home', name: 'Desk', address: home.address, keyKind: 'none' })
    expect(listServerModelIds(models.list())).toContain('llama3.2:3b@home')
    expect(models.findRoute('llama3.2:3b@home')).toMatchObject({ provider: 'Desk' })
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-unreachable')
  })

  test('moves it to another address and lists the models there', async () => {
    await using other = await startLocalServer({ models: ['other:1b'] })
    const models = start()
    await models.addServer(createServerDraft(), false)
    await models.updateServer('home', createServerDraft({ address: other.address }), false)
    expect(getOnlyServer()?.address).toBe(other.address)
    expect(listServerModelIds(models.list())).toEqual(['other:1b@home'])
  })

  test('keeps it when the new address does not answer, unless confirmed', async () => {
    const other = await startLocalServer()
    await other.close()
    const models = start()
    await models.addServer(createServerDraft(), false)
    expect(getResultCode(await models.updateServer('home', createServerDraft({ address: other.address }), false))).toBe(
      'server-unreachable',
    )
    expect(getOnlyServer()?.address).toBe(home.address)
    await models.updateServer('home', createServerDraft({ address: other.address }), true)
    expect([getOnlyServer()?.address, listServerModelIds(models.list())]).toEqual([other.address, []])
  })

  test('forgets its own key when the address changes', async () => {
    await using other = await startLocalServer()
    const models = start()
    await models.addServer(createServerDraft(), false)
    preferences = { ...preferences, servers: preferences.servers.map((server) => ({ ...server, keyKind: 'own' })) }
    key = { own: testKey }
    await models.updateServer('home', createServerDraft({ name: 'Desk' }), false)
    expect([forgottenServers, getOnlyServer()?.keyKind]).toEqual([[], 'own'])
    await models.updateServer('home', createServerDraft({ address: other.address }), false)
    expect([forgottenServers, getOnlyServer()?.keyKind]).toEqual([['home'], 'none'])
    expect(other.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined])
  })

  test('refuses an unknown id', async () => {
    expect(getResultCode(await start().updateServer('home', createServerDraft(), true))).toBe('bad-input')
  })
})

test.describe('removing a server', () => {
  test('is refused while its own key cannot be removed', async () => {
    const models = start()
    await models.addServer(createServerDraft(), false)
    preferences = { ...preferences, servers: preferences.servers.map((server) => ({ ...server, keyKind: 'own' })) }
    allowsForgetting = false
    expect(getResultCode(await models.removeServer('home'))).toBe('keychain-locked')
    expect(preferences.servers).toHaveLength(1)
    allowsForgetting = true
    await models.removeServer('home')
    expect([forgottenServers, preferences.servers]).toEqual([['home'], []])
  })
})

test.describe('a server’s own key', () => {
  test('is sent once it is saved, and removed on request', async () => {
    await using closed = await startLocalServer({ key: testKey.reveal() })
    const models = start()
    await models.addServer(createServerDraft({ address: closed.address }), true)
    expect(models.list().servers).toMatchObject([{ keyKind: 'none', failure: { code: 'server-refused-key' } }])
    key = { own: testKey }
    models.servers.setKeySaved('home', true)
    models.servers.onKeyChanged('home')
    await expect.poll(() => listServerModelIds(models.list())).toHaveLength(2)
    expect(getOnlyServer()?.keyKind).toBe('own')
    await models.forgetServerKey('home')
    expect([forgottenServers, getOnlyServer()?.keyKind]).toEqual([['home'], 'none'])
    await expect.poll(() => models.list().servers[0]?.failure?.code).toBe('server-refused-key')
  })

  test('is sent for the session without a trace in the settings', async () => {
    await using closed = await startLocalServer({ key: testKey.reveal() })
    const models = start()
    await models.addServer(createServerDraft({ address: closed.address }), true)
    key = { own: testKey }
    keyServerId = 'home'
    models.servers.onKeyChanged('home')
    await expect.poll(() => listServerModelIds(models.list())).toHaveLength(2)
    await models.updateServer('home', createServerDraft({ name: 'Desk', address: closed.address }), false)
    expect(models.list().servers).toMatchObject([{ name: 'Desk', keyKind: 'own', hasSessionKey: true }])
    expect(preferences.servers).toMatchObject([{ name: 'Desk', keyKind: 'none' }])
  })
})
