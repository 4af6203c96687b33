// What answers have beyond CommonMark: tables, task lists, strikethrough, bare addresses and footnotes, as the built component shows them.
// Each case lists the elements it expects.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { AnswerPage } from '../../pages/answer-page.ts'

/** The elements of an answer as a reader sees them: names, words, and the few attributes that matter. */
async function readOutline(answerPage: AnswerPage, text: string): Promise<string> {
  await answerPage.show(text)
  return answerPage.page.evaluate(() => {
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
    'a table needs no bars at its edges, and its cells contain inline markdown',
    'a | b\n-|-\n*x* | `y`',
    '<table><thead><tr><th>a</><th>b</></></><tbody><tr><td><em>x</></><td><code>y</></></></></>',
  ],
  [
    'a table row drops extra cells and fills missing ones',
    '| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |',
    '<table><thead><tr><th>a</><th>b</></></><tbody><tr><td>1</><td>2</></><tr><td>4</><td></></></></>',
  ],
  [
    'a bar in a cell is escaped with a backslash',
    '| a |\n|---|\n| 1 \\| 2 |',
    '<table><thead><tr><th>a</></></><tbody><tr><td>1 | 2</></></></>',
  ],
  ['a table without its delimiter row is text', '| a | b |\n| 1 | 2 |', '<p>| a | b | | 1 | 2 |</>'],
  [
    'a task list item shows whether it is done',
    '- [ ] open\n- [x] done\n- [X] done *too*\n- [y] no task',
    `<ul><li>[${en.chat.notDone}]open</><li>[${en.chat.done}]done</><li>[${en.chat.done}]done <em>too</></><li>[y] no task</></>`,
  ],
  ['text between double tildes is struck through', 'a ~~b~~ c', '<p>a <s>b</> c</>'],
  ['a single tilde does not strike through', 'from ~5 to ~6', '<p>from ~5 to ~6</>'],
  ['a bare address is a link, without the full stop after it', 'See https://example.org/a_b.', '<p>See <a>https://example.org/a_b</>.</>'],
  ['a file name and an e-mail address are not links', 'readme.md and a@example.org', '<p>readme.md and a@example.org</>'],
  [
    'a footnote is referenced by its number and shown at the end',
    'A claim[^source].\n\n[^source]: The *book*.\n\nMore.',
    '<p>A claim<sup><button>1</></>.</><p>More.</><ol><li><p>The <em>book</>.</><button>↩</></></>',
  ],
  [
    'a footnote may come before its reference; numbers follow the references',
    '[^b]: Second.\n[^a]: First.\n\nx[^a] y[^b] z[^a]',
    '<p>x<sup><button>1</></> y<sup><button>2</></> z<sup><button>1</></></><ol><li><p>First.</><button>↩</></><li><p>Second.</><button>↩</></></>',
  ],
  [
    'a footnote contains all indented paragraphs',
    'x[^1]\n\n[^1]: One.\n\n    Two.\n\n    - three\n\nAfter.',
    '<p>x<sup><button>1</></></><p>After.</><ol><li><p>One.</><p>Two.</><ul><li>three</></><button>↩</></></>',
  ],
  [
    'a footnote referenced in a footnote comes after it',
    'x[^1]\n\n[^1]: See[^2].\n\n[^2]: There.',
    '<p>x<sup><button>1</></></><ol><li><p>See<sup><button>2</></>.</><button>↩</></><li><p>There.</><button>↩</></></>',
  ],
  ['a reference without a footnote stays text, and a footnote without a reference is hidden', 'x[^1]\n\n[^2]: Nobody asks.', '<p>x[^1]</>'],
  [
    'the first of two footnotes with the same name is used',
    'x[^1]\n\n[^1]: One.\n\n[^1]: Two.',
    '<p>x<sup><button>1</></></><ol><li><p>One.</><button>↩</></></>',
  ],
]

test.describe('markdown extensions', () => {
  for (const [title, markdown, expected] of cases) {
    test(title, async ({ answerPage }) => {
      expect(await readOutline(answerPage, markdown)).toBe(expected)
    })
  }

  test('a click leads to a footnote and back, without leaving the page', async ({ answerPage }) => {
    await readOutline(answerPage, `A claim[^1].\n\n${'A paragraph.\n\n'.repeat(100)}[^1]: The note.`)
    const address = answerPage.page.url()
    const footnoteButton = answerPage.answer.getByRole('button', { name: fillPlaceholders(en.chat.footnote, { number: 1 }), exact: true })
    const note = answerPage.answer.getByRole('region', { name: en.chat.footnotes }).getByRole('listitem')
    await footnoteButton.click()
    await expect(note).toBeFocused()
    await expect(note).toBeInViewport()
    await note.getByRole('button', { name: fillPlaceholders(en.chat.backToText, { number: 1 }) }).click()
    await expect(footnoteButton).toBeFocused()
    await expect(footnoteButton).toBeInViewport()
    expect(answerPage.page.url()).toBe(address)
  })
})
