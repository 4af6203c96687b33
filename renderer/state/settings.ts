// Slice: the settings. A change shows at once and is then saved; if saving fails, a toast says so and the change holds until Parley closes.

import { type Language, type LanguageChoice, resolveLanguage } from '../../shared/language.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import { changeLanguage } from '../i18n/i18n.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { createSlice } from './slice.ts'
import { createThrottledSaver } from './throttled-saver.ts'

interface SettingsState {
  readonly settings: Settings
  readonly systemLanguage: Language
}

const slice = createSlice<SettingsState>({
  settings: defaultSettings,
  systemLanguage: 'en',
})

export function useSettings<Selected>(selector: (settings: Settings) => Selected): Selected {
  return slice.use(({ settings }) => selector(settings))
}

export function getSettings(): Settings {
  return slice.get().settings
}

/** Takes over the settings that main has read. */
export function applySettings(settings: Settings, systemLanguage: Language): void {
  slice.set({ settings, systemLanguage })
  applyAppearance(settings.appearance)
}

export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  slice.set({ settings: { ...getSettings(), ...changes } })
  await saveSettings()
}

export async function setAppearance(appearance: Settings['appearance']): Promise<void> {
  applyAppearance(appearance)
  await changeSettings({ appearance })
}

export async function setLanguage(language: LanguageChoice): Promise<void> {
  await Promise.all([changeLanguage(resolveLanguage(language, [slice.get().systemLanguage])), changeSettings({ language })])
}

const throttledSaver = createThrottledSaver(saveSettings)

/** Changes the instructions of new conversations while they are typed. See setup.ts for the conversation that is open. */
export function typeDefaultInstructions(instructions: string): void {
  slice.set({ settings: { ...getSettings(), instructions } })
  throttledSaver.schedule()
}

/** Saves what was typed last. */
export const flushDefaultInstructions = throttledSaver.flush

async function saveSettings(): Promise<void> {
  await callMainWithToast('settings.save', getSettings())
}

/** theme.css derives the colours from `color-scheme`, which this attribute sets. */
function applyAppearance(appearance: Settings['appearance']): void {
  document.documentElement.dataset['appearance'] = appearance
}
