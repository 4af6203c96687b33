// Searching: which texts are found by which words, how hits are shown, and what happens when the thread fails.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { History } from '../../../../../electron/history/history.ts'
import { createSearch } from '../../../../../electron/history/search/search.ts'
import { splitExcerpt } from '../../../../../electron/history/search/search-query.ts'
import {
  fillHistory,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  searchWorker,
  unwrap,
  getWord,
} from '../../../../support/history/history-fixture.ts'
import { caseCount } from '../../../../support/proof.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

/** The excerpts of the hits, with each match in brackets. */
async function searchExcerpts(query: string): Promise<readonly string[]> {
  const hits = unwrap(await history.find(query))
  return hits.map(({ excerpt }) => excerpt.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join(''))
}

const queryCases: readonly (readonly [query: string, does: 'finds' | 'does not find', text: string])[] = [
  ['cafe', 'finds', 'the Café is open'],
  ['CAFÉ', 'finds', 'a cafe'],
  ['straße', 'finds', 'Straße'],
  ['fjord lake', 'finds', 'a lake and a fjord'],
  ['fjord lake', 'does not find', 'a fjord only'],
  ['fjo', 'finds', 'the fjords'],
  ['fjo ', 'does not find', 'the fjords'],
  ['fjords ', 'finds', 'the fjords'],
  ['fjo lake', 'does not find', 'the fjords and a lake'],
  ['ords', 'does not find', 'the fjords'],
  ['"deep fjord"', 'finds', 'a deep fjord'],
  ['"deep fjord"', 'does not find', 'a fjord, deep'],
  ['"deep fjo"', 'does not find', 'a deep fjord'],
  ['"deep fjo', 'finds', 'a deep fjord'],
  ['fjord AND lake', 'does not find', 'a fjord, a lake'],
  ['fjord OR', 'finds', 'fjord or not'],
  ['NOT fjord', 'does not find', 'a lake'],
  ["don't", 'finds', "I don't know"],
  ['C++', 'finds', 'C++ and others'],
  ['text:fjord', 'finds', 'the text: fjord'],
  ['fjord*', 'finds', 'fjords'],
  ['-fjord', 'finds', 'a fjord'],
  ['f', 'does not find', 'fjord'],
  ['🙂 fjord', 'finds', 'fjord'],
  ['猫', 'finds', '猫が好き'],
  ['фьорд', 'finds', 'Фьорды Норвегии'],
]

test.describe('search hit', () => {
  test('has its conversation, its message and the matches', async () => {
    const { conversationId, answerId } = savePromptAndAnswer(history, 'Tell me of Norway', 'It has a fjord or two, and a Fjord-like lake.')
    expect(unwrap(await history.find('fjord'))).toEqual([
      {
        conversationId,
        title: 'Tell me of Norway',
        messageId: answerId,
        excerpt: [
          { text: 'It has a ', isMatch: false },
          { text: 'fjord', isMatch: true },
          { text: ' or two, and a ', isMatch: false },
          { text: 'Fjord', isMatch: true },
          { text: '-like lake.', isMatch: false },
        ],
      },
    ])
  })

  test('is a prompt, an attachment, an answer or a custom title, newest first', async () => {
    const first = savePromptAndAnswer(history, 'fjord in the prompt', 'Yes.')
    savePromptAndAnswer(history, 'attached', 'Yes.', { attachments: [{ kind: 'text', name: 'x', text: 'fjord in the attachment' }] })
    savePromptAndAnswer(history, 'answered', 'fjord in the answer')
    unwrap(history.rename(first.conversationId, 'fjord in the title'))
    expect(await searchExcerpts('fjord')).toEqual(['title', 'answer', 'attachment', 'prompt'].map((where) => `[fjord] in the ${where}`))
  })

  test('is not a title that was changed', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    unwrap(history.rename(conversationId, 'fjords'))
    unwrap(history.rename(conversationId, 'lakes'))
    expect(await searchExcerpts('fjords')).toEqual([])
    expect(await searchExcerpts('lakes')).toEqual(['[lakes]'])
  })

  test('is a message, however many of its texts match', async () => {
    savePromptAndAnswer(history, 'fjord', 'Yes.', {
      attachments: [1, 2].map((name) => ({ kind: 'text', name: `${name}`, text: 'fjord' }) as const),
    })
    expect(unwrap(await history.find('fjord'))).toHaveLength(1)
  })

  test('has a short excerpt, even next to an endless word', async () => {
    savePromptAndAnswer(history, `${'x'.repeat(100_000)} fjord ${'y'.repeat(100_000)}`, '')
    const [excerpt] = await searchExcerpts('fjord')
    expect(excerpt).toMatch(/^…x{150,} \[fjord\] y{150,}…$/)
    expect(excerpt?.length).toBeLessThan(400)
  })

  test('has an excerpt that loses no letter, whatever the text contains', () => {
    const excerptCharacter = fc.constantFrom('\uFDD0', '\uFDD1', 'a', ' b')
    fc.assert(
      fc.property(fc.array(excerptCharacter), (excerptCharacters) => {
        const excerpt = excerptCharacters.join('')
        expect(
          splitExcerpt(excerpt)
            .map(({ text }) => text)
            .join(''),
        ).toBe(excerpt.replaceAll(/[\uFDD0\uFDD1]/g, ''))
      }),
    )
  })

  test('is found as soon as its text is saved', async () => {
    expect(await searchExcerpts('fjord')).toEqual([])
    savePromptAndAnswer(history, 'a fjord', '')
    expect(await searchExcerpts('fjord')).toEqual(['a [fjord]'])
  })
})

