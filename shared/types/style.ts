// How a conversation's models are asked to answer: its style and its instructions. Described once, for the type, the default, the check of
// what a window sends and the reading of what was saved.

import { choiceField, optionalNumberField, optionalTextsField, recordField, textField, type ValueOf } from '../fields.ts'

/** In the order in which they are shown. */
export const moods = ['precise', 'balanced', 'creative'] as const
export const lengths = ['short', 'normal', 'long'] as const
export const efforts = ['low', 'medium', 'high'] as const

export const maxTemperature = 2
export const maxAnswerTokens = 1_000_000
export const maxSeed = 2 ** 31 - 1
/** Providers accept no more. */
export const maxStopWords = 4
export const maxStopWordLength = 100
/** Characters. They are sent with every prompt of the conversation. */
export const maxInstructionsLength = 100_000

/** Exact settings. Null leaves one to the mood, to the length or to the model. */
const advancedField = recordField({
  temperature: optionalNumberField({ min: 0, max: maxTemperature }),
  topP: optionalNumberField({ min: 0, max: 1, isMinExcluded: true }),
  /** Tokens. */
  longestAnswer: optionalNumberField({ min: 1, max: maxAnswerTokens, isInteger: true }),
  seed: optionalNumberField({ min: 0, max: maxSeed, isInteger: true }),
  /** The answer ends before the first of them. */
  stopWords: optionalTextsField(maxStopWords, maxStopWordLength),
  /** How long a reasoning model may think. */
  effort: choiceField([...efforts, null], null),
})
export type AdvancedSettings = ValueOf<typeof advancedField>
export type SettingName = keyof AdvancedSettings

export const styleField = recordField({
  mood: choiceField(moods, 'balanced'),
  length: choiceField(lengths, 'normal'),
  advanced: advancedField,
})
export type Style = ValueOf<typeof styleField>

/** What belongs to a conversation besides its messages. */
export const setupField = recordField({ style: styleField, instructions: textField(maxInstructionsLength) })
export type Setup = ValueOf<typeof setupField>
