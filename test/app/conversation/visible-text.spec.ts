// What can be found in an answer is what stands on the page: the text that is counted without it is the text that is read off it, of every
// example of the CommonMark specification and of random documents, shown at once and grown.

import { expect, test } from '@playwright/test'
import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import '../../support/answer-page/contract.ts'
import { countOccurrences, foldText } from '../../../renderer/find/fold-text.ts'
import { getBlocks, parseIncrementally, emptyParseState } from '../../../renderer/markdown/incremental-parser.ts'
import { getVisibleSegments } from '../../../renderer/markdown/visible-text.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'
import { randomDocument } from '../../support/data/random-markdown.ts'

let builtPage: BuiltPage

test.beforeAll(async () => {
  builtPage = await openBuiltPage('answer-page')
})
test.afterAll(() => builtPage[Symbol.asyncDispose]())

const toLines = (renderLine: (index: number) => string): string => Array.from({ length: 300 }, (_, index) => renderLine(index)).join('\n')
const foldSegments = (segments: readonly string[]): readonly string[] => segments.map(foldText).filter((segment) => segment !== '')
const toSearchableSegments = (text: string): readonly string[] =>
  foldSegments(getVisibleSegments(getBlocks(parseIncrementally(emptyParseState, text))))

async function readSegmentsFromPage(text: string, lengths: readonly number[] = []): Promise<readonly string[]> {
  const segments = await builtPage.page.evaluate(
    ({ text: all, lengths: renderLine }) => {
      window.answerPage.show(all, renderLine)
      return window.answerPage.textSegments()
    },
    { text, lengths },
  )
  return foldSegments(segments)
}

test('of each example of the specification', async () => {
  for (const { markdown } of commonmark.tests) {
    const text = markdown.replaceAll('→', '\t')
    expect.soft(await readSegmentsFromPage(text), text).toEqual(toSearchableSegments(text))
  }
})

test('of random documents, however they grew', async () => {
  await fc.assert(
    fc.asyncProperty(randomDocument, fc.array(fc.nat(400), { maxLength: 3 }), async (text, lengths) => {
      const ascendingLengths = lengths.filter((length) => length < text.length).toSorted((one, other) => one - other)
      expect(await readSegmentsFromPage(text, ascendingLengths)).toEqual(toSearchableSegments(text))
    }),
    { numRuns: 400 },
  )
})

test('of long lists, tables and code, which are read in parts', async () => {
  for (const text of [
    `| a | b |\n|---|---|\n${toLines((index) => `| cell ${index} | **other** |`)}`,
    toLines((index) => `- item ${index}\n  \`\`\`\n  code ${index}\n  \`\`\``),
    `\`\`\`js\n${toLines((index) => `line(${index})`)}\n\`\`\``,
  ]) {
    expect(await readSegmentsFromPage(text)).toEqual(toSearchableSegments(text))
    const firstHalf = text.slice(0, 3_000)
    expect(toSearchableSegments(text)).toEqual(
      foldSegments(getVisibleSegments(getBlocks(parseIncrementally(parseIncrementally(emptyParseState, firstHalf), text)))),
    )
  }
})

test('as often and in the very places, also where signs stand between its letters', async () => {
  const text = 'A **bo**ld [lin](https://example.org/bold)k, Bóld &amp; *b*OLD; `bold`\n\nbo\n\nld $x_1$ and bold'
  await readSegmentsFromPage(text)
  const foundRanges = await builtPage.page.evaluate((query) => window.answerPage.findText(query), 'bold')
  expect(foundRanges).toEqual(['bold', 'Bóld', 'bOLD', 'bold', 'bold'])
  expect(toSearchableSegments(text).reduce((sum, segment) => sum + countOccurrences(segment, 'bold'), 0)).toBe(foundRanges.length)
  // What Parley puts between is passed over.
  expect(await builtPage.page.evaluate((query) => window.answerPage.findText(query), 'link')).toEqual(['lin (example.org)k'])
})
