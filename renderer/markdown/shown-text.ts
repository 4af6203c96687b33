// The text of an answer as it stands on the page, in the pieces that are set apart there: paragraphs, items, cells, code. What Parley
// adds (hosts, languages, marks) is not of it. Pure; the same as renderer/find/pieces.ts reads off the page.

import type { Block } from './growing.ts'
import { notesOf } from './notes.ts'
import type { MarkdownToken } from './parser.ts'

export function shownPieces(blocks: readonly Block[]): readonly string[] {
  const pieces: string[] = []
  for (const block of blocks) if (block.note === null) addBlock(block, pieces)
  for (const { block } of notesOf(blocks)) add(block.tokens, pieces)
  return pieces
}

/** A later part of a table begins with its head once more; code that came in parts is one block on the page. */
function addBlock({ tokens, continues }: Block, pieces: string[]): void {
  const type = continues ? tokens[0]?.type : undefined
  if (type === 'fence') pieces.push((pieces.pop() ?? '') + (tokens[0]?.content ?? ''))
  else add(type === 'table_open' ? tokens.slice(tokens.findIndex((token) => token.type === 'thead_close')) : tokens, pieces)
}

function add(tokens: readonly MarkdownToken[], pieces: string[]): void {
  for (const token of tokens) {
    if (token.type === 'inline') pieces.push(inlineText(token.children ?? []))
    else if (token.nesting === 0) pieces.push(token.content)
  }
}

function inlineText(tokens: readonly MarkdownToken[]): string {
  return tokens.map(textOf).join('')
}

function textOf({ type, content, children }: MarkdownToken): string {
  switch (type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n'
    case 'image':
      return descriptionOf(children ?? [])
    case 'footnote_mark':
      return ''
    default:
      return content
  }
}

/** A picture is described in one go: what would be a formula or a break elsewhere is its words. */
function descriptionOf(tokens: readonly MarkdownToken[]): string {
  return tokens
    .map(({ type, children, content }) => (type === 'image' ? descriptionOf(children ?? []) : type === 'softbreak' ? ' ' : content))
    .join('')
}
