// Reads what was typed into the fields of Advanced. Pure.

import { highestSeed, hottest, longestLength, longestStopWord, mostStopWords } from '../../shared/style.ts'

export const numberNames = ['temperature', 'topP', 'longestAnswer', 'seed'] as const
type NumberName = (typeof numberNames)[number]

const ranges: Readonly<Record<NumberName, { readonly least: number; readonly most: number; readonly isWhole: boolean }>> = {
  temperature: { least: 0, most: hottest, isWhole: false },
  topP: { least: Number.MIN_VALUE, most: 1, isWhole: false },
  longestAnswer: { least: 1, most: longestLength, isWhole: true },
  seed: { least: 0, most: highestSeed, isWhole: true },
}

/** Null for an empty field. A comma is taken for the point that it is in many languages. */
export function readNumber(name: NumberName, typed: string): number | null | 'not taken' {
  const text = typed.trim().replace(',', '.')
  if (text === '') return null
  const { least, most, isWhole } = ranges[name]
  const number = /^\d*\.?\d*$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most && (!isWhole || Number.isInteger(number)) ? number : 'not taken'
}

/** Null for none. Each line is one, with its spaces: a space may be what is meant. */
export function readStopWords(typed: string): readonly string[] | null | 'not taken' {
  const words = typed.split('\n').filter((word) => word !== '')
  if (words.length > mostStopWords || words.some((word) => word.length > longestStopWord)) return 'not taken'
  return words.length === 0 ? null : words
}
