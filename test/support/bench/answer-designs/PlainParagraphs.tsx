// The baseline: the text as plain paragraphs, with the least work for React. Finished paragraphs are memoized in groups, and only
// the last paragraph changes.

import { memo, useRef } from 'react'

const groupSize = 32

interface Paragraphs {
  readonly finished: readonly (readonly string[])[]
  readonly last: string
  /** The index in the text where the last paragraph begins. */
  readonly lastStart: number
}

export function PlainParagraphs({ text }: { readonly text: string }) {
  const previous = useRef<Paragraphs>({ finished: [], last: '', lastStart: 0 })
  // oxlint-disable-next-line react/refs
  const { finished, last } = (previous.current = appendText(previous.current, text))
  return (
    <div>
      {finished.map((group, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Group key={index} group={group} />
      ))}
      <p>{last}</p>
    </div>
  )
}

const Group = memo(function Group({ group }: { readonly group: readonly string[] }) {
  return group.map((paragraph, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <p key={index}>{paragraph}</p>
  ))
})

function appendText(previous: Paragraphs, text: string): Paragraphs {
  const open = text.slice(previous.lastStart).split('\n\n')
  const last = open.pop() ?? ''
  const finished = [...previous.finished]
  for (const paragraph of open) {
    const group = finished.at(-1)
    if (group !== undefined && group.length < groupSize) finished[finished.length - 1] = [...group, paragraph]
    else finished.push([paragraph])
  }
  return { finished, last, lastStart: text.length - last.length }
}
