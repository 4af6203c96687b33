// Which texts are the same to who looks for them, and where in a text they stand.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { countIn, folded, placesIn } from '../../../../renderer/find/folding.ts'

const same: readonly (readonly [query: string, text: string])[] = [
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
for (const [query, text] of same) {
  test(`finds ${JSON.stringify(text)} by ${JSON.stringify(query)}`, () => {
    expect(folded(text)).toBe(folded(query))
  })
}

const different: readonly (readonly [string, string])[] = [
  ['か', 'が'],
  ['ส', 'สี'],
  ['क', 'कि'],
  ['a*b', 'aab'],
]
for (const [query, text] of different) {
  test(`does not take ${JSON.stringify(text)} for ${JSON.stringify(query)}`, () => {
    expect(folded(text)).not.toBe(folded(query))
  })
}

test('counts a place once, though it could be cut in two ways', () => {
  expect(countIn('aaaa', 'aa')).toBe(2)
  expect(countIn('banana', 'ana')).toBe(1)
})

test('tells where in the text as it is what was found stands, with the marks that belong to it', () => {
  const text = 'İn  the\u00A0CAFE\u0301 “é” cafe'
  expect(placesIn(text, folded('café')).map(([from, to]) => text.slice(from, to))).toEqual(['CAFE\u0301', 'cafe'])
  expect(placesIn(text, folded('n the c')).map(([from, to]) => text.slice(from, to))).toEqual(['n  the\u00A0C'])
})

/** Signs that change their length or belong together. */
const awkward = fc.constantFrom(
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
const texts = fc.array(awkward, { maxLength: 12 }).map((signs) => signs.join(''))

test('folds what is folded no further', () => {
  fc.assert(
    fc.property(texts, (text) => folded(folded(text)) === folded(text)),
    { numRuns: 2_000 },
  )
})

test('finds as many places as it counts, and in each of them just what was looked for', () => {
  fc.assert(
    fc.property(texts, texts, (text, sought) => {
      const query = folded(sought)
      fc.pre(query !== '')
      const places = placesIn(text, query)
      expect(places).toHaveLength(countIn(folded(text), query))
      for (const [from, to] of places) expect(folded(text.slice(from, to))).toContain(query)
    }),
    { numRuns: 5_000 },
  )
})

test('a million marks on one letter take no longer than a million letters', () => {
  expect(folded(`a${'\u0316\u0301'.repeat(500_000)}`)).toMatch(/^a/)
  expect(placesIn(`a${'\u0316\u0301'.repeat(500_000)}b`, 'b')).toEqual([[1_000_001, 1_000_002]])
})
