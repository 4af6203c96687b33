// The markdown dialect of answers: CommonMark with tables, strikethrough, footnotes, formulas and links for
// written-out addresses. Hides markdown-it.
// SECURITY: raw HTML stays text (html: false), and what comes out is tokens, never HTML.

import markdownit from 'markdown-it'
import { addFootnotes, noteKey } from './footnotes.ts'
import { addMath } from './math.ts'

/** A paragraph, cell or heading longer than this stays plain text: signs in it are not worth the time, which grows faster than it. */
const longestInline = 50_000

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
  for (const token of tokens) if (token.type === 'inline' && token.content.length > longestInline) token.type = 'long_text'
})

addFootnotes(markdown)
addMath(markdown)

// The blocks are there before what is in their lines is read.
markdown.core.ruler.disable(['normalize', 'block'])

const task = /^\[([ xX])\]\s/

// `- [x] done` of GitHub's dialect: the item carries the mark, and its text goes without the brackets.
markdown.core.ruler.push('task-list', ({ tokens }) => {
  for (const [at, item] of tokens.entries()) {
    const text = tokens[at + 2]?.type === 'inline' ? tokens[at + 2]?.children?.[0] : undefined
    const found = item.type === 'list_item_open' && text?.type === 'text' ? task.exec(text.content) : null
    if (found === null || text === undefined) continue
    text.content = text.content.slice(found[0].length)
    item.attrSet('data-task', found[1] === ' ' ? 'open' : 'done')
  }
})

/** The language that a fence names, as the grammar reads it; empty when it names none. */
export function languageOf(info: string): string {
  return /^\s*(\S+)/.exec(markdown.utils.unescapeAll(info))?.[1] ?? ''
}

/** Line endings and the zero character as the grammar wants them. A longer text keeps what a shorter one gave. */
export function normalized(text: string): string {
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
  readonly note: string | null
  /** Whether its last line may belong to a definition, of which a title goes on. */
  readonly endsInDefinition: boolean
  /** Two neighbouring spans of one kind can be parts of one block. */
  readonly kind: string
  /** How many of its first lines each part of it needs before its own to be read alone: the head of a table, the opening of a fence. */
  readonly headLines: number
  /** The lines at which a part of it can begin: items, rows, lines of code. */
  readonly inner: readonly number[]
  /** Its tokens, in whose lines nothing is read yet. */
  readonly tokens: readonly MarkdownToken[]
}

export interface Outline {
  readonly spans: readonly Span[]
  /** What the text defines beyond `known`, with the line on which each definition starts. */
  readonly defined: readonly { readonly label: string; readonly reference: Reference; readonly line: number }[]
}

/** That there is such a note is all that its marks ask for. */
const aNote: Reference = { href: '', title: '' }

/** Finds the top-level blocks of a text without reading what is in their lines. `known` definitions come first and win. */
export function outline(source: string, known: References): Outline {
  const found: Record<string, Reference> = Object.create(known)
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: found }, tokens)
  const spans: GrowingSpan[] = []
  const defined = new Map<string, { readonly label: string; readonly reference: Reference; readonly line: number }>()
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0 && token.map !== null) spans.push(spanOf(token, token.map))
    const span = spans.at(-1)
    span?.tokens.push(token)
    if (token.map === null) continue
    if (token.type === 'footnote_open') {
      const label = noteKey(String(token.meta?.['name']))
      if (known[label] === undefined && !defined.has(label)) defined.set(label, { label, reference: aNote, line: token.map[0] })
    }
    if (isPart(token)) span?.inner.push(token.map[0])
    if (token.type === 'reference_definition') {
      if (span !== undefined) span.endsInDefinition = token.map[1] >= span.to
      const label = String(token.meta?.['label'])
      const reference = found[label]
      const isNew = Object.hasOwn(found, label) && !defined.has(label)
      if (reference !== undefined && isNew) defined.set(label, { label, reference, line: token.map[0] })
    }
  }
  return { spans, defined: [...defined.values()] }
}

type GrowingSpan = Span & { endsInDefinition: boolean; readonly inner: number[]; readonly tokens: MarkdownToken[] }

