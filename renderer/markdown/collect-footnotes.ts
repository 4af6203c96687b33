// Which footnotes an answer shows at its end: those that are marked and written, numbered in the order of their first marks. Pure.

import type { Block } from './incremental-parser.ts'

export interface Footnote {
  readonly name: string
  readonly block: Block
}

/** In order: the first has the number 1. Of two notes with one name the first counts. */
export function collectFootnotes(blocks: readonly Block[]): readonly Footnote[] {
  const definitions = new Map<string, Block>()
  for (const block of blocks)
    if (block.footnoteName !== null && !definitions.has(block.footnoteName)) definitions.set(block.footnoteName, block)
  if (definitions.size === 0) return []
  const footnotes = new Map<string, Block>()
  const add = (name: string): void => {
    const block = definitions.get(name)
    if (block !== undefined && !footnotes.has(name)) footnotes.set(name, block)
  }
  for (const { footnoteName, footnoteRefs } of blocks) if (footnoteName === null) for (const name of footnoteRefs) add(name)
  // What a note itself marks comes after; a map tells its iterator of what is added meanwhile.
  for (const { footnoteRefs } of footnotes.values()) for (const name of footnoteRefs) add(name)
  return Array.from(footnotes, ([name, block]) => ({ name, block }))
}
