// The network as Electron gives it, from a session of Parley's own: in memory, without cookies, cache or windows.
// Needed because the windows' sessions refuse every request that is not for their page, and that would refuse main's too.

import { net, session, type Session } from 'electron'

/** No `persist:` before the name: nothing of it lies on the disk. */
const getNetworkSession = (): Session => session.fromPartition('network', { cache: false })

/** Chromium's fetch, so that the system's proxy and certificates hold. */
export function fetchInNetworkSession(address: string, init?: RequestInit): Promise<Response> {
  return getNetworkSession().fetch(address, init)
}

/**
 * Where an address redirects to; null when the reply is not a redirect or there is none. Asks once, follows nothing and carries no
 * key. `fetch` cannot tell: it rejects `redirect: 'manual'` (electron/electron#43715), and following blindly contacts whatever
 * host a reply names. Rejects with the signal's reason, as a host may answer the first question and hang at this one.
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
