// One block of an answer. A long list, table or code block is parsed in parts, of which only the last changes while it grows. The page
// shows them as one element.

import { createElement, memo } from 'react'
import { CodeBlock } from './CodeBlock.tsx'
import { renderListItems, renderTableRows, renderTokens, ScrollableTable } from './render-tokens.tsx'
import type { Block } from './incremental-parser.ts'
import { parseLanguage } from './parser.ts'

interface BlockViewProps {
  readonly parts: readonly Block[]
}

export const BlockView = memo(function BlockView({ parts }: BlockViewProps) {
  const [first] = parts
  const openToken = first?.tokens[0]
  if (first === undefined || openToken === undefined) return null
  if (parts.length === 1) return renderTokens(first.tokens)
  switch (openToken.type) {
    case 'fence':
      return <CodeBlock segments={parts.map(({ tokens }) => tokens[0]?.content ?? '')} language={parseLanguage(openToken.info)} />
    case 'table_open':
      return (
        <ScrollableTable>
          <thead>
            <TablePart part={first} section="head" />
          </thead>
          <tbody>
            {parts.map((part, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <TablePart key={index} part={part} section="body" />
            ))}
          </tbody>
        </ScrollableTable>
      )
    default: {
      const isLoose = parts.some((part) => part.isLoose)
      const start = openToken.type === 'ordered_list_open' ? Number(openToken.attrGet('start') ?? 1) : undefined
      return createElement(
        openToken.tag,
        { dir: 'auto', start },
        // oxlint-disable-next-line react/no-array-index-key
        parts.map((part, index) => <ListPart key={index} part={part} isLoose={isLoose} />),
      )
    }
  }
})

const ListPart = memo(function ListPart({ part, isLoose }: { readonly part: Block; readonly isLoose: boolean }) {
  return renderListItems(part.tokens, isLoose)
})

const TablePart = memo(function TablePart({ part, section }: { readonly part: Block; readonly section: 'head' | 'body' }) {
  return renderTableRows(part.tokens, section)
})
