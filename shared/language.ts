// The languages of Parley, and how one is chosen.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** The choices in the settings: one of them, or the system's language. */
export const languageChoices = ['system', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

/**
 * The language for a choice.
 * @param preferred the system's languages in order of preference, such as "de-AT"
 */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice
  for (const tag of preferred) {
    const supported = languages.find((language) => language === tag.split('-', 1)[0]?.toLowerCase())
    if (supported !== undefined) return supported
  }
  return 'en'
}
