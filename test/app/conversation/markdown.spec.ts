// Answers as elements: every example of the CommonMark specification, rendered by the built component at once and streamed. What Parley adds
// (hosts beside links, headers of code) and removes (addresses that it does not open) is taken off first.

import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import markdownit from 'markdown-it'
import type { MarkdownToken } from '../../../renderer/markdown/parser.ts'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { AnswerPage } from '../../pages/answer-page.ts'
import { randomDocument } from '../../support/data/random-markdown.ts'
import { normalizeHtml } from '../../support/page/normalize-html.ts'

type Example = (typeof commonmark.tests)[number]

const examples: readonly Example[] = commonmark.tests.map((example) => ({
  ...example,
  // The specification shows a tab as an arrow.
  markdown: example.markdown.replaceAll('→', '\t'),
  html: example.html.replaceAll('→', '\t'),
}))

/** As the specification reads it, in which HTML is HTML and a picture a picture. */
function parseExample({ markdown }: Example): readonly MarkdownToken[] {
  const tokens = markdownit('commonmark').parse(markdown, {})
  return [...tokens, ...tokens.flatMap((token) => token.children ?? [])]
}

function isComparable(example: Example): boolean {
  return !parseExample(example).some(({ type }) => ['html_block', 'html_inline', 'image'].includes(type))
}

const { unescapeAll } = markdownit().utils

/** In these a tag holds what elsewhere would mark a link or code; as no tag is one here, it does. */
const parsedAsMarkdown: readonly number[] = [524, 536]

/** Each piece of HTML; of a block its tags, for between them is text. */
function listHtmlParts(example: Example): readonly string[] {
  return parseExample(example).flatMap(({ type, content }) =>
    type === 'html_inline' ? [content] : type === 'html_block' ? findTags(content) : [],
  )
}

const findTags = (html: string): readonly string[] => html.match(/<[a-z/!?][^\n<>]*>?/gi) ?? []

/** Without spaces, which the page and the text may break differently, and without the signs that mark emphasis. */
const stripMarkup = (text: string): string => text.replaceAll(/[\s*_\\`]+/g, '')

/** What an answer is made of here: nothing that a model writes adds to it. */
const productElements: ReadonlySet<string> = new Set(
  'a,bdi,blockquote,br,button,code,div,em,h1,h2,h3,h4,h5,h6,hr,li,ol,p,path,pre,rect,circle,s,section,span,strong,svg,table,tbody,td,th,thead,tr,ul'.split(
    ',',
  ),
)

/** Where Parley means to differ: a written-out address is a link, as on GitHub. */
const knownDifferences: readonly number[] = [602, 608, 611]

/** The HTML of an answer that has grown by way of these lengths, without the ids that are new each time. */
async function renderAnswer(answerPage: AnswerPage, text: string, lengths: readonly number[] = []): Promise<string> {
  const html = await answerPage.show(text, lengths)
  return html.replaceAll(/"react-aria[^"]*"/g, '""')
}

/** The names of an answer's elements, and its text. */
async function readNamesAndText(
  answerPage: AnswerPage,
  text: string,
): Promise<{ readonly names: readonly string[]; readonly text: string }> {
  await renderAnswer(answerPage, text)
  return answerPage.page.evaluate(() => {
    const answer = document.querySelector('#answer')
    return { names: Array.from(answer?.querySelectorAll('*') ?? [], ({ localName }) => localName), text: answer?.textContent ?? '' }
  })
}

const renderToPlainDom = async (answerPage: AnswerPage, text: string): Promise<string> =>
  answerPage.blank.evaluate(normalizeHtml, { html: await renderAnswer(answerPage, text), isFromParley: true })

test.describe('markdown', () => {
  test('every CommonMark example without HTML or images renders as the specification says', async ({ answerPage }) => {
    const comparedExamples = examples.filter(isComparable)
    expect(comparedExamples).toHaveLength(558)
    const differing: number[] = []
    for (const { number, markdown, html } of comparedExamples) {
      const theirs = await answerPage.blank.evaluate(normalizeHtml, { html, isFromParley: false })
      if ((await renderToPlainDom(answerPage, markdown)) !== theirs) differing.push(number)
    }
    expect(differing).toEqual(knownDifferences)
  })

  test('every example renders the same, wherever its stream is cut', async ({ answerPage }) => {
    for (const { markdown } of examples) {
      const fullHtml = await renderAnswer(answerPage, markdown)
      expect(
        await renderAnswer(
          answerPage,
          markdown,
          Array.from(markdown, (_, index) => index),
        ),
        markdown,
      ).toBe(fullHtml)
    }
  })

  test('a thousand random documents render the same, wherever their streams are cut', async ({ answerPage }) => {
    const cutPoints = fc.array(fc.nat(), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(randomDocument, cutPoints, async (text, offsets) => {
        const lengths = offsets.map((offset) => offset % (text.length + 1)).toSorted((a, b) => a - b)
        expect(await renderAnswer(answerPage, text, lengths)).toBe(await renderAnswer(answerPage, text))
      }),
      { numRuns: 1_000 },
    )
  })

  test('HTML in an example is shown as text, and makes no element', async ({ answerPage }) => {
    const examplesWithHtml = examples.filter((example) =>
      parseExample(example).some(({ type }) => type === 'html_block' || type === 'html_inline'),
    )
    const mismatches: number[] = []
    for (const example of examplesWithHtml) {
      const { names, text } = await readNamesAndText(answerPage, example.markdown)
      expect(
        names.filter((name) => !productElements.has(name)),
        example.markdown,
      ).toEqual([])
      const isShownAsText = listHtmlParts(example).every((htmlPart) => stripMarkup(text).includes(stripMarkup(unescapeAll(htmlPart))))
      if (!isShownAsText) mismatches.push(example.number)
    }
    expect(examplesWithHtml.length).toBeGreaterThan(60)
    expect(mismatches).toEqual(parsedAsMarkdown)
  })

  test('an image in an example is a card with its description, and is not loaded', async ({ answerPage }) => {
    const examplesWithImage = examples.filter((example) => parseExample(example).some(({ type }) => type === 'image'))
    expect(examplesWithImage.length).toBeGreaterThan(20)
    for (const { markdown, html } of examplesWithImage) {
      const { names, text } = await readNamesAndText(answerPage, markdown)
      expect(
        names.filter((name) => !productElements.has(name)),
        markdown,
      ).toEqual([])
      const altTexts = Array.from(html.matchAll(/ alt="([^"]*)"/g), ([, description = '']) => description)
      for (const description of altTexts) expect(text, markdown).toContain(description + en.chat.imageWithoutHost)
    }
  })

  test('an image shows its true host', async ({ answerPage }) => {
    const { text } = await readNamesAndText(answerPage, '![a *cat*](https://pictures.example/cat.png "of huggingface.co")')
    expect(text).toBe(`a cat${fillPlaceholders(en.chat.imageNotLoaded, { host: 'pictures.example' })}`)
  })
})
