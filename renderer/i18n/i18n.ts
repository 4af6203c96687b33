// Makes the words of shared/words available to components, with their keys and placeholders checked by the compiler.
// Hides i18next, and that a language other than English is loaded when it is wanted.

import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Failure } from '../../shared/failures.ts'
import { resolveLanguage, type Language } from '../../shared/language.ts'
import { en } from '../../shared/words/en/en.ts'
import type { Words } from '../../shared/words/words.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
  }
}

const words = createInstance()

const languageLoaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Words>>> = {
  de: async () => (await import('../../shared/words/de/de.ts')).de,
}

/** Must be awaited before the first render. Begins with the language that the page says it is in; English is part of the bundle. */
export async function initTranslations(): Promise<void> {
  void words.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { words: en } },
    defaultNS: 'words',
    initAsync: false,
    // React escapes; doing it twice would show entities.
    interpolation: { escapeValue: false },
  })
  await changeLanguage(resolveLanguage('system', [document.documentElement.lang]))
}

/** Changes the language of everything on screen at once. */
export async function changeLanguage(newLanguage: Language): Promise<void> {
  if (newLanguage !== 'en' && !words.hasResourceBundle(newLanguage, 'words')) {
    words.addResourceBundle(newLanguage, 'words', await languageLoaders[newLanguage]())
  }
  await words.changeLanguage(newLanguage)
  document.documentElement.lang = newLanguage
}

/** A word of the language, for where there is no component to ask for it. */
export const translate = words.t

/** What happened, as one sentence, for where there is no component to say it. */
export function describeFailure(failure: Failure): string {
  return words.t(`failures.${failure.code}`)
}

/** The language's formats for numbers and dates follow the words, not the system, so that one sentence is in one language. */
export function getLanguage(): string {
  return words.language
}
