// An answer as a list of blocks that grows with its text. What can no longer change is read once; only the open end is read again.
// However the text came in pieces, the blocks are those of reading it at once (the spec compares with just that).
//
// When is a block final? The grammar decides a block's end by looking at most at the two lines from the start of the next one (a table
// needs its second line). So the start of a block is certain once two whole lines from it on are there. The exception is a link
// definition: its title may go on over lines that otherwise are a paragraph, so a start right behind one is not trusted; nor is one
// that a formula would enclose, were it closed. Behind a blank line a start is certain at its first sign, but for one that may yet
// become an item of the list before it.
// A long list, table or fence is cut in the same way where an item, a row or a line of it starts, so that one that never ends is not
// read again and again: its parts are blocks of their own, of which all but the first continue the one before.
// Definitions reach everywhere, also backwards: a block remembers which labels it asked for and is read again when one changes.

import { mayBeInMath } from './math.ts'
import {
  isLooseList,
  normalized,
  outline,
  parseBlock,
  parseLines,
  type MarkdownToken,
  type Outline,
  type Reference,
  type References,
  type Span,
} from './parser.ts'

export interface Block {
  /** A later part of a table or a fence has the head of its first before its own lines. */
  readonly source: string
  readonly tokens: readonly MarkdownToken[]
  readonly asked: ReadonlyMap<string, Reference | undefined>
  /** The footnotes that it marks, in order. */
  readonly marks: readonly string[]
  /** The footnote that it is; null for what is shown in its place. */
  readonly note: string | null
  /** Whether it is a later part of the list, table or fence that the block before it began. */
  readonly continues: boolean
  /** Whether, as a part of a list, it sets the items of the whole list apart. */
  readonly isLoose: boolean
}

/** The final blocks of the text so far and the open ones, in order. A block that did not change is the same object as before. */
export interface Growing {
  /** As it was given. */
  readonly answer: string
  /** The same list as before when no other came and none was read again. */
  readonly final: readonly Block[]
  readonly open: readonly Block[]
  /** The text of the open ones, with the line endings that the grammar wants. */
  readonly tail: string
  /** The head of the block that the final part breaks off in; null when a block ends there. */
  readonly openHead: string | null
  /** Definitions in the final part, and those in all of it. */
  readonly finalReferences: References
  readonly references: References
}

/** All blocks, in order. */
export function blocksOf({ final, open }: Growing): readonly Block[] {
  return [...final, ...open]
}

const noReferences: References = Object.create(null)

export const nothingYet: Growing = {
  answer: '',
  final: [],
  open: [],
  tail: '',
  openHead: null,
  finalReferences: noReferences,
  references: noReferences,
}

/** Shorter parts would cost more to keep than to read again. */
const shortestPart = 1_000

/**
 * The blocks of `answer`, which should continue what `before` was made of; anything else is read from the start.
 * @param least characters of a part of a block; the blocks together are the same whatever it is
 */
export function grow(before: Growing, answer: string, least = shortestPart): Growing {
  if (answer === before.answer) return before
  const known = isContinued(before, answer) ? before : nothingYet
  const source = (known.openHead ?? '') + known.tail + normalized(newText(known, answer))
  const found = outline(source, known.finalReferences)
  const starts = lineStarts(source)
  const cut = lastCertain(found.spans, source, starts, least)
  const references = withDefined(known.finalReferences, found)

  const final = sameReferences(known.references, references) ? known.final : reread(known, references)
  const blocks: Block[] = []
  const read = (lines: string, tokens: readonly MarkdownToken[] | null, note: string | null, continues: boolean, goesOn: boolean): void => {
    const isLoose = (continues || goesOn) && isLooseList(lines, goesOn)
    blocks.push(blockOf(lines, tokens, known.open[blocks.length], references, { continues, isLoose, note }))
  }
  let nowFinal = 0
  for (const [index, span] of found.spans.entries()) {
    if (span.isDefinition) continue
    const [start, end] = [starts[span.from] ?? source.length, starts[span.to] ?? source.length]
    const continues = index === 0 && known.openHead !== null
    const isCut = cut !== null && cut.span === span && cut.start > start
    if (isCut) {
      read(source.slice(start, cut.start), null, null, continues, true)
      read(cut.head + source.slice(cut.start, end), null, null, true, false)
    } else read(source.slice(start, end), span.tokens, span.note, continues, false)
    if (cut !== null && start < cut.start) nowFinal += 1
  }
  return {
    answer,
    final: nowFinal === 0 ? final : [...final, ...blocks.slice(0, nowFinal)],
    open: blocks.slice(nowFinal),
    tail: source.slice(cut === null ? known.openHead?.length : cut.start),
    openHead: cut === null ? known.openHead : cut.openHead,
    finalReferences: cut === null ? known.finalReferences : withDefined(known.finalReferences, found, starts, cut.start),
    references,
  }
}

function isContinued({ answer: known }: Growing, answer: string): boolean {
  // Twenty times as fast as `startsWith`.
  return answer.length > known.length && answer.slice(0, known.length) === known
}

