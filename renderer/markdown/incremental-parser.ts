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

import { mayBeInFormula } from './math-plugin.ts'
import {
  isLooseList,
  normalizeText,
  parseOutline,
  parseBlock,
  parseInlineTokens,
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
  readonly usedReferences: ReadonlyMap<string, Reference | undefined>
  /** The footnotes that it marks, in order. */
  readonly footnoteRefs: readonly string[]
  /** The footnote that it is; null for what is shown in its place. */
  readonly footnoteName: string | null
  /** Whether it is a later part of the list, table or fence that the block before it began. */
  readonly isContinuation: boolean
  /** Whether, as a part of a list, it sets the items of the whole list apart. */
  readonly isLoose: boolean
}

/** The final blocks of the text so far and the open ones, in order. A block that did not change is the same object as before. */
export interface ParseState {
  /** As it was given. */
  readonly answer: string
  /** The same list as before when no other came and none was read again. */
  readonly final: readonly Block[]
  readonly open: readonly Block[]
  /** The text of the open ones, with the line endings that the grammar wants. */
  readonly tail: string
  /** The head of the block that the final part breaks off in; null when a block ends there. */
  readonly openBlockHead: string | null
  /** Definitions in the final part, and those in all of it. */
  readonly finalReferences: References
  readonly references: References
}

/** All blocks, in order. */
export function getBlocks({ final, open }: ParseState): readonly Block[] {
  return [...final, ...open]
}

const noReferences: References = Object.create(null)

export const emptyParseState: ParseState = {
  answer: '',
  final: [],
  open: [],
  tail: '',
  openBlockHead: null,
  finalReferences: noReferences,
  references: noReferences,
}

/** Shorter parts would cost more to keep than to read again. */
const defaultMinPartLength = 1_000

/**
 * The blocks of `answer`, which should continue what `before` was made of; anything else is read from the start.
 * @param minPartLength characters of a part of a block; the blocks together are the same whatever it is
 */
export function parseIncrementally(previous: ParseState, answer: string, minPartLength = defaultMinPartLength): ParseState {
  if (answer === previous.answer) return previous
  const known = isAppended(previous, answer) ? previous : emptyParseState
  const source = (known.openBlockHead ?? '') + known.tail + normalizeText(getAppendedText(known, answer))
  const currentOutline = parseOutline(source, known.finalReferences)
  const lineOffsets = getLineOffsets(source)
  const cutPoint = findLastStableCut(currentOutline.spans, source, lineOffsets, minPartLength)
  const references = addDefinitions(known.finalReferences, currentOutline)

  const final = areReferencesEqual(known.references, references) ? known.final : reparseChanged(known, references)
  const blocks: Block[] = []
  const addBlock = (
    lines: string,
    tokens: readonly MarkdownToken[] | null,
    footnoteName: string | null,
    isContinuation: boolean,
    hasNextItem: boolean,
  ): void => {
    const isLoose = (isContinuation || hasNextItem) && isLooseList(lines, hasNextItem)
    blocks.push(parseOrReuseBlock(lines, tokens, known.open[blocks.length], references, { isContinuation, isLoose, footnoteName }))
  }
  let newFinalCount = 0
  for (const [index, span] of currentOutline.spans.entries()) {
    if (span.isDefinition) continue
    const [start, end] = [lineOffsets[span.from] ?? source.length, lineOffsets[span.to] ?? source.length]
    const isContinuation = index === 0 && known.openBlockHead !== null
    const isSplit = cutPoint !== null && cutPoint.span === span && cutPoint.start > start
    if (isSplit) {
      addBlock(source.slice(start, cutPoint.start), null, null, isContinuation, true)
      addBlock(cutPoint.head + source.slice(cutPoint.start, end), null, null, true, false)
    } else addBlock(source.slice(start, end), span.tokens, span.footnoteName, isContinuation, false)
    if (cutPoint !== null && start < cutPoint.start) newFinalCount += 1
  }
  return {
    answer,
    final: newFinalCount === 0 ? final : [...final, ...blocks.slice(0, newFinalCount)],
    open: blocks.slice(newFinalCount),
    tail: source.slice(cutPoint === null ? known.openBlockHead?.length : cutPoint.start),
    openBlockHead: cutPoint === null ? known.openBlockHead : cutPoint.openBlockHead,
    finalReferences:
      cutPoint === null ? known.finalReferences : addDefinitions(known.finalReferences, currentOutline, lineOffsets, cutPoint.start),
    references,
  }
}

function isAppended({ answer: known }: ParseState, answer: string): boolean {
  // Twenty times as fast as `startsWith`.
  return answer.length > known.length && answer.slice(0, known.length) === known
}

/** What of the answer is not known yet. */
function getAppendedText({ answer: known }: ParseState, answer: string): string {
  // A line ending of two characters may have come in two pieces.
  return answer.slice(known.length + (known.endsWith('\r') && answer[known.length] === '\n' ? 1 : 0))
}

/** A place up to which nothing can change any more. */
interface CutPoint {
  /** In the source. */
  readonly start: number
  /** The span that starts there, or in which it lies. */
  readonly span: Span
  /** The lines that the rest of that span needs before its own; null when the span starts there. */
  readonly openBlockHead: string | null
  readonly head: string
}

