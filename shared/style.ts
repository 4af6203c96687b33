// What a style means for a model: the settings that are sent with a run, and the sentence that is added to the instructions. Pure. Balanced and
// normal send nothing, because the makers of a model chose its defaults more carefully than one number for all models could be chosen.

import { tasks, type Task } from './tasks.ts'
import { styleField, type AdvancedSettings, type SettingName, type Style } from './types/style.ts'

/** The settings that are sent with a run. A missing one is left to the model. */
export interface SentSettings {
  readonly temperature?: number
  readonly topP?: number
  /** Tokens. */
  readonly longestAnswer?: number
  readonly seed?: number
  readonly stopWords?: readonly string[]
  readonly effort?: NonNullable<AdvancedSettings['effort']>
}

/** What decides whether a model accepts a setting. */
export interface ModelCapabilities {
  readonly task: Task
  /** It has sent reasoning before. The catalogue does not say which models reason, and most others refuse the setting `effort`. */
  readonly thinks: boolean
}

export const defaultStyle: Style = styleField.default
export const noOverrides: AdvancedSettings = defaultStyle.advanced

/** Precise nearly always picks the likeliest word; Creative is the highest value that every provider accepts. */
const moodTemperatures = { precise: 0.2, balanced: null, creative: 1 } as const

/**
 * A chat model is asked for a short or long answer in words: a token limit would cut it off in the middle of a sentence and cannot make it
 * longer. A model that only continues text follows no request and finds no end by itself, so it gets a limit.
 */
const lengthSentences = {
  short: 'Answer briefly, in a few sentences at most, unless more is asked for.',
  normal: null,
  long: 'Answer at length and in detail, unless less is asked for.',
} as const
const tokenLimits = { short: 80, normal: null, long: 800 } as const

/** The settings that a run with this style sends. */
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

/** Empty when there is nothing to say. */
export function buildSystemPrompt(instructions: string, { length }: Style): string {
  return [instructions.trim(), lengthSentences[length] ?? ''].filter((text) => text !== '').join('\n\n')
}

/** Whether a setting is offered for a model and sent to it. */
export function supportsSetting(name: SettingName, { task, thinks }: ModelCapabilities): boolean {
  return tasks[task].settings.includes(name) && (name !== 'effort' || thinks)
}

export function isDefaultStyle(style: Style): boolean {
  return style.mood === 'balanced' && style.length === 'normal' && !hasOverrides(style)
}

/** The style as it is saved with a run: null for the default one. */
export function omitDefaultStyle(style: Style): Style | null {
  return isDefaultStyle(style) ? null : style
}

/** Whether any of the advanced settings is set. */
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

/** The style without one of its settings. The temperature may come from the mood, which is then reset as well. */
export function withoutSetting(style: Style, name: SettingName): Style {
  const mood = name === 'temperature' ? 'balanced' : style.mood
  return { ...style, mood, advanced: { ...style.advanced, [name]: null } }
}

/** The names by which providers call the settings, in requests and in error messages. */
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

/** The setting that an error message is about; null for none, and for several: a message may list all accepted settings. */
export function findMentionedSetting(message: string): SettingName | null {
  const named = providerSettingNames.filter(([, pattern]) => pattern.test(message))
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}

/** Whether an error message is about the message with the instructions. */
export function mentionsInstructions(message: string): boolean {
  return /\bsystem\b.{0,30}\b(role|message|prompt|turn|instruction)|\b(role|message|instruction)s?\b.{0,30}\bsystem\b|developer instruction|roles must alternate/i.test(
    message,
  )
}
