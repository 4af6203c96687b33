// The Markdown of an answer. While it grows, only changed blocks are parsed and rendered again: unchanged blocks and groups stay the same
// objects, and memoized components skip them.

import { memo, useRef } from 'react'
import { BlockView } from './BlockView.tsx'
import { FootnoteNumbers } from './FootnoteRef.tsx'
import { Footnotes } from './Footnotes.tsx'
import { emptyDocument, updateDocument, type BlockParts } from './answer-document.ts'
import styles from './Markdown.module.css'

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  // The previous document is a cache: it changes how much work a render is, never its result.
  const documentRef = useRef(emptyDocument)
  // oxlint-disable-next-line react/refs
  const { groups, footnotes, numbers } = (documentRef.current = updateDocument(documentRef.current, text))
  return (
    <div className={styles.markdown} data-markdown>
      <FootnoteNumbers value={numbers}>
        {groups.map((blocks, index) => (
          // The index is the key, because an answer only grows at its end.
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
