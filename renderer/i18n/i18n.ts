// Makes the words of shared/words available to components, with their keys and placeholders checked by the compiler.
// Hides i18next, and that other languages than English are loaded on demand.

import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Failure } from '../../shared/failures.ts'
import { defaultLanguage, getLanguageEntry, resolveLanguage, type Language } from '../../shared/language.ts'
import { en } from '../../shared/words/en/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
  }
}

const words = createInstance()

let currentLanguage: Language = defaultLanguage

/** What each language's translation.ts exports. Its plural forms differ from English, so it is not of English's type. */
interface TranslationModule {
  readonly translation: object
}

/** Must be awaited before the first render. Begins with the language that the page says it is in; English is part of the bundle. */
export async function initTranslations(): Promise<void> {
  void words.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { words: en } },
    defaultNS: 'words',
    initAsync: false,
    // No HTML escaping: React does that.
    interpolation: { escape: isolateInserted },
  })
  await changeLanguage(resolveLanguage('system', [document.documentElement.lang]))
}

/**
 * From right to left, a Latin name or a number in a sentence would change places with what follows it. These characters keep it together
 * (Unicode's first strong isolate); they are invisible.
 */
function isolateInserted(value: string): string {
  return getLanguageEntry(currentLanguage).direction === 'rtl' ? `\u2068${value}\u2069` : value
}

/** Changes the language of everything on screen at once. */
export async function changeLanguage(newLanguage: Language): Promise<void> {
  if (newLanguage !== defaultLanguage && !words.hasResourceBundle(newLanguage, 'words')) {
    // The bundler makes a file of each translation that fits this pattern.
    const { translation }: TranslationModule = await import(`../../shared/words/${newLanguage}/translation.ts`)
    words.addResourceBundle(newLanguage, 'words', translation)
  }
  // Before components render again.
  currentLanguage = newLanguage
  document.documentElement.lang = newLanguage
  document.documentElement.dir = getLanguageEntry(newLanguage).direction
  await words.changeLanguage(newLanguage)
}

/** A word of the language, for where there is no component to ask for it. */
export const translate = words.t

/** What happened, as one sentence, for where there is no component to say it. */
export function describeFailure(failure: Failure): string {
  return words.t(`failures.${failure.code}`)
}

/** The arrow keys that go on and back along a line of the current language. */
export function getInlineArrowKeys(): { readonly forward: 'ArrowLeft' | 'ArrowRight'; readonly back: 'ArrowLeft' | 'ArrowRight' } {
  return getLanguageEntry(currentLanguage).direction === 'rtl'
    ? { forward: 'ArrowLeft', back: 'ArrowRight' }
    : { forward: 'ArrowRight', back: 'ArrowLeft' }
}

/** The language's formats for numbers and dates follow the words, not the system, so that one sentence is in one language. */
export function getLanguage(): Language {
  return currentLanguage
}
