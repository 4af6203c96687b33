// Decoding the bytes of a file: Unicode text, text in an unknown encoding, or no text.

import { expect, test } from '@playwright/test'
import { decodeTextFile } from '../../../../renderer/composer/text-file.ts'

const toBytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const toUtf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

test.describe('text files', () => {
  test('decodes UTF-8 without its byte order mark', () => {
    expect(decodeTextFile(toBytes('Grüße, 世界 🎈\n'))).toEqual({ ok: true, value: 'Grüße, 世界 🎈\n' })
    expect(decodeTextFile(toBytes([0xef, 0xbb, 0xbf], 'marked'))).toEqual({ ok: true, value: 'marked' })
    expect(decodeTextFile(toBytes(''))).toEqual({ ok: true, value: '' })
  })

  test('decodes UTF-16 with a byte order mark of either order', () => {
    expect(decodeTextFile(toBytes([0xff, 0xfe], [...toUtf16('Łódź')]))).toEqual({ ok: true, value: 'Łódź' })
    expect(decodeTextFile(toBytes([0xfe, 0xff], [...toUtf16('Łódź').swap16()]))).toEqual({ ok: true, value: 'Łódź' })
  })

  test('does not guess legacy encodings', () => {
    expect(decodeTextFile(toBytes('caf', [0xe9], ' cr', [0xe8], 'me'))).toMatchObject({ failure: { code: 'file-old-text' } })
  })

  test('refuses binary data even if it could be decoded', () => {
    expect(decodeTextFile(toBytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
    expect(decodeTextFile(toBytes('ELF', [0, 1, 2, 3]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
  })
})
