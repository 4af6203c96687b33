// The incremental parser: streaming an answer gives exactly the blocks of parsing it at once with markdown-it, wherever it is cut.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { randomDocument } from '../../../support/data/random-markdown.ts'
import {
  getBlocks,
  parseIncrementally,
  emptyParseState,
  type Block,
  type ParseState,
} from '../../../../renderer/markdown/incremental-parser.ts'
import { normalizeText, parseOutline, parseBlock, type MarkdownToken } from '../../../../renderer/markdown/parser.ts'

/** The displayed properties of tokens, without their positions in the text. */
function describeTokens(tokens: readonly MarkdownToken[]): unknown {
  return tokens.map(
    ({ type, tag, attrs, content, info, markup, hidden, children, nesting }) =>
      [
        type,
        tag,
        attrs,
        type === 'inline' ? '' : content,
        info,
        markup,
        hidden,
        nesting,
        children === null ? null : describeTokens(children),
      ] as const,
  )
}
const describeBlocks = (growing: ParseState): unknown => {
  const splitBlocks: Block[][] = []
  for (const block of getBlocks(growing)) {
    if (block.isContinuation) splitBlocks.at(-1)?.push(block)
    else splitBlocks.push([block])
  }
  return describeTokens(splitBlocks.flatMap(joinParts))
}

const listOpenInlineTokens = ({ open }: ParseState) => open.flatMap(({ tokens }) => tokens.filter(({ type }) => type === 'inline'))

/** The tokens of a split block, as if it had not been split. */
function joinParts(parts: readonly Block[]): readonly MarkdownToken[] {
  const all = parts.map(({ tokens }) => tokens)
  const [first = []] = all
  if (parts.length === 1) return first
  const openingType = first[0]?.type ?? ''
  if (openingType === 'fence') {
    return first.map((token) => withChange(token, { content: all.map(([fence]) => fence?.content ?? '').join('') }))
  }
  // The first part of a table may contain only its head.
  const enclosingIndex = openingType === 'table_open' ? first.findIndex(({ type }) => type === 'tbody_open') + 1 : 1
  const innerTokens = all.flatMap((tokens) => tokens.slice(enclosingIndex, enclosingIndex === 1 ? -1 : -2))
  const isLoose = parts.some((part) => part.isLoose)
  const items = innerTokens.map((token) =>
    openingType !== 'table_open' && token.type.startsWith('paragraph_') && token.level === 2
      ? withChange(token, { hidden: !isLoose })
      : token,
  )
  return [...first.slice(0, enclosingIndex), ...items, ...first.slice(enclosingIndex === 1 ? -1 : -2)]
}

function withChange(token: MarkdownToken, change: Partial<MarkdownToken>): MarkdownToken {
  return Object.assign(Object.create(token), change)
}

/** The text parsed at once, with all of its definitions. */
function parseAtOnce(text: string): readonly MarkdownToken[] {
  const { definitions } = parseOutline(normalizeText(text), {})
  return parseBlock(normalizeText(text), Object.fromEntries(definitions.map(({ label, reference }) => [label, reference]))).tokens
}

function parseInSteps(text: string, cutPoints: readonly number[], minBlockLength?: number): ParseState {
  const stepEnds = [...cutPoints.map((cutPoint) => cutPoint % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  return stepEnds.reduce((growing, end) => parseIncrementally(growing, text.slice(0, end), minBlockLength), emptyParseState)
}

test.describe('incremental parser: equality', () => {
  test('gives the blocks of the whole text, wherever it is cut', () => {
    fc.assert(
      fc.property(randomDocument, fc.array(fc.nat(), { maxLength: 30 }), (text, cutPoints) => {
        expect(describeBlocks(parseInSteps(text, cutPoints))).toEqual(describeTokens(parseAtOnce(text)))
      }),
      { numRuns: 1500 },
    )
  })

  test('gives the blocks of the whole text, character by character', () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const everyOffset = Array.from({ length: text.length }, (_, index) => index)
        expect(describeBlocks(parseInSteps(text, everyOffset))).toEqual(describeTokens(parseAtOnce(text)))
      }),
      { numRuns: 300 },
    )
  })

  test('gives the blocks of the whole text when every item, row and line is split', () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const everyOffset = Array.from({ length: text.length }, (_, index) => index)
        expect(describeBlocks(parseInSteps(text, everyOffset, 1))).toEqual(describeTokens(parseAtOnce(text)))
      }),
      { numRuns: 1500 },
    )
  })

  test('gives the blocks of the whole text for split blocks of awkward lines', () => {
    const document = fc
      .tuple(fc.constantFrom('- one\n', '3. one\n', '| a | b |\n|---|---|\n', '```js\n', '  ~~~\n'), randomDocument)
      .map((documentParts) => documentParts.join(''))
    fc.assert(
      fc.property(document, (text) => {
        const everyOffset = Array.from({ length: text.length }, (_, index) => index)
        expect(describeBlocks(parseInSteps(text, everyOffset, 1))).toEqual(describeTokens(parseAtOnce(text)))
      }),
      { numRuns: 1500 },
    )
  })
})

