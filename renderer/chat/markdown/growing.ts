// An answer as a list of blocks that grows with its text. A block that can no longer change is read once; only the open end is read
// again. However the text came in pieces, the blocks are those of reading it at once (the spec compares with just that).
//
// When is a block final? The grammar decides a block's end by looking at most at the two lines from the start of the next one (a table
// needs its second line). So the start of a block is certain once two whole lines from it on are there. The exception is a link
// definition: its title may go on over lines that otherwise are a paragraph, so a start right behind one is not trusted.
// Definitions reach everywhere, also backwards: a block remembers which labels it asked for and is read again when one changes.

import { normalized, outline, parseBlock, type MarkdownToken, type Outline, type Reference, type References, type Span } from './parser.ts'

export interface Block {
  readonly source: string
  readonly tokens: readonly MarkdownToken[]
  readonly asked: ReadonlyMap<string, Reference | undefined>
}

export interface Growing {
  /** All blocks of the text so far, in order. One that did not change is the same object as before. */
  readonly blocks: readonly Block[]
  readonly text: string
  /** How many of the blocks are final, and how much of the text they make up. */
  readonly finalBlocks: number
  readonly finalLength: number
  /** Definitions in the final part, and those in all of it. */
  readonly finalReferences: References
  readonly references: References
}

const noReferences: References = Object.create(null)

export const nothingYet: Growing = {
  blocks: [],
  text: '',
  finalBlocks: 0,
  finalLength: 0,
  finalReferences: noReferences,
  references: noReferences,
}

/** The blocks of `text`, which should continue what `before` was made of; anything else is read from the start. */
export function grow(before: Growing, answer: string): Growing {
  const text = normalized(answer)
  if (text === before.text) return before
  const known = text.startsWith(before.text) ? before : nothingYet
  const tail = text.slice(known.finalLength)
  const found = outline(tail, known.finalReferences)
  const references = withDefined(known.finalReferences, found)
  const starts = lineStarts(tail)
  const lengthOfFinal = starts[finalLines(found.spans, tail, starts)] ?? 0

  const final = sameReferences(known.references, references) ? known.blocks.slice(0, known.finalBlocks) : reread(known, references)
  const reusable = known.blocks.slice(known.finalBlocks)
  const open: Block[] = []
  let finalBlocks = known.finalBlocks
  for (const span of found.spans) {
    if (span.isDefinition) continue
    const start = starts[span.from] ?? tail.length
    open.push(blockOf(tail.slice(start, starts[span.to] ?? tail.length), reusable[open.length], references))
    if (start < lengthOfFinal) finalBlocks += 1
  }
  return {
    blocks: [...final, ...open],
    text,
    finalBlocks,
    finalLength: known.finalLength + lengthOfFinal,
    finalReferences: lengthOfFinal === 0 ? known.finalReferences : withDefined(known.finalReferences, found, starts, lengthOfFinal),
    references,
  }
}

/** The line up to which nothing can change any more: the start of the last block whose start is certain. */
function finalLines(spans: readonly Span[], tail: string, starts: readonly number[]): number {
  // What follows the last line break is a line still being written.
  const wholeLines = starts.length - 1
  for (let index = spans.length - 1; index > 0; index -= 1) {
    const span = spans[index]
    const previous = spans[index - 1]
    if (span === undefined || previous === undefined || span.from + 2 > wholeLines) continue
    if (!previous.isDefinition || isBlankBefore(tail, starts[span.from] ?? 0)) return span.from
  }
  return 0
}

/** Whether the line before the one that starts at `start` is blank. */
function isBlankBefore(tail: string, start: number): boolean {
  const lineBefore = tail.slice(tail.lastIndexOf('\n', start - 2) + 1, start - 1)
  return start > 0 && /^[ \t]*$/.test(lineBefore)
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function blockOf(source: string, before: Block | undefined, references: References): Block {
  if (before !== undefined && before.source === source && isStillRead(before, references)) return before
  return { source, ...parseBlock(source, references) }
}

/** Reads those final blocks again for which a definition has come or changed. */
function reread(known: Growing, references: References): readonly Block[] {
  return known.blocks.slice(0, known.finalBlocks).map((block) => blockOf(block.source, block, references))
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
