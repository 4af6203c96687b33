// What stands behind the coloured beginning of code.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { behind } from '../../../../../renderer/markdown/highlight/behind.ts'

const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 }), { maxLength: 6 })

test('is the rest of the code, whatever its pieces are', () => {
  fc.assert(
    fc.property(pieces, fc.nat(), (all, cut) => {
      const code = all.join('')
      const beginning = code.slice(0, cut % (code.length + 1))
      expect(behind(beginning, all)?.join('')).toBe(code.slice(beginning.length))
    }),
  )
})

test('is nothing when the code does not begin so', () => {
  fc.assert(
    fc.property(pieces, fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 }), (all, beginning) => {
      expect(behind(beginning, all) === null).toBe(!all.join('').startsWith(beginning))
    }),
  )
})

test('keeps the pieces that lie behind it as they are', () => {
  expect(behind('one\ntw', ['one\n', 'two\n', 'three\n'])).toEqual(['o\n', 'three\n'])
})
