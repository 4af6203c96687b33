// The gateway to Hugging Face: addresses, the key, redirects, limits, and the codes of network failures.

import { createServer as createRawServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { failureFromNetworkError, NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, replaceGlobalFetch, type NetworkOptions } from '../../../../electron/network/gateway.ts'
import type { FailureCode } from '../../../../shared/failures.ts'
import { serve, testKey, type TestServer } from '../inference/test-server.ts'

const originalFetch = globalThis.fetch
const jsonType = { 'content-type': 'application/json' }

function createTestNetwork(hub: string | null, overrides: Partial<NetworkOptions> = {}) {
  return createNetwork({ fetch: originalFetch, hub, log: { warn() {} }, ...overrides })
}

/** The code of the failure that a promise rejects with. */
async function getFailureCode(promise: Promise<unknown>): Promise<FailureCode | 'no failure' | 'another error'> {
  try {
    await promise
    return 'no failure'
  } catch (error) {
    return error instanceof NetworkFailure ? error.failure.code : 'another error'
  }
}

const startEchoServer = () => serve((_, response) => void response.writeHead(200, jsonType).end('{}'))
const run = { method: 'POST', body: '{"prompt":"x"}' } as const

const startRedirectingServer = () =>
  serve(({ path }, response) => {
    if (path === '/api/models/org/long') response.writeHead(200, jsonType).end('{"id":"org/long"}')
    else response.writeHead(307, { location: '/api/models/org/long' }).end()
  })

/** Electron's net.fetch does not show a redirect: it rejects. */
async function fetchLikeElectron(address: string, init?: RequestInit): Promise<Response> {
  const reply = await originalFetch(address, init)
  if (reply.status === 307) throw new Error('Redirect was cancelled')
  return reply
}

async function fetchModels(hub: TestServer, parts: Partial<NetworkOptions>): Promise<string> {
  const reply = await createTestNetwork(hub.origin, parts).fetch('https://huggingface.co/api/models')
  return reply.text()
}

test.describe('gateway addresses', () => {
  for (const [method, address] of [
    ['GET', 'https://huggingface.co/'],
    ['GET', 'https://huggingface.co/api/whoami-v2/'],
    ['GET', 'https://huggingface.co/api/modelsx'],
    ['POST', 'https://huggingface.co/api/models'],
    ['DELETE', 'https://huggingface.co/api/models'],
    ['GET', 'https://huggingface.co/api/models/../whoami-v2/x'],
    ['GET', 'https://huggingface.co/api/models/..%2fsettings'],
    ['GET', 'https://huggingface.co/api/models/%2e%2e/settings'],
    ['GET', 'https://huggingface.co/api/models/..%5csettings'],
    ['GET', 'http://huggingface.co/api/models'],
    ['GET', 'https://huggingface.co:8443/api/models'],
    ['GET', 'https://name:word@huggingface.co/api/models'],
    ['GET', 'https://huggingface.co.example.org/api/models'],
    ['GET', 'https://hub.huggingface.co/api/models'],
    ['GET', 'https://router.huggingface.co/v1/chat/completions'],
    ['POST', 'https://api.together.xyz/v1/chat/completions'],
    ['GET', 'http://127.0.0.1:1/api/models'],
    ['GET', 'file:///etc/passwd'],
    ['GET', 'data:text/plain,x'],
    ['GET', '/api/models'],
    ['GET', ''],
  ]) {
    test(`refuses ${method} ${address || '(empty)'} without a request`, async () => {
      const requestedUrls: string[] = []
      const fetch = async (to: string) => {
        requestedUrls.push(to)
        return new Response('{}')
      }
      const { fetchWithKey } = createTestNetwork(null, { fetch })
      expect(await getFailureCode(fetchWithKey(testKey)(address ?? '', { method: method ?? '' }))).toBe('address-refused')
      expect(requestedUrls).toEqual([])
    })
  }

  test('logs only the origin of a refused address', async () => {
    const lines: unknown[] = []
    const { fetch } = createTestNetwork(null, { log: { warn: (...line) => lines.push(line) } })
    await getFailureCode(fetch('https://example.org/secret?key=hf_secret'))
    expect(lines).toEqual([['An address was refused', { origin: 'https://example.org', method: 'GET' }]])
  })

  test('sends both hosts to the stand-in with the same path and query', async () => {
    await using hub = await startEchoServer()
    const { fetch, fetchWithKey } = createTestNetwork(hub.origin)
    await fetch('https://huggingface.co/api/models?search=a%20b')
    await fetch('https://router.huggingface.co/v1/models')
    await fetchWithKey(testKey)('https://router.huggingface.co/novita/v3/openai/chat/completions', run)
    expect(hub.received.map(({ path }) => path)).toEqual(['/api/models?search=a%20b', '/v1/models', '/novita/v3/openai/chat/completions'])
  })

  test('accepts addresses from the stand-in', async () => {
    await using hub = await startEchoServer()
    await createTestNetwork(hub.origin).fetch(`${hub.origin}/api/models?cursor=2`)
    expect(hub.received.map(({ path }) => path)).toEqual(['/api/models?cursor=2'])
  })
})

test.describe('gateway key', () => {
  test('is sent only with requests that need it', async () => {
    await using hub = await startEchoServer()
    const asked = createTestNetwork(hub.origin).fetchWithKey(testKey)
    await asked('https://huggingface.co/api/whoami-v2')
    await asked('https://router.huggingface.co/v1/chat/completions', run)
    await asked('https://huggingface.co/api/models')
    await asked('https://router.huggingface.co/v1/models')
    await asked('https://huggingface.co/api/credentials/revoke', { method: 'POST', body: '{}' })
    const key = `Bearer ${testKey.reveal()}`
    expect(hub.received.map(({ headers }) => headers.authorization)).toEqual([key, key, undefined, undefined, undefined])
  })

  test('replaces the headers of a library; without a key none is sent', async () => {
    await using hub = await startEchoServer()
    const { fetch, fetchWithKey } = createTestNetwork(hub.origin)
    const headers = { Authorization: 'Bearer hf_placeholder', Cookie: 'a=b' }
    await fetchWithKey(testKey)('https://router.huggingface.co/v1/chat/completions', { ...run, headers })
    await fetch('https://router.huggingface.co/v1/chat/completions', { ...run, headers })
    expect(hub.received.map((asked) => [asked.headers.authorization, asked.headers.cookie])).toEqual([
      [`Bearer ${testKey.reveal()}`, undefined],
      [undefined, undefined],
    ])
  })

  test('is rejected without being quoted when it cannot be a header', async () => {
    const { fetchWithKey } = createTestNetwork(null)
    const answer = fetchWithKey({ reveal: () => 'hf_secret\n' })('https://huggingface.co/api/whoami-v2')
    await expect(answer).rejects.toMatchObject({ message: 'key-rejected', failure: { code: 'key-rejected' } })
  })

  for (const status of [301, 302, 303, 307, 308]) {
    test(`is not sent on by a ${status} redirect, nor is the prompt`, async () => {
      await using other = await startEchoServer()
      await using hub = await serve(
        (_, response) => void response.writeHead(status, { location: `${other.origin}/v1/chat/completions` }).end(),
      )
      const asked = createTestNetwork(hub.origin).fetchWithKey(testKey)
      const codes = [
        await getFailureCode(asked('https://router.huggingface.co/v1/chat/completions', run)),
        await getFailureCode(asked('https://huggingface.co/api/whoami-v2')),
      ]
      expect([codes, other.received]).toEqual([['unexpected-reply', 'unexpected-reply'], []])
    })
  }

  test('is removed from the global fetch, which becomes the gateway', async () => {
    await using hub = await startEchoServer()
    try {
      replaceGlobalFetch(createTestNetwork(hub.origin))
      await fetch('https://huggingface.co/api/models', { headers: { authorization: 'Bearer hf_leaked' } })
      expect(hub.received.map(({ headers }) => headers.authorization)).toEqual([undefined])
      expect(await getFailureCode(fetch('https://example.org/'))).toBe('address-refused')
      expect(await getFailureCode(fetch(new Request('https://huggingface.co/api/models')))).toBe('address-refused')
    } finally {
      globalThis.fetch = originalFetch
    }
  })
})

test.describe('gateway redirects of public pages', () => {
  test('are followed from a short model name to its full name', async () => {
    await using hub = await startRedirectingServer()
    expect(await (await createTestNetwork(hub.origin).fetch('https://huggingface.co/api/models/short')).json()).toEqual({ id: 'org/long' })
  })

  test('are resolved separately when fetch does not expose them', async () => {
    await using hub = await startRedirectingServer()
    const resolveRedirect = async () => `${hub.origin}/api/models/org/long`
    const foundReply = await createTestNetwork(hub.origin, { fetch: fetchLikeElectron, resolveRedirect }).fetch(
      'https://huggingface.co/api/models/short',
    )
    expect(await foundReply.json()).toEqual({ id: 'org/long' })
    expect(
      await getFailureCode(createTestNetwork(hub.origin, { fetch: fetchLikeElectron }).fetch('https://huggingface.co/api/models/short')),
    ).toBe('unexpected-reply')
  })

  test('are aborted with their request while being resolved', async () => {
    const abortController = new AbortController()
    await using hub = await startRedirectingServer()
    await using silentServer = await serve(() => abortController.abort(new Error('the user left')))
    const resolveRedirect = async (_address: string, signal: AbortSignal) =>
      (await originalFetch(silentServer.origin, { signal })).headers.get('location')
    const { fetch } = createTestNetwork(hub.origin, { fetch: fetchLikeElectron, resolveRedirect })
    const asked = fetch('https://huggingface.co/api/models/short', { signal: abortController.signal })
    await expect(asked).rejects.toThrow('the user left')
  })

  for (const [caseName, location] of [
    ['another page of the same host', () => '/api/whoami-v2'],
    ['itself endlessly', () => '/api/models/short'],
    ['nowhere', () => ''],
  ] as const) {
    test(`are not followed to ${caseName}`, async () => {
      await using hub = await serve((_, response) => void response.writeHead(302, { location: location() }).end())
      expect(await getFailureCode(createTestNetwork(hub.origin).fetch('https://huggingface.co/api/models/short'))).toBe('unexpected-reply')
      expect(hub.received.length).toBeLessThanOrEqual(4)
      expect(hub.received.map(({ path }) => path)).not.toContain('/api/whoami-v2')
    })
  }

  test('are not followed from a stand-in to Hugging Face', async () => {
    await using hub = await serve((_, response) => {
      response.writeHead(307, { location: 'https://huggingface.co/api/models/org/long' }).end()
    })
    const asked: string[] = []
    const fetch = (address: string, init?: RequestInit) => {
      asked.push(new URL(address).origin)
      return originalFetch(address, init)
    }
    expect(await getFailureCode(createTestNetwork(hub.origin, { fetch }).fetch('https://huggingface.co/api/models/short'))).toBe(
      'unexpected-reply',
    )
    expect(asked).toEqual([hub.origin])
  })

  test('are not followed to another host', async () => {
    await using other = await startEchoServer()
    await using hub = await serve((_, response) => void response.writeHead(302, { location: `${other.origin}/api/models/a` }).end())
    expect(await getFailureCode(createTestNetwork(hub.origin).fetch('https://huggingface.co/api/models/short'))).toBe('unexpected-reply')
    expect(other.received).toEqual([])
  })
})

test.describe('gateway limits', () => {
  test('pass a reply within them unchanged', async () => {
    await using hub = await serve((_, response) => void response.end('x'.repeat(900)))
    expect(await fetchModels(hub, { maxResponseBytes: 1_000 })).toHaveLength(900)
  })

  test('refuse a reply that unpacks to more than the limit', async () => {
    await using hub = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    })
    expect(await getFailureCode(fetchModels(hub, { maxResponseBytes: 1_000_000 }))).toBe('answer-too-large')
  })

  test('time out a reply that does not start or stops', async () => {
    await using silentServer = await serve(() => {})
    await using partialServer = await serve((_, response) => void response.write('half'))
    const codes = [
      await getFailureCode(fetchModels(silentServer, { idleTimeoutMs: 100 })),
      await getFailureCode(fetchModels(partialServer, { idleTimeoutMs: 100 })),
    ]
    await partialServer.closed()
    expect(codes).toEqual(['timed-out', 'timed-out'])
  })

  test('give a run more time than other requests', async () => {
    await using silentServer = await serve(() => {})
    await using hub = await serve(async (_, response) => {
      // Answers only after another request with the same timeout has timed out.
      await getFailureCode(fetchModels(silentServer, { idleTimeoutMs: 50 }))
      response.end('late')
    })
    const reply = await createTestNetwork(hub.origin, { idleTimeoutMs: 50 }).fetch('https://router.huggingface.co/v1/chat/completions', run)
    expect(await reply.text()).toBe('late')
  })

  test('end with the reason of the caller’s signal', async () => {
    await using hub = await serve(() => {})
    const abortController = new AbortController()
    const reason = new Error('the user left')
    const answer = createTestNetwork(hub.origin).fetch('https://huggingface.co/api/models', { signal: abortController.signal })
    abortController.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })
})

