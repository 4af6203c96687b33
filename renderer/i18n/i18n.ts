// Makes the words of electron/shared/words available to components, with their keys and placeholders checked by the compiler.
// Hides i18next.

import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Failure } from '../../electron/shared/errors.ts'
import { en } from '../../electron/shared/words/en/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
  }
}

const words = createInstance()

/** Must run before the first render. Resolves in the same tick, as the words are part of the bundle. */
export function startWords(): void {
  void words.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { words: en } },
    defaultNS: 'words',
    initAsync: false,
    // React escapes; doing it twice would show entities.
    interpolation: { escapeValue: false },
  })
}

/** A word of the language, for where there is no component to ask for it. */
export const say = words.t

/** What happened, as one sentence, for where there is no component to say it. */
export function sentenceOf(failure: Failure): string {
  return words.t(`failures.${failure.code}`)
}

/** The language's formats for numbers and dates follow the words, not the system, so that one sentence is in one language. */
export function language(): string {
  return words.language
}
