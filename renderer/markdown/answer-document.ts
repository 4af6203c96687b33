// What a growing answer shows: its blocks in groups, and its footnotes. Pure. Unchanged parts stay the same objects, so that React skips
// them, and final blocks are not visited again at each update.

import { parseIncrementally, emptyParseState, type Block, type ParseState } from './incremental-parser.ts'
import { collectFootnotes, type Footnote } from './collect-footnotes.ts'

/** Blocks in one group. React compares a long answer group by group. */
const groupSize = 32

/** A block with the parts that continue it. */
export type BlockParts = readonly Block[]
type BlockGroups = readonly (readonly BlockParts[])[]

export interface AnswerDocument {
  readonly parseState: ParseState
  readonly groups: BlockGroups
  readonly footnotes: readonly Footnote[]
  /** The footnotes' numbers by their names. */
  readonly numbers: ReadonlyMap<string, number>
  /** Of the final blocks alone: their groups, and the blocks that define or reference footnotes. */
  readonly final: { readonly groups: BlockGroups; readonly footnoteBlocks: readonly Block[] }
}

export const emptyDocument: AnswerDocument = {
  parseState: emptyParseState,
  groups: [],
  footnotes: [],
  numbers: new Map(),
  final: { groups: [], footnoteBlocks: [] },
}

/** The document of `text`. If `text` does not continue the previous text, it is parsed from the start. */
export function updateDocument(previous: AnswerDocument, text: string): AnswerDocument {
  const parseState = parseIncrementally(previous.parseState, text)
  if (parseState === previous.parseState) return previous
  const final = parseState.final === previous.parseState.final ? previous.final : updateFinal(previous, parseState.final)
  const groups = reuseGroups(previous.groups, appendBlocks(final.groups, parseState.open))
  return { parseState, groups, final, ...updateFootnotes(previous, [...final.footnoteBlocks, ...parseState.open.filter(hasFootnotes)]) }
}

function updateFinal(previous: AnswerDocument, blocks: readonly Block[]): AnswerDocument['final'] {
  const known = previous.parseState.final
  const isContinued = known.every((block, index) => block === blocks[index])
  const groups = isContinued ? appendBlocks(previous.final.groups, blocks.slice(known.length)) : appendBlocks([], blocks)
  return { groups: reuseGroups(previous.groups, groups), footnoteBlocks: blocks.filter(hasFootnotes) }
}

function hasFootnotes({ footnoteName, footnoteRefs }: Block): boolean {
  return footnoteName !== null || footnoteRefs.length > 0
}

function updateFootnotes(previous: AnswerDocument, blocks: readonly Block[]): Pick<AnswerDocument, 'footnotes' | 'numbers'> {
  const footnotes = collectFootnotes(blocks)
  const hasSameName = (footnote: Footnote, index: number): boolean => footnote.name === previous.footnotes[index]?.name
  const isSameOrder = footnotes.length === previous.footnotes.length && footnotes.every(hasSameName)
  if (isSameOrder && footnotes.every(({ block }, index) => block === previous.footnotes[index]?.block))
    return { footnotes: previous.footnotes, numbers: previous.numbers }
  return { footnotes, numbers: isSameOrder ? previous.numbers : new Map(footnotes.map(({ name }, index) => [name, index + 1])) }
}

/** Appends blocks; only the last group is replaced. Footnotes are left out, as they are shown at the end of the answer. */
function appendBlocks(groups: BlockGroups, blocks: readonly Block[]): BlockGroups {
  const last = [...(groups.at(-1) ?? [])]
  for (const block of blocks) {
    if (block.footnoteName !== null) continue
    if (block.isContinuation) last.push([...(last.pop() ?? []), block])
    else last.push([block])
  }
  const result = groups.slice(0, -1)
  for (let from = 0; from < last.length; from += groupSize) result.push(last.slice(from, from + groupSize))
  return result
}

/** Replaces new groups and blocks by the old objects where they are equal. */
function reuseGroups(old: BlockGroups, updated: BlockGroups): BlockGroups {
  return updated.map((group, groupIndex) => {
    const previous = old[groupIndex] ?? []
    if (group === previous) return group
    const blocks = group.map((parts, index) => reuseIfEqual(previous[index] ?? [], parts))
    return reuseIfEqual(previous, reuseIfEqual(group, blocks))
  })
}

function reuseIfEqual<Item>(old: readonly Item[], updated: readonly Item[]): readonly Item[] {
  return old.length === updated.length && old.every((each, index) => each === updated[index]) ? old : updated
}
