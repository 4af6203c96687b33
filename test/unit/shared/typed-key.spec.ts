// Cleaning and checking a typed or pasted key.

import { expect, test } from '@playwright/test'
import { inspectTypedKey } from '../../../shared/typed-key.ts'

const key = `hf_${'a1B2'.repeat(8)}xy`

test.describe('typed key', () => {
  for (const [caseName, wrapText] of [
    ['spaces', '  \t'],
    ['line breaks', '\r\n\n'],
    ['no-break spaces', '\u00A0\u202F'],
    ['invisible characters', '\uFEFF\u200B\u200E\u2060\u00AD'],
  ] as const) {
    test(`removes ${caseName} around a key`, () => {
      expect(inspectTypedKey(wrapText + key + wrapText)).toEqual({ kind: 'valid', text: key, warning: null })
    })
  }

  test('removes invisible characters inside a key', () => {
    expect(inspectTypedKey(`${key.slice(0, 9)}\u200B${key.slice(9)}`)).toEqual({ kind: 'valid', text: key, warning: null })
  })

  for (const lineBreak of ['\n', '\r\n', '\u2028']) {
    test(`refuses two lines separated by ${JSON.stringify(lineBreak)}`, () => {
      expect(inspectTypedKey(`${key}${lineBreak}${key}`)).toEqual({ kind: 'invalid', reason: 'line-break' })
    })
  }

  for (const [text, reason] of [
    ['', 'empty'],
    [' \n\u200B', 'empty'],
    [`hf_ ${key}`, 'characters'],
    [`hf_schlüssel${key}`, 'characters'],
    [`${key}\u0000x`, 'characters'],
    [key.repeat(30), 'far-too-long'],
  ] as const) {
    test(`refuses ${JSON.stringify(text.slice(0, 20))} as ${reason}`, () => {
      expect(inspectTypedKey(text)).toEqual({ kind: 'invalid', reason })
    })
  }

  for (const [text, warning] of [
    ['sk-0123456789012345678901234567890123', 'prefix'],
    ['hf_tooshort', 'short'],
    [`${key}${key}${key}`, 'long'],
  ] as const) {
    test(`accepts ${text.slice(0, 20)}… with the warning ${warning}`, () => {
      expect(inspectTypedKey(text)).toEqual({ kind: 'valid', text, warning })
    })
  }
})
