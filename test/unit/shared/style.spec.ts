// From a style to what is sent, and from what a provider says back to the setting it speaks of.

import { expect, test } from '@playwright/test'
import {
  asTheStyleSays,
  isUsual,
  readStyle,
  settingNamedIn,
  settingNames,
  settingsOf,
  speaksOfInstructions,
  toldFirst,
  usualStyle,
  withoutSetting,
} from '../../../shared/style.ts'
import type { Advanced, Style } from '../../../shared/types/style.ts'

const chat = { task: 'chat', thinks: false } as const
const continuing = { task: 'continue', thinks: false } as const
const style = (given: Partial<Style>): Style => ({ ...usualStyle, ...given })
const withNumbers = (given: Partial<Advanced>): Style => style({ advanced: { ...asTheStyleSays, ...given } })

test('Balanced and normal send nothing at all', () => {
  expect(settingsOf(usualStyle, chat)).toEqual({})
  expect(settingsOf(usualStyle, continuing)).toEqual({})
  expect(toldFirst('', usualStyle)).toBe('')
})

test('Precise is cooler and Creative warmer, and neither sends anything else', () => {
  expect(settingsOf(style({ mood: 'precise' }), chat)).toEqual({ temperature: 0.2 })
  expect(settingsOf(style({ mood: 'creative' }), chat)).toEqual({ temperature: 1 })
})

test('short and long are asked for in words behind the instructions, and cut nothing', () => {
  for (const length of ['short', 'long'] as const) {
    expect(settingsOf(style({ length }), chat)).toEqual({})
    expect(toldFirst(' Answer in rhymes. ', style({ length }))).toMatch(/^Answer in rhymes\.\n\nAnswer /)
  }
})

test('a model that only continues text gets a length as a limit', () => {
  const [short, long] = (['short', 'long'] as const).map((length) => settingsOf(style({ length }), continuing).longestAnswer ?? 0)
  expect(short).toBeLessThan(250)
  expect(long).toBeGreaterThan(250)
})

test('a number of Advanced goes before what the style says', () => {
  const own = { ...asTheStyleSays, temperature: 0, longestAnswer: 9 }
  expect(settingsOf({ mood: 'creative', length: 'long', advanced: own }, chat)).toEqual({ temperature: 0, longestAnswer: 9 })
})

test('effort goes only to a chat model that has been seen to think', () => {
  const effort = withNumbers({ effort: 'high' })
  expect(settingsOf(effort, { task: 'chat', thinks: true })).toEqual({ effort: 'high' })
  expect(settingsOf(effort, chat)).toEqual({})
  expect(settingsOf(effort, { task: 'continue', thinks: true })).toEqual({})
})

test('without a setting, it is not sent any more', () => {
  const all = { temperature: 1.5, topP: 0.5, longestAnswer: 9, seed: 1, stopWords: ['END'], effort: 'low' } as const
  const full: Style = { mood: 'precise', length: 'normal', advanced: all }
  for (const name of settingNames) {
    const left = settingsOf(withoutSetting(full, name), { task: 'chat', thinks: true })
    expect([name, Object.keys(left).toSorted()]).toEqual([name, settingNames.filter((each) => each !== name).toSorted()])
  }
})

test('knows the setting that a provider refuses by its name on the wire', () => {
  expect(
    [
      "Unsupported parameter: 'temperature' is not supported with this model.",
      'top_p must be in (0, 1]',
      'max_completion_tokens is too large',
      'Extra inputs are not permitted: seed',
      'Unsupported value: reasoning_effort does not support high',
      "Unsupported parameter: 'stop' is not supported with this model.",
    ].map(settingNamedIn),
  ).toEqual(['temperature', 'topP', 'longestAnswer', 'seed', 'effort', 'stopWords'])
})

test('knows none where several are named, or only words that sound alike', () => {
  expect(settingNamedIn('allowed: temperature, top_p, seed')).toBeNull()
  expect(settingNamedIn('Please stop sending pictures')).toBeNull()
  expect(settingNamedIn('model features vision not support')).toBeNull()
})

test('knows when a template refuses the instructions', () => {
  for (const words of ['System role not supported', 'Conversation roles must alternate user/assistant', 'the role system is unknown']) {
    expect([words, speaksOfInstructions(words)]).toEqual([words, true])
  }
  expect(speaksOfInstructions('The system is overloaded')).toBe(false)
})

test('reads back what was written, and takes what has the wrong form as usual', () => {
  const own = withNumbers({ temperature: 0, topP: 1, longestAnswer: 1, seed: 0, stopWords: ['a', 'b'], effort: 'medium' })
  expect(readStyle(JSON.parse(JSON.stringify(own)))).toEqual(own)
  const odd = { temperature: 2.1, topP: 0, longestAnswer: 1.5, seed: -1, stopWords: ['', 7], effort: 'most' }
  for (const value of [null, 7, [], { mood: 'wild', length: '', advanced: odd }]) expect(isUsual(readStyle(value))).toBe(true)
})
