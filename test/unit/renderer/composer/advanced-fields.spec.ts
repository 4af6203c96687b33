// Parsing the input fields of Advanced: numbers and stop words.

import { expect, test } from '@playwright/test'
import { parseNumberField, parseStopWords } from '../../../../renderer/composer/advanced-fields.ts'

test.describe('advanced fields', () => {
  test('reads a number with a point or a comma, null for an empty field', () => {
    expect(['0.5', '0,5', ' 2 ', '.5', '', ' '].map((typed) => parseNumberField('temperature', typed))).toEqual([
      0.5,
      0.5,
      2,
      0.5,
      null,
      null,
    ])
  })

  test('refuses a number out of range and text that is not a number', () => {
    const typed = [
      ['temperature', '2.1'],
      ['temperature', '-1'],
      ['temperature', '1e0'],
      ['topP', '0'],
      ['topP', '1.01'],
      ['longestAnswer', '0'],
      ['longestAnswer', '10.5'],
      ['seed', '2147483648'],
      ['seed', 'seven'],
      ['seed', '.'],
    ] as const
    expect(typed.map(([name, text]) => parseNumberField(name, text))).toEqual(typed.map(() => 'invalid'))
  })

  test('reads up to four stop words, one per line, with their spaces', () => {
    expect(parseStopWords('\nEND\n two words \n')).toEqual(['END', ' two words '])
    expect(parseStopWords('\n')).toBeNull()
    expect(parseStopWords('a\nb\nc\nd\ne')).toBe('invalid')
    expect(parseStopWords('x'.repeat(101))).toBe('invalid')
  })
})
