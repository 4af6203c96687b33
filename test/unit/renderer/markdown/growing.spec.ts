// Streaming an answer ends in exactly what reading it at once gives, wherever it was cut. markdown-it reading the whole text is the judge.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { randomDocument } from '../../../support/data/markdown-documents.ts'
import { blocksOf, grow, nothingYet, type Block, type Growing } from '../../../../renderer/markdown/growing.ts'
import { normalized, outline, parseBlock, type MarkdownToken } from '../../../../renderer/markdown/parser.ts'

/** What of a token reaches the screen; where it stood in the text does not. */
function shown(tokens: readonly MarkdownToken[]): unknown {
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
        children === null ? null : shown(children),
      ] as const,
  )
}
const shownBlocks = (growing: Growing): unknown => {
  const inParts: Block[][] = []
  for (const block of blocksOf(growing)) {
    if (block.continues) inParts.at(-1)?.push(block)
    else inParts.push([block])
  }
  return shown(inParts.flatMap(joined))
}

const openLines = ({ open }: Growing) => open.flatMap(({ tokens }) => tokens.filter(({ type }) => type === 'inline'))

/** The tokens of a block that comes in parts, as if it had not. */
function joined(parts: readonly Block[]): readonly MarkdownToken[] {
  const all = parts.map(({ tokens }) => tokens)
  const [first = []] = all
  if (parts.length === 1) return first
  const opening = first[0]?.type ?? ''
  if (opening === 'fence') {
    return first.map((token) => changed(token, { content: all.map(([fence]) => fence?.content ?? '').join('') }))
  }
  // A first part of a table may have its head alone.
  const enclosing = opening === 'table_open' ? first.findIndex(({ type }) => type === 'tbody_open') + 1 : 1
  const inside = all.flatMap((tokens) => tokens.slice(enclosing, enclosing === 1 ? -1 : -2))
  const isLoose = parts.some((part) => part.isLoose)
  const items = inside.map((token) =>
    opening !== 'table_open' && token.type.startsWith('paragraph_') && token.level === 2 ? changed(token, { hidden: !isLoose }) : token,
  )
  return [...first.slice(0, enclosing), ...items, ...first.slice(enclosing === 1 ? -1 : -2)]
}

function changed(token: MarkdownToken, change: Partial<MarkdownToken>): MarkdownToken {
  return Object.assign(Object.create(token), change)
}

/** The text read at once, with everything it defines anywhere. */
function whole(text: string): readonly MarkdownToken[] {
  const { defined } = outline(normalized(text), {})
  return parseBlock(normalized(text), Object.fromEntries(defined.map(({ label, reference }) => [label, reference]))).tokens
}

function streamed(text: string, cuts: readonly number[], least?: number): Growing {
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  return ends.reduce((growing, end) => grow(growing, text.slice(0, end), least), nothingYet)
}

test('ends in the blocks of the whole text, wherever it is cut', () => {
  fc.assert(
    fc.property(randomDocument, fc.array(fc.nat(), { maxLength: 30 }), (text, cuts) => {
      expect(shownBlocks(streamed(text, cuts))).toEqual(shown(whole(text)))
    }),
    { numRuns: 1500 },
  )
})

test('ends in the blocks of the whole text when it comes character by character', () => {
  fc.assert(
    fc.property(randomDocument, (text) => {
      const every = Array.from({ length: text.length }, (_, index) => index)
      expect(shownBlocks(streamed(text, every))).toEqual(shown(whole(text)))
    }),
    { numRuns: 300 },
  )
})

test('ends in the blocks of the whole text when every item, row and line that can be is kept apart', () => {
  fc.assert(
    fc.property(randomDocument, (text) => {
      const every = Array.from({ length: text.length }, (_, index) => index)
      expect(shownBlocks(streamed(text, every, 1))).toEqual(shown(whole(text)))
    }),
    { numRuns: 1500 },
  )
})

test('ends in the blocks of the whole text when a list, table or fence of awkward lines comes in parts', () => {
  const document = fc
    .tuple(fc.constantFrom('- one\n', '3. one\n', '| a | b |\n|---|---|\n', '```js\n', '  ~~~\n'), randomDocument)
    .map((both) => both.join(''))
  fc.assert(
    fc.property(document, (text) => {
      const every = Array.from({ length: text.length }, (_, index) => index)
      expect(shownBlocks(streamed(text, every, 1))).toEqual(shown(whole(text)))
    }),
    { numRuns: 1500 },
  )
})