test.describe('incremental parser: reuse', () => {
  for (const [caseName, head, part] of [
    ['list', '', '- an item with some *words*\n'],
    ['table', '| a | b |\n|---|---|\n', '| a cell | another *cell* |\n'],
    ['fence', '```python\n', 'print("a line of code")\n'],
  ] as const) {
    test(`parses only the open end of an endless ${caseName}`, () => {
      const text = head + part.repeat(2_000)
      const before = parseInSteps(text.slice(0, -500), [20_000, 30_000, 40_000])
      const after = parseIncrementally(before, text)
      expect(after.tail.length).toBeLessThan(3_000)
      expect(after.final.slice(0, before.final.length)).toEqual(before.final)
      expect(after.final[0]).toBe(before.final[0])
    })
  }

  test('parses a paragraph again when a definition for its link arrives', () => {
    const before = parseIncrementally(emptyParseState, 'See [a].\n\nMore.\n\nEven more.\n\n')
    const after = parseIncrementally(before, `${before.answer}[a]: https://example.org\n\nEnd.\n\nEnd.\n`)
    expect(describeBlocks(before)).toEqual(describeTokens(parseAtOnce(before.answer)))
    expect(describeBlocks(after)).toEqual(describeTokens(parseAtOnce(after.answer)))
  })

  test('takes lines as the title of a definition only when it is closed', () => {
    const text = '[a]: /there\n"a title\nof several\nlines"\n\nSee [a].\n'
    const everyOffset = Array.from(text, (_, index) => index)
    expect(describeBlocks(parseInSteps(text, everyOffset))).toEqual(describeTokens(parseAtOnce(text)))
  })

  test('takes lines after a quotation as the title of its last definition', () => {
    const text = '> [b]: /from-a-quote\n"\na\ngoes on"\n'
    const everyOffset = Array.from(text, (_, index) => index)
    expect(describeBlocks(parseInSteps(text, everyOffset))).toEqual(describeTokens(parseAtOnce(text)))
  })

  test('takes a heading-like line as part of a title that is closed later', () => {
    const text = '[a]: /second "title\n===\na\na\n"\n'
    const everyOffset = Array.from(text, (_, index) => index)
    expect(describeBlocks(parseInSteps(text, everyOffset))).toEqual(describeTokens(parseAtOnce(text)))
  })

  test('keeps finished blocks as the same objects', () => {
    const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index}.\n\n`)
    const before = parseIncrementally(emptyParseState, paragraphs.slice(0, 40).join(''))
    const after = parseIncrementally(before, paragraphs.join(''))
    expect(before.final.length).toBeGreaterThan(35)
    expect(before.final.every((block, index) => block === after.final[index])).toBe(true)
  })

  test('finishes a block at the first character after its blank line', () => {
    const text = 'A paragraph.\n\n# A heading\n\n- a list\n\n| a | b |\n|---|---|\n\n```\ncode\n```\n\n> words\n\n'
    expect(parseIncrementally(emptyParseState, `${text}L`).tail).toBe('L')
  })

  test('waits for what may become another item of a list', () => {
    for (const start of ['1', '-', '+', '*']) {
      expect(parseIncrementally(emptyParseState, `2. one\n\n${start}`).final).toHaveLength(0)
      expect(parseIncrementally(emptyParseState, `- one\n\n${start}`).final).toHaveLength(0)
    }
  })

  test('parses unchanged lines of an open block once', () => {
    const items = ['- [x] one *item*', '- and [another][a]', '- and so'].join('\n')
    const before = parseIncrementally(emptyParseState, items)
    const after = parseIncrementally(before, `${items} on`)
    expect(
      listOpenInlineTokens(after).map(({ children }, lineIndex) => children === listOpenInlineTokens(before)[lineIndex]?.children),
    ).toEqual([true, true, false])
    expect(describeBlocks(after)).toEqual(describeTokens(parseAtOnce(after.answer)))
  })

  test('parses a text that is no continuation from the start', () => {
    const before = parseIncrementally(emptyParseState, '# One\n\ntwo\n\nthree\n')
    expect(describeBlocks(parseIncrementally(before, 'other'))).toEqual(describeTokens(parseAtOnce('other')))
  })
})

test.describe('incremental parser: edge cases', () => {
  for (const [first, line] of [
    ['$$', '# a'],
    ['', '\\['],
    ['', '[a]: b'],
    ['', '[a]: b "'],
  ] as const) {
    test(`handles fifty thousand lines of ${line} in one pass`, () => {
      const text = `${first}\n${`${line}\n`.repeat(50_000)}`
      expect(parseIncrementally(emptyParseState, text).answer).toBe(text)
    })
  }

  test('refuses a formula that is opened again before it is closed', () => {
    const text = '\\[ a\n\\[ b \\]\n\n'
    expect(parseAtOnce(text).map(({ type }) => type)).toEqual(['paragraph_open', 'inline', 'paragraph_close', 'math_block'])
  })

  test('fills the rows of a wide table like a single parse', () => {
    const text = `|${'a|'.repeat(100)}\n|${'-|'.repeat(100)}\n${'a\n'.repeat(1_500)}`
    const cutPoints = Array.from({ length: 6 }, (_, index) => index * 600)
    expect(describeBlocks(parseInSteps(text, cutPoints))).toEqual(describeTokens(parseAtOnce(text)))
  })
})
