// The markdown dialect of answers: CommonMark with tables, strikethrough and links for written-out addresses. Hides markdown-it.
// SECURITY: raw HTML stays text (html: false), and what comes out is tokens, never HTML.

import markdownit from 'markdown-it'

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

/** A block at the top level: its lines `[from, to)`, and whether it is only a definition, which shows nothing. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly isDefinition: boolean
}

export interface Outline {
  readonly spans: readonly Span[]
  /** What the text defines beyond `known`, with the line on which each definition starts. */
  readonly defined: readonly { readonly label: string; readonly reference: Reference; readonly line: number }[]
}

/** Finds the top-level blocks of a text without reading what is in their lines. `known` definitions come first and win. */
export function outline(source: string, known: References): Outline {
  const found: Record<string, Reference> = Object.create(known)
  const tokens: MarkdownToken[] = []
  markdown.block.parse(source, markdown, { references: found }, tokens)
  const spans: Span[] = []
  const defined = new Map<string, { readonly label: string; readonly reference: Reference; readonly line: number }>()
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0 && token.map !== null) {
      spans.push({ from: token.map[0], to: token.map[1], isDefinition: token.type === 'reference_definition' })
    }
    if (token.type === 'reference_definition' && token.map !== null) {
      const label = String(token.meta?.['label'])
      const reference = found[label]
      const isNew = Object.hasOwn(found, label) && !defined.has(label)
      if (reference !== undefined && isNew) defined.set(label, { label, reference, line: token.map[0] })
    }
  }
  return { spans, defined: [...defined.values()] }
}

interface Parsed {
  readonly tokens: readonly MarkdownToken[]
  /** Labels the block asked for, with what they were at that time: when one changes, the block reads differently. */
  readonly asked: ReadonlyMap<string, Reference | undefined>
}

/** Reads one top-level block. Its own definitions are among `references` already. */
export function parseBlock(source: string, references: References): Parsed {
  const asked = new Map<string, Reference | undefined>()
  const listening = new Proxy<Record<string, Reference>>(
    {},
    {
      get: (_target, label) => {
        if (typeof label !== 'string') return undefined
        asked.set(label, references[label])
        return references[label]
      },
      set: () => true,
    },
  )
  return { tokens: markdown.parse(source, { references: listening }), asked }
}
