// Formulas in Markdown: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on separate lines. Two rules of markdown-it. A formula without
// its closing delimiter is text, and so is a price.

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

/** A longer formula stays text: it would be typeset in one long task. */
const maxBlockLength = 2_000
const maxInlineLength = 1_000

const blockDelimiters = [
  { open: '$$', close: '$$' },
  { open: '\\[', close: '\\]' },
] as const

/** Adds both rules: tokens `math_block` and `math_inline`, whose content is the formula. */
export function addMath(markdown: MarkdownIt): void {
  markdown.block.ruler.before('table', 'math', parseBlockFormula, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  markdown.inline.ruler.before('escape', 'math', parseInlineFormula)
}

/** Whether a formula may be open at the end of these lines, so that its closing delimiter would change how they are parsed. */
export function mayBeInFormula(text: string): boolean {
  // Leaves out the line break at the end.
  let end = text.length - 1
  // From the last line back to the first that could hold the opening delimiter, given the maximum length.
  for (let length = 0; end >= 0 && length <= maxBlockLength;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1
    const line = text.slice(start, end)
    if (line.trim() === '') return false
    if (/^ {0,3}(?:\$\$|\\\[)/.test(line)) return true
    length += line.trimStart().length + 1
    end = start - 1
  }
  return false
}

function parseBlockFormula(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const getLine = (line: number): string => state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const firstLine = getLine(startLine)
  const pair = blockDelimiters.find(({ open }) => firstLine.startsWith(open))
  if (pair === undefined) return false
  let formula = firstLine.slice(pair.open.length)
  let line = startLine
  for (let lastLine = formula; !lastLine.includes(pair.close); formula += `\n${lastLine}`) {
    line += 1
    const isEnd = line >= endLine || state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent
    if (isEnd || formula.length > maxBlockLength) return false
    lastLine = getLine(line)
    // Otherwise a thousand opening delimiters would each search to the same end.
    if (pair.open !== pair.close && lastLine.startsWith(pair.open)) return false
  }
  const [source = '', ...trailingText] = formula.split(pair.close)
  if (trailingText.join('').trim() !== '' || trailingText.length > 1 || !hasLetterOrDigit(source)) return false
  if (silent) return true
  state.line = line + 1
  const token = state.push('math_block', '', 0)
  token.content = source.trim()
  token.map = [startLine, state.line]
  return true
}

function parseInlineFormula(state: StateInline, silent: boolean): boolean {
  const match = findFormula(state.src, state.pos)
  if (match === null) return false
  if (!silent) {
    const token = state.push('math_inline', '', 0)
    token.content = match.source.trim()
    token.markup = match.isDisplay ? '$$' : '$'
  }
  state.pos = match.end
  return true
}

interface Formula {
  readonly source: string
  readonly end: number
  /** Written with the delimiters of a block formula. */
  readonly isDisplay: boolean
}

function findFormula(text: string, at: number): Formula | null {
  const delimiter = text.slice(at, at + 2)
  if (delimiter === '$$') return parseDelimited(text, at, '$$', true)
  if (delimiter === '\\(') return parseDelimited(text, at, '\\)', false)
  if (text[at] !== '$' || /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') || /\s/.test(text[at + 1] ?? ' ')) return null
  const content = /^(?:\\[^\n]|[^\\$\n])+/.exec(text.slice(at + 1, at + 1 + maxInlineLength))?.[0] ?? ''
  const end = at + 1 + content.length
  if (text[end] !== '$' || content === '' || /\s$/.test(content) || /[\p{L}\p{N}$]/u.test(text[end + 1] ?? '')) return null
  return isPrice(content) ? null : { source: content, end: end + 1, isDisplay: false }
}

function parseDelimited(text: string, at: number, close: string, isDisplay: boolean): Formula | null {
  const source = text.slice(at + 2, at + 2 + maxInlineLength).split(close, 1)[0] ?? ''
  const end = at + 2 + source.length
  return text.startsWith(close, end) && hasLetterOrDigit(source) ? { source, end: end + 2, isDisplay } : null
}

/** `$5, or 6$`, `$5, 6$`: an amount followed by words or by other amounts. */
function isPrice(content: string): boolean {
  return /^\d[\d.,]*\s+(?:\p{L}{2,}|[\d.,\s]*$)/u.test(content)
}

function hasLetterOrDigit(source: string): boolean {
  return /[\p{L}\p{N}]/u.test(source)
}
