// The catalogue of models: the list as last fetched, what the user made of it, and what a run needs to know of one. Hides when the
// list is fetched anew, and the question about a model that is not in it. What is asked of Hugging Face is public: no such request
// carries the key.

import { failureOfPublicReply, networkFailureOf } from '../network/failures.ts'
import { succeeded, type Failure, type Reply } from '../../shared/errors.ts'
import type { RunRoute } from '../../shared/run-parts.ts'
import { readServerModelId } from '../../shared/server-model.ts'
import type { Model, ModelList, ModelLookup, Server, ServerDraft } from '../../shared/types/models.ts'
import { createCache } from './cache.ts'
import { readChatModels, readModelPage, type ModelPage } from './catalogue.ts'
import { alternativesTo, firstChoice } from './choice.ts'
import { createServers, isModelOf, type ServerKeyring, type Servers } from './servers.ts'

export interface Models {
  /** What is known, at once. Fetches anew in the background when that is more than an hour old. */
  readonly list: () => ModelList
  /** Fetches the list now. Where that fails, the list stays and says why. */
  readonly refresh: () => Promise<ModelList>
  /** Whether a model can be used, by its name: from the list, else from Hugging Face. Fails when that does not answer. */
  readonly lookUp: (id: string) => Promise<Reply<ModelLookup>>
  /** What can be taken in the place of a model, from what is known; nobody is asked. */
  readonly alternatives: (id: string, mustSee: boolean) => readonly Model[]
  readonly choose: (id: string) => Reply<ModelList>
  readonly setFavourite: (id: string, isFavourite: boolean) => Reply<ModelList>
  /** A run was begun with it. */
  readonly noteUsed: (id: string) => void
  /** A cheap model made to talk that runs now; null when no list can be had. Fetches one where there is none. */
  readonly suggest: () => Promise<string | null>
  /** How to run it; null for a model of Hugging Face that is not known. Chat needs no provider: the router chooses. */
  readonly find: (id: string) => RunRoute | null
  /** Asks the server and adds it; see `Servers`. */
  readonly addServer: (draft: ServerDraft, anyway: boolean) => Promise<Reply<ModelList>>
  readonly changeServer: (id: string, draft: ServerDraft, anyway: boolean) => Promise<Reply<ModelList>>
  readonly removeServer: (id: string) => Promise<Reply<ModelList>>
  readonly forgetServerKey: (id: string) => Promise<Reply<ModelList>>
  /** What is known of the servers, and of their keys that they are kept. */
  readonly servers: Pick<Servers, 'find' | 'isKeyKept' | 'setKeyKept' | 'keyChanged'>
}

export interface ModelPreferences {
  readonly favouriteModels: readonly string[]
  readonly recentModels: readonly string[]
  readonly chosenModel: string | null
  readonly servers: readonly Server[]
}

