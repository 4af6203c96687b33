// An answer's markdown on the page. While it grows only what changed is read and rendered again: blocks that did not change are the
// same objects, and so are the groups of them.

import { memo, useRef } from 'react'
import { BlockView } from './BlockView.tsx'
import { NoteNumbers } from './FootnoteMark.tsx'
import { Footnotes } from './Footnotes.tsx'
import { grow, nothingYet, type Block } from './growing.ts'
import { notesOf, type Note } from './notes.ts'
import styles from './Markdown.module.css'

/** Blocks in one group: React then compares a long answer by its groups. */
const groupSize = 32

/** A block with the parts that continue it. */
type Parts = readonly Block[]

interface Reading {
  readonly growing: ReturnType<typeof grow>
  readonly groups: readonly (readonly Parts[])[]
  readonly notes: readonly Note[]
  readonly numbers: ReadonlyMap<string, number>
}

const nothingRead: Reading = { growing: nothingYet, groups: [], notes: [], numbers: new Map() }

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  // What was read before is a cache: it never changes what is shown, only how much work that is.
  const reading = useRef<Reading>(nothingRead)
  // oxlint-disable-next-line react/refs
  const { groups, notes, numbers } = (reading.current = read(reading.current, text))
  return (
    <div className={styles.markdown} data-markdown>
      <NoteNumbers value={numbers}>
        {groups.map((blocks, index) => (
          // A block's place is its name: an answer only grows at its end.
          // oxlint-disable-next-line react/no-array-index-key
          <Group key={index} blocks={blocks} />
        ))}
        <Footnotes notes={notes} />
      </NoteNumbers>
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
  return { growing, groups, ...readNotes(before, growing.blocks) }
}

function readNotes(before: Reading, blocks: readonly Block[]): Pick<Reading, 'notes' | 'numbers'> {
  const notes = notesOf(blocks)
  const isKept = (note: Note, index: number): boolean => note.name === before.notes[index]?.name
  const isSameOrder = notes.length === before.notes.length && notes.every(isKept)
  if (isSameOrder && notes.every(({ block }, index) => block === before.notes[index]?.block))
    return { notes: before.notes, numbers: before.numbers }
  return { notes, numbers: isSameOrder ? before.numbers : new Map(notes.map(({ name }, index) => [name, index + 1])) }
}

/** Puts the parts of each block together; notes have their place at the end. */
function wholeBlocks(blocks: readonly Block[]): readonly Parts[] {
  const whole: Block[][] = []
  for (const block of blocks) {
    if (block.note !== null) continue
    if (block.continues) whole.at(-1)?.push(block)
    else whole.push([block])
  }
  return whole
}

/** The old list where the new one holds the same, so that React sees that nothing changed. */
function kept<Each>(old: readonly Each[], now: readonly Each[]): readonly Each[] {
  return old.length === now.length && old.every((each, index) => each === now[index]) ? old : now
}
