// An answer's markdown on the page. While it grows only what changed is read and rendered again: blocks that did not change are the
// same objects, and so are the groups of them.

import { memo, useRef } from 'react'
import { BlockView } from './BlockView.tsx'
import { FootnoteNumbers } from './FootnoteRef.tsx'
import { Footnotes } from './Footnotes.tsx'
import { emptyDocument, updateDocument, type BlockParts } from './answer-document.ts'
import styles from './Markdown.module.css'

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  // What was read before is a cache: it never changes what is shown, only how much work that is.
  const documentRef = useRef(emptyDocument)
  // oxlint-disable-next-line react/refs
  const { groups, footnotes, numbers } = (documentRef.current = updateDocument(documentRef.current, text))
  return (
    <div className={styles.markdown} data-markdown>
      <FootnoteNumbers value={numbers}>
        {groups.map((blocks, index) => (
          // A block's place is its name: an answer only grows at its end.
          // oxlint-disable-next-line react/no-array-index-key
          <BlockGroup key={index} blocks={blocks} />
        ))}
        <Footnotes footnotes={footnotes} />
      </FootnoteNumbers>
    </div>
  )
})

const BlockGroup = memo(function BlockGroup({ blocks }: { readonly blocks: readonly BlockParts[] }) {
  return (
    <div className={styles.group}>
      {blocks.map((parts, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <BlockView key={index} parts={parts} />
      ))}
    </div>
  )
})
