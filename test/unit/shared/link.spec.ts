// What may be opened in the browser, tried with addresses a hostile answer would hold.

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

test('only https is ever opened', () => {
  const refused = schemes.flatMap((scheme) => spellings.map((applySpelling) => `${applySpelling(scheme)}://example.com/`))
  expect(refused.filter((address) => parseLink(address) !== null)).toEqual([])
})

test('an address that hides its host behind a name and password is refused', () => {
  expect(parseLink('https://huggingface.co@example.com/')).toBeNull()
  expect(parseLink('https://huggingface.co:443@example.com/')).toBeNull()
})

test('an address with control, space or direction-changing characters is refused', () => {
  const characters = ['\n', '\t', '\0', ' ', '\u202e', '\u2066', '\u200b', '\ufeff']
  expect(characters.filter((character) => parseLink(`https://exam${character}ple.com/`) !== null)).toEqual([])
})

test('letters that look like others are shown in their true form', () => {
  expect(parseLink('https://huggingfасe.co/')?.host).toMatch(/^xn--/)
})

test('a plain https address keeps its path and shows its host', () => {
  expect(parseLink('https://example.com:8443/a?b=c#d')).toEqual({ address: 'https://example.com:8443/a?b=c#d', host: 'example.com:8443' })
})

test('what is no address at all is refused', () => {
  expect(['', 'example.com', '//example.com', 'https://', 'https:///x y'].filter((address) => parseLink(address) !== null)).toEqual([])
})
