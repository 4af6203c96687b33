// A made-up language for specs, added the way a real one is: one folder and one line. It is English in Arabic letters, written from right to
// left, with the four plural forms of Slovenian. Hides how its words are made.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../shared/words/en/en.ts'
import type { Words } from '../../shared/words/words.ts'

/** `Intl` has the rules of Slovenian for it. */
export const madeUpCode = 'sl-Arab'
const categories = ['one', 'two', 'few', 'other'] as const
type Plurals = (typeof categories)[number]

interface WordTree {
  readonly [name: string]: string | WordTree
}

const letters = 'ابجدهفگحیژكلمنوپقرستوڤطخثز'

/** Placeholders stay as they are. */
function transliterate(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : part.replaceAll(/[a-z]/gi, (letter) => toArabicLetter(letter))))
    .join('')
}

function toArabicLetter(latin: string): string {
  return letters[latin.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)] ?? latin
}

/** Every plural form ends in the name of its category, so that a spec sees which was chosen. */
function translate(tree: WordTree): WordTree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]): readonly (readonly [string, string | WordTree])[] => {
      if (typeof value !== 'string') return [[name, translate(value)]]
      if (!/_(?:one|other)$/.test(name)) return [[name, transliterate(value)]]
      if (name.endsWith('_one')) return []
      const word = name.replace(/_other$/, '')
      return categories.map((category) => [`${word}_${category}`, `${transliterate(value)} ${transliterate(category)}`])
    }),
  )
}

// Through JSON, because the compiler cannot follow the new names; test/rules/new-language.spec.ts has it check the written folder.
export const madeUpWords: Words<Plurals> = JSON.parse(JSON.stringify(translate(en)))

/** In its own letters. */
export const madeUpName = transliterate('Made up')

/**
 * Adds the language to the sources in `root`, as a person would.
 * @returns the paths of the files that were written or changed
 */
export function addMadeUpLanguage(root: string): readonly string[] {
  const folder = join('shared/words', madeUpCode)
  mkdirSync(join(root, folder))
  const { system, keyWindow, failures, ...others } = madeUpWords
  // What main and the key window need is in files of its own.
  const parts = [
    { name: 'system', file: 'system.ts', words: system },
    { name: 'keyWindow', file: 'key-window.ts', words: keyWindow },
    { name: 'failures', file: 'failures.ts', words: failures },
  ]
  const imports = parts.map(({ name, file }) => `import { ${name} } from './${file}'`).join('\n')
  const names = parts.map(({ name }) => `  ${name},`).join('\n')
  const plurals = categories.map((category) => `'${category}'`).join(' | ')
  const files = [
    ...parts.map(({ name, file, words }) => ({
      file,
      text: `// A part of the made-up words.

import type { Words } from '../words.ts'

export const ${name}: Words['${name}'] = ${JSON.stringify(words, null, 2)}
`,
    })),
    {
      file: 'translation.ts',
      text: `// All words of the made-up language.

import type { Words } from '../words.ts'
${imports}

export const translation: Words<${plurals}> = {
${names}
${JSON.stringify(others, null, 2).replace(/^\{\n/, '')}
`,
    },
    {
      file: 'language.ts',
      text: `// The made-up language.

import type { LanguageEntry } from '../words.ts'
${imports}

export const language: LanguageEntry = {
  name: '${madeUpName}',
  locales: ['${madeUpCode}'],
  direction: 'rtl',
  textReferences: [],
${names}
}
`,
    },
  ]
  for (const { file, text } of files) writeFileSync(join(root, folder, file), text)
  const list = 'shared/words/languages.ts'
  appendFileSync(join(root, list), `export { language as '${madeUpCode}' } from './${madeUpCode}/language.ts'\n`)
  return [...files.map(({ file }) => join(folder, file)), list]
}
