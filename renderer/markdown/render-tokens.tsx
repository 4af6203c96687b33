// Turns the tokens of an answer into React elements. SECURITY: an answer is hostile text; nothing here makes HTML from a string, no
// address is loaded, and every piece of text keeps its direction to itself.

import { createElement, type ReactNode } from 'react'
import { CodeBlock } from './CodeBlock.tsx'
import { AnswerLink, ImageCard } from './AnswerLink.tsx'
import { FootnoteRef } from './FootnoteRef.tsx'
import { Formula } from './Formula.tsx'
import { parseLanguage, type MarkdownToken } from './parser.ts'
import { TaskMarker } from './TaskMarker.tsx'
import { ScrollableTable } from './ScrollableTable.tsx'

/** The elements of some block tokens. */
export function renderTokens(tokens: readonly MarkdownToken[]): readonly ReactNode[] {
  return renderRange(tokens, 0, tokens.length)
}

/** The items of a list of which these tokens are a part; whether they are set apart is up to the whole list. */
export function renderListItems(tokens: readonly MarkdownToken[], isLoose: boolean): readonly ReactNode[] {
  const items = tokens.map((token) => (token.type === 'paragraph_open' && token.level === 2 ? withHidden(token, !isLoose) : token))
  return renderRange(items, 1, items.length - 1)
}

/** The rows in the head or in the body of a table. */
export function renderTableRows(tokens: readonly MarkdownToken[], section: 'head' | 'body'): readonly ReactNode[] {
  const openIndex = tokens.findIndex(({ type }) => type === (section === 'head' ? 'thead_open' : 'tbody_open'))
  return openIndex === -1 ? [] : renderRange(tokens, openIndex + 1, findClosingIndex(tokens, openIndex, tokens.length))
}

function withHidden(token: MarkdownToken, hidden: boolean): MarkdownToken {
  if (token.hidden === hidden) return token
  const copy: MarkdownToken = Object.create(token)
  copy.hidden = hidden
  return copy
}

/** The elements between two places of a flat list of tokens, in which an opening and a closing one enclose what is inside. */
function renderRange(tokens: readonly MarkdownToken[], from: number, to: number): readonly ReactNode[] {
  const nodes: ReactNode[] = []
  for (let index = from; index < to; index += 1) {
    const token = tokens[index]
    if (token === undefined) break
    if (token.nesting !== 1) {
      nodes.push(renderLeaf(token, index))
      continue
    }
    const closeIndex = findClosingIndex(tokens, index, to)
    nodes.push(renderContainer(token, index, tokens, closeIndex))
    index = closeIndex
  }
  return nodes
}

function findClosingIndex(tokens: readonly MarkdownToken[], openIndex: number, to: number): number {
  let depth = 0
  for (let index = openIndex; index < to; index += 1) {
    depth += tokens[index]?.nesting ?? 0
    if (depth === 0) return index
  }
  return to
}

