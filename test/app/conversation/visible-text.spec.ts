// The text that Find counts without the page is the text on the page: of every CommonMark example and of random documents, shown at once and
// streamed.

import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import { countOccurrences, foldText } from '../../../renderer/find/fold-text.ts'
import { emptyParseState, getBlocks, parseIncrementally } from '../../../renderer/markdown/incremental-parser.ts'
import { getVisibleSegments } from '../../../renderer/markdown/visible-text.ts'
import { expect, test } from '../../fixtures.ts'
import type { AnswerPage } from '../../pages/answer-page.ts'
import { randomDocument } from '../../support/data/random-markdown.ts'

const toLines = (renderLine: (index: number) => string): string => Array.from({ length: 300 }, (_, index) => renderLine(index)).join('\n')

const foldSegments = (segments: readonly string[]): readonly string[] => segments.map(foldText).filter((segment) => segment !== '')

const toSearchableSegments = (text: string): readonly string[] =>
  foldSegments(getVisibleSegments(getBlocks(parseIncrementally(emptyParseState, text))))

async function readSegmentsFromPage(answerPage: AnswerPage, text: string, lengths: readonly number[] = []): Promise<readonly string[]> {
  await answerPage.show(text, lengths)
  return foldSegments(await answerPage.readSegments())
}

test.describe('searchable text', () => {
  test('agrees for every CommonMark example', async ({ answerPage }) => {
    for (const { markdown } of commonmark.tests) {
      const text = markdown.replaceAll('→', '\t')
      expect.soft(await readSegmentsFromPage(answerPage, text), text).toEqual(toSearchableSegments(text))
    }
  })

  test('agrees for random documents, however they are streamed', async ({ answerPage }) => {
    await fc.assert(
      fc.asyncProperty(randomDocument, fc.array(fc.nat(400), { maxLength: 3 }), async (text, lengths) => {
        const ascendingLengths = lengths.filter((length) => length < text.length).toSorted((one, other) => one - other)
        expect(await readSegmentsFromPage(answerPage, text, ascendingLengths)).toEqual(toSearchableSegments(text))
      }),
      { numRuns: 400 },
    )
  })

  test('agrees for long lists, tables and code, which are parsed in parts', async ({ answerPage }) => {
    for (const text of [
      `| a | b |\n|---|---|\n${toLines((index) => `| cell ${index} | **other** |`)}`,
      toLines((index) => `- item ${index}\n  \`\`\`\n  code ${index}\n  \`\`\``),
      `\`\`\`js\n${toLines((index) => `line(${index})`)}\n\`\`\``,
    ]) {
      expect(await readSegmentsFromPage(answerPage, text)).toEqual(toSearchableSegments(text))
      const firstHalf = text.slice(0, 3_000)
      expect(toSearchableSegments(text)).toEqual(
        foldSegments(getVisibleSegments(getBlocks(parseIncrementally(parseIncrementally(emptyParseState, firstHalf), text)))),
      )
    }
  })

  test('has the same matches, also across markdown signs', async ({ answerPage }) => {
    const text = 'A **bo**ld [lin](https://example.org/bold)k, Bóld &amp; *b*OLD; `bold`\n\nbo\n\nld $x_1$ and bold'
    await readSegmentsFromPage(answerPage, text)
    const foundRanges = await answerPage.find('bold')
    expect(foundRanges).toEqual(['bold', 'Bóld', 'bOLD', 'bold', 'bold'])
    expect(toSearchableSegments(text).reduce((sum, segment) => sum + countOccurrences(segment, 'bold'), 0)).toBe(foundRanges.length)
    // Find skips the host that Parley adds after a link's text.
    expect(await answerPage.find('link')).toEqual(['lin (example.org)k'])
  })
})
