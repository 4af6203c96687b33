// Text folding for the find bar: which texts match a query, and where.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { countOccurrences, foldText, findOccurrences } from '../../../../renderer/find/fold-text.ts'

const equivalentPairs: readonly (readonly [query: string, text: string])[] = [
  ['cafe', 'CAFÉ'],
  ['café', 'cafe\u0301'],
  ['istanbul', 'İstanbul'],
  ['ΟΔΟΣ', 'οδός'],
  ['елка', 'Ёлка'],
  ["don't", 'don’t'],
  ['"quoted"', '“quoted”'],
  ['two  words', 'two\nwords'],
  ['a b', 'a\u00A0b'],
  ['が', 'か\u3099'],
]
test.describe('text folding', () => {
  for (const [query, text] of equivalentPairs) {
    test(`matches ${JSON.stringify(text)} with ${JSON.stringify(query)}`, () => {
      expect(foldText(text)).toBe(foldText(query))
    })
  }

  const distinctPairs: readonly (readonly [string, string])[] = [
    ['か', 'が'],
    ['ส', 'สี'],
    ['क', 'कि'],
    ['a*b', 'aab'],
  ]
  for (const [query, text] of distinctPairs) {
    test(`does not match ${JSON.stringify(text)} with ${JSON.stringify(query)}`, () => {
      expect(foldText(text)).not.toBe(foldText(query))
    })
  }
})

test.describe('occurrences', () => {
  test('counts overlapping occurrences once', () => {
    expect(countOccurrences('aaaa', 'aa')).toBe(2)
    expect(countOccurrences('banana', 'ana')).toBe(1)
  })

  test('returns positions in the original text, combining marks included', () => {
    const text = 'İn  the\u00A0CAFE\u0301 “é” cafe'
    expect(findOccurrences(text, foldText('café')).map(([from, to]) => text.slice(from, to))).toEqual(['CAFE\u0301', 'cafe'])
    expect(findOccurrences(text, foldText('n the c')).map(([from, to]) => text.slice(from, to))).toEqual(['n  the\u00A0C'])
  })

  /** Characters that change length when folded, or combine. */
  const trickyCharacter = fc.constantFrom(
    'a',
    'A',
    'b',
    'é',
    'e\u0301',
    '\u0301',
    'İ',
    'Σ',
    'ß',
    ' ',
    '  ',
    '\n',
    '\u00A0',
    '’',
    'が',
    '가',
    '\u1100\u1161',
    '🙂',
    'कि',
    'ﬁ',
  )
  const texts = fc.array(trickyCharacter, { maxLength: 12 }).map((characters) => characters.join(''))

  test('is idempotent', () => {
    fc.assert(
      fc.property(texts, (text) => foldText(foldText(text)) === foldText(text)),
      { numRuns: 2_000 },
    )
  })

  test('finds as many matches as it counts, each containing the query', () => {
    fc.assert(
      fc.property(texts, texts, (text, searchText) => {
        const query = foldText(searchText)
        fc.pre(query !== '')
        const matches = findOccurrences(text, query)
        expect(matches).toHaveLength(countOccurrences(foldText(text), query))
        for (const [from, to] of matches) expect(foldText(text.slice(from, to))).toContain(query)
      }),
      { numRuns: 5_000 },
    )
  })

  test('handles a letter with a million combining marks', () => {
    expect(foldText(`a${'\u0316\u0301'.repeat(500_000)}`)).toMatch(/^a/)
    expect(findOccurrences(`a${'\u0316\u0301'.repeat(500_000)}b`, 'b')).toEqual([[1_000_001, 1_000_002]])
  })
})
