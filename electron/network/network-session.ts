// Electron's network in a session for main: in memory, without cookies, cache or windows. Main cannot use a window's session, which refuses
// every request that is not for its page.

import { net, session, type Session } from 'electron'

/** Without `persist:` in the name nothing is written to disk. */
const getNetworkSession = (): Session => session.fromPartition('network', { cache: false })

/** Chromium's fetch, which uses the system's proxy and certificates. */
export function fetchInNetworkSession(address: string, init?: RequestInit): Promise<Response> {
  return getNetworkSession().fetch(address, init)
}

/**
 * Resolves with the address a URL redirects to; null without a redirect or a response. Sends one request without a key and follows nothing:
 * Electron's `fetch` rejects `redirect: 'manual'` (electron/electron#43715), and following blindly would contact any host that a response
 * names. Rejects with the signal's reason once it is aborted, because a host may have answered fetch and hang here.
 */
export function resolveRedirect(address: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = net.request({ url: address, redirect: 'manual', session: getNetworkSession(), credentials: 'omit', cache: 'no-store' })
    const onAbort = (): void => {
      reject(signal.reason)
      request.abort()
    }
    const settle = (location: string | null): void => {
      signal.removeEventListener('abort', onAbort)
      resolve(location)
      request.abort()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    request.once('redirect', (_status, _method, location) => settle(location))
    request.once('response', () => settle(null))
    request.once('error', () => settle(null))
    request.end()
  })
}
