// Where the key and the prompt may go: to Hugging Face and nowhere else, whatever a server or a proxy answers. Every server records
// everything it receives.

import { setGlobalProxyFromEnv } from 'node:http'
import { createServer, connect, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { expect, test } from '@playwright/test'
import { accessToken, loadLibrary } from '../../../../electron/inference/client.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { createNetwork, replaceGlobalFetch, type Network, type NetworkOptions } from '../../../../electron/network/gateway.ts'
import { canaryForms, findForms } from '../../../support/process/canary-forms.ts'
import { canMakeCertificates, createAuthority, type Authority, type TlsIdentity } from '../../../support/data/certificates.ts'
import { startRequestRecorder, type ReceivedRequest, type RequestRecorder } from '../../../support/process/request-recorder.ts'
import { recordProof } from '../../../support/proof.ts'

test.skip(!canMakeCertificates(), 'openssl, which creates the certificates, is missing')

const keyText = `hf_${'a1B2'.repeat(8)}xy`
const prompt = 'A private prompt that must not leak.'
const originalFetch = globalThis.fetch
const subjectAltNames = 'DNS:localhost,IP:127.0.0.1'
const forms = [...canaryForms(keyText), { name: 'the prompt', bytes: Buffer.from(prompt) }]

let authority: Authority
let removeTrust: () => void
let identity: TlsIdentity

test.beforeAll(() => {
  authority = createAuthority()
  removeTrust = authority.trust()
  identity = authority.issue({ certificateNames: subjectAltNames })
})
test.afterAll(() => {
  removeTrust()
  authority.remove()
})

const createGateway = (hub: RequestRecorder, parts: Partial<NetworkOptions> = {}): Network =>
  createNetwork({ fetch: originalFetch, hub: getOrigin(hub), log: { warn() {} }, ...parts })

const getOrigin = (testOrigin: RequestRecorder): string => `https://localhost:${testOrigin.port}`
const filterLeaks = (arrivedRequests: readonly ReceivedRequest[]): readonly ReceivedRequest[] =>
  arrivedRequests.filter(({ raw }) => findForms(raw, forms).length > 0)

function createTestKey(): Key {
  const key = Key.from(keyText)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

interface RequestKind {
  readonly name: string
  readonly send: (network: Network, signal: AbortSignal) => Promise<Response>
  /** Public and without a key, so that a redirect on the same host may be followed. */
  readonly isPublic: boolean
}

const createPost = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

const requestKinds: readonly RequestKind[] = [
  {
    name: 'a run',
    isPublic: false,
    send: ({ fetchWithKey }, signal) =>
      fetchWithKey(createTestKey())('https://router.huggingface.co/v1/chat/completions', {
        ...createPost({ messages: [{ content: prompt }] }),
        signal,
      }),
  },
  {
    name: 'a check of the key',
    isPublic: false,
    send: ({ fetchWithKey }, signal) => fetchWithKey(createTestKey())('https://huggingface.co/api/whoami-v2', { signal }),
  },
  {
    name: 'a key to revoke',
    isPublic: false,
    send: ({ fetch }, signal) =>
      fetch('https://huggingface.co/api/credentials/revoke', { ...createPost({ credentials: [keyText] }), signal }),
  },
  {
    name: 'a model',
    isPublic: true,
    send: ({ fetchWithKey }, signal) => fetchWithKey(createTestKey())('https://huggingface.co/api/models/short', { signal }),
  },
  { name: 'the models', isPublic: true, send: ({ fetch }, signal) => fetch('https://router.huggingface.co/v1/models', { signal }) },
]

const getOutcome = (kind: RequestKind, network: Network, limit = 10_000): Promise<string> =>
  kind.send(network, AbortSignal.timeout(limit)).then(
    ({ status }) => String(status),
    (error: unknown) => String(error),
  )

const codes = [301, 302, 303, 307, 308]
const targets = ['https', 'http'].flatMap((scheme) =>
  ['localhost', '127.0.0.1'].flatMap((host) => (['same', 'other'] as const).map((port) => ({ scheme, host, port }))),
)

/** Electron's net.fetch rejects at a redirect, and main then requests its target. */
const createElectronFetch = (location: () => string): Partial<NetworkOptions> => ({
  resolveRedirect: async () => location(),
  async fetch(address, init) {
    const reply = await originalFetch(address, init)
    if (codes.includes(reply.status)) throw new Error('Redirect was cancelled')
    return reply
  },
})

interface Proxy {
  readonly address: string
  /** Everything it received, including what it has decrypted from TLS. */
  readonly receivedText: () => string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Starts a proxy on loopback with a handler for its connections. */
async function startProxy(handleConnection: (socket: Socket, head: string, recordBytes: (bytes: Buffer) => void) => void): Promise<Proxy> {
  const parts: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    socket.on('data', (bytes: Buffer) => void parts.push(bytes))
    socket.once('data', (bytes: Buffer) => handleConnection(socket, bytes.toString('latin1'), (bytesRead) => void parts.push(bytesRead)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    address: `http://127.0.0.1:${address.port}`,
    receivedText: () => Buffer.concat(parts).toString('latin1'),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The outcomes of all kinds of requests through this proxy. */
async function sendThroughProxy(proxy: Proxy, hub: RequestRecorder): Promise<readonly string[]> {
  const restore = setGlobalProxyFromEnv({ https_proxy: proxy.address })
  try {
    // The short timeout ends Node's endless retries with a proxy that hangs up.
    return await Promise.all(requestKinds.map((kind) => getOutcome(kind, createGateway(hub), 2_000)))
  } finally {
    restore()
  }
}

/** A reply with every field in which a provider's code could find an address. */
function createRedirectingReply(origin: string): unknown {
  const url = `${origin}/media/x`
  const ids = { id: 'x', task_id: 'x', request_id: 'x', status: 'completed', response_url: url, status_url: url, url }
  const outputs = { output: [url], outputs: { video_url: url }, images: [{ url }], videos: [{ video_url: url }], video: { url } }
  return { ...ids, ...outputs, data: { id: 'x', status: 'completed', urls: { get: url }, outputs: [url] } }
}

test.describe('key and prompt', () => {
  test('[row 7] never follow a redirect', async () => {
    let code = 307
    let location = ''
    await using other = await startRequestRecorder(identity)
    await using hub = await startRequestRecorder(identity, ({ address }, response) => {
      if (address.endsWith('/landed')) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      else response.writeHead(code, { location }).end()
    })
    const redirectCases = [
      createGateway(hub),
      createGateway(
        hub,
        createElectronFetch(() => location),
      ),
    ]
    const violations: string[] = []
    let cases = 0
    for (const target of targets)
      for (const kind of requestKinds)
        for (const status of codes)
          for (const network of redirectCases) {
            const before = { hub: hub.requests.length, other: other.requests.length }
            const path = kind.name === 'the models' ? '/v1/models/landed' : '/api/models/landed'
            location = `${target.scheme}://${target.host}:${target.port === 'same' ? hub.port : other.port}${path}`
            code = status
            const outcome = await getOutcome(kind, network)
            const otherOriginRequests = [...hub.requests.slice(before.hub + 1), ...other.requests.slice(before.other)]
            const mayFollowRedirect = kind.name === 'a model' && new URL(location).origin === getOrigin(hub)
            cases += 1
            if (
              filterLeaks(otherOriginRequests).length > 0 ||
              otherOriginRequests.length > (mayFollowRedirect ? 1 : 0) ||
              (outcome === '200') !== mayFollowRedirect
            )
              violations.push(
                `${kind.name} ${status} to ${location}: ${outcome}, ${otherOriginRequests.map(({ address }) => address).join(', ')}`,
              )
          }
    expect(violations).toEqual([])
    // The control: a plain fetch follows the redirect with both, and the server records them.
    code = 307
    location = `https://127.0.0.1:${other.port}/`
    await originalFetch(getOrigin(hub), { ...createPost({ messages: [{ content: prompt }], key: keyText }) })
    expect(filterLeaks(other.requests)).toHaveLength(1)
    recordProof({
      figure: `0 header and 0 body bytes elsewhere in ${cases} redirects`,
      cases,
      where: ['Node'],
    })
  })

  const connectReply = 'HTTP/1.1 200 Connection established\r\n\r\n'
  const page = '<!DOCTYPE html><title>Sign in</title>'

  const proxies: readonly { readonly name: string; readonly handleConnection: Parameters<typeof startProxy>[0] }[] = [
    {
      name: 'requires a password',
      handleConnection: (socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'),
    },
    {
      name: 'answers with a page',
      handleConnection: (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${page.length}\r\n\r\n${page}`),
    },
    {
      name: 'redirects',
      handleConnection: (socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n'),
    },
    { name: 'hangs up', handleConnection: (socket) => socket.destroy() },
    {
      name: 'decrypts the traffic',
      handleConnection(socket, _head, recordBytes) {
        socket.removeAllListeners('data')
        socket.write(connectReply)
        const untrustedAuthority = createAuthority()
        const tlsSocket = new TLSSocket(socket, { isServer: true, ...untrustedAuthority.issue({ certificateNames: subjectAltNames }) })
        untrustedAuthority.remove()
        tlsSocket.on('error', () => undefined).on('data', recordBytes)
      },
    },
  ]

  test('[row 7] are invisible to a proxy, which sees only the host', async () => {
    await using hub = await startRequestRecorder(identity, (_, response) => void response.end('{}'))
    for (const { name, handleConnection } of proxies) {
      await using proxy = await startProxy(handleConnection)
      const outcomes = await sendThroughProxy(proxy, hub)
      expect({ name, reached: outcomes.filter((one) => one === '200') }).toEqual({ name, reached: [] })
      expect(proxy.receivedText()).toContain(`CONNECT localhost:${hub.port}`)
      expect({ name, receivedText: findForms(proxy.receivedText(), forms) }).toEqual({ name, receivedText: [] })
    }
    expect(hub.requests).toEqual([])
    // The control: a proxy that forwards delivers all requests.
    await using tunnelProxy = await startProxy((socket) => {
      const upstream = connect(hub.port, '127.0.0.1', () => {
        socket.write(connectReply)
        socket.pipe(upstream).pipe(socket)
      })
      upstream.on('error', () => undefined)
    })
    expect(await sendThroughProxy(tunnelProxy, hub)).toEqual(requestKinds.map(() => '200'))
    expect(findForms(tunnelProxy.receivedText(), forms)).toEqual([])
    expect(filterLeaks(hub.requests).length).toBeGreaterThan(0)
    const kinds = proxies.length + 1
    recordProof({
      figure: `0 bytes of either in what ${kinds} kinds of proxy received`,
      cases: kinds * requestKinds.length,
      where: ['Node'],
      notProven: ["Electron's own use of the system's proxy"],
    })
  })

  test('[row 7] are not sent to a next page at another origin', async () => {
    await using other = await startRequestRecorder(identity)
    await using hub = await startRequestRecorder(identity, (_, response) => void response.end('[]'))
    const network = createGateway(hub)
    const path = '/api/models?cursor=2'
    const next = targets
      .map(({ scheme, host, port }) => `${scheme}://${host}:${port === 'same' ? hub.port : other.port}${path}`)
      .filter((address) => new URL(address).origin !== getOrigin(hub))
    for (const address of next)
      for (const fetch of [network.fetch, network.fetchWithKey(createTestKey())])
        await expect(fetch(address)).rejects.toMatchObject({ failure: { code: 'address-refused' } })
    expect([...hub.requests, ...other.requests]).toEqual([])
    // The control: the next page on the same host is requested.
    expect((await network.fetchWithKey(createTestKey())(getOrigin(hub) + path)).status).toBe(200)
    expect(filterLeaks(hub.requests)).toEqual([])
    recordProof({
      figure: `0 of ${next.length * 2} pages at other origins requested`,
      cases: next.length * 2,
      where: ['Node'],
      notProven: ['paging itself, which the app does not use yet'],
    })
  })

  /** Providers whose library code polls an address from the server through the global fetch, with the same headers. */
  const mediaReplies = [
    { provider: 'fal-ai', task: 'textToImage' },
    { provider: 'wavespeed', task: 'textToImage' },
    { provider: 'replicate', task: 'textToImage' },
    { provider: 'novita', task: 'textToVideo' },
    { provider: 'together', task: 'textToVideo' },
  ] as const

  test('[row 7] do not leave through the polling code of providers', async () => {
    await using other = await startRequestRecorder(identity)
    await using hub = await startRequestRecorder(identity, ({ method, address }, response) => {
      const provider = new URL(address).pathname.split('/').at(-1) ?? ''
      const task = mediaReplies.find((media) => media.provider === provider)?.task === 'textToVideo' ? 'text-to-video' : 'text-to-image'
      const mapping = { inferenceProviderMapping: { [provider]: { status: 'live', providerId: 'maker/x', task } } }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(method === 'GET' ? mapping : createRedirectingReply(`https://127.0.0.1:${other.port}`)))
    })
    const network = createGateway(hub)
    const library = await loadLibrary()
    const refused: string[] = []
    const runProvider = async (token: string, fetch: typeof globalThis.fetch): Promise<void> => {
      for (const { provider, task } of mediaReplies) {
        const providerArguments = { accessToken: token, provider, model: `maker/${provider}`, inputs: prompt }
        const run = library[task](providerArguments, { fetch, retry_on_error: false })
        await run.then(
          () => undefined,
          (error: unknown) => void refused.push(`${provider}: ${String(error)}`),
        )
      }
    }
    try {
      replaceGlobalFetch(network)
      // Also if the library had the key itself.
      for (const token of [accessToken, keyText]) await runProvider(token, network.fetchWithKey(createTestKey()))
    } finally {
      globalThis.fetch = originalFetch
    }
    expect(refused).toEqual([...mediaReplies, ...mediaReplies].map(({ provider }) => `${provider}: NetworkFailure: address-refused`))
    expect(other.requests).toEqual([])
    // The control: each first request carried the prompt and the key to Hugging Face.
    expect(filterLeaks(hub.requests).map(({ method }) => method)).toEqual(refused.map(() => 'POST'))
    recordProof({ figure: `0 requests elsewhere by ${mediaReplies.length} providers’ own polling`, cases: refused.length, where: ['Node'] })
  })
})
