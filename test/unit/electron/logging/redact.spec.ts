// Redaction: what is removed from a text, and what stays.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { redact } from '../../../../electron/logging/redact.ts'
import { caseCount } from '../../../support/proof.ts'

const someKey = fc.stringMatching(/^(?:hf_|api_org_|hf_oauth_)[A-Za-z0-9]{30,40}$/)

/** The encodings in which a key can appear in a text. */
const forms: Readonly<Record<string, (key: string) => string>> = {
  raw: (key) => key,
  'first twelve characters': (key) => key.slice(0, 12),
  'in a header': (key) => `Bearer ${key}`,
  'percent-encoded': (key) => key.replaceAll('_', '%5F'),
  'percent-encoded throughout': (key) => Buffer.from(key).toString('hex').replaceAll(/../g, '%$&'),
  'JSON-escaped throughout': (key) =>
    Buffer.from(key)
      .toString('hex')
      .replaceAll(/../g, String.raw`\u00$&`),
  'JSON-escaped': (key) => key.replaceAll('_', String.raw`\u005f`),
  hex: (key) => Buffer.from(key).toString('hex'),
  'base64, offset 0': (key) => Buffer.from(key).toString('base64'),
  'base64, offset 1': (key) => Buffer.from(`:${key}`).toString('base64').slice(2),
  'base64, offset 2': (key) => Buffer.from(`a:${key}`).toString('base64').slice(2),
  'base64url, offset 1': (key) => Buffer.from(`:${key}`).toString('base64url').slice(2),
  'UTF-16': (key) => Buffer.from(key, 'utf16le').toString('latin1'),
}

const listSubstrings = (written: string): readonly string[] =>
  Array.from({ length: written.length - 7 }, (_, offset) => written.slice(offset, offset + 8))

test.describe('redaction', () => {
  for (const [form, write] of Object.entries(forms)) {
    test(`removes a key written ${form}, whatever is around it`, () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), someKey, fc.string({ unit: 'binary' }), (before, secret, after) => {
          const written = write(secret)
          const redactedText = redact(`${before}${written}${after}`)
          return listSubstrings(written).every((substring) => !redactedText.includes(substring))
        }),
        { numRuns: caseCount(200, 5_000) },
      )
    })
  }

  test('removes other secrets by their shape', () => {
    expect(redact('Authorization: Basic dXNlcjpwYXNz')).toBe('Authorization: [secret]')
    expect(redact('via http://user:pass@proxy.example:8080')).toBe('via http://[secret]@proxy.example:8080')
    expect(redact('sent 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b')).toBe('sent [secret]')
    expect(redact('got RzZmQ4NTU2MzA0Nzc1ZDhiNWI3ZTZjMGNkYmEwYTQ5NzVjZmIw')).toBe('got [secret]')
  })

  test('keeps what a bug report needs', () => {
    const harmlessTexts = [
      'run 6f1f24f5-0a44-4c05-8a3f-2d1a7a4ac2f1 failed: 503 from together after 1200 ms',
      'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 and deepseek-ai/DeepSeek-R1-Distill-Qwen-32B',
      'at openHistory (/home/Someone/Programs/Parley2/resources/electron/history/Conversations/database.ts:42:7)',
      'https://router.huggingface.co/v1/chat/completions answered text/html',
      'SQLITE_FULL: database or disk is full',
    ].join('\n')
    expect(redact(harmlessTexts)).toBe(harmlessTexts)
  })

  test('handles a word of a million letters', () => {
    for (const word of ['z', 'sk-', '/z', '_']) {
      const text = word.repeat(1_000_000 / word.length)
      expect(redact(text)).toBe(text)
    }
  })
})
