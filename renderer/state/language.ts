// Which language the window speaks. The words themselves come from i18n.

import { resolveLanguage, type LanguageChoice } from '../../shared/language.ts'
import { changeLanguage } from '../i18n/i18n.ts'
import { getState } from './store.ts'
import { changeSettings } from './change-settings.ts'

export async function setLanguage(language: LanguageChoice): Promise<void> {
  await Promise.all([changeLanguage(resolveLanguage(language, [getState().systemLanguage])), changeSettings({ language })])
}
