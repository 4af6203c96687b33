// An answer without Markdown syntax, for programs that show plain text and for reading aloud. Pure.

import { getBlocks, parseIncrementally, emptyParseState } from './incremental-parser.ts'
import type { MarkdownToken } from './parser.ts'

/** For `reading`, addresses and list markers are left out, because a voice would spell them. */
type Purpose = 'copying' | 'reading'

/** One paragraph, item, row or code block, and whether a blank line comes before it. */
interface Line {
  readonly text: string
  readonly hasBlankLineBefore: boolean
}

interface ListState {
  /** Null in a bullet list. */
  nextNumber: number | null
}

/** The text of an answer, with each paragraph, item, row and code block on its own lines. */
export function toPlainText(markdown: string, purpose: Purpose): string {
  // Never splits a block into parts.
  const tokens = getBlocks(parseIncrementally(emptyParseState, markdown, Infinity)).flatMap((block) => block.tokens)
  return toLines(tokens, purpose)
    .map(({ text, hasBlankLineBefore }, index) => (index === 0 ? '' : hasBlankLineBefore ? '\n\n' : '\n') + text)
    .join('')
}

function toLines(tokens: readonly MarkdownToken[], purpose: Purpose): readonly Line[] {
  const lines: Line[] = []
  const lists: ListState[] = []
  /** The marker before the first line of an item; empty after it was used. */
  let marker = ''
  let row: string[] | null = null
  let hasBlankLineBefore = true

  function addLine(text: string): void {
    if (row !== null) {
      row.push(text.replaceAll('\n', ' '))
      return
    }
    const isReading = purpose === 'reading'
    const indent = isReading ? '' : '  '.repeat(Math.max(0, lists.length - 1))
    const hangingIndent = ' '.repeat(isReading || lists.length === 0 ? 0 : indent.length + 2)
    const firstIndent = marker === '' ? hangingIndent : indent + marker
    lines.push({ text: firstIndent + text.replaceAll('\n', `\n${hangingIndent}`), hasBlankLineBefore })
    marker = ''
    hasBlankLineBefore = true
  }

  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'bullet_list_open':
        lists.push({ nextNumber: null })
        break
      case 'ordered_list_open':
        lists.push({ nextNumber: Number(token.attrGet('start') ?? 1) })
        break
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop()
        hasBlankLineBefore = lists.length === 0
        break
      case 'list_item_open':
        marker = purpose === 'reading' ? '' : createMarker(token, lists.at(-1))
        break
      case 'paragraph_open':
        // The items of a tight list have no blank lines between them, except before the first item of the outermost list.
        if (token.hidden) hasBlankLineBefore = lists.length === 1 && tokens[index - 2]?.type.endsWith('_list_open') === true
        break
      case 'tr_open':
        row = []
        break
      case 'tr_close': {
        const cells: readonly string[] = row ?? []
        row = null
        addLine(cells.join('\t'))
        hasBlankLineBefore = false
        break
      }
      case 'table_close':
        hasBlankLineBefore = true
        break
      case 'inline':
        addLine(getInlineText(token.children ?? [], purpose))
        break
      default:
        if (token.nesting === 0 && token.content !== '') addLine(token.content.replace(/\n$/, ''))
    }
  }
  return lines
}

function createMarker(item: MarkdownToken, list: ListState | undefined): string {
  const task = item.attrGet('data-task')
  if (task !== null) return task === 'done' ? '☑ ' : '☐ '
  if (list === undefined || list.nextNumber === null) return '- '
  const marker = `${list.nextNumber}. `
  list.nextNumber += 1
  return marker
}

function getInlineText(tokens: readonly MarkdownToken[], purpose: Purpose): string {
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
        text += getInlineText(token.children ?? [], purpose)
        break
      case 'link_open':
        link = { address: String(token.attrGet('href') ?? ''), from: text.length }
        break
      case 'link_close':
        // A bare address is its own text.
        if (link !== null && purpose === 'copying' && !link.address.endsWith(text.slice(link.from))) text += ` (${link.address})`
        link = null
        break
      default:
        text += token.content
    }
  }
  return text
}
