// Reads what was typed into the fields of Advanced. Pure.

import { maxSeed, maxTemperature, maxAnswerTokens, maxStopWordLength, maxStopWords } from '../../shared/types/style.ts'

export const numericFieldNames = ['temperature', 'topP', 'longestAnswer', 'seed'] as const
type NumericFieldName = (typeof numericFieldNames)[number]

const fieldRanges: Readonly<Record<NumericFieldName, { readonly min: number; readonly max: number; readonly isInteger: boolean }>> = {
  temperature: { min: 0, max: maxTemperature, isInteger: false },
  topP: { min: Number.MIN_VALUE, max: 1, isInteger: false },
  longestAnswer: { min: 1, max: maxAnswerTokens, isInteger: true },
  seed: { min: 0, max: maxSeed, isInteger: true },
}

/** Null for an empty field. A comma is taken for the point that it is in many languages. */
export function parseNumberField(name: NumericFieldName, input: string): number | null | 'invalid' {
  const text = input.trim().replace(',', '.')
  if (text === '') return null
  const { min, max, isInteger } = fieldRanges[name]
  const number = /^\d*\.?\d*$/.test(text) ? Number(text) : Number.NaN
  return number >= min && number <= max && (!isInteger || Number.isInteger(number)) ? number : 'invalid'
}

/** Null for none. Each line is one, with its spaces: a space may be what is meant. */
export function parseStopWords(input: string): readonly string[] | null | 'invalid' {
  const words = input.split('\n').filter((word) => word !== '')
  if (words.length > maxStopWords || words.some((word) => word.length > maxStopWordLength)) return 'invalid'
  return words.length === 0 ? null : words
}
