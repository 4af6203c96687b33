// What stands behind the coloured beginning of code.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { skipPrefix } from '../../../../../renderer/markdown/highlight/skip-prefix.ts'

const textSegments = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 }), { maxLength: 6 })

test('is the rest of the code, whatever its pieces are', () => {
  fc.assert(
    fc.property(textSegments, fc.nat(), (all, cutPoint) => {
      const code = all.join('')
      const codePrefix = code.slice(0, cutPoint % (code.length + 1))
      expect(skipPrefix(codePrefix, all)?.join('')).toBe(code.slice(codePrefix.length))
    }),
  )
})

test('is nothing when the code does not begin so', () => {
  fc.assert(
    fc.property(textSegments, fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 }), (all, codePrefix) => {
      expect(skipPrefix(codePrefix, all) === null).toBe(!all.join('').startsWith(codePrefix))
    }),
  )
})

test('keeps the pieces that lie behind it as they are', () => {
  expect(skipPrefix('one\ntw', ['one\n', 'two\n', 'three\n'])).toEqual(['o\n', 'three\n'])
})
