// An answer as elements: every example of the CommonMark specification, read by the component as it is built, at once and streamed. What
// Parley adds (hosts beside links, heads of code) and takes away (addresses that it does not open) is taken off first.

import { expect, test } from '@playwright/test'
import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import markdownit from 'markdown-it'
import '../../support/answer-page/contract.ts'
import type { MarkdownToken } from '../../../renderer/markdown/parser.ts'
import { en } from '../../../shared/words/en/en.ts'
import { randomDocument } from '../../support/data/random-markdown.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'
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

let builtPage: BuiltPage

test.beforeAll(async () => {
  builtPage = await openBuiltPage('answer-page')
})
test.afterAll(() => builtPage[Symbol.asyncDispose]())

/** The HTML of an answer that grew by way of these lengths, without the ids that each showing makes anew. */
async function renderAnswer(text: string, lengths: readonly number[] = []): Promise<string> {
  const html = await builtPage.page.evaluate(({ text: all, lengths: snapshotLengths }) => window.answerPage.show(all, snapshotLengths), {
    text,
    lengths,
  })
  return html.replaceAll(/"react-aria[^"]*"/g, '""')
}

/** The names of its elements and its words. */
async function readNamesAndText(text: string): Promise<{ readonly names: readonly string[]; readonly text: string }> {
  await renderAnswer(text)
  return builtPage.page.evaluate(() => {
    const answer = document.querySelector('#answer')
    return { names: Array.from(answer?.querySelectorAll('*') ?? [], ({ localName }) => localName), text: answer?.textContent ?? '' }
  })
}

const renderToPlainDom = async (text: string): Promise<string> =>
  builtPage.blank.evaluate(normalizeHtml, { html: await renderAnswer(text), isFromParley: true })

test('every example of CommonMark without HTML or a picture becomes the elements of the specification', async () => {
  const comparedExamples = examples.filter(isComparable)
  expect(comparedExamples).toHaveLength(558)
  const differing: number[] = []
  for (const { number, markdown, html } of comparedExamples) {
    const theirs = await builtPage.blank.evaluate(normalizeHtml, { html, isFromParley: false })
    if ((await renderToPlainDom(markdown)) !== theirs) differing.push(number)
  }
  expect(differing).toEqual(knownDifferences)
})

test('every example ends in the elements of its whole text, wherever it is cut', async () => {
  for (const { markdown } of examples) {
    const fullHtml = await renderAnswer(markdown)
    expect(
      await renderAnswer(
        markdown,
        Array.from(markdown, (_, index) => index),
      ),
      markdown,
    ).toBe(fullHtml)
  }
})

test('a thousand random documents end in the elements of their whole text, wherever they are cut', async () => {
  const cutPoints = fc.array(fc.nat(), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(randomDocument, cutPoints, async (text, offsets) => {
      const lengths = offsets.map((offset) => offset % (text.length + 1)).toSorted((a, b) => a - b)
      expect(await renderAnswer(text, lengths)).toBe(await renderAnswer(text))
    }),
    { numRuns: 1_000 },
  )
})

test('HTML in an example is there to read, and makes no element', async () => {
  const examplesWithHtml = examples.filter((example) =>
    parseExample(example).some(({ type }) => type === 'html_block' || type === 'html_inline'),
  )
  const mismatches: number[] = []
  for (const example of examplesWithHtml) {
    const { names, text } = await readNamesAndText(example.markdown)
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

test('a picture in an example is a card with its description, and none is loaded', async () => {
  const examplesWithImage = examples.filter((example) => parseExample(example).some(({ type }) => type === 'image'))
  expect(examplesWithImage.length).toBeGreaterThan(20)
  for (const { markdown, html } of examplesWithImage) {
    const { names, text } = await readNamesAndText(markdown)
    expect(
      names.filter((name) => !productElements.has(name)),
      markdown,
    ).toEqual([])
    const altTexts = Array.from(html.matchAll(/ alt="([^"]*)"/g), ([, description = '']) => description)
    for (const description of altTexts) expect(text, markdown).toContain(description + en.chat.imageNowhere)
  }
})

test('a picture names its true host', async () => {
  const { text } = await readNamesAndText('![a *cat*](https://pictures.example/cat.png "of huggingface.co")')
  expect(text).toBe(`a cat${en.chat.imageNotLoaded.replace('{{host}}', 'pictures.example')}`)
})
