// The network as Electron gives it, from a session of Parley's own: in memory, without cookies, cache or windows.
// Needed because the windows' sessions refuse every request that is not for their page, and that would refuse main's too.

import { net, session, type Session } from 'electron'

/** No `persist:` before the name: nothing of it lies on the disk. */
const ownSession = (): Session => session.fromPartition('network', { cache: false })

/** Chromium's fetch, so that the system's proxy and certificates hold. */
export function fetchInOwnSession(address: string, init?: RequestInit): Promise<Response> {
  return ownSession().fetch(address, init)
}

/**
 * Where an address redirects to; null when the reply is not a redirect or there is none. Asks once, follows nothing and carries no
 * key. `fetch` cannot tell: it rejects `redirect: 'manual'` (electron/electron#43715), and following blindly contacts whatever
 * host a reply names. Rejects with the signal's reason, as a host may answer the first question and hang at this one.
 */
export function redirectOf(address: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = net.request({ url: address, redirect: 'manual', session: ownSession(), credentials: 'omit', cache: 'no-store' })
    const giveUp = (): void => {
      reject(signal.reason)
      request.abort()
    }
    const tell = (location: string | null): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(location)
      request.abort()
    }
    signal.addEventListener('abort', giveUp, { once: true })
    request.once('redirect', (_status, _method, location) => tell(location))
    request.once('response', () => tell(null))
    request.once('error', () => tell(null))
    request.end()
  })
}
