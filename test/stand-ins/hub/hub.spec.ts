// The Hugging Face stand-in's account, keys and model lists, requested as a program would request them from Hugging Face.

import { expect, test } from '@playwright/test'
import { startHub, type Hub } from './hub.ts'
import { asList, asObject, asText, parseJson } from './json.ts'
import { requestHub, requestChat } from './hub-requests.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

test.describe('hub listener', () => {
  test('listens on a single loopback address', async () => {
    expect(new URL(hub.origin).hostname).toBe('127.0.0.1')
    await expect(fetch(hub.origin.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow()
  })
})

test.describe('hub keys', () => {
  test('creates keys in the real format, unique at each start', async () => {
    await using other = await startHub()
    const keys = [...Object.values(hub.keys), ...Object.values(other.keys)]
    expect(keys.filter((key) => !/^hf_[A-Za-z]{34}$/.test(key))).toEqual([])
    expect(new Set(keys).size).toBe(keys.length)
  })

  const keyRights = [
    ['fineGrained', { role: 'fineGrained', global: ['inference.serverless.write'], scoped: [] }],
    ['fineGrainedScoped', { role: 'fineGrained', global: [], scoped: ['user: repo.content.read inference.serverless.write'] }],
    ['fineGrainedOrganisation', { role: 'fineGrained', global: [], scoped: ['org: inference.serverless.write'] }],
    ['fineGrainedWithoutRight', { role: 'fineGrained', global: [], scoped: ['user: repo.content.read'] }],
    ['read', { role: 'read', global: [], scoped: [] }],
    ['write', { role: 'write', global: [], scoped: [] }],
  ] as const

  for (const [name, expected] of keyRights) {
    test(`reports the permissions of the ${name} key`, async () => {
      const { status, json } = await requestHub(hub, '/api/whoami-v2', hub.keys[name])
      const token = asObject(asObject(json['auth'])['accessToken'])
      const { global, scoped } = asObject(token['fineGrained'])
      const scopes = asList(scoped).map((scope) => {
        const { entity, permissions } = asObject(scope)
        return `${asText(asObject(entity)['type'])}: ${asList(permissions).join(' ')}`
      })
      expect({ status, role: token['role'], global: asList(global), scoped: scopes }).toEqual({ status: 200, ...expected })
    })
  }

  test('reports an expiry date only for a key that has one', async () => {
    const readExpiry = async (key: string): Promise<unknown> =>
      asObject((await requestHub(hub, '/api/whoami-v2', key)).json['auth'])['expiresAt']
    expect([typeof (await readExpiry(hub.keys.expiring)), await readExpiry(hub.keys.fineGrained)]).toEqual(['string', undefined])
  })

  test('answers whoami with 401, 429 and 500 for the matching keys', async () => {
    const readWhoami = async (key: string | null): Promise<unknown> => {
      const { status, headers, json } = await requestHub(hub, '/api/whoami-v2', key)
      return [status, headers.get('retry-after'), json['error']]
    }
    expect(await readWhoami(hub.keys.rejected)).toEqual([401, null, 'Invalid credentials in Authorization header'])
    expect(await readWhoami(null)).toEqual([401, null, 'Invalid username or password.'])
    expect(await readWhoami(hub.keys.rateLimited)).toEqual([429, '55', expect.stringContaining('rate limit')])
    expect((await requestHub(hub, '/api/whoami-v2', hub.keys.whoamiFailing)).status).toBe(500)
  })

  test('accepts every revocation with 202 and rejects the key afterwards', async () => {
    await using secondHub = await startHub()
    expect((await requestHub(secondHub, '/api/whoami-v2', secondHub.keys.read)).status).toBe(200)
    const replies = await Promise.all(
      [secondHub.keys.read, 'hf_unknown'].map((key) => requestHub(secondHub, '/api/credentials/revoke', null, { credentials: [key] })),
    )
    expect(replies.map(({ status }) => status)).toEqual([202, 202])
    expect((await requestHub(secondHub, '/api/whoami-v2', secondHub.keys.read)).status).toBe(401)
  })

  const refusalCases = [
    ['without a key', null, 401],
    ['with a rejected key', 'rejected', 401],
    ['with a key without permission', 'fineGrainedWithoutRight', 403],
    ['with a key for an organisation only', 'fineGrainedOrganisation', 403],
    ['when the credits are used up', 'withoutCredits', 402],
  ] as const

  for (const [caseName, name, status] of refusalCases) {
    test(`runs nothing ${caseName}`, async () => {
      const reply = await requestHub(hub, '/v1/chat/completions', name === null ? null : hub.keys[name], {
        model: 'Qwen/Qwen3-8B',
        messages: [],
      })
      expect([reply.status, typeof reply.json['error']]).toEqual([status, 'string'])
    })
  }

  for (const name of ['fineGrained', 'fineGrainedScoped', 'expiring', 'read', 'write', 'rateLimited', 'whoamiFailing'] as const) {
    test(`runs models with the ${name} key`, async () => {
      expect((await requestChat(hub, 'Hello', {}, hub.keys[name])).status).toBe(200)
    })
  }

  test('answers public pages with 401 for a wrong key, with 200 without one', async () => {
    for (const path of ['/v1/models', '/api/models', '/api/models/openai-community/gpt2']) {
      expect([path, (await requestHub(hub, path, hub.keys.rejected)).status, (await requestHub(hub, path, null)).status]).toEqual([
        path,
        401,
        200,
      ])
    }
  })
})

test.describe('hub model lists', () => {
  test('lists at least 130 models and every kind of incomplete entry at the router', async () => {
    const { json } = await requestHub(hub, '/v1/models', null)
    const models = asList(json['data']).map(asObject)
    const routes = models.flatMap((model) => asList(model['providers']).map(asObject))
    const visionModels = models.filter((model) => asList(asObject(model['architecture'])['input_modalities']).includes('image'))

    expect(models.length).toBeGreaterThanOrEqual(130)
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
    expect(models.filter(({ id }) => !/^[\w.-]+\/[\w.-]+$/.test(String(id)))).toEqual([])
    for (const rareModel of [
      visionModels,
      models.filter((model) => !asList(model['providers']).some((route) => asObject(route)['status'] === 'live')),
      models.filter((model) => asList(model['providers']).length === 0),
      routes.filter(({ status }) => status === 'error'),
      routes.filter(({ is_free: isFree }) => isFree === true),
      routes.filter((route) => !('pricing' in route)),
      routes.filter((route) => !('context_length' in route)),
      routes.filter((route) => 'pricing' in route && !('throughput' in route)),
    ])
      expect(rareModel.length).toBeGreaterThan(1)
    expect(models.filter(({ id }) => String(id).includes('gpt2'))).toEqual([])
  })

  test('returns the same list at every start', async () => {
    await using other = await startHub({ served: ['distilgpt2'] })
    expect((await requestHub(other, '/v1/models', null)).raw).toBe((await requestHub(hub, '/v1/models', null)).raw)
  })

  test('pages the list of the site through links on the same origin', async () => {
    const ids: unknown[] = []
    const origins = new Set<string>()
    let next: string | undefined = '/api/models?pipeline_tag=text-generation&inference_provider=all&limit=50&expand[]=pipeline_tag'
    while (next !== undefined) {
      const { raw, headers } = await requestHub(hub, next, null)
      for (const model of asList(parseJson(raw))) ids.push(asObject(model)['id'])
      next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]
      if (next !== undefined) origins.add(new URL(next).origin)
    }
    expect([...origins]).toEqual([hub.origin])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(100)
    expect(ids).toContain('openai-community/gpt2')
    expect(ids).not.toContain('distilbert/distilgpt2')
    expect(ids).not.toContain('facebook/bart-large-cnn')
  })

  test('searches on the site and returns only the requested fields', async () => {
    const { raw } = await requestHub(
      hub,
      '/api/models?search=DistilGPT&expand[]=pipeline_tag&expand[]=inferenceProviderMapping&expand[]=gated',
      null,
    )
    expect(parseJson(raw)).toEqual([
      { _id: expect.any(String), id: 'distilbert/distilgpt2', pipeline_tag: 'text-generation', inferenceProviderMapping: [], gated: false },
    ])
  })

  test('redirects old short names on the same host', async () => {
    const { status, headers } = await requestHub(hub, '/api/models/distilgpt2?expand[]=pipeline_tag', null)
    expect([status, headers.get('location')]).toEqual([307, '/api/models/distilbert/distilgpt2?expand[]=pipeline_tag'])
  })

  test('answers an unknown name with 404 with a key, with 401 without one', async () => {
    const replyWithKey = await requestHub(hub, '/api/models/no/such-model', hub.keys.fineGrained)
    const replyWithoutKey = await requestHub(hub, '/api/models/no/such-model', null)
    expect([replyWithKey.status, replyWithKey.headers.get('x-error-code'), replyWithoutKey.status, replyWithoutKey.json['error']]).toEqual([
      404,
      'RepoNotFound',
      401,
      'Invalid username or password.',
    ])
  })

  test('serves distilgpt2 only when the options say so', async () => {
    await using hubWithServedModel = await startHub({ served: ['distilgpt2'] })
    const path = '/api/models/distilbert/distilgpt2?expand[]=inferenceProviderMapping'
    const replies = [await requestHub(hub, path, null), await requestHub(hubWithServedModel, path, null)]
    expect(replies.map(({ json }) => json['inferenceProviderMapping'])).toEqual([
      {},
      { 'hf-inference': { isModelAuthor: false, providerId: 'distilbert/distilgpt2', status: 'live', task: 'text-generation' } },
    ])
  })

  test('returns the provider mapping as a list on request', async () => {
    await using hubWithArrayMapping = await startHub({ mappingForm: 'array' })
    const { json } = await requestHub(hubWithArrayMapping, '/api/models/openai-community/gpt2?expand[]=inferenceProviderMapping', null)
    expect(json['inferenceProviderMapping']).toEqual([
      expect.objectContaining({ provider: 'hf-inference', hfModelId: 'openai-community/gpt2', task: 'text-generation' }),
    ])
  })
})

test.describe('hub recorded requests', () => {
  test('records every request', async () => {
    await using secondHub = await startHub({ speed: 0 })
    await requestChat(secondHub, 'Remember this')
    expect(secondHub.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        headers: expect.objectContaining({ authorization: `Bearer ${secondHub.keys.fineGrained}` }),
        body: expect.stringContaining('Remember this'),
        receivedAt: expect.any(Number),
        answeredAt: expect.any(Number),
        eventTimes: expect.any(Array),
        closedEarly: false,
      },
    ])
  })
})
