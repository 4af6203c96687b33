// Which language the window speaks. The words themselves come from i18n.

import { languageFor, type LanguageChoice } from '../../shared/language.ts'
import { speak } from '../i18n/i18n.ts'
import { state } from './store.ts'
import { changeSettings } from './change-settings.ts'

export async function setLanguage(language: LanguageChoice): Promise<void> {
  await Promise.all([speak(languageFor(language, [state().systemLanguage])), changeSettings({ language })])
}
