// An answer's markdown on the page. While it grows only what changed is read and rendered again: blocks that did not change are the
// same objects, and so are the groups of them.

import { memo, useRef } from 'react'
import { BlockView } from './BlockView.tsx'
import { NoteNumbers } from './FootnoteMark.tsx'
import { Footnotes } from './Footnotes.tsx'
import { nothingRead, read, type Parts } from './reading.ts'
import styles from './Markdown.module.css'

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  // What was read before is a cache: it never changes what is shown, only how much work that is.
  const reading = useRef(nothingRead)
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
