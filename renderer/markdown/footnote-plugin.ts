// Footnotes in Markdown: `[^name]` in the text, and `[^name]: the footnote`, with its further paragraphs indented. Two rules of
// markdown-it. Footnote definitions are stored among the link references, under names that no link label can have.

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

const maxNameLength = 100

/** The name of a footnote among the link references. A link label cannot begin with a bracket. */
export function getFootnoteKey(name: string): string {
  return `[^${name}`
}

/** Adds both rules: tokens `footnote_open` … `footnote_close` around a definition, and `footnote_ref` in the text. */
export function addFootnotes(markdown: MarkdownIt): void {
  markdown.block.ruler.before('reference', 'footnote', parseDefinition, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  markdown.inline.ruler.before('link', 'footnote', parseFootnoteRef)
}

function parseDefinition(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  // Only at the top level, because a footnote is a block of the answer, shown elsewhere. It also ends a paragraph or list before it.
  const column = state.sCount[startLine] ?? -1
  const isTopLevel = state.level === 0 && state.blkIndent === 0
  if (column < 0 || column >= 4 || !(isTopLevel || (silent && column < state.blkIndent))) return false
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
  const match = /^\[\^([^\]\s]+)\]:/.exec(state.src.slice(start, state.eMarks[startLine]))
  const name = match?.[1]
  if (match === null || name === undefined || name.length > maxNameLength) return false
  if (silent) return true

  const openToken = state.push('footnote_open', '', 1)
  openToken.meta = { name: normalizeName(name) }
  const { bMarks, tShift, sCount, parentType } = state
  const [savedBMark, savedTShift, savedSCount] = [bMarks[startLine] ?? 0, tShift[startLine] ?? 0, sCount[startLine] ?? 0]
  // The rest of the first line is parsed as if it were indented like the lines after it.
  const textStart = start + match[0].length
  const indent = /^[ \t]*/.exec(state.src.slice(textStart, state.eMarks[startLine]))?.[0].length ?? 0
  bMarks[startLine] = textStart
  tShift[startLine] = indent
  state.blkIndent = 4
  sCount[startLine] = 4
  state.md.block.tokenize(state, startLine, endLine)
  state.blkIndent = 0
  state.parentType = parentType
  bMarks[startLine] = savedBMark
  tShift[startLine] = savedTShift
  sCount[startLine] = savedSCount
  openToken.map = [startLine, state.line]
  state.push('footnote_close', '', -1)
  return true
}

function parseFootnoteRef(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '[' || state.src[state.pos + 1] !== '^' || state.linkLevel > 0) return false
  const match = /^\[\^([^\]\s]+)\]/.exec(state.src.slice(state.pos, state.pos + maxNameLength + 3))
  if (match === null || match[1] === undefined) return false
  const name = normalizeName(match[1])
  if (state.env.references?.[getFootnoteKey(name)] === undefined) return false
  if (!silent) state.push('footnote_ref', '', 0).meta = { name }
  state.pos += match[0].length
  return true
}

/** Names that differ only in case are the same. */
function normalizeName(rawName: string): string {
  return rawName.toLowerCase()
}