function spanOf(token: MarkdownToken, [from, to]: readonly [number, number]): GrowingSpan {
  const isFence = token.type === 'fence'
  return {
    from,
    to,
    isDefinition: token.type === 'reference_definition',
    note: token.type === 'footnote_open' ? String(token.meta?.['name']) : null,
    // A line of === may come to stand in a title, when that is closed further down.
    endsInDefinition: token.type === 'heading_open' && token.markup === '=',
    kind: token.type + (isFence ? '' : token.markup),
    headLines: isFence ? 1 : token.type === 'table_open' ? 2 : 0,
    inner: isFence ? Array.from({ length: Math.max(0, to - from - 2) }, (_, line) => from + 2 + line) : [],
    tokens: [],
  }
}

/** An item of a list or a row of a table that stand at the top level. */
function isPart({ type, level }: MarkdownToken): boolean {
  return (type === 'list_item_open' && level === 1) || (type === 'tr_open' && level === 2)
}

/**
 * Whether a list holds blank lines that set its items apart, and so those of the whole list of which it is a part. In the tokens this
 * shows only where an item has a paragraph.
 * @param goesOn whether another item follows: blank lines at the end count then
 */
export function isLooseList(source: string, goesOn: boolean): boolean {
  // Parts of tables and fences are most often told without reading them.
  if (!/^ {0,3}(?:[-+*]|\d+[.)])/.test(source)) return false
  const tokens: MarkdownToken[] = []
  const text = goesOn ? source : `${source.trimEnd()}\n`
  markdown.block.parse(text, markdown, { references: {} }, tokens)
  const { type, markup = '-' } = tokens[0] ?? {}
  if (type !== 'bullet_list_open' && type !== 'ordered_list_open') return false
  const another: MarkdownToken[] = []
  markdown.block.parse(`${text}${type === 'bullet_list_open' ? markup : `1${markup}`} another\n`, markdown, { references: {} }, another)
  return another.findLast((token) => token.type === 'paragraph_open' && token.level === 2)?.hidden === false
}

interface Parsed {
  readonly tokens: readonly MarkdownToken[]
  /** Labels the block asked for, with what they were at that time: when one changes, the block reads differently. */
  readonly asked: ReadonlyMap<string, Reference | undefined>
  /** Names of the footnotes that it marks, in order. */
  readonly marks: readonly string[]
}

/** Reads one top-level block. Its own definitions are among `references` already. */
export function parseBlock(source: string, references: References): Parsed {
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: {} }, tokens)
  return parseLines(tokens, references)
}

/**
 * Reads what is in the lines of a block's tokens, as the outline gave them.
 * @param before the block when it was shorter, read with the same references: lines that are still the same are not read again
 */
export function parseLines(tokens: readonly MarkdownToken[], references: References, before?: Parsed): Parsed {
  const asked = new Map<string, Reference | undefined>(before?.asked)
  const listening = new Proxy<Record<string, Reference>>(
    {},
    {
      get: (_target, label) => {
        if (typeof label !== 'string') return undefined
        asked.set(label, references[label])
        return references[label]
      },
    },
  )
  const state = new markdown.core.State('', markdown, { references: listening })
  state.tokens = [...tokens]
  const known = before === undefined ? [] : takeOver(before.tokens, tokens)
  // The rules pass by what is no line to them.
  for (const line of known) line.type = 'known_line'
  markdown.core.process(state)
  for (const line of known) line.type = 'inline'
  const marks = state.tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'footnote_mark')
  return { tokens: state.tokens, asked, marks: marks.map(({ meta }) => String(meta?.['name'])) }
}

/** Gives the lines that are the same in both what was read of them before, and tells which they are. */
function takeOver(before: readonly MarkdownToken[], tokens: readonly MarkdownToken[]): readonly MarkdownToken[] {
  return tokens.filter((line, at) => {
    const known = before[at]
    if (line.type !== 'inline' || known?.type !== 'inline' || known.content !== line.content) return false
    const [item, knownItem] = [tokens[at - 2], before[at - 2]]
    if (item?.type !== knownItem?.type) return false
    line.children = known.children
    const mark = knownItem?.attrGet('data-task') ?? null
    if (mark !== null) item?.attrSet('data-task', mark)
    return true
  })
}