/** What of the answer is not known yet. */
function newText({ answer: known }: Growing, answer: string): string {
  // A line ending of two characters may have come in two pieces.
  return answer.slice(known.length + (known.endsWith('\r') && answer[known.length] === '\n' ? 1 : 0))
}

/** A place up to which nothing can change any more. */
interface Cut {
  /** In the source. */
  readonly start: number
  /** The span that starts there, or in which it lies. */
  readonly span: Span
  /** The lines that the rest of that span needs before its own; null when the span starts there. */
  readonly openHead: string | null
  readonly head: string
}

/** The last place where a block, or a part of a long one, certainly starts. */
function lastCertain(spans: readonly Span[], source: string, starts: readonly number[], least: number): Cut | null {
  // What follows the last line break is a line still being written.
  const wholeLines = starts.length - 1
  const isCertain = (line: number): boolean => line + 2 <= wholeLines
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    const span = spans[index]
    const previous = spans[index - 1]
    if (span === undefined) continue
    const start = starts[span.from] ?? 0
    const head = source.slice(start, starts[span.from + span.headLines])
    const part = span.inner.findLast((line) => isCertain(line) && line >= span.from + Math.max(1, span.headLines))
    const partAt = part === undefined ? 0 : (starts[part] ?? 0)
    // What starts an item behind another one may start something else on its own, such as a table.
    const isLong = partAt - start - head.length >= least && !isFilledUp(span, source.slice(start + head.length, starts[span.to]))
    // In code nothing is a formula; but the code itself may stand in one.
    if (isLong && !mayBeInMath(source.slice(0, span.kind === 'fence' ? start : partAt))) {
      // What starts an item behind another one may start something else on its own, such as a table.
      const [alone] = outline(head + source.slice(partAt), noReferences).spans
      if (alone?.kind === span.kind) return { start: partAt, span, openHead: head, head }
    }
    if (previous === undefined) continue
    const isBehindBlank = isBlankBefore(source, start)
    if (isBehindBlank && !mayGoOn(previous, source, start)) return { start, span, openHead: null, head: '' }
    if (!isCertain(span.from) || (previous.endsInDefinition && !isBehindBlank)) continue
    // Something may yet follow on the line that closes a formula, and then it is none.
    if (span.kind.startsWith('math') && span.to > wholeLines) continue
    if (!mayBeInMath(source.slice(0, start))) return { start, span, openHead: null, head: '' }
  }
  return null
}

/**
 * Whether a table's rows have far fewer cells than its head: the grammar fills them up, to a most for a table, which a table in many
 * parts would have in each. A cell that is written takes two characters.
 */
function isFilledUp({ kind, tokens }: Span, rows: string): boolean {
  return kind === 'table_open' && tokens.filter(({ type }) => type === 'td_open').length > rows.length
}

/** Whether what begins behind a blank line may, with more of its line, become an item of the list before it. */
function mayGoOn({ kind }: Span, source: string, start: number): boolean {
  return /^(?:bullet|ordered)_list/.test(kind) && /^[ \t]*[-+*\d]/.test(source.slice(start))
}

/** Whether the line before the one that starts at `start` is blank. */
function isBlankBefore(source: string, start: number): boolean {
  const lineBefore = source.slice(source.lastIndexOf('\n', start - 2) + 1, start - 1)
  return start > 0 && /^[ \t]*$/.test(lineBefore)
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

type Placed = Pick<Block, 'continues' | 'isLoose' | 'note'>

/** @param tokens of the source, when they are there already */
function blockOf(
  source: string,
  tokens: readonly MarkdownToken[] | null,
  before: Block | undefined,
  references: References,
  { continues, isLoose, note }: Placed,
): Block {
  const known = before !== undefined && isStillRead(before, references) ? before : undefined
  if (known?.source === source) {
    const isPlaced = known.continues === continues && known.isLoose === isLoose && known.note === note
    return isPlaced ? known : { ...known, continues, isLoose, note }
  }
  return { source, ...(tokens === null ? parseBlock(source, references) : parseLines(tokens, references, known)), continues, isLoose, note }
}

/** Reads those final blocks again for which a definition has come or changed. */
function reread(known: Growing, references: References): readonly Block[] {
  return known.final.map((block) => blockOf(block.source, null, block, references, block))
}

function isStillRead(block: Block, references: References): boolean {
  for (const [label, reference] of block.asked) if (!isSame(reference, references[label])) return false
  return true
}

function isSame(a: Reference | undefined, b: Reference | undefined): boolean {
  return a?.href === b?.href && a?.title === b?.title
}

/** Adds what an outline defines, or only what it defines before `end`. */
function withDefined(known: References, { defined }: Outline, starts: readonly number[] = [], end = Infinity): References {
  if (defined.length === 0) return known
  const all: Record<string, Reference> = Object.assign(Object.create(null), known)
  for (const { label, reference, line } of defined) if ((starts[line] ?? 0) < end) all[label] = reference
  return all
}

function sameReferences(a: References, b: References): boolean {
  const labels = Object.keys(a)
  return a === b || (labels.length === Object.keys(b).length && labels.every((label) => isSame(a[label], b[label])))
}
