// Markdown as plain text, for copying and for reading aloud.

import { expect, test } from '@playwright/test'
import { toPlainText } from '../../../../renderer/markdown/plain-text.ts'

const toCopiedText = (markdown: string) => toPlainText(markdown, 'copying')

test.describe('plain text', () => {
  test('removes the syntax of headings, emphasis, code and quotations', () => {
    expect(toCopiedText('# A title\n\nSome **bold**, *slanted*, ~~struck~~ and `code`.\nThe same line.\n\n> Quoted\n\n---\n\nEnd')).toBe(
      'A title\n\nSome bold, slanted, struck and code. The same line.\n\nQuoted\n\nEnd',
    )
  })

  test('keeps the lines and indentation of code', () => {
    expect(toCopiedText('Look:\n\n```ts\nif (a) {\n  b()\n}\n```\n\nDone')).toBe('Look:\n\nif (a) {\n  b()\n}\n\nDone')
  })

  test('keeps list items on separate lines with numbers, boxes and depth', () => {
    expect(toCopiedText('Before\n\n3. three\n4. four\n   - inside\n   - and **more**\n5. five\n\nAfter')).toBe(
      'Before\n\n3. three\n4. four\n  - inside\n  - and more\n5. five\n\nAfter',
    )
    expect(toCopiedText('- [x] done\n- [ ] open')).toBe('☑ done\n☐ open')
    expect(toCopiedText('- one\n\n  more of it\n- two')).toBe('- one\n\n  more of it\n\n- two')
  })

  test('keeps hard breaks, and the address of a link that does not show it', () => {
    expect(toCopiedText('One  \ntwo [here](https://example.com/a) and https://example.com/b ![a cat](https://example.com/c.png)')).toBe(
      'One\ntwo here (https://example.com/a) and https://example.com/b a cat',
    )
    expect(toCopiedText('[a][ref]\n\n[ref]: https://example.com/ "title"')).toBe('a (https://example.com/)')
  })

  test('keeps tables as tab-separated rows for spreadsheets', () => {
    expect(toCopiedText('| a | b |\n|---|--:|\n| **1** | 2 |\n| 3 | `4` |\n\nAfter')).toBe('a\tb\n1\t2\n3\t4\n\nAfter')
  })

  test('keeps HTML as text, and characters that are no syntax', () => {
    expect(toCopiedText('<b>not bold</b> 2 * 3 * 4 &amp; _x')).toBe('<b>not bold</b> 2 * 3 * 4 & _x')
  })

  test('omits what a voice would spell out', () => {
    expect(toPlainText('- [ ] see [here](https://example.com/a)\n- **two**', 'reading')).toBe('see here\ntwo')
  })

  test('keeps long lists, tables and code in one piece', () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1)
    const code = numbers.map((number) => `step(${number})`).join('\n')
    expect(toCopiedText(`Look:\n\n\`\`\`js\n${code}\n\`\`\``)).toBe(`Look:\n\n${code}`)
    const list = numbers.map((number) => `${number}. item ${number}`).join('\n')
    expect(toCopiedText(list)).toBe(list)
    const rows = numbers.map((number) => `| ${number} | row |`).join('\n')
    expect(toCopiedText(`| a | b |\n|---|---|\n${rows}`)).toBe(`a\tb\n${numbers.map((number) => `${number}\trow`).join('\n')}`)
  })

  test('handles a list of two hundred thousand items in one pass', () => {
    expect(toCopiedText('- a\n'.repeat(200_000)).match(/^- a$/gm)).toHaveLength(200_000)
  })
})
