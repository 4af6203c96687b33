// The network gateway: decides which addresses main may reach and what a request may carry there. All of main's requests pass through it.
// Hides the allowlist, the override that replaces Hugging Face with a stand-in, redirects and limits.

import type { Log } from '../logging/log.ts'
import { NetworkFailure, failureFromNetworkError } from './failures.ts'
import { limitResponse, startIdleTimeout, startConnectTimeout } from './limits.ts'
import type { FailureCode } from '../../shared/failures.ts'
import type { OpaqueKey, ServerKey } from '../../shared/opaque-key.ts'
import { parseServerAddress } from '../../shared/server-address.ts'

/** Electron's `net.fetch` in the app, Node's in specs. */
type PlainFetch = (address: string, init?: RequestInit) => Promise<Response>

export interface Network {
  /** Fetches a public address without a key. Rejects with NetworkFailure, or with the signal's reason once it is aborted. */
  readonly fetch: typeof fetch
  /** The same with the key in the authorization header, only where a route needs it. No other code writes that header. */
  readonly fetchWithKey: (key: OpaqueKey) => typeof fetch
  /** Sends the key to Hugging Face to revoke it. No other request has a key in its body. */
  readonly revoke: (key: OpaqueKey) => Promise<Response>
  /** Fetches from one server added by the person: its model list and its chat, and nothing else. */
  readonly fetchFromServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
}

export interface NetworkOptions {
  readonly fetch: PlainFetch
  /** An origin that replaces both hosts of Hugging Face; null for Hugging Face itself. */
  readonly hub: string | null
  readonly log: Pick<Log, 'warn'>
  /**
   * Resolves with the address a reply redirects to, or null. Rejects once the signal is aborted. Needed with Electron only: its net.fetch
   * rejects `redirect: 'manual'` with "Redirect was cancelled", without the location that Node's fetch returns.
   */
  readonly resolveRedirect?: (address: string, signal: AbortSignal) => Promise<string | null>
  /** How long to wait for a response and between its chunks. Does not apply to runs. */
  readonly idleTimeoutMs?: number
  /** How long until Hugging Face counts as unreachable for a run. Does not apply to servers added by the person. */
  readonly connectTimeoutMs?: number
  /** Of the decompressed body. Does not apply to runs. */
  readonly maxResponseBytes?: number
}

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
  /** Whether the route includes all paths below. */
  readonly subtree: boolean
  /** Whether requests carry the key, where there is one. */
  readonly sendsKey: boolean
  /** Runs wait long for their first byte and then stream; inference/ has the limits for them. */
  readonly isRun: boolean
}

const hubOrigin = 'https://huggingface.co'
const routerOrigin = 'https://router.huggingface.co'

// SECURITY: every address that Parley contacts by itself. Model lists are public and get no key: a revoked one would turn them into a 401.
const routes: readonly Route[] = [
  { origin: hubOrigin, method: 'GET', path: '/api/whoami-v2', subtree: false, sendsKey: true, isRun: false },
  { origin: hubOrigin, method: 'GET', path: '/api/models', subtree: true, sendsKey: false, isRun: false },
  { origin: hubOrigin, method: 'POST', path: '/api/credentials/revoke', subtree: false, sendsKey: false, isRun: false },
  { origin: routerOrigin, method: 'GET', path: '/v1/models', subtree: false, sendsKey: false, isRun: false },
  { origin: routerOrigin, method: 'POST', path: '', subtree: true, sendsKey: true, isRun: true },
]

/** SECURITY: every address Parley requests from a server added by the person. */
function listServerRoutes(address: string): readonly Route[] {
  const { origin, pathname } = new URL(address)
  const base = pathname === '/' ? '' : pathname
  return [
    { origin, method: 'GET', path: `${base}/models`, subtree: false, sendsKey: true, isRun: false },
    { origin, method: 'POST', path: `${base}/chat/completions`, subtree: false, sendsKey: true, isRun: true },
  ]
}

/** At Hugging Face these mean a problem with the internet; at an own server, often on the same desk, that it does not run. */
const unreachableCodes: readonly FailureCode[] = ['offline', 'timed-out']

const defaultIdleTimeoutMs = 15_000
const defaultConnectTimeoutMs = 15_000
const defaultMaxResponseBytes = 32 * 1024 * 1024
const maxRedirects = 3
/** SECURITY: no request carries cookies or a referrer, and no response is cached. */
const requestDefaults = { credentials: 'omit', cache: 'no-store', referrer: '', referrerPolicy: 'no-referrer' } as const
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

/** Throws when `hub` is not an address. */
export function createNetwork(options: NetworkOptions): Network {
  const hub = options.hub === null ? null : new URL(options.hub).origin
  const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs
  const connectTimeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs
  const maxResponseBytes = options.maxResponseBytes ?? defaultMaxResponseBytes

  function findRoute(url: URL, method: string): Route | undefined {
    // A stand-in puts its own origin into the links it returns (the Link header), so that origin matches every route.
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

  /** SECURITY: trusts neither settings nor callers: checks a server's address and whose key it gets, at each request. */
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
    // A request with a key or a prompt follows no redirect: 307 and 308 would repeat it at another host.
    if (!isPublicRead) return options.fetch(url.href, { ...init, redirect: 'error' })
    let current = url
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const response = await fetchOnce(current, init)
      if (response instanceof Response) return response
      const next = URL.parse(response.location, current.href)
      // A model's old short name redirects to its full one, on the same host.
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
    // No probe for own servers: one may handle a single request at a time and not answer while it generates.
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
      // The caller's reason, or our timeout.
      if (signal.aborted) throw signal.reason
      throw new NetworkFailure(failureFromNetworkError(error))
    } finally {
      connectTimeout?.clear()
    }
  }

  /** Sends a small public request to the host of the runs, to see whether it answers at all. */
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

/** SECURITY: some providers' code polls through the global fetch. This replaces it by the gateway's fetch that sends no key. */
export function replaceGlobalFetch(network: Network): void {
  globalThis.fetch = network.fetch
}

function parseUrl(address: RequestAddress): URL | null {
  // A Request has its own rules for redirects and credentials. None of our code creates one.
  return address instanceof Request ? null : URL.parse(String(address))
}

function matchesRoute(route: Route, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  // SECURITY: the URL parser has resolved `..` and `%2e`. A server might decode %2f and so leave the path.
  if (/%2f\.|\.%2f|%5c/i.test(url.pathname)) return false
  return url.pathname === route.path || (route.subtree && url.pathname.startsWith(`${route.path}/`))
}

function buildHeaders(route: Route, key: OpaqueKey | null, initialHeaders: RequestInit['headers']): Headers {
  const headers = new Headers(initialHeaders)
  for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name)
  if (key === null || !route.sendsKey) return headers
  const value = key.reveal()
  // SECURITY: Headers would quote an invalid value in its error.
  if (!/^[\x21-\x7e]+$/.test(value)) throw new NetworkFailure({ code: 'key-rejected' })
  headers.set('authorization', `Bearer ${value}`)
  return headers
}

/** SECURITY: failures show ids from response headers, and a server may echo the key there: removes such headers. */
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
