// The markdown dialect of answers: CommonMark with tables, strikethrough, footnotes, formulas and links for
// written-out addresses. Hides markdown-it.
// SECURITY: raw HTML stays text (html: false), and what comes out is tokens, never HTML.

import markdownit from 'markdown-it'
import { addFootnotes, getFootnoteKey } from './footnote-plugin.ts'
import { addMath } from './math-plugin.ts'

/** A paragraph, cell or heading longer than this stays plain text: signs in it are not worth the time, which grows faster than it. */
const maxInlineLength = 50_000

export type MarkdownToken = ReturnType<ReturnType<typeof markdownit>['parse']>[number]

export interface Reference {
  readonly href: string
  readonly title: string
}

/** Definitions of links by their label. */
export type References = Readonly<Record<string, Reference | undefined>>

const markdown = markdownit({ html: false, linkify: true })
// Only addresses with their scheme become links: "readme.md" and "a.b@c" are more often not meant as one.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.core.ruler.before('inline', 'long-text', ({ tokens }) => {
  for (const token of tokens) if (token.type === 'inline' && token.content.length > maxInlineLength) token.type = 'long_text'
})

addFootnotes(markdown)
addMath(markdown)

// The blocks are there before what is in their lines is read.
markdown.core.ruler.disable(['normalize', 'block'])

const taskPattern = /^\[([ xX])\]\s/

// `- [x] done` of GitHub's dialect: the item carries the mark, and its text goes without the brackets.
markdown.core.ruler.push('task-list', ({ tokens }) => {
  for (const [index, item] of tokens.entries()) {
    const text = tokens[index + 2]?.type === 'inline' ? tokens[index + 2]?.children?.[0] : undefined
    const found = item.type === 'list_item_open' && text?.type === 'text' ? taskPattern.exec(text.content) : null
    if (found === null || text === undefined) continue
    text.content = text.content.slice(found[0].length)
    item.attrSet('data-task', found[1] === ' ' ? 'open' : 'done')
  }
})

/** The language that a fence names, as the grammar reads it; empty when it names none. */
export function parseLanguage(info: string): string {
  return /^\s*(\S+)/.exec(markdown.utils.unescapeAll(info))?.[1] ?? ''
}

/** Line endings and the zero character as the grammar wants them. A longer text keeps what a shorter one gave. */
export function normalizeText(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
  return lines.includes('\0') ? lines.replaceAll('\0', '\uFFFD') : lines
}

/** A block at the top level: its lines `[from, to)`. */
export interface Span {
  readonly from: number
  readonly to: number
  /** Only a definition, which shows nothing. */
  readonly isDefinition: boolean
  /** The footnote that it is, which is shown elsewhere. */
  readonly footnoteName: string | null
  /** Whether its last line may belong to a definition, of which a title goes on. */
  readonly endsInDefinition: boolean
  /** Two neighbouring spans of one kind can be parts of one block. */
  readonly kind: string
  /** How many of its first lines each part of it needs before its own to be read alone: the head of a table, the opening of a fence. */
  readonly headLineCount: number
  /** The lines at which a part of it can begin: items, rows, lines of code. */
  readonly partStartLines: readonly number[]
  /** Its tokens, in whose lines nothing is read yet. */
  readonly tokens: readonly MarkdownToken[]
}

export interface Outline {
  readonly spans: readonly Span[]
  /** What the text defines beyond `known`, with the line on which each definition starts. */
  readonly definitions: readonly { readonly label: string; readonly reference: Reference; readonly line: number }[]
}

/** That there is such a note is all that its marks ask for. */
const footnoteReference: Reference = { href: '', title: '' }

/** Finds the top-level blocks of a text without reading what is in their lines. `known` definitions come first and win. */
export function parseOutline(source: string, known: References): Outline {
  const found: Record<string, Reference> = Object.create(known)
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: found }, tokens)
  const spans: MutableSpan[] = []
  const definitions = new Map<string, { readonly label: string; readonly reference: Reference; readonly line: number }>()
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0 && token.map !== null) spans.push(createSpan(token, token.map))
    const span = spans.at(-1)
    span?.tokens.push(token)
    if (token.map === null) continue
    if (token.type === 'footnote_open') {
      const label = getFootnoteKey(String(token.meta?.['name']))
      if (known[label] === undefined && !definitions.has(label))
        definitions.set(label, { label, reference: footnoteReference, line: token.map[0] })
    }
    if (isPartStart(token)) span?.partStartLines.push(token.map[0])
    if (token.type === 'reference_definition') {
      if (span !== undefined) span.endsInDefinition = token.map[1] >= span.to
      const label = String(token.meta?.['label'])
      const reference = found[label]
      const isNew = Object.hasOwn(found, label) && !definitions.has(label)
      if (reference !== undefined && isNew) definitions.set(label, { label, reference, line: token.map[0] })
    }
  }
  return { spans, definitions: [...definitions.values()] }
}

