// Which links may be opened in the browser, tested with addresses from hostile answers.

import { expect, test } from '@playwright/test'
import { parseLink } from '../../../shared/link.ts'

const schemes = [
  'http',
  'ftp',
  'file',
  'javascript',
  'data',
  'vbscript',
  'blob',
  'about',
  'chrome',
  'app',
  'devtools',
  'ms-msdt',
  'mailto',
  'smb',
  'ssh',
  'tel',
  'view-source',
  'ws',
  'x-apple',
  'search-ms',
]
const spellings = [(scheme: string) => scheme, (scheme: string) => scheme.toUpperCase(), (scheme: string) => ` ${scheme}`]

test.describe('links', () => {
  test('accepts only https', () => {
    const refused = schemes.flatMap((scheme) => spellings.map((applySpelling) => `${applySpelling(scheme)}://example.com/`))
    expect(refused.filter((address) => parseLink(address) !== null)).toEqual([])
  })

  test('refuses an address with a user name or password before the host', () => {
    expect(parseLink('https://huggingface.co@example.com/')).toBeNull()
    expect(parseLink('https://huggingface.co:443@example.com/')).toBeNull()
  })

  test('refuses control, space and direction-changing characters', () => {
    const characters = ['\n', '\t', '\0', ' ', '\u202e', '\u2066', '\u200b', '\ufeff']
    expect(characters.filter((character) => parseLink(`https://exam${character}ple.com/`) !== null)).toEqual([])
  })

  test('shows look-alike letters as punycode', () => {
    expect(parseLink('https://huggingfасe.co/')?.host).toMatch(/^xn--/)
  })

  test('keeps the path of an https address and shows its host', () => {
    expect(parseLink('https://example.com:8443/a?b=c#d')).toEqual({ address: 'https://example.com:8443/a?b=c#d', host: 'example.com:8443' })
  })

  test('refuses text that is not an address', () => {
    expect(['', 'example.com', '//example.com', 'https://', 'https:///x y'].filter((address) => parseLink(address) !== null)).toEqual([])
  })
})
