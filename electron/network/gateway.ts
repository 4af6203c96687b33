// The one door to the network: which addresses may be reached, and what a request may carry there.
// Hides the exact allow-list, the seam that puts a stand-in in Hugging Face's place, redirects and limits.

import type { Log } from '../logging/log.ts'
import { NetworkFailure, networkFailureOf } from './failures.ts'
import { bounded, startPatience, startReaching } from './limits.ts'
import type { FailureCode } from '../../shared/errors.ts'
import type { ClosedKey, ServerKey } from '../../shared/closed-key.ts'
import { readServerAddress } from '../../shared/server-address.ts'

/** What main hands in: Electron's `net.fetch`, or Node's. */
type PlainFetch = (address: string, init?: RequestInit) => Promise<Response>

export interface Network {
  /** Without a key, to public addresses. Rejects with NetworkFailure, or with the signal's own reason. */
  readonly fetch: typeof fetch
  /** The same with the key in the authorization header, which is written here and nowhere else, and only where it is needed. */
  readonly withKey: (key: ClosedKey) => typeof fetch
  /** Hands the key itself to Hugging Face, to be made worthless. Nothing else ever holds it in a body. */
  readonly revoke: (key: ClosedKey) => Promise<Response>
  /** To one server that was added by hand: its list of models and its chat, and nothing else anywhere. */
  readonly toServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
}

export interface NetworkParts {
  readonly fetch: PlainFetch
  /** One origin that stands in for both hosts of Hugging Face; null for Hugging Face itself. */
  readonly hub: string | null
  readonly log: Pick<Log, 'warn'>
  /**
   * Where an address redirects to; null when it does not. Needed with Electron only: its net.fetch rejects `redirect: 'manual'`
   * with "Redirect was cancelled" and does not say where it led, while Node's shows the reply. Rejects once the signal is aborted.
   */
  readonly redirectOf?: (address: string, signal: AbortSignal) => Promise<string | null>
  /** Milliseconds to wait for a reply to begin, and between its parts. Prompts are not bound by it. */
  readonly patienceMs?: number
  /** Milliseconds after which Hugging Face counts as out of reach for a prompt. Servers that were added by hand are not bound by it. */
  readonly connectMs?: number
  /** Bytes of a reply, after unpacking. Answers are not bound by it. */
  readonly replyBytes?: number
}

/** Whatever is asked ends with the signal. */
type BoundedInit = RequestInit & { readonly signal: AbortSignal }

type Asked = string | URL | Request

interface Admitted {
  readonly url: URL
  readonly route: Route
}

interface Route {
  readonly origin: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Whether everything below the path belongs to it too. */
  readonly subtree: boolean
  /** Whether the key goes along, where there is one. */
  readonly withKey: boolean
  /** A run waits long for its first byte and streams: inference/ keeps the limits of those. */
  readonly isRun: boolean
}

const hubOrigin = 'https://huggingface.co'
const routerOrigin = 'https://router.huggingface.co'

// SECURITY: all that Parley talks to by itself. Lists of models are public, and a key that has gone bad would turn them into 401.
const routes: readonly Route[] = [
  { origin: hubOrigin, method: 'GET', path: '/api/whoami-v2', subtree: false, withKey: true, isRun: false },
  { origin: hubOrigin, method: 'GET', path: '/api/models', subtree: true, withKey: false, isRun: false },
  { origin: hubOrigin, method: 'POST', path: '/api/credentials/revoke', subtree: false, withKey: false, isRun: false },
  { origin: routerOrigin, method: 'GET', path: '/v1/models', subtree: false, withKey: false, isRun: false },
  { origin: routerOrigin, method: 'POST', path: '', subtree: true, withKey: true, isRun: true },
]

/** SECURITY: all that is ever asked of a server that was added by hand. */
function routesOfServer(address: string): readonly Route[] {
  const { origin, pathname } = new URL(address)
  const base = pathname === '/' ? '' : pathname
  return [
    { origin, method: 'GET', path: `${base}/models`, subtree: false, withKey: true, isRun: false },
    { origin, method: 'POST', path: `${base}/chat/completions`, subtree: false, withKey: true, isRun: true },
  ]
}

