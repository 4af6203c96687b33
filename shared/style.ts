// What a style means for a model: the settings that go along with a run, and the sentence that joins its instructions. Pure.
// Balanced and normal mean nothing at all: a model's makers chose its own settings with more care than one number for all could have.

import { tasks, type Task } from './tasks.ts'
import { styleField, type AdvancedSettings, type SettingName, type Style } from './types/style.ts'

/** What goes along with a run. What is not there is left to the model. */
export interface SentSettings {
  readonly temperature?: number
  readonly topP?: number
  /** Tokens of the answer at most. */
  readonly longestAnswer?: number
  readonly seed?: number
  readonly stopWords?: readonly string[]
  readonly effort?: NonNullable<AdvancedSettings['effort']>
}

/** What decides whether a model takes a setting. */
export interface ModelCapabilities {
  readonly task: Task
  /** It has been seen to think before it answers. The catalogue does not say which models do, and most refuse to be told how much. */
  readonly thinks: boolean
}

export const defaultStyle: Style = styleField.default
export const noOverrides: AdvancedSettings = defaultStyle.advanced

/** Precise is nearly always the likeliest word; Creative is the highest that every provider takes. */
const moodTemperatures = { precise: 0.2, balanced: null, creative: 1 } as const

/**
 * A model that answers is asked for a short or long answer in words: a limit would cut the answer in the middle of a sentence, and no
 * limit makes an answer longer. One that only continues a text hears no request and finds no end of its own, so there it is a limit.
 */
const lengthSentences = {
  short: 'Answer briefly, in a few sentences at most, unless more is asked for.',
  normal: null,
  long: 'Answer at length and in detail, unless less is asked for.',
} as const
const tokenLimits = { short: 80, normal: null, long: 800 } as const

/** The settings that a run with this style carries along. */
export function toSentSettings({ mood, length, advanced }: Style, capabilities: ModelCapabilities): SentSettings {
  const temperature = advanced.temperature ?? moodTemperatures[mood]
  const longestAnswer = advanced.longestAnswer ?? (tasks[capabilities.task].lengthControl === 'token-limit' ? tokenLimits[length] : null)
  const effort = supportsSetting('effort', capabilities) ? advanced.effort : null
  return {
    ...(temperature === null ? {} : { temperature }),
    ...(advanced.topP === null ? {} : { topP: advanced.topP }),
    ...(longestAnswer === null ? {} : { longestAnswer }),
    ...(advanced.seed === null ? {} : { seed: advanced.seed }),
    ...(advanced.stopWords === null || advanced.stopWords.length === 0 ? {} : { stopWords: advanced.stopWords }),
    ...(effort === null ? {} : { effort }),
  }
}

/** What a model that answers is told before everything; empty when there is nothing to tell. */
export function buildSystemPrompt(instructions: string, { length }: Style): string {
  return [instructions.trim(), lengthSentences[length] ?? ''].filter((text) => text !== '').join('\n\n')
}

/** Whether a setting is offered for a model, and sent to it. */
export function supportsSetting(name: SettingName, { task, thinks }: ModelCapabilities): boolean {
  return tasks[task].settings.includes(name) && (name !== 'effort' || thinks)
}

export function isDefaultStyle(style: Style): boolean {
  return style.mood === 'balanced' && style.length === 'normal' && !hasOverrides(style)
}

/** What is kept with a run: the usual style is not worth a word. */
export function omitDefaultStyle(style: Style): Style | null {
  return isDefaultStyle(style) ? null : style
}

/** Whether something of Advanced is set. */
export function hasOverrides({ advanced }: Style): boolean {
  return settingNames.some((name) => advanced[name] !== null)
}

export const settingNames = [
  'temperature',
  'topP',
  'longestAnswer',
  'seed',
  'stopWords',
  'effort',
] as const satisfies readonly SettingName[]

/** The style without one of its settings. A temperature may come from the mood, which then goes as well. */
export function withoutSetting(style: Style, name: SettingName): Style {
  const mood = name === 'temperature' ? 'balanced' : style.mood
  return { ...style, mood, advanced: { ...style.advanced, [name]: null } }
}

/** As providers call them, in the body and in what they say of it. */
const providerSettingNames: readonly (readonly [SettingName, RegExp])[] = [
  ['temperature', /\btemperature\b/i],
  ['topP', /\btop_?p\b/i],
  ['longestAnswer', /\bmax_(completion_|new_|output_)?tokens\b/i],
  ['seed', /\bseed\b/i],
  ['effort', /\breasoning[_ .]?effort\b/i],
  [
    'stopWords',
    /\bstop(_sequences?| sequences?| words?)\b|['"`]stop['"`]|\bstop\b.{0,30}\b(parameter|argument|field|setting)|(parameter|argument|field|setting).{0,20}\bstop\b/i,
  ],
]

/** Which setting a provider speaks of; null when it speaks of none, and when it speaks of several, as a list of all that it takes does. */
export function findMentionedSetting(message: string): SettingName | null {
  const named = providerSettingNames.filter(([, pattern]) => pattern.test(message))
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}

/** Whether a provider speaks of the turn that carries the instructions. */
export function mentionsInstructions(message: string): boolean {
  return /\bsystem\b.{0,30}\b(role|message|prompt|turn|instruction)|\b(role|message|instruction)s?\b.{0,30}\bsystem\b|developer instruction|roles must alternate/i.test(
    message,
  )
}
