// The catalogue of models: the list as last fetched, what the user made of it, and what a run needs to know of one. Hides when the
// list is fetched anew, and the question about a model that is not in it. Everything here is public: no request carries the key.

import { failureOfPublicReply, networkFailureOf } from '../network-failure.ts'
import { succeeded, type Failure, type Reply } from '../shared/errors.ts'
import type { Model, ModelList, ModelLookup } from '../shared/types.ts'
import { createCache } from './cache.ts'
import { readChatModels, readModelPage, type ModelPage } from './catalogue.ts'
import { alternativesTo, firstChoice } from './choice.ts'

export interface Models {
  /** What is known, at once. Fetches anew in the background when that is more than an hour old. */
  readonly list: () => ModelList
  /** Fetches the list now. Where that fails, the list stays and says why. */
  readonly refresh: () => Promise<ModelList>
  /** Whether a model can be used, by its name: from the list, else from Hugging Face. Fails when that does not answer. */
  readonly lookUp: (id: string) => Promise<Reply<ModelLookup>>
  readonly choose: (id: string) => Reply<ModelList>
  readonly setFavourite: (id: string, isFavourite: boolean) => Reply<ModelList>
  /** A run was begun with it. */
  readonly noteUsed: (id: string) => void
  /** A cheap model made to talk that runs now; null when no list can be had. Fetches one where there is none. */
  readonly suggest: () => Promise<string | null>
  /** How to run it; null for a model that is not known. Chat needs no provider: the router chooses. */
  readonly find: (id: string) => { readonly task: Model['task']; readonly provider: string | null } | null
}

export interface ModelPreferences {
  readonly favouriteModels: readonly string[]
  readonly recentModels: readonly string[]
  readonly chosenModel: string | null
}

interface ModelsParts {
  /** The door to the network, without a key. */
  readonly fetch: typeof fetch
  /** Where the list is kept for the next start. */
  readonly folder: string
  readonly preferences: {
    readonly read: () => ModelPreferences
    readonly change: (changes: Partial<ModelPreferences>) => Reply<void>
  }
  readonly now: () => number
  readonly publish: (list: ModelList) => void
}

const listAddress = 'https://router.huggingface.co/v1/models'
const staleAfterMs = 60 * 60 * 1000
/** So long a failed attempt keeps the next one in the background away. */
const retryAfterMs = 60 * 1000
const mostRecent = 10
const mostLookedUp = 50
const alternativesShown = 3
/** Hugging Face does not tell strangers whether a name is free or private: both are 401. */
const unknownModelStatuses: readonly number[] = [401, 404]

export function createModels({ fetch, folder, preferences, now, publish }: ModelsParts): Models {
  const cache = createCache(folder)
  let known = cache.read()
  let failure: Failure | null = null
  let triedAt = 0
  let refreshing: Promise<ModelList> | null = null

  function view(): ModelList {
    const { favouriteModels: favourites, recentModels: recent, chosenModel } = preferences.read()
    const chosen = chosenModel ?? firstChoice(known.models)
    // Models asked about by name take part in the list once the user has made something of them.
    const wanted = new Set([...favourites, ...recent, chosen])
    const listed = new Set(known.models.map(({ id }) => id))
    const extra = known.lookedUp.filter(({ id }) => wanted.has(id) && !listed.has(id))
    return { models: [...known.models, ...extra], fetchedAt: known.fetchedAt, failure, favourites, recent, chosen }
  }

  async function fetchList(): Promise<ModelList> {
    triedAt = now()
    const reply = await ask(listAddress, readChatModels)
    if (reply.ok) {
      known = { ...known, models: reply.value, fetchedAt: now() }
      failure = null
      cache.write(known)
    } else {
      failure = reply.failure
    }
    const list = view()
    publish(list)
    return list
  }

  function refresh(): Promise<ModelList> {
    refreshing ??= fetchList().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  /** Fails with `model-not-found` for a status in `unknown`. */
  async function ask<Value>(
    address: string,
    read: (json: unknown) => Value | null,
    unknown: readonly number[] = [],
  ): Promise<Reply<Value>> {
    try {
      const reply = await fetch(address, { headers: { accept: 'application/json' } })
      const value = reply.ok ? read(parsed(await reply.text())) : null
      if (value !== null) return succeeded(value)
      if (!reply.ok) await reply.body?.cancel()
      return { ok: false, failure: unknown.includes(reply.status) ? { code: 'model-not-found' } : failureOfPublicReply(reply) }
    } catch (error) {
      return { ok: false, failure: networkFailureOf(error) }
    }
  }

  function knownModel(id: string): Model | undefined {
    const name = plainName(id)
    const all = [...known.models, ...known.lookedUp]
    return all.find((model) => model.id === name) ?? all.find((model) => model.id.toLowerCase() === name.toLowerCase())
  }

  function remember(model: Model): void {
    const others = known.lookedUp.filter(({ id }) => id !== model.id)
    known = { ...known, lookedUp: [model, ...others].slice(0, mostLookedUp) }
    cache.write(known)
  }

  function change(changes: Partial<ModelPreferences>): Reply<ModelList> {
    const changed = preferences.change(changes)
    const list = view()
    // Also where it could not be written: it holds until the program ends.
    publish(list)
    return changed.ok ? succeeded(list) : changed
  }

  return {
    list() {
      const isStale = now() - (known.fetchedAt ?? 0) > staleAfterMs
      if (isStale && now() - triedAt > retryAfterMs) void refresh()
      return view()
    },
    refresh,
    async lookUp(id) {
      const listed = knownModel(id)
      if (listed !== undefined && known.models.includes(listed)) return succeeded({ kind: 'served', model: listed })
      const page: Reply<ModelPage> = await ask(pageAddress(plainName(id)), readModelPage, unknownModelStatuses)
      if (!page.ok && page.failure.code !== 'model-not-found') return page
      if (!page.ok) return succeeded({ kind: 'not-found', id, alternatives: alternativesTo(id, known.models, alternativesShown) })
      const { id: name, model } = page.value
      if (model === null)
        return succeeded({ kind: 'not-served', id: name, alternatives: alternativesTo(name, known.models, alternativesShown) })
      remember(model)
      return succeeded({ kind: 'served', model })
    },
    choose: (id) => change({ chosenModel: id }),
    setFavourite(id, isFavourite) {
      const others = preferences.read().favouriteModels.filter((one) => one !== id)
      return change({ favouriteModels: isFavourite ? [...others, id] : others })
    },
    noteUsed(id) {
      const others = preferences.read().recentModels.filter((one) => one !== id)
      change({ recentModels: [id, ...others].slice(0, mostRecent) })
    },
    async suggest() {
      if (known.models.length === 0) await refresh()
      return firstChoice(known.models)
    },
    find(id) {
      const model = knownModel(id)
      if (model === undefined) return null
      const live = model.routes.find((route) => route.isLive)
      return { task: model.task, provider: model.task === 'chat' ? null : (live?.provider ?? null) }
    },
  }
}

/** Without the suffix that chooses a provider, which is the router's. */
function plainName(id: string): string {
  return id.replace(/:[^:/]*$/, '')
}

function pageAddress(id: string): string {
  const path = id.split('/').map(encodeURIComponent).join('/')
  return `https://huggingface.co/api/models/${path}?expand[]=inferenceProviderMapping&expand[]=pipeline_tag`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
