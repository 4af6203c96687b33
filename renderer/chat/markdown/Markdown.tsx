// An answer's markdown on the page. While it grows only what changed is read and rendered again: blocks that did not change are the
// same objects, and so are the groups of them.

import { memo, useRef } from 'react'
import { BlockView } from './BlockView.tsx'
import { grow, nothingYet, type Block } from './growing.ts'
import styles from './Markdown.module.css'

/** Blocks in one group: React then compares a long answer by its groups. */
const groupSize = 32

/** A block with the parts that continue it. */
type Parts = readonly Block[]

interface Reading {
  readonly growing: ReturnType<typeof grow>
  readonly groups: readonly (readonly Parts[])[]
}

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  // What was read before is a cache: it never changes what is shown, only how much work that is.
  const reading = useRef<Reading>({ growing: nothingYet, groups: [] })
  // oxlint-disable-next-line react/refs
  const { groups } = (reading.current = read(reading.current, text))
  return (
    <div className={styles.markdown}>
      {groups.map((blocks, index) => (
        // A block's place is its name: an answer only grows at its end.
        // oxlint-disable-next-line react/no-array-index-key
        <Group key={index} blocks={blocks} />
      ))}
    </div>
  )
})

const Group = memo(function Group({ blocks }: { readonly blocks: readonly Parts[] }) {
  return (
    <div className={styles.group}>
      {blocks.map((parts, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <BlockView key={index} parts={parts} />
      ))}
    </div>
  )
})

function read(before: Reading, text: string): Reading {
  const growing = grow(before.growing, text)
  if (growing === before.growing) return before
  const whole = wholeBlocks(growing.blocks)
  const groups: (readonly Parts[])[] = []
  for (let from = 0; from < whole.length; from += groupSize) {
    const old = before.groups[groups.length] ?? []
    const group = whole.slice(from, from + groupSize).map((parts, index) => kept(old[index] ?? [], parts))
    groups.push(kept(old, group))
  }
  return { growing, groups }
}

/** Puts the parts of each block together. */
function wholeBlocks(blocks: readonly Block[]): readonly Parts[] {
  const whole: Block[][] = []
  for (const block of blocks) {
    if (block.continues) whole.at(-1)?.push(block)
    else whole.push([block])
  }
  return whole
}

/** The old list where the new one holds the same, so that React sees that nothing changed. */
function kept<Each>(old: readonly Each[], now: readonly Each[]): readonly Each[] {
  return old.length === now.length && old.every((each, index) => each === now[index]) ? old : now
}
