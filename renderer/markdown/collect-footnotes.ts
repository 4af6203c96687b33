// Which footnotes an answer shows at its end: those that are referenced and defined, in the order of their first references. Pure.

import type { Block } from './incremental-parser.ts'

export interface Footnote {
  readonly name: string
  readonly block: Block
}

/** In order: the first has the number 1. Of two definitions with one name, the first counts. */
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
  // References inside footnotes come last; iterating a map includes what is added meanwhile.
  for (const { footnoteRefs } of footnotes.values()) for (const name of footnoteRefs) add(name)
  return Array.from(footnotes, ([name, block]) => ({ name, block }))
}
