// The words of the key window in the page's language.

import { getLanguageEntry, resolveLanguage } from '../shared/language.ts'
import type { LanguageEntry } from '../shared/words/words.ts'

type KeyWindowWords = LanguageEntry['keyWindow'] & Pick<LanguageEntry, 'failures'>

/** @param pageLanguage the `lang` of the page */
export function getWords(pageLanguage: string): KeyWindowWords {
  const { keyWindow, failures } = getLanguageEntry(resolveLanguage('system', [pageLanguage]))
  return { ...keyWindow, failures }
}
