// Custom schemes on a browser that has none: app://parley/x is https://parley.app.invalid/x there. `.invalid` never resolves
// (RFC 6761), and https makes the page a secure context, as a privileged scheme is in Electron.

const browserAddressPattern = /^https:\/\/([^/:?#]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)/

/** What the browser is told to load. Addresses of schemes the app has not registered stay what they are. */
export function toBrowser(address: string, schemes: ReadonlySet<string>): string {
  const { protocol } = new URL(address)
  const scheme = protocol.slice(0, -1)
  return schemes.has(scheme) ? address.replace(/^[^:]+:\/\/([^/?#]*)/, `https://$1.${scheme}.invalid`) : address
}

/** What the app is told: the address as it gave it. */
export function fromBrowser(address: string): string {
  return address
    .replace(/^blob:/, '')
    .replace(browserAddressPattern, '$2://$1')
    .replace(/^/, address.startsWith('blob:') ? 'blob:' : '')
}

/** The custom scheme of an address in the browser, or null when it is a true network address. */
export function getCustomScheme(address: string): string | null {
  return browserAddressPattern.exec(address)?.[2] ?? null
}
