// The one door to the network: which addresses may be reached, and what a request may carry there.
// Hides the exact allow-list, the seam that puts a stand-in in Hugging Face's place, redirects and limits.

import type { Log } from '../logging/log.ts'
import { NetworkFailure, failureFromNetworkError } from './failures.ts'
import { limitResponse, startIdleTimeout, startConnectTimeout } from './limits.ts'
import type { FailureCode } from '../../shared/failures.ts'
import type { OpaqueKey, ServerKey } from '../../shared/opaque-key.ts'
import { parseServerAddress } from '../../shared/server-address.ts'

/** What main hands in: Electron's `net.fetch`, or Node's. */
type PlainFetch = (address: string, init?: RequestInit) => Promise<Response>

export interface Network {
  /** Without a key, to public addresses. Rejects with NetworkFailure, or with the signal's own reason. */
  readonly fetch: typeof fetch
  /** The same with the key in the authorization header, which is written here and nowhere else, and only where it is needed. */
  readonly fetchWithKey: (key: OpaqueKey) => typeof fetch
  /** Hands the key itself to Hugging Face, to be made worthless. Nothing else ever holds it in a body. */
  readonly revoke: (key: OpaqueKey) => Promise<Response>
  /** To one server that was added by hand: its list of models and its chat, and nothing else anywhere. */
  readonly fetchFromServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
}

export interface NetworkOptions {
  readonly fetch: PlainFetch
  /** One origin that stands in for both hosts of Hugging Face; null for Hugging Face itself. */
  readonly hub: string | null
  readonly log: Pick<Log, 'warn'>
  /**
   * Where an address redirects to; null when it does not. Needed with Electron only: its net.fetch rejects `redirect: 'manual'`
   * with "Redirect was cancelled" and does not say where it led, while Node's shows the reply. Rejects once the signal is aborted.
   */
  readonly resolveRedirect?: (address: string, signal: AbortSignal) => Promise<string | null>
  /** Milliseconds to wait for a reply to begin, and between its parts. Prompts are not bound by it. */
  readonly idleTimeoutMs?: number
  /** Milliseconds after which Hugging Face counts as out of reach for a prompt. Servers that were added by hand are not bound by it. */
  readonly connectTimeoutMs?: number
  /** Bytes of a reply, after unpacking. Answers are not bound by it. */
  readonly maxResponseBytes?: number
}

/** Whatever is asked ends with the signal. */
type BoundedInit = RequestInit & { readonly signal: AbortSignal }

type RequestAddress = string | URL | Request

interface AllowedRequest {
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
  readonly sendsKey: boolean
  /** A run waits long for its first byte and streams: inference/ keeps the limits of those. */
  readonly isRun: boolean
}

const hubOrigin = 'https://huggingface.co'
const routerOrigin = 'https://router.huggingface.co'

// SECURITY: all that Parley talks to by itself. Lists of models are public, and a key that has gone bad would turn them into 401.
const routes: readonly Route[] = [
  { origin: hubOrigin, method: 'GET', path: '/api/whoami-v2', subtree: false, sendsKey: true, isRun: false },
  { origin: hubOrigin, method: 'GET', path: '/api/models', subtree: true, sendsKey: false, isRun: false },
  { origin: hubOrigin, method: 'POST', path: '/api/credentials/revoke', subtree: false, sendsKey: false, isRun: false },
  { origin: routerOrigin, method: 'GET', path: '/v1/models', subtree: false, sendsKey: false, isRun: false },
  { origin: routerOrigin, method: 'POST', path: '', subtree: true, sendsKey: true, isRun: true },
]

/** SECURITY: all that is ever asked of a server that was added by hand. */
function listServerRoutes(address: string): readonly Route[] {
  const { origin, pathname } = new URL(address)
  const base = pathname === '/' ? '' : pathname
  return [
    { origin, method: 'GET', path: `${base}/models`, subtree: false, sendsKey: true, isRun: false },
    { origin, method: 'POST', path: `${base}/chat/completions`, subtree: false, sendsKey: true, isRun: true },
  ]
}