function renderContainer(token: MarkdownToken, key: number, tokens: readonly MarkdownToken[], closeIndex: number): ReactNode {
  const children = renderRange(tokens, key + 1, closeIndex)
  switch (token.type) {
    case 'paragraph_open':
      // A tight list hides its paragraphs: their text stands in the item itself.
      return token.hidden ? (
        children
      ) : (
        <p key={key} dir={getTopLevelDir(token)}>
          {children}
        </p>
      )
    case 'heading_open':
      return renderHeading(token, key, children)
    case 'bullet_list_open':
      return (
        <ul key={key} dir={getTopLevelDir(token)}>
          {children}
        </ul>
      )
    case 'ordered_list_open':
      return (
        <ol key={key} dir={getTopLevelDir(token)} start={Number(token.attrGet('start') ?? 1)}>
          {children}
        </ol>
      )
    case 'list_item_open':
      return renderListItem(token, key, children)
    case 'blockquote_open':
      return (
        <blockquote key={key} dir={getTopLevelDir(token)}>
          {children}
        </blockquote>
      )
    case 'table_open':
      return <ScrollableTable key={key}>{children}</ScrollableTable>
    case 'thead_open':
      return <thead key={key}>{children}</thead>
    case 'tbody_open':
      return <tbody key={key}>{children}</tbody>
    case 'tr_open':
      return <tr key={key}>{children}</tr>
    case 'th_open':
      // A heading without words names nothing, so it is an ordinary cell.
      return renderTableCell(tokens[key + 1]?.content === '' ? 'td' : 'th', key, token, children)
    case 'td_open':
      return renderTableCell('td', key, token, children)
    case 'link_open':
      return (
        <AnswerLink key={key} address={String(token.attrGet('href') ?? '')} text={toPlainText(tokens.slice(key + 1, closeIndex))}>
          {children}
        </AnswerLink>
      )
    case 'em_open':
      return <em key={key}>{children}</em>
    case 'strong_open':
      return <strong key={key}>{children}</strong>
    case 's_open':
      return <s key={key}>{children}</s>
    default:
      return children
  }
}

function renderLeaf(token: MarkdownToken, key: number): ReactNode {
  switch (token.type) {
    case 'inline':
      return renderRange(token.children ?? [], 0, token.children?.length ?? 0)
    case 'code_inline':
      return <code key={key}>{token.content}</code>
    case 'fence':
    case 'code_block':
      return <CodeBlock key={key} segments={[token.content]} language={parseLanguage(token.info)} />
    case 'softbreak':
      return '\n'
    case 'hardbreak':
      return <br key={key} />
    case 'hr':
      return <hr key={key} />
    case 'math_inline':
      return <Formula key={key} source={token.content} isBlock={token.markup === '$$'} />
    case 'math_block':
      return <Formula key={key} source={token.content} isBlock />
    case 'footnote_mark':
      return <FootnoteRef key={key} name={String(token.meta?.['name'])} />
    case 'image':
      return <ImageCard key={key} address={String(token.attrGet('src') ?? '')} description={toPlainText(token.children ?? [])} />
    default:
      return token.content
  }
}

const headingTags: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** For those who listen, every heading of an answer is one step below the answer's own: models skip levels as they like. */
function renderHeading(token: MarkdownToken, key: number, children: ReactNode): ReactNode {
  if (!headingTags.has(token.tag)) return children
  return createElement(token.tag, { key, dir: getTopLevelDir(token), 'aria-level': 3 }, children)
}

/**
 * A block on its own finds its direction in its text, and so its marks, bars and columns stand on the side where reading starts. What
 * is inside must not have a `dir` too: such text is not looked at. It aligns itself by `unicode-bidi: plaintext`.
 */
function getTopLevelDir(token: MarkdownToken): 'auto' | undefined {
  return token.level === 0 ? 'auto' : undefined
}

function renderListItem(token: MarkdownToken, key: number, children: ReactNode): ReactNode {
  const task = token.attrGet('data-task')
  return (
    <li key={key} data-task={task ?? undefined}>
      {task !== null && <TaskMarker isDone={task === 'done'} />}
      {children}
    </li>
  )
}

function renderTableCell(tag: 'td' | 'th', key: number, token: MarkdownToken, children: ReactNode): ReactNode {
  return createElement(tag, { key, style: getAlignmentStyle(token) }, children)
}

function getAlignmentStyle(token: MarkdownToken): { textAlign: 'left' | 'center' | 'right' } | undefined {
  const align = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1]
  return align === 'left' || align === 'center' || align === 'right' ? { textAlign: align } : undefined
}

/** The words of inline tokens, without what marks them. */
function toPlainText(tokens: readonly MarkdownToken[]): string {
  return tokens
    .map(({ type, children, content }) => (type === 'image' ? toPlainText(children ?? []) : type === 'softbreak' ? ' ' : content))
    .join('')
}
