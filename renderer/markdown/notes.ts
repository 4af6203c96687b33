// Which footnotes an answer shows at its end: those that are marked and written, numbered in the order of their first marks. Pure.

import type { Block } from './growing.ts'

export interface Note {
  readonly name: string
  readonly block: Block
}

/** In order: the first has the number 1. Of two notes with one name the first counts. */
export function notesOf(blocks: readonly Block[]): readonly Note[] {
  const written = new Map<string, Block>()
  for (const block of blocks) if (block.note !== null && !written.has(block.note)) written.set(block.note, block)
  if (written.size === 0) return []
  const notes = new Map<string, Block>()
  const add = (name: string): void => {
    const block = written.get(name)
    if (block !== undefined && !notes.has(name)) notes.set(name, block)
  }
  for (const { note, marks } of blocks) if (note === null) for (const name of marks) add(name)
  // What a note itself marks comes after; a map tells its iterator of what is added meanwhile.
  for (const { marks } of notes.values()) for (const name of marks) add(name)
  return Array.from(notes, ([name, block]) => ({ name, block }))
}
