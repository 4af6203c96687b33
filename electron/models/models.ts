// The catalogue of models: the list as last fetched, favourites and choices, and the route of a model. Hides when the list is fetched
// again, and the lookup of models that are not in it. Requests to Hugging Face are public: none carries the key.

import { failureFromPublicResponse, failureFromNetworkError } from '../network/failures.ts'
import { succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import type { RunRoute } from '../../shared/types/run-records.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import { defaultTask, tasks } from '../../shared/tasks.ts'
import type { Model, ModelList, ModelLookup } from '../../shared/types/models.ts'
import type { Server, ServerDraft } from '../../shared/types/servers.ts'
import { createCatalogueCache } from './catalogue-cache.ts'
import { parseChatModels, parseModelPage, type ModelPage } from './catalogue.ts'
import { findAlternatives, suggestModel } from './suggestions.ts'
import { createServers, belongsToServer, type ServerKeyring, type Servers } from './servers.ts'

export interface Models {
  /** Returns the known list at once. Fetches it again in the background if it is more than an hour old. */
  readonly list: () => ModelList
  /** Fetches the list now. If that fails, the old list is returned with the failure. */
  readonly refresh: () => Promise<ModelList>
  /** Finds out whether a model can be used: in the list, or from Hugging Face. Fails if Hugging Face does not answer. */
  readonly lookUp: (id: string) => Promise<Reply<ModelLookup>>
  /** Finds models that can replace one, in the known list and without a request. */
  readonly listAlternatives: (id: string, needsVision: boolean) => readonly Model[]
  readonly choose: (id: string) => Reply<ModelList>
  readonly setFavourite: (id: string, isFavourite: boolean) => Reply<ModelList>
  /** Call it when a run with the model begins. */
  readonly recordUse: (id: string) => void
  /** A cheap chat model that is live now. Fetches the list if there is none; null if that fails. */
  readonly suggest: () => Promise<string | null>
  /** Null for an unknown model of Hugging Face. */
  readonly findRoute: (id: string) => RunRoute | null
  /** These four do what their namesakes in `Servers` do. */
  readonly addServer: (draft: ServerDraft, force: boolean) => Promise<Reply<ModelList>>
  readonly updateServer: (id: string, draft: ServerDraft, force: boolean) => Promise<Reply<ModelList>>
  readonly removeServer: (id: string) => Promise<Reply<ModelList>>
  readonly forgetServerKey: (id: string) => Promise<Reply<ModelList>>
  readonly servers: Pick<Servers, 'find' | 'isKeySaved' | 'setKeySaved' | 'onKeyChanged'>
}

export interface ModelPreferences {
  readonly favouriteModels: readonly string[]
  readonly recentModels: readonly string[]
  readonly chosenModel: string | null
  readonly servers: readonly Server[]
}

interface ModelsOptions extends ServerKeyring {
  /** The gateway's fetch without a key. */
  readonly fetch: typeof fetch
  /** The folder of the cached list. */
  readonly folder: string
  readonly preferences: {
    readonly read: () => ModelPreferences
    readonly update: (changes: Partial<ModelPreferences>) => Reply<void>
  }
  /** Whether there may be a key of Hugging Face. */
  readonly mayHaveKey: () => boolean
  readonly now: () => number
  readonly publish: (list: ModelList) => void
}

const modelListUrl = 'https://router.huggingface.co/v1/models'
const staleAfterMs = 60 * 60 * 1000
/** The minimum time between two attempts in the background. */
const retryAfterMs = 60 * 1000
const maxRecent = 10
const maxLookedUp = 50
const maxAlternatives = 3
/** To a request without a key, Hugging Face answers 401 for private models and for unknown names alike. */
const unknownModelStatuses: readonly number[] = [401, 404]

export function createModels(options: ModelsOptions): Models {
  const { fetch, folder, preferences, now, publish } = options
  const cache = createCatalogueCache(folder)
  let catalogue = cache.read()
  let failure: Failure | null = null
  let lastAttemptAt = 0
  let pendingFetch: Promise<void> | null = null
  const servers = createServers({
    ...options,
    store: { read: () => preferences.read().servers, write: (savedServers) => preferences.update({ servers: savedServers }) },
    cache: {
      read: () => catalogue.servers,
      write(names) {
        catalogue = { ...catalogue, servers: names }
        cache.write(catalogue)
      },
    },
    onChange: () => publish(getModelList()),
    staleAfterMs,
    retryAfterMs,
  })

  function getModelList(): ModelList {
    const { favouriteModels: favourites, recentModels: recent, chosenModel } = preferences.read()
    const serverModels = servers.listModels()
    // A prompt goes to a server that was not chosen only if nothing else can be used.
    const suggested = suggestModel(catalogue.models) ?? (options.mayHaveKey() ? null : (serverModels[0]?.id ?? null))
    const chosen = chosenModel ?? suggested
    // A model that was looked up by name joins the list when it is a favourite, used or chosen.
    const usedIds = new Set([...favourites, ...recent, chosen])
    const listedIds = new Set(catalogue.models.map(({ id }) => id))
    const extra = catalogue.lookedUp.filter(({ id }) => usedIds.has(id) && !listedIds.has(id))
    const models = [...catalogue.models, ...extra, ...serverModels]
    return { models, servers: servers.listViews(), fetchedAt: catalogue.fetchedAt, failure, favourites, recent, chosen }
  }

  async function fetchList(): Promise<void> {
    lastAttemptAt = now()
    const reply = await fetchJson(modelListUrl, parseChatModels)
    if (reply.ok) {
      catalogue = { ...catalogue, models: reply.value, fetchedAt: now() }
      failure = null
      cache.write(catalogue)
    } else {
      failure = reply.failure
    }
    publish(getModelList())
  }

  function fetchOnce(): Promise<void> {
    pendingFetch ??= fetchList().finally(() => {
      pendingFetch = null
    })
    return pendingFetch
  }

  /** Fails with `model-not-found` for a status in `notFoundStatuses`. */
  async function fetchJson<Value>(
    address: string,
    read: (json: unknown) => Value | null,
    notFoundStatuses: readonly number[] = [],
  ): Promise<Reply<Value>> {
    try {
      const reply = await fetch(address, { headers: { accept: 'application/json' } })
      const value = reply.ok ? read(parseJson(await reply.text())) : null
      if (value !== null) return succeeded(value)
      if (!reply.ok) await reply.body?.cancel()
      return {
        ok: false,
        failure: notFoundStatuses.includes(reply.status) ? { code: 'model-not-found' } : failureFromPublicResponse(reply),
      }
    } catch (error) {
      return { ok: false, failure: failureFromNetworkError(error) }
    }
  }

  function findKnownModel(id: string): Model | undefined {
    const name = stripProviderSuffix(id)
    const all = [...catalogue.models, ...catalogue.lookedUp]
    return all.find((model) => model.id === name) ?? all.find((model) => model.id.toLowerCase() === name.toLowerCase())
  }

  /** Finds chat models of Hugging Face instead of one that it does not run. */
  function findSimilar(id: string): readonly Model[] {
    return findAlternatives({ id, task: defaultTask, needsVision: false }, catalogue.models, maxAlternatives)
  }

  function cacheLookup(model: Model): void {
    const others = catalogue.lookedUp.filter(({ id }) => id !== model.id)
    catalogue = { ...catalogue, lookedUp: [model, ...others].slice(0, maxLookedUp) }
    cache.write(catalogue)
  }

  function update(changes: Partial<ModelPreferences>): Reply<ModelList> {
    const updateResult = preferences.update(changes)
    const list = getModelList()
    // Even if it could not be written: the change applies until the program ends.
    publish(list)
    return updateResult.ok ? succeeded(list) : updateResult
  }

  function toListReply(done: Reply<void>): Reply<ModelList> {
    return done.ok ? succeeded(getModelList()) : done
  }

  return {
    list() {
      servers.refreshStale()
      const isStale = now() - (catalogue.fetchedAt ?? 0) > staleAfterMs
      if (isStale && now() - lastAttemptAt > retryAfterMs) void fetchOnce()
      return getModelList()
    },
    async refresh() {
      await Promise.all([fetchOnce(), servers.refresh()])
      return getModelList()
    },
    async lookUp(id) {
      const listedModel = findKnownModel(id)
      if (listedModel !== undefined && catalogue.models.includes(listedModel)) return succeeded({ kind: 'served', model: listedModel })
      const page: Reply<ModelPage> = await fetchJson(getModelPageUrl(stripProviderSuffix(id)), parseModelPage, unknownModelStatuses)
      if (!page.ok && page.failure.code !== 'model-not-found') return page
      if (!page.ok) return succeeded({ kind: 'not-found', id, alternatives: findSimilar(id) })
      const { id: name, model } = page.value
      if (model === null) return succeeded({ kind: 'not-served', id: name, alternatives: findSimilar(name) })
      cacheLookup(model)
      return succeeded({ kind: 'served', model })
    },
    listAlternatives(id, needsVision) {
      const serverModel = parseServerModelId(id)
      const name = serverModel === null ? stripProviderSuffix(id) : id
      // SECURITY: a prompt for a server must not go anywhere else with one click. For that there is the list of all models.
      const others =
        serverModel === null
          ? [...catalogue.models, ...catalogue.lookedUp]
          : servers.listModels().filter(({ server }) => server === serverModel.serverId)
      return findAlternatives({ id: name, task: findKnownModel(name)?.task ?? defaultTask, needsVision }, others, maxAlternatives)
    },
    choose: (id) => update({ chosenModel: id }),
    setFavourite(id, isFavourite) {
      const others = preferences.read().favouriteModels.filter((one) => one !== id)
      return update({ favouriteModels: isFavourite ? [...others, id] : others })
    },
    recordUse(id) {
      const others = preferences.read().recentModels.filter((one) => one !== id)
      update({ recentModels: [id, ...others].slice(0, maxRecent) })
    },
    async suggest() {
      if (catalogue.models.length === 0) await fetchOnce()
      return suggestModel(catalogue.models)
    },
    findRoute(id) {
      const serverModel = parseServerModelId(id)
      if (serverModel !== null) {
        const server = servers.find(serverModel.serverId)
        const target = server === null ? ({ kind: 'removed' } as const) : ({ kind: 'server', server, name: serverModel.name } as const)
        return { task: defaultTask, provider: server?.name ?? null, target }
      }
      const model = findKnownModel(id)
      if (model === undefined) return null
      const live = model.routes.find((route) => route.isLive)
      const provider = tasks[model.task].routing === 'hugging-face' ? null : (live?.provider ?? null)
      // For a model outside the list, only its own page says whether it sees, which is not reliable.
      const vision = catalogue.models.includes(model) ? { supportsVision: model.supportsVision } : {}
      return { task: model.task, provider, target: { kind: 'hugging-face' }, ...vision }
    },
    servers,
    forgetServerKey: async (id) => toListReply(await servers.forgetKey(id)),
    addServer: async (draft, force) => toListReply(await servers.add(draft, force)),
    updateServer: async (id, draft, force) => toListReply(await servers.update(id, draft, force)),
    async removeServer(id) {
      const removed = await servers.remove(id)
      if (!removed.ok) return removed
      const { favouriteModels, recentModels, chosenModel } = preferences.read()
      const isRemoved = belongsToServer(id)
      return update({
        favouriteModels: favouriteModels.filter((model) => !isRemoved(model)),
        recentModels: recentModels.filter((model) => !isRemoved(model)),
        chosenModel: chosenModel !== null && isRemoved(chosenModel) ? null : chosenModel,
      })
    },
  }
}

/** Removes the suffix with which the router can be told a provider. */
function stripProviderSuffix(id: string): string {
  return id.replace(/:[^:/]*$/, '')
}

function getModelPageUrl(id: string): string {
  const path = id.split('/').map(encodeURIComponent).join('/')
  return `https://huggingface.co/api/models/${path}?expand[]=inferenceProviderMapping&expand[]=pipeline_tag`
}
