// Parsing a server's address: corrections of typed addresses, encryption, refusals, and which hosts belong to Hugging Face.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { parseServerAddress } from '../../../shared/server-address.ts'

test.describe('server address', () => {
  for (const [typed, ...expectedAddresses] of [
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    [' http://127.0.0.1:11434/v1/ ', 'http://127.0.0.1:11434/v1'],
    ['http://localhost:8080', 'http://localhost:8080/v1', 'http://localhost:8080'],
    ['localhost:8080', 'http://localhost:8080/v1', 'http://localhost:8080'],
    ['192.168.1.20:1234/v1', 'http://192.168.1.20:1234/v1'],
    ['models.example.com', 'https://models.example.com/v1', 'https://models.example.com'],
    ['https://models.example.com:443/api/openai/', 'https://models.example.com/api/openai'],
    ['http://127.0.0.1:8080/v1/chat/completions', 'http://127.0.0.1:8080/v1'],
    ['http://127.0.0.1:8080/v1/models', 'http://127.0.0.1:8080/v1'],
    ['http://127.1/v1', 'http://127.0.0.1/v1'],
  ] as const) {
    test(`reads ${JSON.stringify(typed)} as ${expectedAddresses.join(', then ')}`, () => {
      expect(parseServerAddress(typed)).toMatchObject({ kind: 'valid', candidates: expectedAddresses })
    })
  }

  const localHosts = `localhost 127.0.0.1 127.9.9.9 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 100.64.0.1 100.127.255.255
  [::1] [fc00::1] [fdff:ffff::1] [fe80::1] [febf::1] desk.local a.b.local`
  for (const host of localHosts.split(/\s+/)) {
    test(`allows ${host} without encryption`, () => {
      expect(parseServerAddress(`http://${host}:8080/v1`).kind).toBe('valid')
    })
  }

  const publicHosts = `example.com 8.8.8.8 9.255.255.255 11.0.0.1 126.0.0.1 128.0.0.1 172.15.0.1 172.32.0.1 192.167.0.1 100.63.0.1 100.128.0.1
  169.254.169.254 0.0.0.0 [::] [::2] [2001:db8::1] [fbff::1] [fec0::1] [fc::1] [::ffff:127.0.0.1] local desk.local. localhost.
  desk.local.example.com localhost.example.com 127.0.0.1.example.com desklocal abc.endpoints.huggingface.cloud 134744072`
  for (const host of publicHosts.split(/\s+/)) {
    test(`requires encryption for ${host}`, () => {
      expect(parseServerAddress(`http://${host}:8080/v1`)).toEqual({ kind: 'invalid', reason: 'not-encrypted' })
    })
  }

  for (const [typed, reason] of [
    ['', 'empty'],
    ['   ', 'empty'],
    ['ftp://127.0.0.1/v1', 'unreadable'],
    ['file:///etc/passwd', 'unreadable'],
    ['javascript:alert(1)', 'unreadable'],
    ['http://', 'unreadable'],
    ['two words', 'unreadable'],
    ['https://two%20words/v1', 'unreadable'],
    ['https://a..b/v1', 'unreadable'],
    ['http://.local/v1', 'unreadable'],
    ['https://{host}/v1', 'unreadable'],
    [`https://example.com/${'a'.repeat(300)}`, 'unreadable'],
    ['https://example.com/v1/..%2fadmin', 'unreadable'],
    ['https://example.com/v1\\..\\%5c', 'unreadable'],
    ['https://example.com/a b', 'unreadable'],
    ['https://name:word@example.com/v1', 'password'],
    ['https://name@example.com/v1', 'password'],
    ['https://example.com/v1?key=secret', 'extra'],
    ['https://example.com/v1?', 'extra'],
    ['https://example.com/v1#top', 'extra'],
  ] as const) {
    test(`refuses ${JSON.stringify(typed.slice(0, 40))} as ${reason}`, () => {
      expect(parseServerAddress(typed)).toEqual({ kind: 'invalid', reason })
    })
  }

  for (const [address, isOnHuggingFace] of [
    ['https://abc123.us-east-1.aws.endpoints.huggingface.cloud/v1', true],
    ['https://ABC.endpoints.HuggingFace.cloud:443/v1', true],
    ['https://abc.endpoints.huggingface.cloud:8443/v1', false],
    ['https://endpoints.huggingface.cloud/v1', false],
    ['https://abc.endpoints.huggingface.cloud./v1', false],
    ['https://abc.endpoints.huggingface.cloud.example.com/v1', false],
    ['https://abcendpoints.huggingface.cloud/v1', false],
    ['https://abc.endpoints-huggingface.cloud/v1', false],
    ['https://abc.endpoints.huggingface.co/v1', false],
    ['https://example.com/abc.endpoints.huggingface.cloud', false],
    ['https://huggingface.co/v1', false],
    ['http://127.0.0.1:8080/v1', false],
  ] as const) {
    test(`classifies ${address} as ${isOnHuggingFace ? '' : 'not '}Hugging Face`, () => {
      expect(parseServerAddress(address)).toMatchObject({ kind: 'valid', isOnHuggingFace })
    })
  }

  test('parses its own results to the same addresses and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: false }), fc.string()), (typed) => {
        const parsedAddress = parseServerAddress(typed)
        if (parsedAddress.kind !== 'valid') return
        for (const address of parsedAddress.candidates) {
          const reparsed = parseServerAddress(address)
          expect(reparsed).toMatchObject({ kind: 'valid', isOnHuggingFace: parsedAddress.isOnHuggingFace })
          expect(reparsed.kind === 'valid' && reparsed.candidates.includes(address)).toBe(true)
        }
      }),
    )
  })
})
