// The words of the key window, by language.

import { resolveLanguage, type Language } from '../shared/language.ts'
import { failures as germanFailures } from '../shared/words/de/failures.ts'
import { keyWindow as german } from '../shared/words/de/key-window.ts'
import { failures as englishFailures } from '../shared/words/en/failures.ts'
import { keyWindow as english } from '../shared/words/en/key-window.ts'
import type { Words } from '../shared/words/words.ts'

type KeyWindowWords = Words['keyWindow'] & { readonly failures: Words['failures'] }

const wordsByLanguage: Readonly<Record<Language, KeyWindowWords>> = {
  en: { ...english, failures: englishFailures },
  de: { ...german, failures: germanFailures },
}

/** @param pageLanguage what the page says it is in */
export function getWords(pageLanguage: string): KeyWindowWords {
  return wordsByLanguage[resolveLanguage('system', [pageLanguage])]
}
