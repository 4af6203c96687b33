// What can be found in an answer is what stands on the page: the text that is counted without it is the text that is read off it, of every
// example of the CommonMark specification and of random documents, shown at once and grown.

import { expect, test } from '@playwright/test'
import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import '../../support/answer-page/contract.ts'
import { countIn, folded } from '../../../renderer/find/folding.ts'
import { blocksOf, grow, nothingYet } from '../../../renderer/markdown/growing.ts'
import { shownPieces } from '../../../renderer/markdown/shown-text.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'
import { randomDocument } from '../../support/data/markdown-documents.ts'

let opened: BuiltPage

test.beforeAll(async () => {
  opened = await openBuiltPage('answer-page')
})
test.afterAll(() => opened[Symbol.asyncDispose]())

const rows = (each: (index: number) => string): string => Array.from({ length: 300 }, (_, index) => each(index)).join('\n')
const fold = (pieces: readonly string[]): readonly string[] => pieces.map(folded).filter((piece) => piece !== '')
const counted = (text: string): readonly string[] => fold(shownPieces(blocksOf(grow(nothingYet, text))))

async function onPage(text: string, lengths: readonly number[] = []): Promise<readonly string[]> {
  const pieces = await opened.page.evaluate(
    ({ text: all, lengths: each }) => {
      window.answerPage.show(all, each)
      return window.answerPage.pieces()
    },
    { text, lengths },
  )
  return fold(pieces)
}

test('of each example of the specification', async () => {
  for (const { markdown } of commonmark.tests) {
    const text = markdown.replaceAll('→', '\t')
    expect.soft(await onPage(text), text).toEqual(counted(text))
  }
})

test('of random documents, however they grew', async () => {
  await fc.assert(
    fc.asyncProperty(randomDocument, fc.array(fc.nat(400), { maxLength: 3 }), async (text, lengths) => {
      const rising = lengths.filter((length) => length < text.length).toSorted((one, other) => one - other)
      expect(await onPage(text, rising)).toEqual(counted(text))
    }),
    { numRuns: 400 },
  )
})

test('of long lists, tables and code, which are read in parts', async () => {
  for (const text of [
    `| a | b |\n|---|---|\n${rows((index) => `| cell ${index} | **other** |`)}`,
    rows((index) => `- item ${index}\n  \`\`\`\n  code ${index}\n  \`\`\``),
    `\`\`\`js\n${rows((index) => `line(${index})`)}\n\`\`\``,
  ]) {
    expect(await onPage(text)).toEqual(counted(text))
    const half = text.slice(0, 3_000)
    expect(counted(text)).toEqual(fold(shownPieces(blocksOf(grow(grow(nothingYet, half), text)))))
  }
})

test('as often and in the very places, also where signs stand between its letters', async () => {
  const text = 'A **bo**ld [lin](https://example.org/bold)k, Bóld &amp; *b*OLD; `bold`\n\nbo\n\nld $x_1$ and bold'
  await onPage(text)
  const found = await opened.page.evaluate((query) => window.answerPage.found(query), 'bold')
  expect(found).toEqual(['bold', 'Bóld', 'bOLD', 'bold', 'bold'])
  expect(counted(text).reduce((sum, piece) => sum + countIn(piece, 'bold'), 0)).toBe(found.length)
  // What Parley puts between is passed over.
  expect(await opened.page.evaluate((query) => window.answerPage.found(query), 'link')).toEqual(['lin (example.org)k'])
})
