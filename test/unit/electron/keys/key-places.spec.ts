// Where the key and the prompt may arrive: at Hugging Face and at no other place, whatever a server or a proxy answers. Every place
// writes down all that comes.

import { setGlobalProxyFromEnv } from 'node:http'
import { createServer, connect, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { expect, test } from '@playwright/test'
import { accessToken, loadLibrary } from '../../../../electron/inference/client.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { createNetwork, replaceGlobalFetch, type Network, type NetworkParts } from '../../../../electron/network/gateway.ts'
import { canaryForms, formsIn } from '../../../support/process/canary.ts'
import { canMakeCertificates, makeAuthority, type Authority, type Identity } from '../../../support/data/certificates.ts'
import { openPlace, type Arrived, type Place } from '../../../support/process/place.ts'
import { proven } from '../../../support/proof.ts'

test.skip(!canMakeCertificates(), 'Certificates are made by openssl, which is not here.')

const keyText = `hf_${'a1B2'.repeat(8)}xy`
const prompt = 'A prompt that is nobody else’s business.'
const plainFetch = globalThis.fetch
const names = 'DNS:localhost,IP:127.0.0.1'
const forms = [...canaryForms(keyText), { name: 'the prompt', bytes: Buffer.from(prompt) }]

let authority: Authority
let distrust: () => void
let identity: Identity

test.beforeAll(() => {
  authority = makeAuthority()
  distrust = authority.trust()
  identity = authority.issue({ names })
})
test.afterAll(() => {
  distrust()
  authority.remove()
})

const door = (hub: Place, parts: Partial<NetworkParts> = {}): Network =>
  createNetwork({ fetch: plainFetch, hub: originOf(hub), log: { warn() {} }, ...parts })

const originOf = (place: Place): string => `https://localhost:${place.port}`
const holding = (arrived: readonly Arrived[]): readonly Arrived[] => arrived.filter(({ whole }) => formsIn(whole, forms).length > 0)

function theKey(): Key {
  const key = Key.from(keyText)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

interface Question {
  readonly name: string
  readonly ask: (network: Network, signal: AbortSignal) => Promise<Response>
  /** Public and without a key, so that it may be asked again elsewhere on the same host. */
  readonly isPublic: boolean
}

const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

const questions: readonly Question[] = [
  {
    name: 'a run',
    isPublic: false,
    ask: ({ withKey }, signal) =>
      withKey(theKey())('https://router.huggingface.co/v1/chat/completions', { ...post({ messages: [{ content: prompt }] }), signal }),
  },
  {
    name: 'a check of the key',
    isPublic: false,
    ask: ({ withKey }, signal) => withKey(theKey())('https://huggingface.co/api/whoami-v2', { signal }),
  },
  {
    name: 'a key to revoke',
    isPublic: false,
    ask: ({ fetch }, signal) => fetch('https://huggingface.co/api/credentials/revoke', { ...post({ credentials: [keyText] }), signal }),
  },
  {
    name: 'a model',
    isPublic: true,
    ask: ({ withKey }, signal) => withKey(theKey())('https://huggingface.co/api/models/short', { signal }),
  },
  { name: 'the models', isPublic: true, ask: ({ fetch }, signal) => fetch('https://router.huggingface.co/v1/models', { signal }) },
]

const asked = (question: Question, network: Network, limit = 10_000): Promise<string> =>
  question.ask(network, AbortSignal.timeout(limit)).then(
    ({ status }) => String(status),
    (error: unknown) => String(error),
  )

const codes = [301, 302, 303, 307, 308]
const targets = ['https', 'http'].flatMap((scheme) =>
  ['localhost', '127.0.0.1'].flatMap((host) => (['same', 'other'] as const).map((port) => ({ scheme, host, port }))),
)

/** Electron's net.fetch rejects where it may not follow, and main then asks where it would have led. */
const likeElectron = (location: () => string): Partial<NetworkParts> => ({
  redirectOf: async () => location(),
  async fetch(address, init) {
    const reply = await plainFetch(address, init)
    if (codes.includes(reply.status)) throw new Error('Redirect was cancelled')
    return reply
  },
})

test('[row 7] no redirect takes the key or the prompt along, and what has either is not redirected at all', async () => {
  let code = 307
  let location = ''
  await using other = await openPlace(identity)
  await using hub = await openPlace(identity, ({ address }, response) => {
    if (address.endsWith('/landed')) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    else response.writeHead(code, { location }).end()
  })
  const ways = [
    door(hub),
    door(
      hub,
      likeElectron(() => location),
    ),
  ]
  const wrong: string[] = []
  let cases = 0
  for (const target of targets)
    for (const question of questions)
      for (const status of codes)
        for (const network of ways) {
          const before = { hub: hub.arrived.length, other: other.arrived.length }
          const path = question.name === 'the models' ? '/v1/models/landed' : '/api/models/landed'
          location = `${target.scheme}://${target.host}:${target.port === 'same' ? hub.port : other.port}${path}`
          code = status
          const came = await asked(question, network)
          const elsewhere = [...hub.arrived.slice(before.hub + 1), ...other.arrived.slice(before.other)]
          const mayFollow = question.name === 'a model' && new URL(location).origin === originOf(hub)
          cases += 1
          if (holding(elsewhere).length > 0 || elsewhere.length > (mayFollow ? 1 : 0) || (came === '200') !== mayFollow)
            wrong.push(`${question.name} ${status} to ${location}: ${came}, ${elsewhere.map(({ address }) => address).join(', ')}`)
        }
  expect(wrong).toEqual([])
  // The control: who follows blindly takes both along, and it is seen there.
  code = 307
  location = `https://127.0.0.1:${other.port}/`
  await plainFetch(originOf(hub), { ...post({ messages: [{ content: prompt }], key: keyText }) })
  expect(holding(other.arrived)).toHaveLength(1)
  proven({
    figure: `0 header and 0 body bytes elsewhere in ${cases} redirects`,
    cases,
    where: ['Node'],
  })
})

interface Proxy {
  readonly address: string
  /** All that it was sent, and what of it came out of TLS that it had broken open. */
  readonly heard: () => string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** A proxy on loopback that does with each connection what it is told. */
async function openProxy(take: (socket: Socket, head: string, hear: (bytes: Buffer) => void) => void): Promise<Proxy> {
  const parts: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    socket.on('data', (bytes: Buffer) => void parts.push(bytes))
    socket.once('data', (bytes: Buffer) => take(socket, bytes.toString('latin1'), (more) => void parts.push(more)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    address: `http://127.0.0.1:${address.port}`,
    heard: () => Buffer.concat(parts).toString('latin1'),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const opened = 'HTTP/1.1 200 Connection established\r\n\r\n'
const page = '<!DOCTYPE html><title>Sign in</title>'

const proxies: readonly { readonly name: string; readonly take: Parameters<typeof openProxy>[0] }[] = [
  { name: 'wants a password', take: (socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n') },
  { name: 'answers with a page', take: (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${page.length}\r\n\r\n${page}`) },
  { name: 'redirects', take: (socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n') },
  { name: 'says nothing', take: (socket) => socket.destroy() },
  {
    name: 'breaks open what it carries',
    take(socket, _head, hear) {
      socket.removeAllListeners('data')
      socket.write(opened)
      const stranger = makeAuthority()
      const inside = new TLSSocket(socket, { isServer: true, ...stranger.issue({ names }) })
      stranger.remove()
      inside.on('error', () => undefined).on('data', hear)
    },
  },
]

/** What the questions come to by way of this proxy. */
async function askBy(proxy: Proxy, hub: Place): Promise<readonly string[]> {
  const restore = setGlobalProxyFromEnv({ https_proxy: proxy.address })
  try {
    // Node asks a proxy that hangs up again and again, without an end.
    return await Promise.all(questions.map((question) => asked(question, door(hub), 2_000)))
  } finally {
    restore()
  }
}

test('[row 7] a proxy hears where the way leads and neither key nor prompt, whatever it answers', async () => {
  await using hub = await openPlace(identity, (_, response) => void response.end('{}'))
  for (const { name, take } of proxies) {
    await using proxy = await openProxy(take)
    const came = await askBy(proxy, hub)
    expect({ name, reached: came.filter((one) => one === '200') }).toEqual({ name, reached: [] })
    expect(proxy.heard()).toContain(`CONNECT localhost:${hub.port}`)
    expect({ name, heard: formsIn(proxy.heard(), forms) }).toEqual({ name, heard: [] })
  }
  expect(hub.arrived).toEqual([])
  // The control: one that does its work carries all of them.
  await using honest = await openProxy((socket) => {
    const further = connect(hub.port, '127.0.0.1', () => {
      socket.write(opened)
      socket.pipe(further).pipe(socket)
    })
    further.on('error', () => undefined)
  })
  expect(await askBy(honest, hub)).toEqual(questions.map(() => '200'))
  expect(formsIn(honest.heard(), forms)).toEqual([])
  expect(holding(hub.arrived).length).toBeGreaterThan(0)
  const kinds = proxies.length + 1
  proven({
    figure: `0 bytes of either in what ${kinds} kinds of proxy heard`,
    cases: kinds * questions.length,
    where: ['Node'],
    notProven: ["Electron's own use of the system's proxy"],
  })
})

test('[row 7] a list whose next page is elsewhere is not followed there', async () => {
  await using other = await openPlace(identity)
  await using hub = await openPlace(identity, (_, response) => void response.end('[]'))
  const network = door(hub)
  const path = '/api/models?cursor=2'
  const next = targets
    .map(({ scheme, host, port }) => `${scheme}://${host}:${port === 'same' ? hub.port : other.port}${path}`)
    .filter((address) => new URL(address).origin !== originOf(hub))
  for (const address of next)
    for (const fetch of [network.fetch, network.withKey(theKey())])
      await expect(fetch(address)).rejects.toMatchObject({ failure: { code: 'address-refused' } })
  expect([...hub.arrived, ...other.arrived]).toEqual([])
  // The control: the next page on the same host is asked for.
  expect((await network.withKey(theKey())(originOf(hub) + path)).status).toBe(200)
  expect(holding(hub.arrived)).toEqual([])
  proven({
    figure: `0 of ${next.length * 2} pages at other origins asked for`,
    cases: next.length * 2,
    where: ['Node'],
    notProven: ['paging itself, which nothing in the app does yet'],
  })
})

/** Providers whose code asks on through the global fetch, with the headers it had, at an address that the server names. */
const medias = [
  { provider: 'fal-ai', task: 'textToImage' },
  { provider: 'wavespeed', task: 'textToImage' },
  { provider: 'replicate', task: 'textToImage' },
  { provider: 'novita', task: 'textToVideo' },
  { provider: 'together', task: 'textToVideo' },
] as const

/** Everything in which one of them could be told to go on elsewhere. */
function leadingTo(origin: string): unknown {
  const url = `${origin}/media/x`
  const ids = { id: 'x', task_id: 'x', request_id: 'x', status: 'completed', response_url: url, status_url: url, url }
  const outputs = { output: [url], outputs: { video_url: url }, images: [{ url }], videos: [{ video_url: url }], video: { url } }
  return { ...ids, ...outputs, data: { id: 'x', status: 'completed', urls: { get: url }, outputs: [url] } }
}

test('[row 7] code of providers that asks on by itself goes through the door, and nowhere else', async () => {
  await using other = await openPlace(identity)
  await using hub = await openPlace(identity, ({ method, address }, response) => {
    const provider = new URL(address).pathname.split('/').at(-1) ?? ''
    const task = medias.find((media) => media.provider === provider)?.task === 'textToVideo' ? 'text-to-video' : 'text-to-image'
    const mapping = { inferenceProviderMapping: { [provider]: { status: 'live', providerId: 'maker/x', task } } }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(method === 'GET' ? mapping : leadingTo(`https://127.0.0.1:${other.port}`)))
  })
  const network = door(hub)
  const library = await loadLibrary()
  const refused: string[] = []
  const attempt = async (token: string, fetch: typeof globalThis.fetch): Promise<void> => {
    for (const { provider, task } of medias) {
      const given = { accessToken: token, provider, model: `maker/${provider}`, inputs: prompt }
      const run = library[task](given, { fetch, retry_on_error: false })
      await run.then(
        () => undefined,
        (error: unknown) => void refused.push(`${provider}: ${String(error)}`),
      )
    }
  }
  try {
    replaceGlobalFetch(network)
    // Even if the library were given the key itself.
    for (const token of [accessToken, keyText]) await attempt(token, network.withKey(theKey()))
  } finally {
    globalThis.fetch = plainFetch
  }
  expect(refused).toEqual([...medias, ...medias].map(({ provider }) => `${provider}: NetworkFailure: address-refused`))
  expect(other.arrived).toEqual([])
  // Each had carried the prompt and the key to where they belong, and began to ask on.
  expect(holding(hub.arrived).map(({ method }) => method)).toEqual(refused.map(() => 'POST'))
  proven({ figure: `0 requests elsewhere by ${medias.length} providers’ own polling`, cases: refused.length, where: ['Node'] })
})
