// Parses the address of a server that was added by hand, and decides whether it is one of Hugging Face's own. Pure: the window uses it for
// immediate feedback, main because it trusts no window, and the network gateway because it trusts no caller.

export type ServerAddress =
  | {
      readonly kind: 'valid'
      /** The addresses to try, in this order: without a path, `/v1` first. */
      readonly candidates: readonly [string, ...string[]]
      /** SECURITY: only such a host may ever get the Hugging Face key. */
      readonly isOnHuggingFace: boolean
    }
  | { readonly kind: 'invalid'; readonly reason: 'empty' | 'unreadable' | 'password' | 'extra' | 'not-encrypted' }

const maxAddressLength = 300
const schemePattern = /^[a-z][a-z\d+.-]*:\/\//i
/** Stricter than Chromium, which accepts host names that Node rejects, for example with a space. */
const hostPattern = /^([a-z\d_-]+(\.[a-z\d_-]+)*\.?|\[[\da-f:]+\])$/
/** Nothing that a server could decode into another path. */
const pathPattern = /^(\/[\w.~-]+)*$/
/** Manuals often give the address with one of these, so people paste it. */
const knownSuffixes = /\/(chat\/completions|models)$/

/** Removes a trailing slash, and adds a missing scheme: http for private hosts, https for all others. Makes no request. */
export function parseServerAddress(input: string): ServerAddress {
  const text = input.trim()
  if (text === '') return { kind: 'invalid', reason: 'empty' }
  const url = text.length > maxAddressLength ? null : parseWithScheme(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || !hostPattern.test(url.hostname)) {
    return { kind: 'invalid', reason: 'unreadable' }
  }
  if (url.username !== '' || url.password !== '') return { kind: 'invalid', reason: 'password' }
  if (/[?#]/.test(text)) return { kind: 'invalid', reason: 'extra' }
  if (url.protocol === 'http:' && !isPrivateHost(url.hostname)) return { kind: 'invalid', reason: 'not-encrypted' }
  const path = url.pathname.replace(/\/+$/, '').replace(knownSuffixes, '')
  if (!pathPattern.test(path)) return { kind: 'invalid', reason: 'unreadable' }
  const candidates = path === '' ? ([`${url.origin}/v1`, url.origin] as const) : ([`${url.origin}${path}`] as const)
  return { kind: 'valid', candidates, isOnHuggingFace: isOnHuggingFace(url) }
}

function parseWithScheme(text: string): URL | null {
  if (schemePattern.test(text)) return URL.parse(text)
  const httpUrl = URL.parse(`http://${text}`)
  return httpUrl === null || isPrivateHost(httpUrl.hostname) ? httpUrl : URL.parse(`https://${text}`)
}

/** SECURITY: a dedicated endpoint at Hugging Face: https, the default port, and exactly its domain. */
function isOnHuggingFace({ protocol, port, hostname }: URL): boolean {
  return protocol === 'https:' && port === '' && /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+endpoints\.huggingface\.cloud$/.test(hostname)
}

/** This computer, or one in a private network: the only hosts that may be reached without encryption. */
function isPrivateHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.endsWith('.local')) return true
  // The URL parser has normalized every other notation to four decimal numbers.
  const v4 = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(hostname)
  if (v4 !== null) return isPrivateIpv4(Number(v4[1]), Number(v4[2]))
  const v6 = Number.parseInt(/^\[([\da-f]{4}):/.exec(hostname)?.[1] ?? '', 16)
  return (v6 >= 0xfc00 && v6 <= 0xfdff) || (v6 >= 0xfe80 && v6 <= 0xfebf)
}

function isPrivateIpv4(first: number, second: number): boolean {
  if (first === 127 || first === 10) return true
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168
  // Carrier-grade NAT, which VPNs such as Tailscale use.
  return first === 100 && second >= 64 && second <= 127
}