/** What is the internet's fault with Hugging Face is the server's own where it stands on somebody's desk. */
const unreachableCodes: readonly FailureCode[] = ['offline', 'timed-out']

const defaultPatienceMs = 15_000
const defaultConnectMs = 15_000
const defaultReplyBytes = 32 * 1024 * 1024
const mostRedirects = 3
/** SECURITY: nothing but what is written here goes along, and nothing stays. */
const plain = { credentials: 'omit', cache: 'no-store', referrer: '', referrerPolicy: 'no-referrer' } as const
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

/** Makes the door. Throws when `hub` is not an address. */
export function createNetwork(parts: NetworkParts): Network {
  const hub = parts.hub === null ? null : new URL(parts.hub).origin
  const patienceMs = parts.patienceMs ?? defaultPatienceMs
  const connectMs = parts.connectMs ?? defaultConnectMs
  const replyBytes = parts.replyBytes ?? defaultReplyBytes

  function routeOf(url: URL, method: string): Route | undefined {
    // A stand-in names itself in the addresses it hands out (the Link header), so its own origin stands for both.
    return routes.find((route) => (url.origin === route.origin || url.origin === hub) && route.method === method && isOn(route, url))
  }

  function admit(address: Asked, method: string): Admitted {
    const url = urlOf(address)
    const route = url === null ? undefined : routeOf(url, method)
    if (url === null || route === undefined) return refuse(url, method)
    return { url: hub === null ? url : new URL(url.pathname + url.search, hub), route }
  }

  /** SECURITY: what settings, windows and callers say of a server is not believed: its address and key are judged here, at each request. */
  function admitToServer(server: string, key: ServerKey, address: Asked, method: string): Admitted {
    const url = urlOf(address)
    const known = readServerAddress(server)
    const isServer = known.kind === 'fine' && known.candidates.includes(server)
    const mayHaveKey = key === null || 'own' in key || (known.kind === 'fine' && known.isOnHuggingFace)
    const allowed = isServer && mayHaveKey ? routesOfServer(server) : []
    const route = allowed.find((one) => url?.origin === one.origin && one.method === method && url.search === '' && isOn(one, url))
    return url === null || route === undefined ? refuse(url, method) : { url, route }
  }

  function refuse(url: URL | null, method: string): never {
    parts.log.warn('An address was refused', { origin: url?.origin ?? 'unreadable', method })
    throw new NetworkFailure({ code: 'address-refused' })
  }

  async function ask(url: URL, route: Route, init: BoundedInit): Promise<Response> {
    const isPublicRead = route.method === 'GET' && !route.withKey
    // What carries a key or a prompt is never sent on: 307 and 308 would hand it to another host.
    if (!isPublicRead) return parts.fetch(url.href, { ...init, redirect: 'error' })
    let current = url
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const reply = await askOnce(current, init)
      if (reply instanceof Response) return reply
      const next = URL.parse(reply.location, current.href)
      // Old short names of models redirect to their long ones, on the same host.
      if (next === null || next.origin !== current.origin || routeOf(next, 'GET') !== route) break
      current = next
    }
    throw new NetworkFailure({ code: 'unexpected-reply', detail: 'redirect' })
  }

  async function askOnce(url: URL, init: BoundedInit): Promise<Response | { readonly location: string }> {
    try {
      const reply = await parts.fetch(url.href, { ...init, redirect: 'manual' })
      if (!redirectStatuses.includes(reply.status)) return reply
      void reply.body?.cancel()
      return { location: reply.headers.get('location') ?? '' }
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('Redirect was cancelled')) throw error
      return { location: (await parts.redirectOf?.(url.href, init.signal)) ?? '' }
    }
  }

  async function open({ url, route }: Admitted, key: ClosedKey | null, init: RequestInit): Promise<Response> {
    const patience = route.isRun ? null : startPatience(patienceMs)
    // A server on somebody's desk may do one thing at a time, and not answer while it thinks.
    const reaching = route.isRun && route.origin === routerOrigin ? startReaching(connectMs, knock) : null
    const signals = [init.signal, patience?.signal, reaching?.signal].filter((signal) => signal instanceof AbortSignal)
    const signal = AbortSignal.any(signals)
    try {
      const reply = await ask(url, route, {
        method: route.method,
        headers: headersFor(route, key, init.headers),
        body: init.body ?? null,
        signal,
        ...plain,
      })
      if (reply.status === 407) throw new NetworkFailure({ code: 'proxy', detail: '407' })
      if (reply.status === 511) throw new NetworkFailure({ code: 'captive-portal', detail: '511' })
      const safe = key === null || !route.withKey ? reply : withoutKey(reply, key)
      return patience === null || safe.body === null ? safe : bounded(safe, safe.body, replyBytes, patience)
    } catch (error) {
      patience?.end()
      // The caller's own reason, or that patience ran out.
      if (signal.aborted) throw signal.reason
      throw new NetworkFailure(networkFailureOf(error))
    } finally {
      reaching?.end()
    }
  }

  /** Asks where prompts go for something public and small, to see whether anything comes back. */
  async function knock(signal: AbortSignal): Promise<void> {
    await parts.fetch(`${hub ?? routerOrigin}/v1/models`, { method: 'HEAD', redirect: 'error', signal, ...plain })
  }

  return {
    fetch: async (address, init = {}) => open(admit(address, init.method ?? 'GET'), null, init),
    withKey:
      (key) =>
      async (address, init = {}) =>
        open(admit(address, init.method ?? 'GET'), key, init),
    revoke: async (key) =>
      open(admit(`${hubOrigin}/api/credentials/revoke`, 'POST'), null, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ credentials: [key.reveal()] }),
      }),
    toServer:
      ({ address: server }, key) =>
      async (address, init = {}) => {
        const admitted = admitToServer(server, key, address, init.method ?? 'GET')
        try {
          return await open(admitted, key === null ? null : 'own' in key ? key.own : key.huggingFace, init)
        } catch (error) {
          if (!(error instanceof NetworkFailure) || !unreachableCodes.includes(error.failure.code)) throw error
          throw new NetworkFailure({ ...error.failure, code: 'server-unreachable' })
        }
      },
  }
}

