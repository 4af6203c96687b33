// What the palette lists for what was typed: actions, conversations and models, recently used first. Pure and quick: it runs between two
// key strokes, over 10,000 models, and gives few rows, so that each of them can be on the page.

import type { CommandName } from '../../shared/commands.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import type { SearchHit } from '../../shared/types/search.ts'
import type { ModelList } from '../../shared/types/models.ts'
import { searchModels } from '../models/model-search.ts'

export type PaletteItem =
  | { readonly kind: 'command'; readonly name: CommandName; readonly label: string }
  | { readonly kind: 'conversation'; readonly id: string; readonly title: string }
  | { readonly kind: 'model'; readonly id: string }

export interface PaletteSection {
  readonly title: 'actions' | 'conversations' | 'models'
  readonly rows: readonly PaletteItem[]
}

interface PaletteSources {
  /** Those that are possible now, in the order of their table. */
  readonly commands: readonly { readonly name: CommandName; readonly label: string }[]
  readonly usedCommands: readonly CommandName[]
  /** Newest first. */
  readonly conversations: readonly ConversationSummary[]
  /** Of the history's own search, which also reads what was said. */
  readonly hits: readonly SearchHit[]
  readonly models: ModelList | null
}

const maxRows = 6

export function searchPalette(query: string, sources: PaletteSources): readonly PaletteSection[] {
  const words = query.toLowerCase().split(/\s+/)
  const matches = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const actions = sortByLastUse(sources).filter(({ label }) => matches(label))
  const sections: readonly PaletteSection[] = [
    { title: 'actions', rows: actions.map((command) => ({ kind: 'command', ...command })) },
    { title: 'conversations', rows: findConversations(query, sources, matches) },
    { title: 'models', rows: findModels(query, sources.models) },
  ]
  return sections.filter(({ rows }) => rows.length > 0)
}

function sortByLastUse({ commands, usedCommands }: PaletteSources): PaletteSources['commands'] {
  const used = usedCommands.flatMap((name) => commands.find((each) => each.name === name) ?? [])
  return [...used, ...commands.filter(({ name }) => !usedCommands.includes(name))]
}

function findConversations(
  query: string,
  { conversations, hits }: PaletteSources,
  matches: (text: string) => boolean,
): readonly PaletteItem[] {
  const titleMatches = conversations.filter(({ title }) => matches(title)).map(({ id, title }) => ({ id, title }))
  const textMatches = query === '' ? [] : hits.map(({ conversationId, title }) => ({ id: conversationId, title }))
  const titles = new Map([...textMatches, ...titleMatches].map(({ id, title }) => [id, title]))
  const ids = [...new Set([...titleMatches, ...textMatches].map(({ id }) => id))].slice(0, maxRows)
  return ids.map((id) => ({ kind: 'conversation', id, title: titles.get(id) ?? '' }))
}

function findModels(query: string, list: ModelList | null): readonly PaletteItem[] {
  if (list === null) return []
  const knownIds = new Set(list.models.map(({ id }) => id))
  const recentIds = [...new Set([...list.recent, ...list.favourites])].filter((id) => knownIds.has(id))
  const ids = query === '' ? recentIds : searchModels(list.models, query, list.servers).map(({ id }) => id)
  return ids.slice(0, maxRows).map((id) => ({ kind: 'model', id }))
}
