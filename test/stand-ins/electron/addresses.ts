// Maps custom schemes to addresses for a browser without them: app://parley/x becomes https://parley.app.invalid/x. `.invalid` never
// resolves (RFC 6761), and https makes the page a secure context, as a privileged scheme is in Electron.

const browserAddressPattern = /^https:\/\/([^/:?#]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)/

/** The address as the browser loads it. Addresses whose scheme the app has not registered are returned unchanged. */
export function toBrowser(address: string, schemes: ReadonlySet<string>): string {
  const { protocol } = new URL(address)
  const scheme = protocol.slice(0, -1)
  return schemes.has(scheme) ? address.replace(/^[^:]+:\/\/([^/?#]*)/, `https://$1.${scheme}.invalid`) : address
}

/** The address as the app knows it. */
export function fromBrowser(address: string): string {
  return address
    .replace(/^blob:/, '')
    .replace(browserAddressPattern, '$2://$1')
    .replace(/^/, address.startsWith('blob:') ? 'blob:' : '')
}

/** The custom scheme of a browser address, or null for a real network address. */
export function getCustomScheme(address: string): string | null {
  return browserAddressPattern.exec(address)?.[2] ?? null
}
