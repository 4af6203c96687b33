// Turning a style into sent settings, and finding the setting that a provider's error mentions.

import { expect, test } from '@playwright/test'
import {
  noOverrides,
  isDefaultStyle,
  findMentionedSetting,
  settingNames,
  toSentSettings,
  mentionsInstructions,
  buildSystemPrompt,
  defaultStyle,
  withoutSetting,
} from '../../../shared/style.ts'
import { styleField, type AdvancedSettings, type Style } from '../../../shared/types/style.ts'

const chat = { task: 'chat', thinks: false } as const
const continueTask = { task: 'continue', thinks: false } as const
const createStyle = (overrides: Partial<Style>): Style => ({ ...defaultStyle, ...overrides })
const createAdvancedStyle = (overrides: Partial<AdvancedSettings>): Style => createStyle({ advanced: { ...noOverrides, ...overrides } })

test.describe('sent settings', () => {
  test('sends nothing for Balanced and normal', () => {
    expect(toSentSettings(defaultStyle, chat)).toEqual({})
    expect(toSentSettings(defaultStyle, continueTask)).toEqual({})
    expect(buildSystemPrompt('', defaultStyle)).toBe('')
  })

  test('sends only a temperature for Precise and Creative', () => {
    expect(toSentSettings(createStyle({ mood: 'precise' }), chat)).toEqual({ temperature: 0.2 })
    expect(toSentSettings(createStyle({ mood: 'creative' }), chat)).toEqual({ temperature: 1 })
  })

  test('requests short and long in words after the instructions, without a limit', () => {
    for (const length of ['short', 'long'] as const) {
      expect(toSentSettings(createStyle({ length }), chat)).toEqual({})
      expect(buildSystemPrompt(' Answer in rhymes. ', createStyle({ length }))).toMatch(/^Answer in rhymes\.\n\nAnswer /)
    }
  })

  test('limits the length of a model that only continues text', () => {
    const [shortLimit, longLimit] = (['short', 'long'] as const).map(
      (length) => toSentSettings(createStyle({ length }), continueTask).longestAnswer ?? 0,
    )
    expect(shortLimit).toBeLessThan(250)
    expect(longLimit).toBeGreaterThan(250)
  })

  test('prefers the numbers of Advanced to the style', () => {
    const ownNumbers = { ...noOverrides, temperature: 0, longestAnswer: 9 }
    expect(toSentSettings({ mood: 'creative', length: 'long', advanced: ownNumbers }, chat)).toEqual({ temperature: 0, longestAnswer: 9 })
  })

  test('sends effort only to a chat model that is known to think', () => {
    const effort = createAdvancedStyle({ effort: 'high' })
    expect(toSentSettings(effort, { task: 'chat', thinks: true })).toEqual({ effort: 'high' })
    expect(toSentSettings(effort, chat)).toEqual({})
    expect(toSentSettings(effort, { task: 'continue', thinks: true })).toEqual({})
  })

  test('omits a removed setting', () => {
    const all = { temperature: 1.5, topP: 0.5, longestAnswer: 9, seed: 1, stopWords: ['END'], effort: 'low' } as const
    const fullStyle: Style = { mood: 'precise', length: 'normal', advanced: all }
    for (const name of settingNames) {
      const remainingSettings = toSentSettings(withoutSetting(fullStyle, name), { task: 'chat', thinks: true })
      expect([name, Object.keys(remainingSettings).toSorted()]).toEqual([name, settingNames.filter((each) => each !== name).toSorted()])
    }
  })
})

test.describe('refused settings', () => {
  test('finds the refused setting by its name in the request', () => {
    expect(
      [
        "Unsupported parameter: 'temperature' is not supported with this model.",
        'top_p must be in (0, 1]',
        'max_completion_tokens is too large',
        'Extra inputs are not permitted: seed',
        'Unsupported value: reasoning_effort does not support high',
        "Unsupported parameter: 'stop' is not supported with this model.",
      ].map(findMentionedSetting),
    ).toEqual(['temperature', 'topP', 'longestAnswer', 'seed', 'effort', 'stopWords'])
  })

  test('finds no setting when several are named or only similar words', () => {
    expect(findMentionedSetting('allowed: temperature, top_p, seed')).toBeNull()
    expect(findMentionedSetting('Please stop sending pictures')).toBeNull()
    expect(findMentionedSetting('model features vision not support')).toBeNull()
  })

  test('detects that a template refuses the system prompt', () => {
    for (const refusalText of [
      'System role not supported',
      'Conversation roles must alternate user/assistant',
      'the role system is unknown',
    ]) {
      expect([refusalText, mentionsInstructions(refusalText)]).toEqual([refusalText, true])
    }
    expect(mentionsInstructions('The system is overloaded')).toBe(false)
  })
})

test.describe('saved style', () => {
  test('reads saved styles, and the default for invalid ones', () => {
    const ownNumbers = createAdvancedStyle({ temperature: 0, topP: 1, longestAnswer: 1, seed: 0, stopWords: ['a', 'b'], effort: 'medium' })
    expect(styleField.read(JSON.parse(JSON.stringify(ownNumbers)))).toEqual(ownNumbers)
    const invalidAdvanced = { temperature: 2.1, topP: 0, longestAnswer: 1.5, seed: -1, stopWords: ['', 7], effort: 'most' }
    for (const value of [null, 7, [], { mood: 'wild', length: '', advanced: invalidAdvanced }])
      expect(isDefaultStyle(styleField.read(value))).toBe(true)
  })
})
