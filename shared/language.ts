// The languages of Parley, and how one is chosen. Everything that a language brings is in its folder in words/.

import * as entries from './words/languages.ts'
import type { LanguageEntry } from './words/words.ts'

export type Language = keyof typeof entries

const byCode: Readonly<Record<Language, LanguageEntry>> = { ...entries }

/** For systems in a language that Parley does not have. */
export const defaultLanguage: Language = 'en'

/** The default first. */
export const languages: readonly Language[] = [
  defaultLanguage,
  ...Object.keys(byCode).filter((code): code is Language => Object.hasOwn(byCode, code) && code !== defaultLanguage),
]

/** The choices in the settings: one of them, or the system's language. */
export const languageChoices = ['system', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

export function getLanguageEntry(language: Language): LanguageEntry {
  return byCode[language]
}

/**
 * The language for a choice.
 * @param preferred the system's languages in order of preference, such as "de-AT"
 */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice
  for (const tag of preferred) {
    const language = findLanguage(tag)
    if (language !== null) return language
  }
  return defaultLanguage
}

/** The language with the longest locale that includes `tag`: of "zh" and "zh-Hant", the second has "zh-Hant-TW". */
function findLanguage(tag: string): Language | null {
  const matches = languages.flatMap((language) => {
    const lengths = byCode[language].locales.filter((locale) => includesLocale(locale, tag)).map(({ length }) => length)
    return lengths.length === 0 ? [] : [{ language, length: Math.max(...lengths) }]
  })
  return matches.toSorted((one, other) => other.length - one.length)[0]?.language ?? null
}

function includesLocale(locale: string, tag: string): boolean {
  return `${tag}-`.toLowerCase().startsWith(`${locale}-`.toLowerCase())
}
