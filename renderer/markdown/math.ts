// Formulas in markdown: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on lines of their own. As two rules of markdown-it. What is
// not closed is text, and so is a price.

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

/** Longer ones are not worth the time: a formula is typeset in one go. */
const longestBlock = 2_000
const longestInline = 1_000

const blockPairs = [
  { open: '$$', close: '$$' },
  { open: '\\[', close: '\\]' },
] as const

/** Adds tokens `math_block` and `math_inline`, whose content is the formula. */
export function addMath(markdown: MarkdownIt): void {
  markdown.block.ruler.before('table', 'math', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  markdown.inline.ruler.before('escape', 'math', inline)
}

/** Whether a formula may be open at the end of these lines, whose closing would change what they are. */
export function mayBeInMath(text: string): boolean {
  // The text ends with the line break before the place in question.
  let end = text.length - 1
  // From the last line to the first that could still hold the opening: a longer formula is none.
  for (let length = 0; end >= 0 && length <= longestBlock;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1
    const line = text.slice(start, end)
    if (line.trim() === '') return false
    if (/^ {0,3}(?:\$\$|\\\[)/.test(line)) return true
    length += line.trimStart().length + 1
    end = start - 1
  }
  return false
}

function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number): string => state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const first = lineAt(startLine)
  const pair = blockPairs.find(({ open }) => first.startsWith(open))
  if (pair === undefined) return false
  let formula = first.slice(pair.open.length)
  let line = startLine
  for (let last = formula; !last.includes(pair.close); formula += `\n${last}`) {
    line += 1
    const isOver = line >= endLine || state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent
    if (isOver || formula.length > longestBlock) return false
    last = lineAt(line)
    // Nor is it looked for from each of a thousand openings to the same end.
    if (pair.open !== pair.close && last.startsWith(pair.open)) return false
  }
  const [source = '', ...behind] = formula.split(pair.close)
  if (behind.join('').trim() !== '' || behind.length > 1 || !hasSign(source)) return false
  if (silent) return true
  state.line = line + 1
  const token = state.push('math_block', '', 0)
  token.content = source.trim()
  token.map = [startLine, state.line]
  return true
}

function inline(state: StateInline, silent: boolean): boolean {
  const found = formulaAt(state.src, state.pos)
  if (found === null) return false
  if (!silent) {
    const token = state.push('math_inline', '', 0)
    token.content = found.source.trim()
    token.markup = found.isOwnLine ? '$$' : '$'
  }
  state.pos = found.end
  return true
}

interface Formula {
  readonly source: string
  readonly end: number
  /** Written as one that stands on a line of its own. */
  readonly isOwnLine: boolean
}

function formulaAt(text: string, at: number): Formula | null {
  const sign = text.slice(at, at + 2)
  if (sign === '$$') return between(text, at, '$$', true)
  if (sign === '\\(') return between(text, at, '\\)', false)
  if (text[at] !== '$' || /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') || /\s/.test(text[at + 1] ?? ' ')) return null
  const inside = /^(?:\\[^\n]|[^\\$\n])+/.exec(text.slice(at + 1, at + 1 + longestInline))?.[0] ?? ''
  const end = at + 1 + inside.length
  if (text[end] !== '$' || inside === '' || /\s$/.test(inside) || /[\p{L}\p{N}$]/u.test(text[end + 1] ?? '')) return null
  return isPrice(inside) ? null : { source: inside, end: end + 1, isOwnLine: false }
}

function between(text: string, at: number, close: string, isOwnLine: boolean): Formula | null {
  const source = text.slice(at + 2, at + 2 + longestInline).split(close, 1)[0] ?? ''
  const end = at + 2 + source.length
  return text.startsWith(close, end) && hasSign(source) ? { source, end: end + 2, isOwnLine } : null
}

/** `$5, or 6$`, `$5, 6$`: an amount with words or with other amounts behind it. */
function isPrice(inside: string): boolean {
  return /^\d[\d.,]*\s+(?:\p{L}{2,}|[\d.,\s]*$)/u.test(inside)
}

function hasSign(source: string): boolean {
  return /[\p{L}\p{N}]/u.test(source)
}
