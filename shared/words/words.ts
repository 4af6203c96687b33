// What a language has to provide: the type of its words, derived from English, and of its entry. What the compiler cannot see,
// test/rules/language-files.spec.ts checks.

import type { en } from './en/en.ts'

export type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

type PluralsOfEnglish = 'one' | 'other'

/** A word with plural forms has one for each category of the language, where English has two. */
type NameIn<Name, Plurals extends PluralCategory> = Name extends `${infer Word}_${PluralsOfEnglish}` ? `${Word}_${Plurals}` : Name

type TreeIn<Tree, Plurals extends PluralCategory> = {
  readonly [Name in keyof Tree as NameIn<Name, Plurals>]: Tree[Name] extends string ? string : TreeIn<Tree[Name], Plurals>
}

/**
 * All words of Parley in a language.
 * @typeParam Plurals the language's plural categories, as `Intl.PluralRules` names them
 */
export type Words<Plurals extends PluralCategory = PluralsOfEnglish> = TreeIn<typeof en, Plurals>

/** The words of the native menu and of the system's dialogs. */
export type SystemWords = Words['system']

/** What main and the key window need of a language without loading all of its words. */
export interface LanguageEntry {
  /** In the language itself, so that people find it. */
  readonly name: string
  /** The system languages that get it: "de" includes "de-AT". */
  readonly locales: readonly string[]
  readonly direction: 'ltr' | 'rtl'
  /** Patterns by which a prompt refers to a text, such as "this article". Empty where none are known. */
  readonly textReferences: readonly string[]
  readonly system: SystemWords
  readonly keyWindow: Words['keyWindow']
  readonly failures: Words['failures']
}
