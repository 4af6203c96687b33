// One block of an answer. A long list, table or fence comes in parts, of which only the last changes while it grows; on the page
// nothing shows that there were any.

import { createElement, memo } from 'react'
import { CodeBlock } from './CodeBlock.tsx'
import { elementsOf, itemsOf, rowsOf } from './elements.tsx'
import type { Block } from './growing.ts'
import { languageOf } from './parser.ts'
import { WideTable } from './WideTable.tsx'

interface BlockViewProps {
  readonly parts: readonly Block[]
}

export const BlockView = memo(function BlockView({ parts }: BlockViewProps) {
  const [first] = parts
  const opening = first?.tokens[0]
  if (first === undefined || opening === undefined) return null
  if (parts.length === 1) return elementsOf(first.tokens)
  switch (opening.type) {
    case 'fence':
      return <CodeBlock pieces={parts.map(({ tokens }) => tokens[0]?.content ?? '')} language={languageOf(opening.info)} />
    case 'table_open':
      return (
        <WideTable>
          <thead>
            <TablePart part={first} of="head" />
          </thead>
          <tbody>
            {parts.map((part, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <TablePart key={index} part={part} of="body" />
            ))}
          </tbody>
        </WideTable>
      )
    default: {
      const isLoose = parts.some((part) => part.isLoose)
      const start = opening.type === 'ordered_list_open' ? Number(opening.attrGet('start') ?? 1) : undefined
      return createElement(
        opening.tag,
        { dir: 'auto', start },
        // oxlint-disable-next-line react/no-array-index-key
        parts.map((part, index) => <ListPart key={index} part={part} isLoose={isLoose} />),
      )
    }
  }
})

const ListPart = memo(function ListPart({ part, isLoose }: { readonly part: Block; readonly isLoose: boolean }) {
  return itemsOf(part.tokens, isLoose)
})

const TablePart = memo(function TablePart({ part, of }: { readonly part: Block; readonly of: 'head' | 'body' }) {
  return rowsOf(part.tokens, of)
})
