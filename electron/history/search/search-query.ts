// What is asked of the search index and how its answer is read. Hides the index's own language: people type words, never syntax.

import type { Database } from 'better-sqlite3'
import type { SearchHit } from '../../../shared/types/search.ts'

const maxHits = 50
/** Words around a hit, as FTS5 counts them. */
const snippetTokens = 16
/** A "word" may be a megabyte of base64. UTF-16 units of one part of an excerpt. */
const maxSegmentLength = 160
// Noncharacters: Unicode keeps these two free for use inside a program.
const highlightStart = '\uFDD0'
const highlightEnd = '\uFDD1'

/**
 * Turns what was typed into an expression that cannot be wrong: each word must occur, what stands in quotes as a phrase, and the
 * last one may be the beginning of a word, unless a space shows that it is whole. Null when nothing is asked.
 */
function toFtsExpression(query: string): string | null {
  const plain = query.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
  // "a phrase", also when its end is still to be typed, or a word.
  const phrases = [...plain.matchAll(/"([^"]*)(?:"|$)|[^\s"]+/g)]
    .map(([whole, quoted]) => ({ words: quoted ?? whole, isClosedPhrase: whole.length > 1 && whole.endsWith('"') }))
    .filter(({ words }) => /[\p{L}\p{N}\p{Co}]/u.test(words))
  const last = phrases.at(-1)
  if (last === undefined) return null
  // A single letter begins too many words to be of use, but where a sign is a word.
  const isPrefix = !last.isClosedPhrase && !/\s$/.test(plain) && (last.words.length > 1 || /\p{Lo}/u.test(last.words))
  return phrases.map(({ words }) => `"${words}"`).join(' ') + (isPrefix ? '*' : '')
}

interface HitRow {
  readonly conversationId: string
  readonly title: string
  readonly messageId: string
  readonly excerpt: string
}

/** Finds in the texts of all conversations but what was deleted: newest first, one hit a message. */
export function createSearchReader(database: Database): (query: string) => readonly SearchHit[] {
  // The order of the joins is forced: from the index in its own order, so that a word in a million texts costs no more than fifty.
  const select = database.prepare<[string], HitRow>(`
    select conversations.id as conversationId, coalesce(own_title, first_words) as title, messages.id as messageId,
      snippet(words, 0, '${highlightStart}', '${highlightEnd}', '…', ${snippetTokens}) as excerpt
    from words
    cross join texts on texts.number = words.rowid
    cross join conversations on conversations.number = texts.conversation and conversations.deleted_at is null
    cross join messages on messages.number = coalesce(texts.message, conversations.leaf) and messages.deleted_at is null
    where words match ?
    order by words.rowid desc`)

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

/** Splits an excerpt at the marks around what matched. */
export function splitExcerpt(excerpt: string): SearchHit['excerpt'] {
  return excerpt
    .split(highlightStart)
    .flatMap((segment, index) => {
      const [match = '', ...rest] = index === 0 ? ['', ...segment.split(highlightEnd)] : segment.split(highlightEnd)
      return [
        { text: truncate(match, false), isMatch: true },
        { text: truncate(rest.join(''), index === 0), isMatch: false },
      ]
    })
    .filter(({ text }) => text !== '')
}

/** Cuts what is too long: before the first match its beginning, elsewhere its end. */
function truncate(text: string, atStart: boolean): string {
  if (text.length <= maxSegmentLength) return text
  return atStart ? `…${text.slice(-maxSegmentLength)}` : `${text.slice(0, maxSegmentLength)}…`
}