/** Some providers' code polls through the global fetch, with whatever header it had: that becomes the door without a key. */
export function replaceGlobalFetch(network: Network): void {
  globalThis.fetch = network.fetch
}

function urlOf(address: Asked): URL | null {
  // A Request brings rules of its own for redirects and credentials. Nobody here makes one.
  return address instanceof Request ? null : URL.parse(String(address))
}

function isOn(route: Route, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  // SECURITY: the URL parser has resolved plain and %2e dots; a server may unpack %2f and so climb out of the path.
  if (/%2f\.|\.%2f|%5c/i.test(url.pathname)) return false
  return url.pathname === route.path || (route.subtree && url.pathname.startsWith(`${route.path}/`))
}

function headersFor(route: Route, key: ClosedKey | null, given: RequestInit['headers']): Headers {
  const headers = new Headers(given)
  for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name)
  if (key === null || !route.withKey) return headers
  const value = key.reveal()
  // SECURITY: Headers quotes a value that it cannot take in its error.
  if (!/^[\x21-\x7e]+$/.test(value)) throw new NetworkFailure({ code: 'key-rejected' })
  headers.set('authorization', `Bearer ${value}`)
  return headers
}

/** SECURITY: failures show ids and names out of a reply's own headers, and a server may put the key there that it was sent. */
function withoutKey(reply: Response, key: ClosedKey): Response {
  const secret = Buffer.from(key.reveal())
  const forms = [secret.toString('latin1'), secret.toString('hex'), secret.toString('base64url').slice(0, -1)].map((form) =>
    form.toLowerCase(),
  )
  const holders = [...reply.headers].filter(
    ([name, value]) => name.startsWith('x-') && forms.some((form) => value.toLowerCase().includes(form)),
  )
  if (holders.length === 0) return reply
  const headers = new Headers(reply.headers)
  for (const [name] of holders) headers.delete(name)
  return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers })
}