interface ModelsParts extends ServerKeyring {
  /** The door to the network, without a key. */
  readonly fetch: typeof fetch
  /** Where the list is kept for the next start. */
  readonly folder: string
  readonly preferences: {
    readonly read: () => ModelPreferences
    readonly change: (changes: Partial<ModelPreferences>) => Reply<void>
  }
  /** Whether a key of Hugging Face may be there. */
  readonly mayHaveKey: () => boolean
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

export function createModels(parts: ModelsParts): Models {
  const { fetch, folder, preferences, now, publish } = parts
  const cache = createCache(folder)
  let known = cache.read()
  let failure: Failure | null = null
  let triedAt = 0
  let fetching: Promise<void> | null = null
  const servers = createServers({
    ...parts,
    kept: { read: () => preferences.read().servers, write: (kept) => preferences.change({ servers: kept }) },
    cache: {
      read: () => known.servers,
      write(names) {
        known = { ...known, servers: names }
        cache.write(known)
      },
    },
    changed: () => publish(view()),
    staleAfterMs,
    retryAfterMs,
  })

  function view(): ModelList {
    const { favouriteModels: favourites, recentModels: recent, chosenModel } = preferences.read()
    const onServers = servers.models()
    // Nobody finds a prompt on a server that they did not choose, unless there is nothing else they could use.
    const first = firstChoice(known.models) ?? (parts.mayHaveKey() ? null : (onServers[0]?.id ?? null))
    const chosen = chosenModel ?? first
    // Models asked about by name take part in the list once the user has made something of them.
    const wanted = new Set([...favourites, ...recent, chosen])
    const listed = new Set(known.models.map(({ id }) => id))
    const extra = known.lookedUp.filter(({ id }) => wanted.has(id) && !listed.has(id))
    const models = [...known.models, ...extra, ...onServers]
    return { models, servers: servers.views(), fetchedAt: known.fetchedAt, failure, favourites, recent, chosen }
  }

  async function fetchList(): Promise<void> {
    triedAt = now()
    const reply = await ask(listAddress, readChatModels)
    if (reply.ok) {
      known = { ...known, models: reply.value, fetchedAt: now() }
      failure = null
      cache.write(known)
    } else {
      failure = reply.failure
    }
    publish(view())
  }

  function fetchOnce(): Promise<void> {
    fetching ??= fetchList().finally(() => {
      fetching = null
    })
    return fetching
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

  /** Chat models of Hugging Face in the place of one that it does not run. */
  function nearTo(id: string): readonly Model[] {
    return alternativesTo({ id, task: 'chat', mustSee: false }, known.models, alternativesShown)
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

  function told(done: Reply<void>): Reply<ModelList> {
    return done.ok ? succeeded(view()) : done
  }

  return {
    list() {
      servers.refreshOld()
      const isStale = now() - (known.fetchedAt ?? 0) > staleAfterMs
      if (isStale && now() - triedAt > retryAfterMs) void fetchOnce()
      return view()
    },
    async refresh() {
      await Promise.all([fetchOnce(), servers.refresh()])
      return view()
    },
    async lookUp(id) {
      const listed = knownModel(id)
      if (listed !== undefined && known.models.includes(listed)) return succeeded({ kind: 'served', model: listed })
      const page: Reply<ModelPage> = await ask(pageAddress(plainName(id)), readModelPage, unknownModelStatuses)
      if (!page.ok && page.failure.code !== 'model-not-found') return page
      if (!page.ok) return succeeded({ kind: 'not-found', id, alternatives: nearTo(id) })
      const { id: name, model } = page.value
      if (model === null) return succeeded({ kind: 'not-served', id: name, alternatives: nearTo(name) })
      remember(model)
      return succeeded({ kind: 'served', model })
    },
    alternatives(id, mustSee) {
      const onServer = readServerModelId(id)
      const name = onServer === null ? plainName(id) : id
      // SECURITY: what was meant for a server is not offered to anybody else by one click; the list of all models is for that.
      const others =
        onServer === null ? [...known.models, ...known.lookedUp] : servers.models().filter(({ server }) => server === onServer.serverId)
      return alternativesTo({ id: name, task: knownModel(name)?.task ?? 'chat', mustSee }, others, alternativesShown)
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
      if (known.models.length === 0) await fetchOnce()
      return firstChoice(known.models)
    },
    find(id) {
      const onServer = readServerModelId(id)
      if (onServer !== null) {
        const server = servers.find(onServer.serverId)
        const place = server === null ? ({ kind: 'removed' } as const) : ({ kind: 'server', server, name: onServer.name } as const)
        return { task: 'chat', provider: server?.name ?? null, place }
      }
      const model = knownModel(id)
      if (model === undefined) return null
      const live = model.routes.find((route) => route.isLive)
      const provider = model.task === 'chat' ? null : (live?.provider ?? null)
      // What a page says of a model that is not in the list is its maker's word alone.
      const sees = known.models.includes(model) ? { sees: model.canSee } : {}
      return { task: model.task, provider, place: { kind: 'hugging-face' }, ...sees }
    },
    servers,
    forgetServerKey: async (id) => told(await servers.forgetKey(id)),
    addServer: async (draft, anyway) => told(await servers.add(draft, anyway)),
    changeServer: async (id, draft, anyway) => told(await servers.change(id, draft, anyway)),
    async removeServer(id) {
      const removed = await servers.remove(id)
      if (!removed.ok) return removed
      const { favouriteModels, recentModels, chosenModel } = preferences.read()
      const isGone = isModelOf(id)
      return change({
        favouriteModels: favouriteModels.filter((model) => !isGone(model)),
        recentModels: recentModels.filter((model) => !isGone(model)),
        chosenModel: chosenModel !== null && isGone(chosenModel) ? null : chosenModel,
      })
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
