// The model catalogue against the stand-in for Hugging Face, with the real gateway and a real data folder.

import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createModels, type ModelPreferences, type Models } from '../../../../electron/models/models.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { succeeded } from '../../../../shared/failures.ts'
import type { Model, ModelList } from '../../../../shared/types/models.ts'
import { startHub, type Hub, type HubOptions } from '../../../stand-ins/hub/hub.ts'
import { createTempFolder } from '../../../support/temp-folder.ts'

const hour = 60 * 60 * 1000

let hub: Hub
let folder: string
let time: number
let preferences: ModelPreferences
let publishedLists: ModelList[]

async function startHubWith(options: HubOptions): Promise<void> {
  await hub.close()
  hub = await startHub(options)
}

function start(): Models {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  return createModels({
    fetch: network.fetch,
    fetchFromServer: network.fetchFromServer,
    getServerKey: async () => succeeded({ key: null }),
    forgetKey: async () => succeeded(undefined),
    hasSessionKey: () => false,
    mayHaveKey: () => false,
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

const listRequests = (): readonly string[] => hub.requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
const waitForCache = (): Promise<void> => expect.poll(() => readdirSync(folder)).toEqual(['models.json'])

test.beforeEach(async () => {
  hub = await startHub()
  // Removed only when the process ends: a spec may end while the list is still being written, which would recreate the folder.
  folder = createTempFolder('parley-models-').path
  time = 1_700_000_000_000
  preferences = { favouriteModels: [], recentModels: [], chosenModel: null, servers: [] }
  publishedLists = []
})
test.afterEach(async () => {
  await hub.close()
})

test.describe('model list', () => {
  test('is first fetched in the background and then published', async () => {
    const models = start()
    expect(models.list()).toMatchObject({ models: [], fetchedAt: null, chosen: null })
    await expect.poll(() => publishedLists.length).toBe(1)
    expect(publishedLists[0]).toMatchObject({ fetchedAt: time, failure: null })
    expect(publishedLists[0]?.models.length).toBeGreaterThan(100)
  })

  test('is requested without a key', async () => {
    await start().refresh()
    await start().lookUp('distilgpt2')
    expect(hub.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([])
  })

  test('contains only models with a live provider', async () => {
    const { models } = await start().refresh()
    expect(models.filter((model) => !model.routes.some((route) => route.isLive))).toEqual([])
  })

  test('is available at the next start, also offline', async () => {
    const first = await start().refresh()
    await waitForCache()
    await hub.setFault('connection-refused', { scope: 'everything' })
    expect(start().list()).toEqual(first)
  })

  test('is fetched again only after an hour', async () => {
    await start().refresh()
    await waitForCache()
    time += hour
    start().list()
    expect(listRequests()).toHaveLength(1)
    time += 1
    start().list()
    await expect.poll(listRequests).toHaveLength(2)
  })

  test('is kept offline with the reason, without a request at every read', async () => {
    const models = start()
    await models.refresh()
    await hub.setFault('connection-refused', { scope: 'everything' })
    time += 2 * hour
    const list = await models.refresh()
    expect(list).toMatchObject({ failure: { code: 'offline' }, fetchedAt: time - 2 * hour })
    expect(list.models.length).toBeGreaterThan(100)
    const publishedCount = publishedLists.length
    models.list()
    await hub.setFault(null)
    await models.refresh()
    expect(publishedLists).toHaveLength(publishedCount + 1)
  })

  test('is not replaced by the sign-in page of a network', async () => {
    const models = start()
    await models.refresh()
    await hub.setFault('captive-portal', { scope: 'models' })
    expect(await models.refresh()).toMatchObject({ failure: { code: 'captive-portal' }, models: { length: models.list().models.length } })
  })

  for (const broken of ['', '{', '{"version":2,"models":"all"}', '{"version":1,"fetchedAt":1,"models":[],"lookedUp":[],"servers":{}}']) {
    test(`ignores a cache that contains ${JSON.stringify(broken)}`, async () => {
      writeFileSync(join(folder, 'models.json'), broken)
      expect(start().list().models).toEqual([])
    })
  }

  test('is cached in a private file', async () => {
    await start().refresh()
    await waitForCache()
    expect(statSync(join(folder, 'models.json')).mode & 0o777).toBe(0o600)
  })
})

test.describe('suggested first model', () => {
  test('is a live, priced chat model, the same at every start', async () => {
    const { models, chosen } = await start().refresh()
    const first = models.find(({ id }) => id === chosen)
    expect(first?.routes.some(({ isLive, price }) => isLive && price !== null)).toBe(true)
    expect(chosen).toMatch(/instruct|chat/i)
    expect((await start().refresh()).chosen).toBe(chosen)
  })
})

test.describe('favourites, recent and chosen models', () => {
  test('are part of the list', async () => {
    const models = start()
    const { models: all } = await models.refresh()
    const [one = '', two = '', three = ''] = all.map(({ id }) => id)
    models.choose(one)
    models.setFavourite(two, true)
    for (const id of [two, three, two]) models.recordUse(id)
    expect(models.list()).toMatchObject({ chosen: one, favourites: [two], recent: [two, three] })
    models.setFavourite(two, false)
    expect(publishedLists.at(-1)).toMatchObject({ favourites: [] })
  })

  test('include at most ten recent models', async () => {
    const models = start()
    for (let number = 1; number <= 12; number += 1) models.recordUse(`maker/model-${number}`)
    expect(models.list().recent).toEqual(Array.from({ length: 10 }, (_, index) => `maker/model-${12 - index}`))
  })
})

test.describe('looking up a model', () => {
  test('finds a listed model without a request, ignoring case', async () => {
    const models = start()
    const { models: all } = await models.refresh()
    const model = all[0]
    expect(await models.lookUp((model?.id ?? '').toUpperCase())).toEqual(succeeded({ kind: 'served', model }))
    expect(listRequests()).toHaveLength(1)
  })

  for (const mappingForm of ['object', 'array'] as const) {
    test(`finds a served model that continues text, with its mapping as ${mappingForm}`, async () => {
      await startHubWith({ served: ['distilgpt2'], mappingForm })
      const models = start()
      expect(await models.lookUp('distilgpt2')).toMatchObject({
        ok: true,
        value: { kind: 'served', model: { id: 'distilbert/distilgpt2', task: 'continue', supportsVision: false } },
      })
      expect(models.findRoute('distilbert/distilgpt2')).toEqual({
        task: 'continue',
        provider: 'hf-inference',
        target: { kind: 'hugging-face' },
      })
      expect(listRequests()[0]).toBe('GET /api/models/distilgpt2?expand[]=inferenceProviderMapping&expand[]=pipeline_tag')
    })
  }

  test('offers three live alternatives for a model that is not served', async () => {
    const models = start()
    await models.refresh()
    const reply = await models.lookUp('distilgpt2')
    expect(reply).toMatchObject({ ok: true, value: { kind: 'not-served', id: 'distilbert/distilgpt2' } })
    const alternatives: readonly Model[] = reply.ok && reply.value.kind !== 'served' ? reply.value.alternatives : []
    expect(alternatives.map(({ id }) => id.includes('gpt'))).toEqual([true, true, true])
    expect(alternatives.every(({ routes }) => routes.some(({ isLive }) => isLive))).toBe(true)
  })

  test('offers three alternatives to a listed model without a request', async () => {
    const models = start()
    const { models: all } = await models.refresh()
    const id = all[0]?.id ?? ''
    const alternatives = models.listAlternatives(`${id}:fastest`, false)
    expect(alternatives).toHaveLength(3)
    expect(alternatives.every((one) => one.id !== id && one.routes.some(({ isLive }) => isLive))).toBe(true)
    expect(models.listAlternatives(id, true).every(({ supportsVision }) => supportsVision)).toBe(true)
    expect(listRequests()).toHaveLength(1)
  })

  test('reports a model for another task as not served', async () => {
    expect(await start().lookUp('black-forest-labs/FLUX.1-dev')).toMatchObject({ ok: true, value: { kind: 'not-served' } })
  })

  test('reports an unknown name as not found', async () => {
    expect(await start().lookUp('unknown/model')).toMatchObject({ ok: true, value: { kind: 'not-found', id: 'unknown/model' } })
  })

  test('fails offline without a verdict on the model', async () => {
    await hub.setFault('connection-refused', { scope: 'everything' })
    expect(await start().lookUp('unknown/model')).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  test('keeps a chosen looked-up model in the list at the next start', async () => {
    await startHubWith({ served: ['distilgpt2'] })
    const models = start()
    await models.refresh()
    await models.lookUp('distilgpt2')
    models.choose('distilbert/distilgpt2')
    await waitForCache()
    await expect
      .poll(() => start().findRoute('distilbert/distilgpt2'))
      .toEqual({ task: 'continue', provider: 'hf-inference', target: { kind: 'hugging-face' } })
    expect(start().list().models.at(-1)).toMatchObject({ id: 'distilbert/distilgpt2', task: 'continue' })
  })
})

test.describe('model route', () => {
  test('leaves the provider of a chat model to the router', async () => {
    const models = start()
    const { chosen } = await models.refresh()
    expect(models.findRoute(chosen ?? '')).toEqual({
      task: 'chat',
      provider: null,
      target: { kind: 'hugging-face' },
      supportsVision: false,
    })
    expect(models.findRoute(`${chosen}:fastest`)).toEqual({
      task: 'chat',
      provider: null,
      target: { kind: 'hugging-face' },
      supportsVision: false,
    })
    expect(models.findRoute('unknown/model')).toBeNull()
  })
})
