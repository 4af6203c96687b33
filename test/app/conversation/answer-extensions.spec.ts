// What answers have beyond CommonMark: tables, task lists, struck out words, written-out addresses, footnotes, as the built component
// shows them. Each case says which elements it expects.

import { expect, test } from '@playwright/test'
import '../../support/answer-page/contract.ts'
import { en } from '../../../shared/words/en/en.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'

let builtPage: BuiltPage

test.beforeAll(async () => {
  builtPage = await openBuiltPage('answer-page')
})
test.afterAll(() => builtPage[Symbol.asyncDispose]())

const answer = () => builtPage.page.locator('#answer')

/** The elements of an answer, by what a reader sees of them: names, words, and the few attributes that matter. */
async function readOutline(text: string): Promise<string> {
  await builtPage.page.evaluate((all) => void window.answerPage.show(all, []), text)
  return builtPage.page.evaluate(() => {
    const plain = new Set(['DIV', 'SECTION', 'BDI', 'SVG', 'svg'])
    const read = (node: Node): string => {
      if (!(node instanceof Element)) return (node.textContent ?? '').replaceAll('\n', ' ')
      const innerText = Array.from(node.childNodes, read).join('')
      if (node.nodeName === 'svg') return node.getAttribute('role') === 'img' ? `[${node.getAttribute('aria-label')}]` : ''
      if (plain.has(node.nodeName)) return innerText
      const align = node instanceof HTMLElement && node.style.textAlign !== '' ? ` ${node.style.textAlign}` : ''
      return `<${node.localName}${align}>${innerText}</>`
    }
    return Array.from(document.querySelector('#answer')?.childNodes ?? [], read).join('')
  })
}

const cases: readonly (readonly [string, string, string])[] = [
  [
    'a table has a head, and its columns are aligned as its second line says',
    '| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |',
    '<table><thead><tr><th left>a</><th center>b</><th right>c</></></><tbody><tr><td left>1</><td center>2</><td right>3</></></></>',
  ],
  [
    'a table needs no bars at its edges, and marks in its cells are read',
    'a | b\n-|-\n*x* | `y`',
    '<table><thead><tr><th>a</><th>b</></></><tbody><tr><td><em>x</></><td><code>y</></></></></>',
  ],
  [
    'a row of a table with too many cells loses them, and one with too few gets empty ones',
    '| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |',
    '<table><thead><tr><th>a</><th>b</></></><tbody><tr><td>1</><td>2</></><tr><td>4</><td></></></></>',
  ],
  [
    'a bar in a cell is written with a backslash',
    '| a |\n|---|\n| 1 \\| 2 |',
    '<table><thead><tr><th>a</></></><tbody><tr><td>1 | 2</></></></>',
  ],
  ['without its second line a table is text', '| a | b |\n| 1 | 2 |', '<p>| a | b | | 1 | 2 |</>'],
  [
    'a task of a list shows whether it is done',
    '- [ ] open\n- [x] done\n- [X] done *too*\n- [y] no task',
    `<ul><li>[${en.chat.notDone}]open</><li>[${en.chat.done}]done</><li>[${en.chat.done}]done <em>too</></><li>[y] no task</></>`,
  ],
  ['words between two tildes are struck out', 'a ~~b~~ c', '<p>a <s>b</> c</>'],
  ['one tilde strikes nothing out', 'from ~5 to ~6', '<p>from ~5 to ~6</>'],
  [
    'a written-out address is a link, without the full stop behind it',
    'See https://example.org/a_b.',
    '<p>See <a>https://example.org/a_b</>.</>',
  ],
  ['a name with a dot in it and an address for mail are no links', 'readme.md and a@example.org', '<p>readme.md and a@example.org</>'],
  [
    'a footnote is marked by its number and stands at the end',
    'A claim[^source].\n\n[^source]: The *book*.\n\nMore.',
    '<p>A claim<sup><button>1</></>.</><p>More.</><ol><li><p>The <em>book</>.</><button>↩</></></>',
  ],
  [
    'a note may come before its mark, and numbers follow the marks',
    '[^b]: Second.\n[^a]: First.\n\nx[^a] y[^b] z[^a]',
    '<p>x<sup><button>1</></> y<sup><button>2</></> z<sup><button>1</></></><ol><li><p>First.</><button>↩</></><li><p>Second.</><button>↩</></></>',
  ],
  [
    'a note has as many paragraphs as are indented',
    'x[^1]\n\n[^1]: One.\n\n    Two.\n\n    - three\n\nAfter.',
    '<p>x<sup><button>1</></></><p>After.</><ol><li><p>One.</><p>Two.</><ul><li>three</></><button>↩</></></>',
  ],
  [
    'a note that is marked in a note comes after it',
    'x[^1]\n\n[^1]: See[^2].\n\n[^2]: There.',
    '<p>x<sup><button>1</></></><ol><li><p>See<sup><button>2</></>.</><button>↩</></><li><p>There.</><button>↩</></></>',
  ],
  ['a mark without a note stays text, and a note without a mark is not shown', 'x[^1]\n\n[^2]: Nobody asks.', '<p>x[^1]</>'],
  [
    'the first of two notes with one name counts',
    'x[^1]\n\n[^1]: One.\n\n[^1]: Two.',
    '<p>x<sup><button>1</></></><ol><li><p>One.</><button>↩</></></>',
  ],
]
for (const [title, markdown, expected] of cases) {
  test(title, async () => {
    expect(await readOutline(markdown)).toBe(expected)
  })
}

test('a mark leads to its note and back by a click, and the page stays where it is', async () => {
  await readOutline(`A claim[^1].\n\n${'A paragraph.\n\n'.repeat(100)}[^1]: The note.`)
  const address = builtPage.page.url()
  const footnoteButton = answer().getByRole('button', { name: en.chat.footnote.replace('{{number}}', '1'), exact: true })
  const note = answer().getByRole('region', { name: en.chat.footnotes }).getByRole('listitem')
  await footnoteButton.click()
  await expect(note).toBeFocused()
  await expect(note).toBeInViewport()
  await note.getByRole('button', { name: en.chat.toText.replace('{{number}}', '1') }).click()
  await expect(footnoteButton).toBeFocused()
  await expect(footnoteButton).toBeInViewport()
  expect(builtPage.page.url()).toBe(address)
})
