// An answer's markdown on the page. While it grows only what changed is read and rendered again: blocks that did not change are the
// same objects, and so are the groups of them.

import { memo, useRef } from 'react'
import { elementsOf } from './elements.tsx'
import { grow, nothingYet, type Block } from './growing.ts'
import styles from './Markdown.module.css'

/** Blocks in one group: React then compares a long answer by its groups. */
const groupSize = 32

interface Reading {
  readonly growing: ReturnType<typeof grow>
  readonly groups: readonly (readonly Block[])[]
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

const Group = memo(function Group({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className={styles.group}>
      {blocks.map((block, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
})

const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  return elementsOf(block.tokens)
})

function read(before: Reading, text: string): Reading {
  const growing = grow(before.growing, text)
  if (growing === before.growing) return before
  const groups: (readonly Block[])[] = []
  for (let from = 0; from < growing.blocks.length; from += groupSize) {
    const group = growing.blocks.slice(from, from + groupSize)
    const old = before.groups[groups.length]
    groups.push(old !== undefined && isSame(old, group) ? old : group)
  }
  return { growing, groups }
}

function isSame(a: readonly Block[], b: readonly Block[]): boolean {
  return a.length === b.length && a.every((block, index) => block === b[index])
}