for (const [what, head, part] of [
  ['list', '', '- an item with some *words*\n'],
  ['table', '| a | b |\n|---|---|\n', '| a cell | another *cell* |\n'],
  ['fence', '```python\n', 'print("a line of code")\n'],
] as const) {
  test(`reads no more than the open end of a ${what} that goes on and on`, () => {
    const text = head + part.repeat(2_000)
    const before = streamed(text.slice(0, -500), [20_000, 30_000, 40_000])
    const after = grow(before, text)
    expect(after.tail.length).toBeLessThan(3_000)
    expect(after.final.slice(0, before.final.length)).toEqual(before.final)
    expect(after.final[0]).toBe(before.final[0])
  })
}

test('reads a paragraph again when a definition for its link comes later', () => {
  const before = grow(nothingYet, 'See [a].\n\nMore.\n\nEven more.\n\n')
  const after = grow(before, `${before.answer}[a]: https://example.org\n\nEnd.\n\nEnd.\n`)
  expect(shownBlocks(before)).toEqual(shown(whole(before.answer)))
  expect(shownBlocks(after)).toEqual(shown(whole(after.answer)))
})

test('takes lines for the title of a definition only when the title is closed', () => {
  const text = '[a]: /there\n"a title\nof several\nlines"\n\nSee [a].\n'
  const every = Array.from(text, (_, index) => index)
  expect(shownBlocks(streamed(text, every))).toEqual(shown(whole(text)))
})

test('takes lines behind a quotation for the title of its last definition', () => {
  const text = '> [b]: /from-a-quote\n"\na\ngoes on"\n'
  const every = Array.from(text, (_, index) => index)
  expect(shownBlocks(streamed(text, every))).toEqual(shown(whole(text)))
})

test('takes what looks like a heading for a line of a title when the title is closed further down', () => {
  const text = '[a]: /second "title\n===\na\na\n"\n'
  const every = Array.from(text, (_, index) => index)
  expect(shownBlocks(streamed(text, every))).toEqual(shown(whole(text)))
})

test('keeps the blocks that are finished as they are, without reading them again', () => {
  const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index}.\n\n`)
  const before = grow(nothingYet, paragraphs.slice(0, 40).join(''))
  const after = grow(before, paragraphs.join(''))
  expect(before.final.length).toBeGreaterThan(35)
  expect(before.final.every((block, index) => block === after.final[index])).toBe(true)
})

test('is done with a block at the first sign behind the blank line that ends it', () => {
  const text = 'A paragraph.\n\n# A heading\n\n- a list\n\n| a | b |\n|---|---|\n\n```\ncode\n```\n\n> words\n\n'
  expect(grow(nothingYet, `${text}L`).tail).toBe('L')
})

test('waits with a list for what may yet become another item of it', () => {
  for (const start of ['1', '-', '+', '*']) {
    expect(grow(nothingYet, `2. one\n\n${start}`).final).toHaveLength(0)
    expect(grow(nothingYet, `- one\n\n${start}`).final).toHaveLength(0)
  }
})

test('reads the lines of an open block once, as long as they stay the same', () => {
  const items = ['- [x] one *item*', '- and [another][a]', '- and so'].join('\n')
  const before = grow(nothingYet, items)
  const after = grow(before, `${items} on`)
  expect(openLines(after).map(({ children }, at) => children === openLines(before)[at]?.children)).toEqual([true, true, false])
  expect(shownBlocks(after)).toEqual(shown(whole(after.answer)))
})

test('reads a text that is not a continuation from the start', () => {
  const before = grow(nothingYet, '# One\n\ntwo\n\nthree\n')
  expect(shownBlocks(grow(before, 'other'))).toEqual(shown(whole('other')))
})

for (const [first, line] of [
  ['$$', '# a'],
  ['', '\\['],
  ['', '[a]: b'],
  ['', '[a]: b "'],
] as const) {
  test(`goes once through fifty thousand lines of ${line}`, () => {
    const text = `${first}\n${`${line}\n`.repeat(50_000)}`
    expect(grow(nothingYet, text).answer).toBe(text)
  })
}

test('takes no formula that is opened a second time before it is closed', () => {
  const text = '\\[ a\n\\[ b \\]\n\n'
  expect(whole(text).map(({ type }) => type)).toEqual(['paragraph_open', 'inline', 'paragraph_close', 'math_block'])
})

test('fills up the rows of a wide table as far as it does in one go', () => {
  const text = `|${'a|'.repeat(100)}\n|${'-|'.repeat(100)}\n${'a\n'.repeat(1_500)}`
  const cuts = Array.from({ length: 6 }, (_, index) => index * 600)
  expect(shownBlocks(streamed(text, cuts))).toEqual(shown(whole(text)))
})
