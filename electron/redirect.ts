// Where an address redirects to, asked of Electron's network. Needed because `net.fetch` rejects `redirect: 'manual'` without
// saying where it led, and following blindly would contact whatever host a reply names.

import { net } from 'electron'

/** Asks once and follows nothing. Null when the reply is not a redirect or there is none. Carries no cookie and no key. */
export function redirectOf(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const request = net.request({ url: address, redirect: 'manual', credentials: 'omit', cache: 'no-store' })
    request.once('redirect', (_status, _method, location) => {
      resolve(location)
      request.abort()
    })
    request.once('response', () => {
      resolve(null)
      request.abort()
    })
    request.once('error', () => resolve(null))
    request.end()
  })
}
