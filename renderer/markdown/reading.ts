// What a growing answer shows: its blocks in groups, and its notes. Pure. What did not change are the same objects as before, so that
// React sees it at a glance, and what is finished is not gone through at each growth.

import { grow, nothingYet, type Block, type Growing } from './growing.ts'
import { notesOf, type Note } from './notes.ts'

/** Blocks in one group: React then compares a long answer by its groups. */
const groupSize = 32

/** A block with the parts that continue it. */
export type Parts = readonly Block[]
type Groups = readonly (readonly Parts[])[]

export interface Reading {
  readonly growing: Growing
  readonly groups: Groups
  readonly notes: readonly Note[]
  /** By the names of the notes. */
  readonly numbers: ReadonlyMap<string, number>
  /** Of the final blocks alone: their groups, and those that have to do with notes. */
  readonly final: { readonly groups: Groups; readonly noted: readonly Block[] }
}

export const nothingRead: Reading = {
  growing: nothingYet,
  groups: [],
  notes: [],
  numbers: new Map(),
  final: { groups: [], noted: [] },
}

/** What `text` shows, which should continue what `before` was made of; anything else is read from the start. */
export function read(before: Reading, text: string): Reading {
  const growing = grow(before.growing, text)
  if (growing === before.growing) return before
  const final = growing.final === before.growing.final ? before.final : readFinal(before, growing.final)
  const groups = keptGroups(before.groups, withBlocks(final.groups, growing.open))
  return { growing, groups, final, ...readNotes(before, [...final.noted, ...growing.open.filter(isNoted)]) }
}

function readFinal(before: Reading, blocks: readonly Block[]): Reading['final'] {
  const known = before.growing.final
  const isContinued = known.every((block, index) => block === blocks[index])
  const groups = isContinued ? withBlocks(before.final.groups, blocks.slice(known.length)) : withBlocks([], blocks)
  return { groups: keptGroups(before.groups, groups), noted: blocks.filter(isNoted) }
}

function isNoted({ note, marks }: Block): boolean {
  return note !== null || marks.length > 0
}

function readNotes(before: Reading, blocks: readonly Block[]): Pick<Reading, 'notes' | 'numbers'> {
  const notes = notesOf(blocks)
  const isKept = (note: Note, index: number): boolean => note.name === before.notes[index]?.name
  const isSameOrder = notes.length === before.notes.length && notes.every(isKept)
  if (isSameOrder && notes.every(({ block }, index) => block === before.notes[index]?.block))
    return { notes: before.notes, numbers: before.numbers }
  return { notes, numbers: isSameOrder ? before.numbers : new Map(notes.map(({ name }, index) => [name, index + 1])) }
}

/** The groups with these blocks behind them; only the last group becomes another one. Notes have their place at the end. */
function withBlocks(groups: Groups, blocks: readonly Block[]): Groups {
  const last = [...(groups.at(-1) ?? [])]
  for (const block of blocks) {
    if (block.note !== null) continue
    if (block.continues) last.push([...(last.pop() ?? []), block])
    else last.push([block])
  }
  const grown = groups.slice(0, -1)
  for (let from = 0; from < last.length; from += groupSize) grown.push(last.slice(from, from + groupSize))
  return grown
}

/** The old groups and blocks where the new ones hold the same. */
function keptGroups(old: Groups, now: Groups): Groups {
  return now.map((group, at) => {
    const before = old[at] ?? []
    if (group === before) return group
    const blocks = group.map((parts, index) => kept(before[index] ?? [], parts))
    return kept(before, kept(group, blocks))
  })
}

function kept<Each>(old: readonly Each[], now: readonly Each[]): readonly Each[] {
  return old.length === now.length && old.every((each, index) => each === now[index]) ? old : now
}
