// Reads the address of a server that a person added by hand, and says whether it is one of Hugging Face's own. Pure: the window uses
// it to say at once what is wrong, main because it trusts no window, and the door to the network because it trusts nobody.

export type ServerAddress =
  | {
      readonly kind: 'valid'
      /** What to try, in this order: where the path was left out, `/v1` first. */
      readonly candidates: readonly [string, ...string[]]
      /** SECURITY: only such a host may ever get the Hugging Face key. */
      readonly isOnHuggingFace: boolean
    }
  | { readonly kind: 'invalid'; readonly reason: 'empty' | 'unreadable' | 'password' | 'extra' | 'not-encrypted' }

const maxAddressLength = 300
const schemePattern = /^[a-z][a-z\d+.-]*:\/\//i
/** Chromium takes more for the name of a host than Node does, such as one with a space in it. */
const hostPattern = /^([a-z\d_-]+(\.[a-z\d_-]+)*\.?|\[[\da-f:]+\])$/
/** Nothing that a server could unpack into another path. */
const pathPattern = /^(\/[\w.~-]+)*$/
/** What people copy along with the address, as it stands in many manuals. */
const knownSuffixes = /\/(chat\/completions|models)$/

/** The address without the slash at its end; where the scheme was left out, the one that its host needs. Nothing is asked. */
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

/** SECURITY: a private one of somebody's account at Hugging Face. Encrypted, at the usual port, and no name that only looks like it. */
function isOnHuggingFace({ protocol, port, hostname }: URL): boolean {
  return protocol === 'https:' && port === '' && /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+endpoints\.huggingface\.cloud$/.test(hostname)
}

/** This computer, or one in a private network: the only ones that may be asked without encryption. */
function isPrivateHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.endsWith('.local')) return true
  // The URL parser has made four decimal numbers of every other way to write an address.
  const v4 = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(hostname)
  if (v4 !== null) return isPrivateIpv4(Number(v4[1]), Number(v4[2]))
  const v6 = Number.parseInt(/^\[([\da-f]{4}):/.exec(hostname)?.[1] ?? '', 16)
  return (v6 >= 0xfc00 && v6 <= 0xfdff) || (v6 >= 0xfe80 && v6 <= 0xfebf)
}

function isPrivateIpv4(first: number, second: number): boolean {
  if (first === 127 || first === 10) return true
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168
  // Shared by a provider's customers, and what private networks over the internet (VPNs) use.
  return first === 100 && second >= 64 && second <= 127
}
