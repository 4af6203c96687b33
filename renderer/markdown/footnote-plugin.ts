// Footnotes in markdown: `[^name]` in the text, and `[^name]: the note` with further paragraphs of it indented. As two rules of
// markdown-it; which notes are defined is asked of the references, under names that no link's label can have.

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

const maxNameLength = 100

/** The name of a note among the definitions of links. The label of a link cannot begin with a bracket. */
export function getFootnoteKey(name: string): string {
  return `[^${name}`
}

/** Adds both rules: tokens `footnote_open` … `footnote_close` around a note, and `footnote_mark` in the text. */
export function addFootnotes(markdown: MarkdownIt): void {
  markdown.block.ruler.before('reference', 'footnote', parseDefinition, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  markdown.inline.ruler.before('link', 'footnote', parseFootnoteRef)
}

function parseDefinition(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  // Only at the top level: a note is a block of the answer, shown in another place. It ends what would go on over its line.
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
  // The rest of the first line is read as if it stood where further lines of the note stand.
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
  if (!silent) state.push('footnote_mark', '', 0).meta = { name }
  state.pos += match[0].length
  return true
}

/** Names that differ in their case are one. */
function normalizeName(rawName: string): string {
  return rawName.toLowerCase()
}
