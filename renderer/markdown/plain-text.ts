// An answer without the signs of its markdown: for programs that show such signs as they are, and for a voice. Pure.

import { blocksOf, grow, nothingYet } from './growing.ts'
import type { MarkdownToken } from './parser.ts'

/** For `reading` addresses and the marks of lists are left out: a voice would spell them. */
type Purpose = 'copying' | 'reading'

/** One paragraph, item, row or piece of code, and whether an empty line stands before it. */
interface Line {
  readonly text: string
  readonly isApart: boolean
}

interface List {
  /** Null in a list without numbers. */
  next: number | null
}

/** The words of an answer, with its paragraphs, items, rows and code on lines of their own. */
export function plainText(markdown: string, purpose: Purpose): string {
  // In one piece, however long a list, a table or code is.
  const tokens = blocksOf(grow(nothingYet, markdown, Infinity)).flatMap((block) => block.tokens)
  return linesOf(tokens, purpose)
    .map(({ text, isApart }, index) => (index === 0 ? '' : isApart ? '\n\n' : '\n') + text)
    .join('')
}

function linesOf(tokens: readonly MarkdownToken[], purpose: Purpose): readonly Line[] {
  const lines: Line[] = []
  const lists: List[] = []
  /** What stands before the next line of an item: its mark, then as much room. */
  let mark = ''
  let row: string[] | null = null
  let isApart = true

  function add(text: string): void {
    if (row !== null) {
      row.push(text.replaceAll('\n', ' '))
      return
    }
    const isReading = purpose === 'reading'
    const room = isReading ? '' : '  '.repeat(Math.max(0, lists.length - 1))
    const hanging = ' '.repeat(isReading || lists.length === 0 ? 0 : room.length + 2)
    const first = mark === '' ? hanging : room + mark
    lines.push({ text: first + text.replaceAll('\n', `\n${hanging}`), isApart })
    mark = ''
    isApart = true
  }

  for (const [at, token] of tokens.entries()) {
    switch (token.type) {
      case 'bullet_list_open':
        lists.push({ next: null })
        break
      case 'ordered_list_open':
        lists.push({ next: Number(token.attrGet('start') ?? 1) })
        break
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop()
        isApart = lists.length === 0
        break
      case 'list_item_open':
        mark = purpose === 'reading' ? '' : markOf(token, lists.at(-1))
        break
      case 'paragraph_open':
        // The items of a tight list stand close together, but for the first of the outermost one.
        if (token.hidden) isApart = lists.length === 1 && tokens[at - 2]?.type.endsWith('_list_open') === true
        break
      case 'tr_open':
        row = []
        break
      case 'tr_close': {
        const cells: readonly string[] = row ?? []
        row = null
        add(cells.join('\t'))
        isApart = false
        break
      }
      case 'table_close':
        isApart = true
        break
      case 'inline':
        add(inlineText(token.children ?? [], purpose))
        break
      default:
        if (token.nesting === 0 && token.content !== '') add(token.content.replace(/\n$/, ''))
    }
  }
  return lines
}

function markOf(item: MarkdownToken, list: List | undefined): string {
  const task = item.attrGet('data-task')
  if (task !== null) return task === 'done' ? '☑ ' : '☐ '
  if (list === undefined || list.next === null) return '- '
  const mark = `${list.next}. `
  list.next += 1
  return mark
}

function inlineText(tokens: readonly MarkdownToken[], purpose: Purpose): string {
  let text = ''
  let link: { readonly address: string; readonly from: number } | null = null
  for (const token of tokens) {
    switch (token.type) {
      case 'softbreak':
        text += ' '
        break
      case 'hardbreak':
        text += '\n'
        break
      case 'image':
        text += inlineText(token.children ?? [], purpose)
        break
      case 'link_open':
        link = { address: String(token.attrGet('href') ?? ''), from: text.length }
        break
      case 'link_close':
        // An address that is written out is its own name.
        if (link !== null && purpose === 'copying' && !link.address.endsWith(text.slice(link.from))) text += ` (${link.address})`
        link = null
        break
      default:
        text += token.content
    }
  }
  return text
}
