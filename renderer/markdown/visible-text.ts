// The text of an answer as the page shows it, one segment for each paragraph, item, cell and code block. Text that Parley adds (hosts,
// languages, footnote numbers) is left out. Pure; gives the same segments as renderer/find/text-segments.ts extracts from the page.

import type { Block } from './incremental-parser.ts'
import { collectFootnotes } from './collect-footnotes.ts'
import type { MarkdownToken } from './parser.ts'

export function getVisibleSegments(blocks: readonly Block[]): readonly string[] {
  const segments: string[] = []
  for (const block of blocks) if (block.footnoteName === null) addBlock(block, segments)
  for (const { block } of collectFootnotes(blocks)) addTokens(block.tokens, segments)
  return segments
}

/** A later part of a table repeats the head; a code block in parts is one segment. */
function addBlock({ tokens, isContinuation }: Block, segments: string[]): void {
  const type = isContinuation ? tokens[0]?.type : undefined
  if (type === 'fence') segments.push((segments.pop() ?? '') + (tokens[0]?.content ?? ''))
  else addTokens(type === 'table_open' ? tokens.slice(tokens.findIndex((token) => token.type === 'thead_close')) : tokens, segments)
}

function addTokens(tokens: readonly MarkdownToken[], segments: string[]): void {
  for (const token of tokens) {
    if (token.type === 'inline') segments.push(getInlineText(token.children ?? []))
    else if (token.nesting === 0) segments.push(token.content)
  }
}

function getInlineText(tokens: readonly MarkdownToken[]): string {
  return tokens.map(getTokenText).join('')
}

function getTokenText({ type, content, children }: MarkdownToken): string {
  switch (type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n'
    case 'image':
      return getImageDescription(children ?? [])
    case 'footnote_ref':
      return ''
    default:
      return content
  }
}

/** An image's description is plain text: formulas and line breaks in it are shown as text. */
function getImageDescription(tokens: readonly MarkdownToken[]): string {
  return tokens
    .map(({ type, children, content }) => (type === 'image' ? getImageDescription(children ?? []) : type === 'softbreak' ? ' ' : content))
    .join('')
}
