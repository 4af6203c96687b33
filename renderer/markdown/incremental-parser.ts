// Parses a growing answer into a list of blocks. Text that can no longer change is parsed once; only the open end is parsed again. The
// blocks are the same as those of the whole text parsed at once, however the text was split into chunks (the spec compares the two).
//
// When is a block final? The grammar decides where a block ends by looking at no more than two lines from the start of the next block (a
// table needs its second line). So a block's start is certain once two complete lines follow it. There are two exceptions: right after a
// link definition, whose title may continue over lines that would otherwise be a paragraph, and inside a formula that may yet be closed.
// After a blank line a start is certain at its first character, unless it may yet become an item of the list before it.
// A long list, table or code block is split in the same way at an item, row or line, so that a block that never ends is not parsed again
// and again. Each part is a block; all but the first continue the block before.
// Definitions apply to the whole text, even before them: a block remembers the labels that it looked up, and is parsed again if one changes.

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
  /** A later part of a table or code block starts with the head of the first part. */
  readonly source: string
  readonly tokens: readonly MarkdownToken[]
  readonly usedReferences: ReadonlyMap<string, Reference | undefined>
  /** The names of the footnotes that it references, in order. */
  readonly footnoteRefs: readonly string[]
  /** The name of the footnote that it defines; null for a block that is shown where it is. */
  readonly footnoteName: string | null
  /** Whether it is a later part of the list, table or code block before it. */
  readonly isContinuation: boolean
  /** Whether, as a part of a list, it makes the whole list loose, with space between its items. */
  readonly isLoose: boolean
}

/** The final blocks and the open blocks of the text so far, in order. An unchanged block stays the same object. */
export interface ParseState {
  /** The text as it was given. */
  readonly answer: string
  /** Stays the same array if no block was added and none was parsed again. */
  readonly final: readonly Block[]
  readonly open: readonly Block[]
  /** The text of the open blocks, normalized. */
  readonly tail: string
  /** The head of the block that is split between final and open; null if the final part ends with a whole block. */
  readonly openBlockHead: string | null
  /** The definitions in the final part, and in the whole text. */
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

/** Keeping a shorter part would cost more than parsing it again. */
const defaultMinPartLength = 1_000

/**
 * Parses `answer`, which usually continues the answer of `previous`; any other text is parsed from the start.
 * @param minPartLength minimum characters in one part of a block; it changes how blocks are split, not what they contain
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
  // Twenty times faster than `startsWith`.
  return answer.length > known.length && answer.slice(0, known.length) === known
}

/** The part of the answer that was not parsed yet. */
function getAppendedText({ answer: known }: ParseState, answer: string): string {
  // A line ending of two characters may have been split between two chunks.
  return answer.slice(known.length + (known.endsWith('\r') && answer[known.length] === '\n' ? 1 : 0))
}

/** A position before which nothing can change. */
interface CutPoint {
  /** An offset in the source. */
  readonly start: number
  /** The span that starts there or contains it. */
  readonly span: Span
  /** The lines that the rest of the span needs before it; null if the span starts there. */
  readonly openBlockHead: string | null
  readonly head: string
}

/** Finds the last position where a block, or a part of a long block, certainly starts. */
function findLastStableCut(spans: readonly Span[], source: string, lineOffsets: readonly number[], minPartLength: number): CutPoint | null {
  // The text after the last line break is an incomplete line.
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
    const isLong =
      partStart - start - head.length >= minPartLength && !isPaddedTable(span, source.slice(start + head.length, lineOffsets[span.to]))
    // Code contains no formulas, but the code block itself may be inside one.
    if (isLong && !mayBeInFormula(source.slice(0, span.kind === 'fence' ? start : partStart))) {
      // A line that starts an item after another item may start another block when parsed alone, such as a table.
      const [parsedAlone] = parseOutline(head + source.slice(partStart), noReferences).spans
      if (parsedAlone?.kind === span.kind) return { start: partStart, span, openBlockHead: head, head }
    }
    if (previous === undefined) continue
    const followsBlankLine = isAfterBlankLine(source, start)
    if (followsBlankLine && !mayJoinList(previous, source, start)) return { start, span, openBlockHead: null, head: '' }
    if (!isStableLine(span.from) || (previous.endsInDefinition && !followsBlankLine)) continue
    // If more text follows on the line that closes a formula, it is not a formula.
    if (span.kind.startsWith('math') && span.to > completeLineCount) continue
    if (!mayBeInFormula(source.slice(0, start))) return { start, span, openBlockHead: null, head: '' }
  }
  return null
}

/**
 * Whether a table's rows have far fewer cells than its head. markdown-it fills such rows up, to a maximum per table, which would apply to
 * each part of a split table. A written cell takes at least two characters.
 */
function isPaddedTable({ kind, tokens }: Span, rows: string): boolean {
  return kind === 'table_open' && tokens.filter(({ type }) => type === 'td_open').length > rows.length
}

/** Whether an incomplete line after a blank line may become an item of the list before it. */
function mayJoinList({ kind }: Span, source: string, start: number): boolean {
  return /^(?:bullet|ordered)_list/.test(kind) && /^[ \t]*[-+*\d]/.test(source.slice(start))
}

/** Whether the line before `start` is blank. */
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

/** @param tokens the source's block tokens, if they were parsed already */
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

/** Parses the final blocks again whose definitions were added or changed. */
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

/** Adds the definitions of an outline, or only those before `end`. */
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