/** The last place where a block, or a part of a long one, certainly starts. */
function findLastStableCut(spans: readonly Span[], source: string, lineOffsets: readonly number[], minPartLength: number): CutPoint | null {
  // What follows the last line break is a line still being written.
  const completeLineCount = lineOffsets.length - 1
  const isStableLine = (line: number): boolean => line + 2 <= completeLineCount
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    const span = spans[index]
    const previous = spans[index - 1]
    if (span === undefined) continue
    const start = lineOffsets[span.from] ?? 0
    const head = source.slice(start, lineOffsets[span.from + span.headLineCount])
    const partLine = span.partStartLines.findLast((line) => isStableLine(line) && line >= span.from + Math.max(1, span.headLineCount))
    const partStart = partLine === undefined ? 0 : (lineOffsets[partLine] ?? 0)
    // What starts an item behind another one may start something else on its own, such as a table.
    const isLong =
      partStart - start - head.length >= minPartLength && !isPaddedTable(span, source.slice(start + head.length, lineOffsets[span.to]))
    // In code nothing is a formula; but the code itself may stand in one.
    if (isLong && !mayBeInFormula(source.slice(0, span.kind === 'fence' ? start : partStart))) {
      // What starts an item behind another one may start something else on its own, such as a table.
      const [parsedAlone] = parseOutline(head + source.slice(partStart), noReferences).spans
      if (parsedAlone?.kind === span.kind) return { start: partStart, span, openBlockHead: head, head }
    }
    if (previous === undefined) continue
    const followsBlankLine = isAfterBlankLine(source, start)
    if (followsBlankLine && !mayJoinList(previous, source, start)) return { start, span, openBlockHead: null, head: '' }
    if (!isStableLine(span.from) || (previous.endsInDefinition && !followsBlankLine)) continue
    // Something may yet follow on the line that closes a formula, and then it is none.
    if (span.kind.startsWith('math') && span.to > completeLineCount) continue
    if (!mayBeInFormula(source.slice(0, start))) return { start, span, openBlockHead: null, head: '' }
  }
  return null
}

/**
 * Whether a table's rows have far fewer cells than its head: the grammar fills them up, to a most for a table, which a table in many
 * parts would have in each. A cell that is written takes two characters.
 */
function isPaddedTable({ kind, tokens }: Span, rows: string): boolean {
  return kind === 'table_open' && tokens.filter(({ type }) => type === 'td_open').length > rows.length
}

/** Whether what begins behind a blank line may, with more of its line, become an item of the list before it. */
function mayJoinList({ kind }: Span, source: string, start: number): boolean {
  return /^(?:bullet|ordered)_list/.test(kind) && /^[ \t]*[-+*\d]/.test(source.slice(start))
}

/** Whether the line before the one that starts at `start` is blank. */
function isAfterBlankLine(source: string, start: number): boolean {
  const lineBefore = source.slice(source.lastIndexOf('\n', start - 2) + 1, start - 1)
  return start > 0 && /^[ \t]*$/.test(lineBefore)
}

function getLineOffsets(text: string): readonly number[] {
  const lineOffsets = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineOffsets.push(at + 1)
  return lineOffsets
}

type BlockPlacement = Pick<Block, 'isContinuation' | 'isLoose' | 'footnoteName'>

/** @param tokens of the source, when they are there already */
function parseOrReuseBlock(
  source: string,
  tokens: readonly MarkdownToken[] | null,
  previous: Block | undefined,
  references: References,
  { isContinuation, isLoose, footnoteName }: BlockPlacement,
): Block {
  const known = previous !== undefined && areReferencesUnchanged(previous, references) ? previous : undefined
  if (known?.source === source) {
    const hasSamePlacement = known.isContinuation === isContinuation && known.isLoose === isLoose && known.footnoteName === footnoteName
    return hasSamePlacement ? known : { ...known, isContinuation, isLoose, footnoteName }
  }
  return {
    source,
    ...(tokens === null ? parseBlock(source, references) : parseInlineTokens(tokens, references, known)),
    isContinuation,
    isLoose,
    footnoteName,
  }
}

/** Reads those final blocks again for which a definition has come or changed. */
function reparseChanged(known: ParseState, references: References): readonly Block[] {
  return known.final.map((block) => parseOrReuseBlock(block.source, null, block, references, block))
}

function areReferencesUnchanged(block: Block, references: References): boolean {
  for (const [label, reference] of block.usedReferences) if (!isSameReference(reference, references[label])) return false
  return true
}

function isSameReference(a: Reference | undefined, b: Reference | undefined): boolean {
  return a?.href === b?.href && a?.title === b?.title
}

/** Adds what an outline defines, or only what it defines before `end`. */
function addDefinitions(known: References, { definitions }: Outline, lineOffsets: readonly number[] = [], end = Infinity): References {
  if (definitions.length === 0) return known
  const all: Record<string, Reference> = Object.assign(Object.create(null), known)
  for (const { label, reference, line } of definitions) if ((lineOffsets[line] ?? 0) < end) all[label] = reference
  return all
}

function areReferencesEqual(a: References, b: References): boolean {
  const labels = Object.keys(a)
  return a === b || (labels.length === Object.keys(b).length && labels.every((label) => isSameReference(a[label], b[label])))
}
