// What a language has to bring: every word that English has. A missing one does not compile; test/rules/language-files.spec.ts looks at the rest.

import type { en } from './en/en.ts'

type InAnyLanguage<Tree> = { readonly [Name in keyof Tree]: Tree[Name] extends string ? string : InAnyLanguage<Tree[Name]> }

export type Words = InAnyLanguage<typeof en>
