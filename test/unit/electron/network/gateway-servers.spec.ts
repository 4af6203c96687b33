// The gateway to added servers: allowed requests, which key is sent, and that Hugging Face's key goes nowhere else.

import { expect, test } from '@playwright/test'
import { stream } from '../../../../electron/inference/inference.ts'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, replaceGlobalFetch, type NetworkOptions } from '../../../../electron/network/gateway.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { startLocalServer } from '../../../stand-ins/own-server/local-server.ts'
import { serve, testKey } from '../inference/test-server.ts'

const originalFetch = globalThis.fetch

function createTestNetwork(hub: string | null, overrides: Partial<NetworkOptions> = {}) {
  return createNetwork({ fetch: originalFetch, hub, log: { warn() {} }, ...overrides })
}

/** The code of the failure that a promise rejects with. */
async function getFailureCode(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'no failure'
  } catch (error) {
    return error instanceof NetworkFailure ? error.failure.code : 'another error'
  }
}

const startEchoServer = () => serve((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
const run = { method: 'POST', body: '{"prompt":"x"}' } as const

const own = { reveal: () => 'sk-own-key-of-the-server' }

test.describe('added server', () => {
  test('gets requests for models and chat with its own key', async () => {
    await using server = await startEchoServer()
    const fetchServer = createTestNetwork(null).fetchFromServer({ address: `${server.origin}/v1` }, { own })
    await fetchServer(`${server.origin}/v1/models`)
    await fetchServer(`${server.origin}/v1/chat/completions`, run)
    expect(server.received.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
      ['GET', '/v1/models', 'Bearer sk-own-key-of-the-server'],
      ['POST', '/v1/chat/completions', 'Bearer sk-own-key-of-the-server'],
    ])
  })

  test('gets no key when it has none, whatever headers a library sets', async () => {
    await using server = await startEchoServer()
    const headers = { Authorization: 'Bearer hf_placeholder', Cookie: 'a=b' }
    await createTestNetwork(null).fetchFromServer({ address: server.origin }, null)(`${server.origin}/chat/completions`, {
      ...run,
      headers,
    })
    expect(server.received.map(({ path, headers: sent }) => [path, sent.authorization, sent.cookie])).toEqual([
      ['/chat/completions', undefined, undefined],
    ])
  })

  test('is not replaced by the stand-in for Hugging Face', async () => {
    await using hub = await startEchoServer()
    await using server = await startEchoServer()
    await createTestNetwork(hub.origin).fetchFromServer({ address: `${server.origin}/v1` }, null)(`${server.origin}/v1/models`)
    expect([hub.received.length, server.received.length]).toEqual([0, 1])
  })

  for (const [method, path] of [
    ['GET', '/v1'],
    ['GET', '/v1/models/'],
    ['GET', '/v1/models/x'],
    ['GET', '/v1/models?x=y'],
    ['GET', '/v1/chat/completions'],
    ['POST', '/v1/models'],
    ['POST', '/v1/completions'],
    ['POST', '/v1/chat/completions/x'],
    ['POST', '/chat/completions'],
    ['DELETE', '/v1/models'],
    ['GET', '/v1/..%2fmodels'],
    ['GET', '/v1/%2e%2e/api/models'],
  ] as const) {
    test(`gets no request for ${method} ${path}`, async () => {
      await using server = await startEchoServer()
      const fetchServer = createTestNetwork(null).fetchFromServer({ address: `${server.origin}/v1` }, { own })
      expect(await getFailureCode(fetchServer(server.origin + path, { method, ...(method === 'POST' ? { body: '{}' } : {}) }))).toBe(
        'address-refused',
      )
      expect(server.received).toEqual([])
    })
  }

  test('is the only server reached, and not through the routes of Hugging Face', async () => {
    await using server = await startEchoServer()
    await using other = await startEchoServer()
    const gateway = createTestNetwork(null)
    const fetchFromServer = gateway.fetchFromServer({ address: `${server.origin}/v1` }, { own })
    const codes = [
      await getFailureCode(fetchFromServer(`${other.origin}/v1/models`)),
      await getFailureCode(fetchFromServer('https://huggingface.co/api/whoami-v2')),
      await getFailureCode(fetchFromServer('https://router.huggingface.co/v1/chat/completions', run)),
      await getFailureCode(gateway.fetchWithKey(testKey)(`${server.origin}/v1/models`)),
      await getFailureCode(gateway.fetchWithKey(testKey)(`${server.origin}/v1/chat/completions`, run)),
      await getFailureCode(gateway.fetch(`${server.origin}/v1/models`)),
    ]
    expect(new Set(codes)).toEqual(new Set(['address-refused']))
    expect([server.received, other.received]).toEqual([[], []])
  })

  for (const address of [
    'http://example.com/v1',
    'https://name:word@example.com/v1',
    'https://example.com/v1?x=y',
    'https://example.com/v1/',
    'HTTPS://example.com/v1',
    'example.com/v1',
    'ftp://127.0.0.1/v1',
    '',
  ]) {
    test(`gets no request at the invalid address ${address || '(empty)'}`, async () => {
      const requestedUrls: string[] = []
      const fetch = async (to: string) => {
        requestedUrls.push(to)
        return new Response('{}')
      }
      const fetchFromServer = createTestNetwork(null, { fetch }).fetchFromServer({ address }, null)
      expect(await getFailureCode(fetchFromServer(`${address}/models`))).toBe('address-refused')
      expect(requestedUrls).toEqual([])
    })
  }

  test('gets the key of Hugging Face only at a host of Hugging Face', async () => {
    const sentUrls: unknown[] = []
    const fetch = async (to: string, init?: RequestInit) => {
      sentUrls.push([to, new Headers(init?.headers).get('authorization'), init?.redirect])
      return new Response('{}')
    }
    const lines: unknown[] = []
    const gateway = createTestNetwork(null, { fetch, log: { warn: (...line) => lines.push(line) } })
    const requestModels = (address: string) =>
      getFailureCode(gateway.fetchFromServer({ address }, { huggingFace: testKey })(`${address}/models`))
    const otherAddresses = [
      'http://127.0.0.1:11434/v1',
      'https://example.com/v1',
      'https://abc.endpoints.huggingface.cloud:8443/v1',
      'https://abc.endpoints.huggingface.cloud.example.com/v1',
      'https://huggingface.co/v1',
    ]
    expect(await Promise.all(otherAddresses.map(requestModels))).toEqual(otherAddresses.map(() => 'address-refused'))
    expect(sentUrls).toEqual([])
    expect(lines[0]).toEqual(['An address was refused', { origin: 'http://127.0.0.1:11434', method: 'GET' }])
    const address = 'https://abc.us-east-1.aws.endpoints.huggingface.cloud/v1'
    expect(await requestModels(address)).toBe('no failure')
    expect(sentUrls).toEqual([[`${address}/models`, `Bearer ${testKey.reveal()}`, 'error']])
  })

  for (const status of [301, 302, 303, 307, 308]) {
    test(`gets neither key nor prompt through a ${status} redirect`, async () => {
      await using other = await startEchoServer()
      await using server = await serve((_, response) => void response.writeHead(status, { location: `${other.origin}/v1/models` }).end())
      const fetchServer = createTestNetwork(null).fetchFromServer({ address: `${server.origin}/v1` }, { own })
      const codes = [
        await getFailureCode(fetchServer(`${server.origin}/v1/models`)),
        await getFailureCode(fetchServer(`${server.origin}/v1/chat/completions`, run)),
      ]
      expect([codes, other.received]).toEqual([['unexpected-reply', 'unexpected-reply'], []])
    })
  }

  test('is reported as unreachable, not as offline, when it does not answer', async () => {
    const closedServer = await startEchoServer()
    await closedServer[Symbol.asyncDispose]()
    await using silentServer = await serve(() => {})
    const codes = [
      await getFailureCode(
        createTestNetwork(null).fetchFromServer({ address: closedServer.origin }, null)(`${closedServer.origin}/models`),
      ),
      await getFailureCode(
        createTestNetwork(null, { idleTimeoutMs: 100 }).fetchFromServer(
          { address: silentServer.origin },
          null,
        )(`${silentServer.origin}/models`),
      ),
    ]
    expect(codes).toEqual(['server-unreachable', 'server-unreachable'])
  })

  test('may not send an endless list', async () => {
    await using server = await serve((_, response) => void response.end('x'.repeat(5_000)))
    const fetchServer = createTestNetwork(null, { maxResponseBytes: 1_000 }).fetchFromServer({ address: server.origin }, null)
    expect(await getFailureCode(fetchServer(`${server.origin}/models`).then((reply) => reply.text()))).toBe('answer-too-large')
  })

  test('[row 7] never gets a byte of the Hugging Face key', async () => {
    const rounds = caseCount(1, 20)
    let attemptCount = 0
    await using server = await startLocalServer()
    const { address, origin } = server
    const key = testKey.reveal()
    const gateway = createTestNetwork(null)
    /** What a library could send if it had the key. */
    const initWithKey = { headers: { authorization: `Bearer ${key}`, cookie: `key=${key}`, 'proxy-authorization': key } }
    const requestCases: readonly (() => Promise<unknown>)[] = [
      () => gateway.fetchFromServer({ address }, { huggingFace: testKey })(`${address}/models`),
      () => gateway.fetchFromServer({ address }, { huggingFace: testKey })(`${address}/chat/completions`, run),
      () =>
        gateway.fetchFromServer({ address: 'https://abc.endpoints.huggingface.cloud/v1' }, { huggingFace: testKey })(`${address}/models`),
      () => gateway.fetchFromServer({ address: origin }, { huggingFace: testKey })(`${address}/models`),
      () => gateway.fetchFromServer({ address }, null)(`${address}/models`, initWithKey),
      () => gateway.fetchFromServer({ address }, null)(`${address}/chat/completions`, { ...run, ...initWithKey }),
      () => gateway.fetchFromServer({ address }, { own: { reveal: () => 'sk-own' } })(`${address}/models`, initWithKey),
      () => gateway.fetchWithKey(testKey)(`${address}/models`),
      () => gateway.fetchWithKey(testKey)(`${address}/chat/completions`, run),
      () => gateway.fetchWithKey(testKey)(`https://huggingface.co@127.0.0.1:${server.port}/v1/models`),
      () => fetch(`${address}/models`, initWithKey),
      ...[301, 302, 303, 307, 308].flatMap((status) =>
        ['GET /api/whoami-v2', 'POST /v1/chat/completions'].map((endpoint) => async () => {
          await using hub = await serve((_, response) => void response.writeHead(status, { location: `${address}/models` }).end())
          const [method = '', path = ''] = endpoint.split(' ')
          const host = method === 'GET' ? 'huggingface.co' : 'router.huggingface.co'
          await createTestNetwork(hub.origin).fetchWithKey(testKey)(`https://${host}${path}`, method === 'GET' ? {} : run)
        }),
      ),
      async () => {
        const request = {
          model: 'llama3.2:3b',
          task: 'chat',
          provider: 'Home',
          server: { address },
          messages: [{ role: 'user', content: 'Hi' }],
          billTo: null,
          settings: {},
        } as const
        const chunks = stream(request, { fetch: gateway.fetchFromServer({ address }, null), signal: new AbortController().signal })
        while ((await chunks.next()).done !== true);
      },
    ]
    try {
      replaceGlobalFetch(gateway)
      for (let round = 0; round < rounds; round += 1) {
        for (const sendRequest of requestCases) {
          attemptCount += 1
          await sendRequest().catch(() => undefined)
        }
      }
    } finally {
      globalThis.fetch = originalFetch
    }
    const receivedRequests = server.requests.map(({ path, headers, body }) => ({ headers: JSON.stringify([path, headers]), body }))
    const countKeyBytes = (text: string): number => (text.includes(key) ? key.length : 0)
    // The control: the allowed requests arrived.
    expect(receivedRequests).toHaveLength(4 * rounds)
    expect(receivedRequests.map(({ headers, body }) => [countKeyBytes(headers), countKeyBytes(body)])).toEqual(
      receivedRequests.map(() => [0, 0]),
    )
    recordProof({ figure: `custom address: 0 header and 0 body bytes in ${attemptCount} attempts`, cases: attemptCount, where: ['Node'] })
  })
})
