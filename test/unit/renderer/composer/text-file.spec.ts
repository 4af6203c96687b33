// What a file's bytes are taken for: a text, an old text, or no text at all.

import { expect, test } from '@playwright/test'
import { decodeTextFile } from '../../../../renderer/composer/text-file.ts'

const toBytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const toUtf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

test('a file in UTF-8 is its text, without the mark in front', () => {
  expect(decodeTextFile(toBytes('Grüße, 世界 🎈\n'))).toEqual({ ok: true, value: 'Grüße, 世界 🎈\n' })
  expect(decodeTextFile(toBytes([0xef, 0xbb, 0xbf], 'marked'))).toEqual({ ok: true, value: 'marked' })
  expect(decodeTextFile(toBytes(''))).toEqual({ ok: true, value: '' })
})

test('a file in UTF-16 is its text when its mark says so, in either order', () => {
  expect(decodeTextFile(toBytes([0xff, 0xfe], [...toUtf16('Łódź')]))).toEqual({ ok: true, value: 'Łódź' })
  expect(decodeTextFile(toBytes([0xfe, 0xff], [...toUtf16('Łódź').swap16()]))).toEqual({ ok: true, value: 'Łódź' })
})

test('letters of an old kind are not guessed', () => {
  expect(decodeTextFile(toBytes('caf', [0xe9], ' cr', [0xe8], 'me'))).toMatchObject({ failure: { code: 'file-old-text' } })
})

test('what is no text is said to be none, also when all of it would decode', () => {
  expect(decodeTextFile(toBytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
  expect(decodeTextFile(toBytes('ELF', [0, 1, 2, 3]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
})
