// The language files: each language has every word of English, in the plural forms of its own rules and with the same placeholders, and no
// word is unused.

import { expect, test } from '@playwright/test'
import { defaultLanguage, getLanguageEntry, languages, resolveLanguage, type Language } from '../../shared/language.ts'
import { en } from '../../shared/words/en/en.ts'
import { readSources } from '../support/sources.ts'

interface WordTree {
  readonly [name: string]: string | WordTree
}

/** Each word by its path, such as "chat.send". */
function flattenWords(tree: WordTree, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + name, value)
    else for (const inner of flattenWords(value, `${path}${name}.`)) found.set(...inner)
  }
  return found
}

async function loadWords(language: Language): Promise<WordTree> {
  if (language === defaultLanguage) return en
  const { translation }: { readonly translation: WordTree } = await import(`../../shared/words/${language}/translation.ts`)
  return translation
}

const english = flattenWords(en)
const englishForm = /_(?:one|other)$/
const isPlural = (path: string): boolean => english.has(`${path.replace(englishForm, '')}_other`)
const listPlaceholders = (text = ''): readonly string[] => (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted()

/** The paths a language must have: a plural form for each category of its own rules. */
function listPaths(language: Language): readonly string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
  const paths = [...english.keys()].flatMap((path) => {
    return isPlural(path) ? pluralCategories.map((category) => path.replace(englishForm, `_${category}`)) : [path]
  })
  return [...new Set(paths)].toSorted()
}

const codeFiles = readSources(
  (path) => /^(electron|key-window|renderer|shared)\/.*\.(tsx?|html)$/.test(path) && !path.startsWith('shared/words/'),
)
const allCode = codeFiles.map(({ text }) => text).join('\n')

for (const language of languages) {
  test.describe(`words in ${language}`, () => {
    test('are all there, in the plural forms of the language', async () => {
      const words = flattenWords(await loadWords(language))
      expect([...words.keys()].toSorted()).toEqual(listPaths(language))
      expect([...words].filter(([, text]) => text.trim() === '')).toEqual([])
    })

    test('have the placeholders of English', async () => {
      for (const [path, text] of flattenWords(await loadWords(language))) {
        const original = english.get(path.replace(/_[a-z]+$/, '_other')) ?? english.get(path)
        expect(listPlaceholders(text), path).toEqual(listPlaceholders(original))
      }
    })

    test('contain no technical terms', async () => {
      const technical = /\b(tokens?|APIs?|endpoints?|inference|inferenz|payloads?|parameters?|parametern?)\b/i
      expect([...flattenWords(await loadWords(language))].filter(([, text]) => technical.test(text))).toEqual([])
    })

    test('are the same in main and in the key window', async () => {
      const { system, keyWindow, failures } = getLanguageEntry(language)
      expect(await loadWords(language)).toMatchObject({ system, keyWindow, failures })
    })

    test('are shown on a page that names the language', () => {
      expect(resolveLanguage('system', [language])).toBe(language)
    })

    if (language !== defaultLanguage) {
      test('differ from English wherever they can', async () => {
        /** Names, units, and words that are the same in both. */
        const sharedWords = /^(\{\{[^}]*\}\}|Parley|Version|Server|Name|Code|Normal|kB|MB|GB|s|min|in|[\s:,./„““”–-])*$/
        const words = flattenWords(await loadWords(language))
        expect([...english].filter(([path, text]) => words.get(path) === text && !sharedWords.test(text))).toEqual([])
      })
    }
  })
}

test('words › are all used', () => {
  expect([...english.keys()].filter((path) => !isUsed(path.replace(englishForm, '')))).toEqual([])
})

/** Keys composed where they are shown, such as `settings.${page}`: a pattern for each. */
const composedPatterns = [...allCode.matchAll(/`([a-z]\w*\.[^`]*\$\{[^`]*)`/gi)].map((match) => {
  return new RegExp(`^${escapeRegExp(match[1] ?? '').replaceAll(/\\\$\\\{.*?\\\}/g, '([\\w-]+)')}$`)
})

/** Whether a word is used: by its whole key, by a key composed of names that occur in the code, or by its name in an object. */
function isUsed(path: string): boolean {
  if (allCode.includes(`'${path}'`)) return true
  if (path.startsWith('system.') || path.startsWith('keyWindow.')) return isMentioned(path.slice(path.lastIndexOf('.') + 1))
  return composedPatterns.some((pattern) => pattern.exec(path)?.slice(1).every(isMentioned) === true)
}

function isMentioned(name: string): boolean {
  return new RegExp(
    String.raw`['"]${escapeRegExp(name)}['"]|\.${escapeRegExp(name)}\b|\b${escapeRegExp(name)}:|[{,] ${escapeRegExp(name)}\b`,
  ).test(allCode)
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
