// The languages Parley speaks, and which of them a person gets.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** What can be chosen: one of them, or what the system speaks. */
export const languageChoices = ['system', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

/**
 * The language for a choice.
 * @param preferred the system's languages, most wanted first, such as "de-AT"
 */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice
  for (const tag of preferred) {
    const supported = languages.find((language) => language === tag.split('-', 1)[0]?.toLowerCase())
    if (supported !== undefined) return supported
  }
  return 'en'
}
