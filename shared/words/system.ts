// The words of the system's own menu and boxes, by language: few enough for main to hold all of them.

import type { Language } from '../language.ts'
import { system as de } from './de/system.ts'
import { system as en } from './en/system.ts'
import type { Words } from './words.ts'

export type SystemWords = Words['system']

export const systemWords: Readonly<Record<Language, SystemWords>> = { de, en }
