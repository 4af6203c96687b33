// The language files: every language says everything, with the same things put into its sentences, and no word is there for nothing.

import { expect, test } from '@playwright/test'
import { languages, type Language } from '../../shared/language.ts'
import { de } from '../../shared/words/de/de.ts'
import { en } from '../../shared/words/en/en.ts'
import type { Words } from '../../shared/words/words.ts'
import { sources } from '../support/sources.ts'

const allWords: Readonly<Record<Language, Words>> = { en, de }

interface Tree {
  readonly [name: string]: string | Tree
}

/** Each word by its path, such as "chat.send". */
function wordsOf(tree: Tree, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + name, value)
    else for (const inner of wordsOf(value, `${path}${name}.`)) found.set(...inner)
  }
  return found
}

const english = wordsOf(en)
/** What is put into a sentence. */
const places = (said: string): readonly string[] => (said.match(/\{\{[^}]*\}\}/g) ?? []).toSorted()
const code = sources((path) => /^(electron|key-window|renderer|shared)\/.*\.(tsx?|html)$/.test(path) && !path.startsWith('shared/words/'))
const everything = code.map(({ text }) => text).join('\n')

for (const language of languages) {
  const words = wordsOf(allWords[language])

  test(`${language} has each word, and no other`, () => {
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    expect([...words].filter(([, said]) => said.trim() === '')).toEqual([])
  })

  test(`${language} puts the same things into its sentences as English`, () => {
    for (const [path, said] of words) expect(places(said), path).toEqual(places(english.get(path) ?? ''))
  })

  test(`${language} uses none of the words that only programmers know`, () => {
    const technical = /\b(tokens?|APIs?|endpoints?|inference|inferenz|payloads?|parameters?|parametern?)\b/i
    expect([...words].filter(([, said]) => technical.test(said))).toEqual([])
  })
}

test('German says something else than English wherever it can', () => {
  /** Names, units, and what is written alike in both. */
  const alike = /^(\{\{[^}]*\}\}|Parley|Version|Server|Name|Code|kB|MB|GB|s|min|in|[\s:,./„““”–-])*$/
  const german = wordsOf(de)
  expect([...english].filter(([path, said]) => german.get(path) === said && !alike.test(said))).toEqual([])
})

test('every word is used', () => {
  expect([...english.keys()].filter((path) => !isUsed(path.replace(/_(zero|one|other)$/, '')))).toEqual([])
})

/** Words that are put together where they are shown, such as `settings.${page}`: each as a pattern of the paths it may give. */
const putTogether = [...everything.matchAll(/`([a-z]\w*\.[^`]*\$\{[^`]*)`/gi)].map((match) => {
  return new RegExp(`^${escaped(match[1] ?? '').replaceAll(/\\\$\\\{.*?\\\}/g, '([\\w-]+)')}$`)
})

/** Written out where it is shown, put together there from names that are written out somewhere, or taken from its group by its name. */
function isUsed(path: string): boolean {
  if (everything.includes(`'${path}'`)) return true
  if (path.startsWith('system.') || path.startsWith('keyWindow.')) return isNamed(path.slice(path.lastIndexOf('.') + 1))
  return putTogether.some((pattern) => pattern.exec(path)?.slice(1).every(isNamed) === true)
}

function isNamed(name: string): boolean {
  return new RegExp(String.raw`['"]${escaped(name)}['"]|\.${escaped(name)}\b|\b${escaped(name)}:|[{,] ${escaped(name)}\b`).test(everything)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