test.describe('search', () => {
  for (const [query, expectation, text] of queryCases) {
    test(`${expectation} ${JSON.stringify(text)} by ${query}`, async () => {
      savePromptAndAnswer(history, text, '')
      expect(await searchExcerpts(query)).toHaveLength(expectation === 'finds' ? 1 : 0)
    })
  }

  test('finds nothing without a word', async () => {
    savePromptAndAnswer(history, 'Why? ! "" *', '')
    for (const query of ['', ' ', '"', '""', '!', '* - "', '🙂', '\0']) expect(await searchExcerpts(query)).toEqual([])
  })

  test('accepts any input as words', async () => {
    savePromptAndAnswer(history, 'fjord', '')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom('"', '*', '(', 'AND', 'NEAR', '^', '+', ':', '\0', '\uD800', 'fjord', ' ')),
        ),
        async (typed) => {
          const reply = await history.find(Array.isArray(typed) ? typed.join('') : typed)
          return reply.ok
        },
      ),
      { numRuns: caseCount(500, 10_000) },
    )
  })

  test('returns the newest fifty of many', async () => {
    for (let count = 0; count < 60; count += 1) savePromptAndAnswer(history, `fjord ${count}`, '')
    expect(await searchExcerpts('fjord')).toEqual(Array.from({ length: 50 }, (_, index) => `[fjord] ${59 - index}`))
  })

  test('answers many requests at once, each with its own hits', async () => {
    for (const word of ['fjord', 'lake', 'river']) savePromptAndAnswer(history, word, '')
    const wordList = Array.from({ length: 30 }, (_, index) => ['fjord', 'lake', 'river', 'sea'][index % 4] ?? '')
    expect(await Promise.all(wordList.map(searchExcerpts))).toEqual(wordList.map((word) => (word === 'sea' ? [] : [`[${word}]`])))
  })

  test('fails while the thread cannot open the history, and works afterwards', async () => {
    const file = join(folder.path, 'other', 'history.sqlite')
    const search = createSearch(file, searchWorker)
    expect(await search.find('fjord')).toMatchObject({ ok: false, failure: { code: 'internal' } })
    await fillHistory(join(folder.path, 'other'), { messages: 20 })
    expect(unwrap(await search.find(getWord(1))).length).toBeGreaterThan(0)
    await search.close()
  })

  test('fails pending requests when it is closed', async () => {
    const search = createSearch(join(folder.path, 'history.sqlite'), searchWorker)
    const pendingSearch = search.find('fjord')
    await search.close()
    expect(await pendingSearch).toMatchObject({ ok: false, failure: { code: 'internal' } })
  })

  test('reports a damaged file', async () => {
    const file = join(folder.path, 'broken.sqlite')
    writeFileSync(file, 'Dear diary, '.repeat(1_000))
    const search = createSearch(file, searchWorker)
    expect(await search.find('fjord')).toMatchObject({ ok: false, failure: { code: 'history-damaged' } })
    await search.close()
  })
})
