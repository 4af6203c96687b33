// Streaming an answer ends in exactly what reading it at once gives, wherever it was cut. markdown-it reading the whole text is the judge.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { randomDocument } from '../../../../support/markdown-documents.ts'
import { grow, nothingYet, type Growing } from '../../../../../renderer/chat/markdown/growing.ts'
import { normalized, outline, parseBlock, type MarkdownToken } from '../../../../../renderer/chat/markdown/parser.ts'

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
const shownBlocks = ({ blocks }: Growing): unknown => blocks.flatMap((block) => shown(block.tokens))

/** The text read at once, with everything it defines anywhere. */
function whole(text: string): readonly MarkdownToken[] {
  const { defined } = outline(normalized(text), {})
  return parseBlock(text, Object.fromEntries(defined.map(({ label, reference }) => [label, reference]))).tokens
}

function streamed(text: string, cuts: readonly number[]): Growing {
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  return ends.reduce((growing, end) => grow(growing, text.slice(0, end)), nothingYet)
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

test('reads a paragraph again when a definition for its link comes later', () => {
  const before = grow(nothingYet, 'See [a].\n\nMore.\n\nEven more.\n\n')
  const after = grow(before, `${before.text}[a]: https://example.org\n\nEnd.\n\nEnd.\n`)
  expect(shownBlocks(before)).toEqual(shown(whole(before.text)))
  expect(shownBlocks(after)).toEqual(shown(whole(after.text)))
})

test('takes lines for the title of a definition only when the title is closed', () => {
  const text = '[a]: /there\n"a title\nof several\nlines"\n\nSee [a].\n'
  const every = Array.from(text, (_, index) => index)
  expect(shownBlocks(streamed(text, every))).toEqual(shown(whole(text)))
})

test('keeps the blocks that are finished as they are, without reading them again', () => {
  const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index}.\n\n`)
  const before = grow(nothingYet, paragraphs.slice(0, 40).join(''))
  const after = grow(before, paragraphs.join(''))
  expect(before.finalBlocks).toBeGreaterThan(35)
  expect(after.blocks.slice(0, 38).every((block, index) => block === before.blocks[index])).toBe(true)
})

test('reads a text that is not a continuation from the start', () => {
  const before = grow(nothingYet, '# One\n\ntwo\n\nthree\n')
  expect(shownBlocks(grow(before, 'other'))).toEqual(shown(whole('other')))
})
