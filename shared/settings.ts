// The settings, each described once: its type, its default, how it is read from settings.json, and what the window may send.

import { choiceField, recordField, textField, type ValueOf } from './fields.ts'
import { languageChoices } from './language.ts'
import { keyReminderDays } from './types/keys.ts'
import { maxInstructionsLength, styleField } from './types/style.ts'

export const appearances = ['system', 'light', 'dark'] as const

export const settingsField = recordField({
  appearance: choiceField(appearances, 'system'),
  language: choiceField(languageChoices, 'system'),
  /** Days after which the window suggests replacing a key; null: never. */
  keyReminderDays: choiceField([...keyReminderDays, null], 90),
  /** The style chosen last: a new conversation starts with it. */
  style: styleField,
  /** The instructions of a new conversation. */
  instructions: textField(maxInstructionsLength),
})

export type Settings = ValueOf<typeof settingsField>

export const defaultSettings: Settings = settingsField.default