type MutableSpan = Span & { endsInDefinition: boolean; readonly partStartLines: number[]; readonly tokens: MarkdownToken[] }

function createSpan(token: MarkdownToken, [from, to]: readonly [number, number]): MutableSpan {
  const isFence = token.type === 'fence'
  return {
    from,
    to,
    isDefinition: token.type === 'reference_definition',
    footnoteName: token.type === 'footnote_open' ? String(token.meta?.['name']) : null,
    // A line of === may come to stand in a title, when that is closed further down.
    endsInDefinition: token.type === 'heading_open' && token.markup === '=',
    kind: token.type + (isFence ? '' : token.markup),
    headLineCount: isFence ? 1 : token.type === 'table_open' ? 2 : 0,
    partStartLines: isFence ? Array.from({ length: Math.max(0, to - from - 2) }, (_, line) => from + 2 + line) : [],
    tokens: [],
  }
}

/** An item of a list or a row of a table that stand at the top level. */
function isPartStart({ type, level }: MarkdownToken): boolean {
  return (type === 'list_item_open' && level === 1) || (type === 'tr_open' && level === 2)
}

/**
 * Whether a list holds blank lines that set its items apart, and so those of the whole list of which it is a part. In the tokens this
 * shows only where an item has a paragraph.
 * @param hasNextItem whether another item follows: blank lines at the end count then
 */
export function isLooseList(source: string, hasNextItem: boolean): boolean {
  // Parts of tables and fences are most often told without reading them.
  if (!/^ {0,3}(?:[-+*]|\d+[.)])/.test(source)) return false
  const tokens: MarkdownToken[] = []
  const text = hasNextItem ? source : `${source.trimEnd()}\n`
  markdown.block.parse(text, markdown, { references: {} }, tokens)
  const { type, markup = '-' } = tokens[0] ?? {}
  if (type !== 'bullet_list_open' && type !== 'ordered_list_open') return false
  const probeTokens: MarkdownToken[] = []
  markdown.block.parse(`${text}${type === 'bullet_list_open' ? markup : `1${markup}`} another\n`, markdown, { references: {} }, probeTokens)
  return probeTokens.findLast((token) => token.type === 'paragraph_open' && token.level === 2)?.hidden === false
}

interface ParsedBlock {
  readonly tokens: readonly MarkdownToken[]
  /** Labels the block asked for, with what they were at that time: when one changes, the block reads differently. */
  readonly usedReferences: ReadonlyMap<string, Reference | undefined>
  /** Names of the footnotes that it marks, in order. */
  readonly footnoteRefs: readonly string[]
}

/** Reads one top-level block. Its own definitions are among `references` already. */
export function parseBlock(source: string, references: References): ParsedBlock {
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: {} }, tokens)
  return parseInlineTokens(tokens, references)
}

/**
 * Reads what is in the lines of a block's tokens, as the outline gave them.
 * @param previous the block when it was shorter, read with the same references: lines that are still the same are not read again
 */
export function parseInlineTokens(tokens: readonly MarkdownToken[], references: References, previous?: ParsedBlock): ParsedBlock {
  const usedReferences = new Map<string, Reference | undefined>(previous?.usedReferences)
  const trackedReferences = new Proxy<Record<string, Reference>>(
    {},
    {
      get: (_target, label) => {
        if (typeof label !== 'string') return undefined
        usedReferences.set(label, references[label])
        return references[label]
      },
    },
  )
  const state = new markdown.core.State('', markdown, { references: trackedReferences })
  state.tokens = [...tokens]
  const known = previous === undefined ? [] : reuseInlineTokens(previous.tokens, tokens)
  // The rules pass by what is no line to them.
  for (const line of known) line.type = 'known_line'
  markdown.core.process(state)
  for (const line of known) line.type = 'inline'
  const footnoteRefs = state.tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'footnote_mark')
  return { tokens: state.tokens, usedReferences, footnoteRefs: footnoteRefs.map(({ meta }) => String(meta?.['name'])) }
}

/** Gives the lines that are the same in both what was read of them before, and tells which they are. */
function reuseInlineTokens(previous: readonly MarkdownToken[], tokens: readonly MarkdownToken[]): readonly MarkdownToken[] {
  return tokens.filter((line, index) => {
    const known = previous[index]
    if (line.type !== 'inline' || known?.type !== 'inline' || known.content !== line.content) return false
    const [item, knownItem] = [tokens[index - 2], previous[index - 2]]
    if (item?.type !== knownItem?.type) return false
    line.children = known.children
    const taskState = knownItem?.attrGet('data-task') ?? null
    if (taskState !== null) item?.attrSet('data-task', taskState)
    return true
  })
}
