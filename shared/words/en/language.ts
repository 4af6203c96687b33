// English: its name, its locales, and the words that are needed outside the chat window.

import type { LanguageEntry } from '../words.ts'
import { failures } from './failures.ts'
import { keyWindow } from './key-window.ts'
import { system } from './system.ts'
import { textReferences } from './text-references.ts'

export const language: LanguageEntry = {
  name: 'English',
  locales: ['en'],
  direction: 'ltr',
  textReferences,
  system,
  keyWindow,
  failures,
}
