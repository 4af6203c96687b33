// Queries the search index. Hides FTS5's query language: people type words, never syntax.

import type { Database } from 'better-sqlite3'
import type { SearchHit } from '../../../shared/types/search.ts'

const maxHits = 50
/** Tokens of a snippet, as FTS5 counts them. */
const snippetTokens = 16
/** UTF-16 units of one part of an excerpt. A single token can be a megabyte of base64. */
const maxSegmentLength = 160
// Unicode reserves these two noncharacters for internal use by programs.
const highlightStart = '\uFDD0'
const highlightEnd = '\uFDD1'

/**
 * Turns what was typed into an FTS5 expression that is always valid. Each word must occur; quotes make a phrase; the last word matches
 * as a prefix unless a space follows it. Null if there is nothing to search for.
 */
function toFtsExpression(query: string): string | null {
  const plain = query.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
  // A phrase in quotes, the second of which may not be typed yet, or a word.
  const phrases = [...plain.matchAll(/"([^"]*)(?:"|$)|[^\s"]+/g)]
    .map(([whole, quoted]) => ({ words: quoted ?? whole, isClosedPhrase: whole.length > 1 && whole.endsWith('"') }))
    .filter(({ words }) => /[\p{L}\p{N}\p{Co}]/u.test(words))
  const last = phrases.at(-1)
  if (last === undefined) return null
  // A single letter begins too many words, except in scripts in which one character is a word.
  const isPrefix = !last.isClosedPhrase && !/\s$/.test(plain) && (last.words.length > 1 || /\p{Lo}/u.test(last.words))
  return phrases.map(({ words }) => `"${words}"`).join(' ') + (isPrefix ? '*' : '')
}

interface HitRow {
  readonly conversationId: string
  readonly title: string
  readonly messageId: string
  readonly excerpt: string
}

/** Returns a function that searches the texts of all conversations, except deleted ones: newest first, one hit for each message. */
export function createSearchReader(database: Database): (query: string) => readonly SearchHit[] {
  // Cross joins force the order: rows come from the index in its own order, so that a word in a million texts is as fast as one in fifty.
  const select = database.prepare<[string], HitRow>(`
    select conversations.id as conversationId, coalesce(custom_title, default_title) as title, messages.id as messageId,
      snippet(search_index, 0, '${highlightStart}', '${highlightEnd}', '…', ${snippetTokens}) as excerpt
    from search_index
    cross join texts on texts.number = search_index.rowid
    cross join conversations on conversations.number = texts.conversation and conversations.deleted_at is null
    cross join messages on messages.number = coalesce(texts.message, conversations.leaf) and messages.deleted_at is null
    where search_index match ?
    order by search_index.rowid desc`)

  return function find(query) {
    const expression = toFtsExpression(query)
    if (expression === null) return []
    const hits = new Map<string, SearchHit>()
    for (const { excerpt, ...hit } of select.iterate(expression)) {
      if (!hits.has(hit.messageId)) hits.set(hit.messageId, { ...hit, excerpt: splitExcerpt(excerpt) })
      if (hits.size === maxHits) break
    }
    return [...hits.values()]
  }
}

/** Splits a snippet at its highlights. */
export function splitExcerpt(excerpt: string): SearchHit['excerpt'] {
  return excerpt
    .split(highlightStart)
    .flatMap((segment, index) => {
      const [match = '', ...rest] = index === 0 ? ['', ...segment.split(highlightEnd)] : segment.split(highlightEnd)
      return [
        { text: truncate(match, 'end'), isMatch: true },
        { text: truncate(rest.join(''), index === 0 ? 'start' : 'end'), isMatch: false },
      ]
    })
    .filter(({ text }) => text !== '')
}

/** Shortens a text at its start, if it precedes the first match, or at its end. */
function truncate(text: string, side: 'start' | 'end'): string {
  if (text.length <= maxSegmentLength) return text
  return side === 'start' ? `…${text.slice(-maxSegmentLength)}` : `${text.slice(0, maxSegmentLength)}…`
}
