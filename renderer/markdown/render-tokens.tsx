// Turns the tokens of an answer into React elements. SECURITY: an answer is hostile text. Nothing here creates HTML from a string, no
// address is loaded, and every piece of text has its own direction.

import { Square, SquareCheck } from 'lucide-react'
import { createElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from './CodeBlock.tsx'
import { AnswerLink, ImageCard } from './AnswerLink.tsx'
import { FootnoteRef } from './FootnoteRef.tsx'
import { Formula } from './Formula.tsx'
import { parseLanguage, type MarkdownToken } from './parser.ts'
import styles from './Markdown.module.css'

/** Renders block tokens. */
export function renderTokens(tokens: readonly MarkdownToken[]): readonly ReactNode[] {
  return renderRange(tokens, 0, tokens.length)
}

/** Renders the items of one part of a list. @param isLoose whether the whole list has space between its items */
export function renderListItems(tokens: readonly MarkdownToken[], isLoose: boolean): readonly ReactNode[] {
  const items = tokens.map((token) => (token.type === 'paragraph_open' && token.level === 2 ? withHidden(token, !isLoose) : token))
  return renderRange(items, 1, items.length - 1)
}

/** Renders the rows of a table's head or body. */
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

/** Renders `tokens[from, to)`, a flat list in which opening and closing tokens enclose their content. */
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
      // A tight list has hidden paragraphs: their text belongs to the item itself.
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
      // An empty header cell names nothing, so it is an ordinary cell.
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
    case 'footnote_ref':
      return <FootnoteRef key={key} name={String(token.meta?.['name'])} />
    case 'image':
      return <ImageCard key={key} address={String(token.attrGet('src') ?? '')} description={toPlainText(token.children ?? [])} />
    default:
      return token.content
  }
}

const headingTags: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** To screen readers, every heading of an answer is one level below the answer's own heading, because models skip levels. */
function renderHeading(token: MarkdownToken, key: number, children: ReactNode): ReactNode {
  if (!headingTags.has(token.tag)) return children
  return createElement(token.tag, { key, dir: getTopLevelDir(token), 'aria-level': 3 }, children)
}

/**
 * A top-level block gets its direction from its text, so that its markers, bars and columns are on the side where reading starts. Elements
 * inside must not have a `dir` of their own, because `auto` ignores their text then. They align by `unicode-bidi: plaintext`.
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

/** The checkbox of a task. It belongs to the answer, so it cannot be ticked. */
function TaskMarker({ isDone }: { readonly isDone: boolean }) {
  const { t } = useTranslation()
  const Icon = isDone ? SquareCheck : Square
  // The icon is an svg element, so there is no file for an img element.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <Icon size={16} role="img" aria-label={t(isDone ? 'chat.done' : 'chat.notDone')} className={styles.taskMarker} />
}

/** A table that scrolls inside itself when it is wider than the text. */
export function ScrollableTable({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    // Focusable, so that the arrow keys can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.tableScroller} aria-label={t('chat.table')} tabIndex={0}>
      <table dir="auto">{children}</table>
    </section>
  )
}

function renderTableCell(tag: 'td' | 'th', key: number, token: MarkdownToken, children: ReactNode): ReactNode {
  return createElement(tag, { key, style: getAlignmentStyle(token) }, children)
}

function getAlignmentStyle(token: MarkdownToken): { textAlign: 'left' | 'center' | 'right' } | undefined {
  const align = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1]
  return align === 'left' || align === 'center' || align === 'right' ? { textAlign: align } : undefined
}

/** The text of inline tokens, without markup. */
function toPlainText(tokens: readonly MarkdownToken[]): string {
  return tokens
    .map(({ type, children, content }) => (type === 'image' ? toPlainText(children ?? []) : type === 'softbreak' ? ' ' : content))
    .join('')
}
