// What a file's bytes are taken for: a text, an old text, or no text at all.

import { expect, test } from '@playwright/test'
import { textOf } from '../../../../renderer/composer/text-file.ts'

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

test('a file in UTF-8 is its text, without the mark in front', () => {
  expect(textOf(bytes('Grüße, 世界 🎈\n'))).toEqual({ ok: true, value: 'Grüße, 世界 🎈\n' })
  expect(textOf(bytes([0xef, 0xbb, 0xbf], 'marked'))).toEqual({ ok: true, value: 'marked' })
  expect(textOf(bytes(''))).toEqual({ ok: true, value: '' })
})

test('a file in UTF-16 is its text when its mark says so, in either order', () => {
  expect(textOf(bytes([0xff, 0xfe], [...utf16('Łódź')]))).toEqual({ ok: true, value: 'Łódź' })
  expect(textOf(bytes([0xfe, 0xff], [...utf16('Łódź').swap16()]))).toEqual({ ok: true, value: 'Łódź' })
})

test('letters of an old kind are not guessed', () => {
  expect(textOf(bytes('caf', [0xe9], ' cr', [0xe8], 'me'))).toMatchObject({ failure: { code: 'file-old-text' } })
})

test('what is no text is said to be none, also when all of it would decode', () => {
  expect(textOf(bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
  expect(textOf(bytes('ELF', [0, 1, 2, 3]))).toMatchObject({ failure: { code: 'file-kind-unknown' } })
})
