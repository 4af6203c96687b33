// Finds models as one types, over name, maker and server, and puts the list together: favourites, recent ones, each server's, all.
// Pure and quick: it runs between two key strokes, over 10,000 models.

import type { Model, ModelList, ServerView } from '../../shared/types/models.ts'
import { serverNameOf, shortName } from '../../shared/model-name.ts'

export type Row =
  | { readonly kind: 'title'; readonly title: 'favourites' | 'recent' | 'all' | 'onHub' }
  | { readonly kind: 'server'; readonly server: ServerView }
  | { readonly kind: 'model'; readonly key: string; readonly model: Model }
  /** Offers to ask Hugging Face about a name that is not in the list. */
  | { readonly kind: 'look-up'; readonly id: string }

const recentShown = 5
/** An id as Hugging Face makes them: a name, or a maker and a name. */
const possibleId = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/

/** The rows for what was typed; for nothing, all models with the favourites and recent ones on top. */
export function rowsFor(list: ModelList, query: string): readonly Row[] {
  const typed = query.trim()
  if (typed === '') return everything(list)
  const rows: Row[] = find(list.models, typed, list.servers).map((model) => row(model, 'found'))
  const isListed = list.models.some((model) => model.id.toLowerCase() === typed.toLowerCase())
  if (!isListed && possibleId.test(typed)) rows.push({ kind: 'look-up', id: typed })
  return rows
}

/** The list without the models of which it is not known that they look at pictures. */
export function seeing(list: ModelList): ModelList {
  return { ...list, models: list.models.filter(({ canSee }) => canSee) }
}

/** Whether nothing can be taken there. */
export function isHeading(at: Row | undefined): boolean {
  return at?.kind === 'title' || at?.kind === 'server'
}

/** Models whose names hold every word of the query: those whose name starts with it first, then in the order of the list. */
export function find(models: readonly Model[], query: string, servers: readonly ServerView[] = []): readonly Model[] {
  const typed = query.toLowerCase().trim()
  const words = typed.split(/\s+/)
  const ranked: Model[][] = [[], [], []]
  for (const model of models) {
    const id = model.id.toLowerCase()
    const said = model.server === null ? id : `${id} ${serverNameOf(model.id, servers)?.toLowerCase()}`
    if (words.every((word) => said.includes(word))) ranked[rank(id, typed)]?.push(model)
  }
  return ranked.flat()
}

function rank(id: string, typed: string): number {
  const name = shortName(id)
  if (name.startsWith(typed) || id.startsWith(typed)) return 0
  return ['-', '_', '.'].some((mark) => name.includes(mark + typed)) ? 1 : 2
}

function everything({ models, servers, favourites, recent }: ModelList): readonly Row[] {
  const byId = new Map(models.map((model) => [model.id, model]))
  const listed = (ids: readonly string[]): readonly Model[] => ids.flatMap((id) => byId.get(id) ?? [])
  const starred = listed(favourites)
  const lately = listed(recent.filter((id) => !favourites.includes(id)).slice(0, recentShown))
  const onHub = models.filter(({ server }) => server === null)
  const above = [...section('favourites', starred), ...section('recent', lately), ...servers.flatMap((server) => ofServer(server, models))]
  // Without anything above it, a heading over the whole list says nothing.
  if (above.length === 0) return onHub.map((model) => row(model, 'all'))
  return [...above, ...section(onHub.length === models.length ? 'all' : 'onHub', onHub)]
}

function ofServer(server: ServerView, models: readonly Model[]): readonly Row[] {
  const own = models.filter((model) => model.server === server.id)
  return own.length === 0 ? [] : [{ kind: 'server', server }, ...own.map((model) => row(model, 'server'))]
}

function section(title: 'favourites' | 'recent' | 'all' | 'onHub', models: readonly Model[]): readonly Row[] {
  return models.length === 0 ? [] : [{ kind: 'title', title }, ...models.map((model) => row(model, title))]
}

/** A model may stand in more than one section, so its section is part of its key. */
function row(model: Model, place: string): Row {
  return { kind: 'model', key: `${place} ${model.id}`, model }
}
