// The segments of code after a prefix that is already highlighted.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { skipPrefix } from '../../../../../renderer/markdown/highlight/skip-prefix.ts'

const textSegments = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 }), { maxLength: 6 })

test.describe('skipPrefix', () => {
  test('is the rest of the code, however it is segmented', () => {
    fc.assert(
      fc.property(textSegments, fc.nat(), (all, cutPoint) => {
        const code = all.join('')
        const codePrefix = code.slice(0, cutPoint % (code.length + 1))
        expect(skipPrefix(codePrefix, all)?.join('')).toBe(code.slice(codePrefix.length))
      }),
    )
  })

  test('is null when the code does not start with the prefix', () => {
    fc.assert(
      fc.property(textSegments, fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 }), (all, codePrefix) => {
        expect(skipPrefix(codePrefix, all) === null).toBe(!all.join('').startsWith(codePrefix))
      }),
    )
  })

  test('keeps later segments unchanged', () => {
    expect(skipPrefix('one\ntw', ['one\n', 'two\n', 'three\n'])).toEqual(['o\n', 'three\n'])
  })
})
