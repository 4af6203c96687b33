// How a conversation's models are asked to answer: its style, and the instructions that go before everything.
// Plain and readonly.

/** What a style is called, in the order in which it is shown. */
export const moods = ['precise', 'balanced', 'creative'] as const
export const lengths = ['short', 'normal', 'long'] as const
export const efforts = ['low', 'medium', 'high'] as const

/** The numbers behind the words. Each is null while the style says it. */
export interface AdvancedSettings {
  /** From 0 to `maxTemperature`. */
  readonly temperature: number | null
  /** Above 0, up to 1. */
  readonly topP: number | null
  /** Tokens of the answer at most. */
  readonly longestAnswer: number | null
  readonly seed: number | null
  /** The answer ends before the first of them. */
  readonly stopWords: readonly string[] | null
  /** How long a model that thinks may think. */
  readonly effort: (typeof efforts)[number] | null
}

export type SettingName = keyof AdvancedSettings

export interface Style {
  readonly mood: (typeof moods)[number]
  readonly length: (typeof lengths)[number]
  readonly advanced: AdvancedSettings
}

/** What belongs to a conversation besides its messages. */
export interface Setup {
  readonly style: Style
  readonly instructions: string
}
