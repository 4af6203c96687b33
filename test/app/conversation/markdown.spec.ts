// An answer as elements: every example of the CommonMark specification, read by the component as it is built, at once and streamed. What
// Parley adds (hosts beside links, heads of code) and takes away (addresses that it does not open) is taken off first.

import { expect, test } from '@playwright/test'
import commonmark from 'commonmark-spec'
import * as fc from 'fast-check'
import markdownit from 'markdown-it'
import '../../support/answer-page/contract.ts'
import type { MarkdownToken } from '../../../renderer/markdown/parser.ts'
import { en } from '../../../shared/words/en/en.ts'
import { randomDocument } from '../../support/data/markdown-documents.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'
import { plainDom } from '../../support/page/plain-dom.ts'

type Example = (typeof commonmark.tests)[number]

const examples: readonly Example[] = commonmark.tests.map((example) => ({
  ...example,
  // The specification shows a tab as an arrow.
  markdown: example.markdown.replaceAll('→', '\t'),
  html: example.html.replaceAll('→', '\t'),
}))

/** As the specification reads it, in which HTML is HTML and a picture a picture. */
function tokensOf({ markdown }: Example): readonly MarkdownToken[] {
  const tokens = markdownit('commonmark').parse(markdown, {})
  return [...tokens, ...tokens.flatMap((token) => token.children ?? [])]
}

function isPlain(example: Example): boolean {
  return !tokensOf(example).some(({ type }) => ['html_block', 'html_inline', 'image'].includes(type))
}

const { unescapeAll } = markdownit().utils
/** In these a tag holds what elsewhere would mark a link or code; as no tag is one here, it does. */
const readAsMarkdown: readonly number[] = [524, 536]

/** Each piece of HTML; of a block its tags, for between them is text. */
function htmlOf(example: Example): readonly string[] {
  return tokensOf(example).flatMap(({ type, content }) =>
    type === 'html_inline' ? [content] : type === 'html_block' ? tagsIn(content) : [],
  )
}
const tagsIn = (html: string): readonly string[] => html.match(/<[a-z/!?][^\n<>]*>?/gi) ?? []
/** Without spaces, which the page and the text may break differently, and without the signs that mark emphasis. */
const plain = (text: string): string => text.replaceAll(/[\s*_\\`]+/g, '')

/** What an answer is made of here: nothing that a model writes adds to it. */
const ownElements: ReadonlySet<string> = new Set(
  'a,bdi,blockquote,br,button,code,div,em,h1,h2,h3,h4,h5,h6,hr,li,ol,p,path,pre,rect,circle,s,section,span,strong,svg,table,tbody,td,th,thead,tr,ul'.split(
    ',',
  ),
)

/** Where Parley means to differ: a written-out address is a link, as on GitHub. */
const differences: readonly number[] = [602, 608, 611]

let opened: BuiltPage

test.beforeAll(async () => {
  opened = await openBuiltPage('answer-page')
})
test.afterAll(() => opened[Symbol.asyncDispose]())

/** The HTML of an answer that grew by way of these lengths, without the ids that each showing makes anew. */
async function shown(text: string, lengths: readonly number[] = []): Promise<string> {
  const html = await opened.page.evaluate(({ text: all, lengths: each }) => window.answerPage.show(all, each), { text, lengths })
  return html.replaceAll(/"react-aria[^"]*"/g, '""')
}

/** The names of its elements and its words. */
async function look(text: string): Promise<{ readonly names: readonly string[]; readonly text: string }> {
  await shown(text)
  return opened.page.evaluate(() => {
    const answer = document.querySelector('#answer')
    return { names: Array.from(answer?.querySelectorAll('*') ?? [], ({ localName }) => localName), text: answer?.textContent ?? '' }
  })
}

const ours = async (text: string): Promise<string> => opened.blank.evaluate(plainDom, { html: await shown(text), isOurs: true })

test('every example of CommonMark without HTML or a picture becomes the elements of the specification', async () => {
  const compared = examples.filter(isPlain)
  expect(compared).toHaveLength(558)
  const found: number[] = []
  for (const { number, markdown, html } of compared) {
    const theirs = await opened.blank.evaluate(plainDom, { html, isOurs: false })
    if ((await ours(markdown)) !== theirs) found.push(number)
  }
  expect(found).toEqual(differences)
})

test('every example ends in the elements of its whole text, wherever it is cut', async () => {
  for (const { markdown } of examples) {
    const whole = await shown(markdown)
    expect(
      await shown(
        markdown,
        Array.from(markdown, (_, index) => index),
      ),
      markdown,
    ).toBe(whole)
  }
})

test('a thousand random documents end in the elements of their whole text, wherever they are cut', async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(randomDocument, cuts, async (text, places) => {
      const lengths = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b)
      expect(await shown(text, lengths)).toBe(await shown(text))
    }),
    { numRuns: 1_000 },
  )
})

test('HTML in an example is there to read, and makes no element', async () => {
  const withHtml = examples.filter((example) => tokensOf(example).some(({ type }) => type === 'html_block' || type === 'html_inline'))
  const unlike: number[] = []
  for (const example of withHtml) {
    const { names, text } = await look(example.markdown)
    expect(
      names.filter((name) => !ownElements.has(name)),
      example.markdown,
    ).toEqual([])
    const isThere = htmlOf(example).every((piece) => plain(text).includes(plain(unescapeAll(piece))))
    if (!isThere) unlike.push(example.number)
  }
  expect(withHtml.length).toBeGreaterThan(60)
  expect(unlike).toEqual(readAsMarkdown)
})

test('a picture in an example is a card with its description, and none is loaded', async () => {
  const withPicture = examples.filter((example) => tokensOf(example).some(({ type }) => type === 'image'))
  expect(withPicture.length).toBeGreaterThan(20)
  for (const { markdown, html } of withPicture) {
    const { names, text } = await look(markdown)
    expect(
      names.filter((name) => !ownElements.has(name)),
      markdown,
    ).toEqual([])
    const descriptions = Array.from(html.matchAll(/ alt="([^"]*)"/g), ([, description = '']) => description)
    for (const description of descriptions) expect(text, markdown).toContain(description + en.chat.imageNowhere)
  }
})

test('a picture names its true host', async () => {
  const { text } = await look('![a *cat*](https://pictures.example/cat.png "of huggingface.co")')
  expect(text).toBe(`a cat${en.chat.imageNotLoaded.replace('{{host}}', 'pictures.example')}`)
})
