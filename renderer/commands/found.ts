// What the palette lists for what was typed: actions, conversations and models, recently used first. Pure and quick: it runs between two
// key strokes, over 10,000 models, and gives few rows, so that each of them can be on the page.

import type { CommandName } from '../../shared/commands.ts'
import type { ConversationSummary, SearchHit } from '../../shared/types/conversations.ts'
import type { ModelList } from '../../shared/types/models.ts'
import { find } from '../models/search.ts'

export type Found =
  | { readonly kind: 'command'; readonly name: CommandName; readonly label: string }
  | { readonly kind: 'conversation'; readonly id: string; readonly title: string }
  | { readonly kind: 'model'; readonly id: string }

export interface Section {
  readonly title: 'actions' | 'conversations' | 'models'
  readonly rows: readonly Found[]
}

interface Ground {
  /** Those that are possible now, in the order of their table. */
  readonly commands: readonly { readonly name: CommandName; readonly label: string }[]
  readonly usedCommands: readonly CommandName[]
  /** Newest first. */
  readonly conversations: readonly ConversationSummary[]
  /** Of the history's own search, which also reads what was said. */
  readonly hits: readonly SearchHit[]
  readonly models: ModelList | null
}

const mostRows = 6

export function foundFor(query: string, ground: Ground): readonly Section[] {
  const words = query.toLowerCase().split(/\s+/)
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const actions = byUse(ground).filter(({ label }) => holds(label))
  const sections: readonly Section[] = [
    { title: 'actions', rows: actions.map((command) => ({ kind: 'command', ...command })) },
    { title: 'conversations', rows: conversationsFor(query, ground, holds) },
    { title: 'models', rows: modelsFor(query, ground.models) },
  ]
  return sections.filter(({ rows }) => rows.length > 0)
}

function byUse({ commands, usedCommands }: Ground): Ground['commands'] {
  const used = usedCommands.flatMap((name) => commands.find((each) => each.name === name) ?? [])
  return [...used, ...commands.filter(({ name }) => !usedCommands.includes(name))]
}

function conversationsFor(query: string, { conversations, hits }: Ground, holds: (text: string) => boolean): readonly Found[] {
  const named = conversations.filter(({ title }) => holds(title)).map(({ id, title }) => ({ id, title }))
  const said = query === '' ? [] : hits.map(({ conversationId, title }) => ({ id: conversationId, title }))
  const titles = new Map([...said, ...named].map(({ id, title }) => [id, title]))
  const ids = [...new Set([...named, ...said].map(({ id }) => id))].slice(0, mostRows)
  return ids.map((id) => ({ kind: 'conversation', id, title: titles.get(id) ?? '' }))
}

function modelsFor(query: string, list: ModelList | null): readonly Found[] {
  if (list === null) return []
  const known = new Set(list.models.map(({ id }) => id))
  const lately = [...new Set([...list.recent, ...list.favourites])].filter((id) => known.has(id))
  const ids = query === '' ? lately : find(list.models, query, list.servers).map(({ id }) => id)
  return ids.slice(0, mostRows).map((id) => ({ kind: 'model', id }))
}
