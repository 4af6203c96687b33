// The language files: every language says everything, with the same things put into its sentences, and no word is there for nothing.

import { expect, test } from '@playwright/test'
import { languages, type Language } from '../../shared/language.ts'
import { de } from '../../shared/words/de/de.ts'
import { en } from '../../shared/words/en/en.ts'
import type { Words } from '../../shared/words/words.ts'
import { readSources } from '../support/sources.ts'

const allWords: Readonly<Record<Language, Words>> = { en, de }

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

const english = flattenWords(en)
/** What is put into a sentence. */
const listPlaceholders = (text: string): readonly string[] => (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted()
const codeFiles = readSources(
  (path) => /^(electron|key-window|renderer|shared)\/.*\.(tsx?|html)$/.test(path) && !path.startsWith('shared/words/'),
)
const allCode = codeFiles.map(({ text }) => text).join('\n')

for (const language of languages) {
  const words = flattenWords(allWords[language])

  test(`${language} has each word, and no other`, () => {
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    expect([...words].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test(`${language} puts the same things into its sentences as English`, () => {
    for (const [path, text] of words) expect(listPlaceholders(text), path).toEqual(listPlaceholders(english.get(path) ?? ''))
  })

  test(`${language} uses none of the words that only programmers know`, () => {
    const technical = /\b(tokens?|APIs?|endpoints?|inference|inferenz|payloads?|parameters?|parametern?)\b/i
    expect([...words].filter(([, text]) => technical.test(text))).toEqual([])
  })
}

test('German says something else than English wherever it can', () => {
  /** Names, units, and what is written alike in both. */
  const sharedWords = /^(\{\{[^}]*\}\}|Parley|Version|Server|Name|Code|Normal|kB|MB|GB|s|min|in|[\s:,./„““”–-])*$/
  const german = flattenWords(de)
  expect([...english].filter(([path, text]) => german.get(path) === text && !sharedWords.test(text))).toEqual([])
})

test('every word is used', () => {
  expect([...english.keys()].filter((path) => !isUsed(path.replace(/_(zero|one|other)$/, '')))).toEqual([])
})

/** Words that are put together where they are shown, such as `settings.${page}`: each as a pattern of the paths it may give. */
const composedPatterns = [...allCode.matchAll(/`([a-z]\w*\.[^`]*\$\{[^`]*)`/gi)].map((match) => {
  return new RegExp(`^${escapeRegExp(match[1] ?? '').replaceAll(/\\\$\\\{.*?\\\}/g, '([\\w-]+)')}$`)
})

/** Written out where it is shown, put together there from names that are written out somewhere, or taken from its group by its name. */
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