/** What is the internet's fault with Hugging Face is the server's own where it stands on somebody's desk. */
const unreachableCodes: readonly FailureCode[] = ['offline', 'timed-out']

const defaultIdleTimeoutMs = 15_000
const defaultConnectTimeoutMs = 15_000
const defaultMaxResponseBytes = 32 * 1024 * 1024
const maxRedirects = 3
/** SECURITY: nothing but what is written here goes along, and nothing stays. */
const requestDefaults = { credentials: 'omit', cache: 'no-store', referrer: '', referrerPolicy: 'no-referrer' } as const
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

/** Makes the door. Throws when `hub` is not an address. */
export function createNetwork(options: NetworkOptions): Network {
  const hub = options.hub === null ? null : new URL(options.hub).origin
  const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs
  const connectTimeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs
  const maxResponseBytes = options.maxResponseBytes ?? defaultMaxResponseBytes

  function findRoute(url: URL, method: string): Route | undefined {
    // A stand-in names itself in the addresses it hands out (the Link header), so its own origin stands for both.
    return routes.find(
      (route) => (url.origin === route.origin || url.origin === hub) && route.method === method && matchesRoute(route, url),
    )
  }

  function checkRequest(address: RequestAddress, method: string): AllowedRequest {
    const url = parseUrl(address)
    const route = url === null ? undefined : findRoute(url, method)
    if (url === null || route === undefined) return refuse(url, method)
    return { url: hub === null ? url : new URL(url.pathname + url.search, hub), route }
  }

  /** SECURITY: what settings, windows and callers say of a server is not believed: its address and key are judged here, at each request. */
  function checkServerRequest(server: string, key: ServerKey, address: RequestAddress, method: string): AllowedRequest {
    const url = parseUrl(address)
    const parsedAddress = parseServerAddress(server)
    const isServer = parsedAddress.kind === 'valid' && parsedAddress.candidates.includes(server)
    const isKeyAllowed = key === null || 'own' in key || (parsedAddress.kind === 'valid' && parsedAddress.isOnHuggingFace)
    const serverRoutes = isServer && isKeyAllowed ? listServerRoutes(server) : []
    const route = serverRoutes.find(
      (candidate) => url?.origin === candidate.origin && candidate.method === method && url.search === '' && matchesRoute(candidate, url),
    )
    return url === null || route === undefined ? refuse(url, method) : { url, route }
  }

  function refuse(url: URL | null, method: string): never {
    options.log.warn('An address was refused', { origin: url?.origin ?? 'unreadable', method })
    throw new NetworkFailure({ code: 'address-refused' })
  }

  async function followRedirects(url: URL, route: Route, init: BoundedInit): Promise<Response> {
    const isPublicRead = route.method === 'GET' && !route.sendsKey
    // What carries a key or a prompt is never sent on: 307 and 308 would hand it to another host.
    if (!isPublicRead) return options.fetch(url.href, { ...init, redirect: 'error' })
    let current = url
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const response = await fetchOnce(current, init)
      if (response instanceof Response) return response
      const next = URL.parse(response.location, current.href)
      // Old short names of models redirect to their long ones, on the same host.
      if (next === null || next.origin !== current.origin || findRoute(next, 'GET') !== route) break
      current = next
    }
    throw new NetworkFailure({ code: 'unexpected-reply', detail: 'redirect' })
  }

  async function fetchOnce(url: URL, init: BoundedInit): Promise<Response | { readonly location: string }> {
    try {
      const response = await options.fetch(url.href, { ...init, redirect: 'manual' })
      if (!redirectStatuses.includes(response.status)) return response
      void response.body?.cancel()
      return { location: response.headers.get('location') ?? '' }
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('Redirect was cancelled')) throw error
      return { location: (await options.resolveRedirect?.(url.href, init.signal)) ?? '' }
    }
  }

  async function sendRequest({ url, route }: AllowedRequest, key: OpaqueKey | null, init: RequestInit): Promise<Response> {
    const idleTimeout = route.isRun ? null : startIdleTimeout(idleTimeoutMs)
    // A server on somebody's desk may do one thing at a time, and not answer while it thinks.
    const connectTimeout = route.isRun && route.origin === routerOrigin ? startConnectTimeout(connectTimeoutMs, probe) : null
    const signals = [init.signal, idleTimeout?.signal, connectTimeout?.signal].filter((signal) => signal instanceof AbortSignal)
    const signal = AbortSignal.any(signals)
    try {
      const response = await followRedirects(url, route, {
        method: route.method,
        headers: buildHeaders(route, key, init.headers),
        body: init.body ?? null,
        signal,
        ...requestDefaults,
      })
      if (response.status === 407) throw new NetworkFailure({ code: 'proxy', detail: '407' })
      if (response.status === 511) throw new NetworkFailure({ code: 'captive-portal', detail: '511' })
      const safeResponse = key === null || !route.sendsKey ? response : stripKeyHeaders(response, key)
      return idleTimeout === null || safeResponse.body === null
        ? safeResponse
        : limitResponse(safeResponse, safeResponse.body, maxResponseBytes, idleTimeout)
    } catch (error) {
      idleTimeout?.clear()
      // The caller's own reason, or that patience ran out.
      if (signal.aborted) throw signal.reason
      throw new NetworkFailure(failureFromNetworkError(error))
    } finally {
      connectTimeout?.clear()
    }
  }

  /** Asks where prompts go for something public and small, to see whether anything comes back. */
  async function probe(signal: AbortSignal): Promise<void> {
    await options.fetch(`${hub ?? routerOrigin}/v1/models`, { method: 'HEAD', redirect: 'error', signal, ...requestDefaults })
  }

  return {
    fetch: async (address, init = {}) => sendRequest(checkRequest(address, init.method ?? 'GET'), null, init),
    fetchWithKey:
      (key) =>
      async (address, init = {}) =>
        sendRequest(checkRequest(address, init.method ?? 'GET'), key, init),
    revoke: async (key) =>
      sendRequest(checkRequest(`${hubOrigin}/api/credentials/revoke`, 'POST'), null, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ credentials: [key.reveal()] }),
      }),
    fetchFromServer:
      ({ address: server }, key) =>
      async (address, init = {}) => {
        const allowedRequest = checkServerRequest(server, key, address, init.method ?? 'GET')
        try {
          return await sendRequest(allowedRequest, key === null ? null : 'own' in key ? key.own : key.huggingFace, init)
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

function parseUrl(address: RequestAddress): URL | null {
  // A Request brings rules of its own for redirects and credentials. Nobody here makes one.
  return address instanceof Request ? null : URL.parse(String(address))
}

function matchesRoute(route: Route, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  // SECURITY: the URL parser has resolved plain and %2e dots; a server may unpack %2f and so climb out of the path.
  if (/%2f\.|\.%2f|%5c/i.test(url.pathname)) return false
  return url.pathname === route.path || (route.subtree && url.pathname.startsWith(`${route.path}/`))
}

function buildHeaders(route: Route, key: OpaqueKey | null, initialHeaders: RequestInit['headers']): Headers {
  const headers = new Headers(initialHeaders)
  for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name)
  if (key === null || !route.sendsKey) return headers
  const value = key.reveal()
  // SECURITY: Headers quotes a value that it cannot take in its error.
  if (!/^[\x21-\x7e]+$/.test(value)) throw new NetworkFailure({ code: 'key-rejected' })
  headers.set('authorization', `Bearer ${value}`)
  return headers
}

/** SECURITY: failures show ids and names out of a reply's own headers, and a server may put the key there that it was sent. */
function stripKeyHeaders(response: Response, key: OpaqueKey): Response {
  const secret = Buffer.from(key.reveal())
  const encodings = [secret.toString('latin1'), secret.toString('hex'), secret.toString('base64url').slice(0, -1)].map((encoding) =>
    encoding.toLowerCase(),
  )
  const leakingHeaders = [...response.headers].filter(
    ([name, value]) => name.startsWith('x-') && encodings.some((encoding) => value.toLowerCase().includes(encoding)),
  )
  if (leakingHeaders.length === 0) return response
  const headers = new Headers(response.headers)
  for (const [name] of leakingHeaders) headers.delete(name)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