test.describe('network failure codes', () => {
  test('report a refused connection as offline', async () => {
    const hub = await startEchoServer()
    await hub[Symbol.asyncDispose]()
    expect(await getFailureCode(createTestNetwork(hub.origin).fetch('https://huggingface.co/api/models'))).toBe('offline')
  })

  test('report an unknown host name as offline', async () => {
    expect(await getFailureCode(createTestNetwork('http://parley.invalid').fetch('https://huggingface.co/api/models'))).toBe('offline')
  })

  test('report a blocked port as a refused address', async () => {
    expect(await getFailureCode(createTestNetwork('http://127.0.0.1:9').fetch('https://huggingface.co/api/models'))).toBe('address-refused')
  })

  for (const [caseName, answer, code] of [
    ['a reply that is not HTTP', 'SSH-2.0-OpenSSH\r\n', 'unexpected-reply'],
    ['a connection that closes at once', '', 'cut-off'],
  ] as const) {
    test(`report ${caseName} as ${code}`, async () => {
      const server = createRawServer((socket) => socket.once('data', () => socket.end(answer)))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      try {
        expect(await getFailureCode(createTestNetwork(`http://127.0.0.1:${port}`).fetch('https://huggingface.co/api/models'))).toBe(code)
        if (answer === '') return
        // The same server over TLS.
        expect(await getFailureCode(createTestNetwork(`https://127.0.0.1:${port}`).fetch('https://huggingface.co/api/models'))).toBe('tls')
      } finally {
        server.close()
      }
    })
  }

  for (const [status, code] of [
    [407, 'proxy'],
    [511, 'captive-portal'],
  ] as const) {
    test(`report the status ${status} as ${code}`, async () => {
      await using hub = await serve((_, response) => void response.writeHead(status).end())
      expect(await getFailureCode(createTestNetwork(hub.origin).fetch('https://router.huggingface.co/v1/chat/completions', run))).toBe(code)
    })
  }

  /** The error names of Chromium (net/base/net_error_list.h) and Node. */
  const names: readonly (readonly [string, FailureCode])[] = [
    ['net::ERR_NAME_NOT_RESOLVED', 'offline'],
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['net::ERR_CONNECTION_REFUSED', 'offline'],
    ['net::ERR_ADDRESS_UNREACHABLE', 'offline'],
    ['net::ERR_NETWORK_CHANGED', 'offline'],
    ['net::ERR_CERT_DATE_INVALID', 'tls'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_PROXY_CERTIFICATE_INVALID', 'proxy'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_PAC_SCRIPT_FAILED', 'proxy'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timed-out'],
    ['net::ERR_TIMED_OUT', 'timed-out'],
    ['net::ERR_CONNECTION_RESET', 'cut-off'],
    ['net::ERR_EMPTY_RESPONSE', 'cut-off'],
    ['net::ERR_INCOMPLETE_CHUNKED_ENCODING', 'cut-off'],
    ['net::ERR_HTTP2_PROTOCOL_ERROR', 'cut-off'],
    ['net::ERR_INVALID_HTTP_RESPONSE', 'unexpected-reply'],
    ['net::ERR_CONTENT_DECODING_FAILED', 'unexpected-reply'],
    ['net::ERR_BLOCKED_BY_ADMINISTRATOR', 'address-refused'],
    ['net::ERR_UNSAFE_PORT', 'address-refused'],
    ['net::ERR_A_FUTURE_NAME', 'offline'],
    ['ENOTFOUND', 'offline'],
    ['EAI_AGAIN', 'offline'],
    ['ECONNREFUSED', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['EHOSTUNREACH', 'offline'],
    ['ETIMEDOUT', 'timed-out'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timed-out'],
    ['UND_ERR_BODY_TIMEOUT', 'stalled'],
    ['UND_ERR_SOCKET', 'cut-off'],
    ['ECONNRESET', 'cut-off'],
    ['HPE_INVALID_CONSTANT', 'unexpected-reply'],
    ['Z_DATA_ERROR', 'unexpected-reply'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ]
  for (const [name, code] of names) {
    test(`map ${name} to ${code}`, () => {
      const cause = Object.assign(new Error('with the address and more'), { code: name })
      const error = name.startsWith('net::') ? new Error(name) : new TypeError('fetch failed', { cause })
      expect(failureFromNetworkError(error)).toEqual({ code, detail: name })
    })
  }

  test('report other errors as internal', () => {
    expect(failureFromNetworkError(new TypeError('x is not a function')).code).toBe('internal')
  })
})
