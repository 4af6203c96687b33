// The Markdown dialect of answers: CommonMark with tables, strikethrough, task lists, footnotes, formulas and links for bare addresses.
// Hides markdown-it. SECURITY: raw HTML stays text (html: false), and the output is tokens, never HTML.

import markdownit from 'markdown-it'
import { addFootnotes, getFootnoteKey } from './footnote-plugin.ts'
import { addMath } from './math-plugin.ts'

/** A longer paragraph, cell or heading stays plain text: the time to parse its inline syntax grows faster than its length. */
const maxInlineLength = 50_000

export type MarkdownToken = ReturnType<ReturnType<typeof markdownit>['parse']>[number]

export interface Reference {
  readonly href: string
  readonly title: string
}

/** Definitions of links and footnotes by their label. */
export type References = Readonly<Record<string, Reference | undefined>>

const markdown = markdownit({ html: false, linkify: true })
// Only addresses with a scheme become links: "readme.md" and "a.b@c" are rarely meant as links.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.core.ruler.before('inline', 'long-text', ({ tokens }) => {
  for (const token of tokens) if (token.type === 'inline' && token.content.length > maxInlineLength) token.type = 'long_text'
})

addFootnotes(markdown)
addMath(markdown)

// parseInlineTokens starts from blocks that are parsed already.
markdown.core.ruler.disable(['normalize', 'block'])

const taskPattern = /^\[([ xX])\]\s/

// `- [x] done` of GitHub's dialect: the item gets an attribute, and the brackets are removed from its text.
markdown.core.ruler.push('task-list', ({ tokens }) => {
  for (const [index, item] of tokens.entries()) {
    const text = tokens[index + 2]?.type === 'inline' ? tokens[index + 2]?.children?.[0] : undefined
    const found = item.type === 'list_item_open' && text?.type === 'text' ? taskPattern.exec(text.content) : null
    if (found === null || text === undefined) continue
    text.content = text.content.slice(found[0].length)
    item.attrSet('data-task', found[1] === ' ' ? 'open' : 'done')
  }
})

/** The language that a code block names in its first line; empty if it names none. */
export function parseLanguage(info: string): string {
  return /^\s*(\S+)/.exec(markdown.utils.unescapeAll(info))?.[1] ?? ''
}

/** Normalizes line endings and the null character as markdown-it does. Appending to a text only appends to its normalized form. */
export function normalizeText(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
  return lines.includes('\0') ? lines.replaceAll('\0', '\uFFFD') : lines
}

/** A top-level block: its lines `[from, to)`. */
export interface Span {
  readonly from: number
  readonly to: number
  /** A link definition, which shows nothing. */
  readonly isDefinition: boolean
  /** The name of the footnote that it defines; null for other blocks. */
  readonly footnoteName: string | null
  /** Whether its last line may belong to a definition whose title continues. */
  readonly endsInDefinition: boolean
  /** Adjacent spans of one kind can be parts of one block. */
  readonly kind: string
  /** How many first lines a part needs before it to be parsed alone: the head of a table, the opening of a code block. */
  readonly headLineCount: number
  /** The lines at which a part can begin: items, rows, lines of code. */
  readonly partStartLines: readonly number[]
  /** Its block tokens; their inline content is not parsed yet. */
  readonly tokens: readonly MarkdownToken[]
}

export interface Outline {
  readonly spans: readonly Span[]
  /** The definitions that are not in `known`, with the line on which each starts. */
  readonly definitions: readonly { readonly label: string; readonly reference: Reference; readonly line: number }[]
}

/** References only look up whether a footnote is defined. */
const footnoteReference: Reference = { href: '', title: '' }

/** Finds the top-level blocks of a text without parsing their inline content. `known` definitions come first and win. */
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
    // A line of === may become part of a link title that is closed further down.
    endsInDefinition: token.type === 'heading_open' && token.markup === '=',
    kind: token.type + (isFence ? '' : token.markup),
    headLineCount: isFence ? 1 : token.type === 'table_open' ? 2 : 0,
    partStartLines: isFence ? Array.from({ length: Math.max(0, to - from - 2) }, (_, line) => from + 2 + line) : [],
    tokens: [],
  }
}

/** An item of a top-level list or a row of a top-level table. */
function isPartStart({ type, level }: MarkdownToken): boolean {
  return (type === 'list_item_open' && level === 1) || (type === 'tr_open' && level === 2)
}

/**
 * Whether a list, or a part of one, is loose: blank lines separate its items. The tokens show that only where an item has a paragraph, so
 * an item with one is added and inspected.
 * @param hasNextItem whether another item follows, so that blank lines at the end count
 */
export function isLooseList(source: string, hasNextItem: boolean): boolean {
  // A quick test for most parts of tables and code blocks.
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
  /** The labels that were looked up, with their definitions at that time. If one changes, the block must be parsed again. */
  readonly usedReferences: ReadonlyMap<string, Reference | undefined>
  /** The names of the footnotes that it references, in order. */
  readonly footnoteRefs: readonly string[]
}

/** Parses one top-level block. Its own definitions are among `references` already. */
export function parseBlock(source: string, references: References): ParsedBlock {
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: {} }, tokens)
  return parseInlineTokens(tokens, references)
}

/**
 * Parses the inline content of a block's tokens, as the outline gave them.
 * @param previous the same block when it was shorter, parsed with the same references; its unchanged lines are reused
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
  // The rules skip tokens of an unknown type.
  for (const line of known) line.type = 'reused_inline'
  markdown.core.process(state)
  for (const line of known) line.type = 'inline'
  const footnoteRefs = state.tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'footnote_ref')
  return { tokens: state.tokens, usedReferences, footnoteRefs: footnoteRefs.map(({ meta }) => String(meta?.['name'])) }
}

/** Gives unchanged inline tokens the children that they had before, and returns those tokens. */
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
