// The servers that a person added by hand, and their models. Hides when a server's list is fetched again, and what is forgotten with a
// server that changes or is removed: its key and its cached models.

import { failed, type Failure, type Reply } from '../../shared/failures.ts'
import { parseServerAddress } from '../../shared/server-address.ts'
import { defaultTask } from '../../shared/tasks.ts'
import { maxServers, parseServerModelId, formatServerModelId } from '../../shared/server-model.ts'
import type { Model } from '../../shared/types/models.ts'
import type { Server, ServerDraft, ServerView } from '../../shared/types/servers.ts'
import type { ServerNames } from './catalogue-cache.ts'
import { fetchServerModels, findServer, type ServerAccess } from './server-models.ts'

export interface Servers {
  readonly listViews: () => readonly ServerView[]
  readonly listModels: () => readonly Model[]
  readonly find: (id: string) => Server | null
  /** Fetches the lists that are more than an hour old again, in the background. */
  readonly refreshStale: () => void
  readonly refresh: () => Promise<void>
  /**
   * Fetches the server's list and saves the server. Fails with `address-refused` for a forbidden address. Unless `force`, also fails as
   * fetching the list does, and saves nothing.
   */
  readonly add: (draft: ServerDraft, force: boolean) => Promise<Reply<void>>
  /** Does the same for an existing server. A new name alone needs no request. The server's own key is forgotten if the address changes. */
  readonly update: (id: string, draft: ServerDraft, force: boolean) => Promise<Reply<void>>
  /** Fails, and keeps the server, if its own key cannot be forgotten. */
  readonly remove: (id: string) => Promise<Reply<void>>
  readonly forgetKey: (id: string) => Promise<Reply<void>>
  /** Whether the server's own key is in the keychain. */
  readonly isKeySaved: (id: string) => boolean
  readonly setKeySaved: (id: string, isSaved: boolean) => void
  /** Call it when the server's key has changed: fetches its list again. */
  readonly onKeyChanged: (id: string) => void
}

export interface ServerKeyring extends ServerAccess {
  /** Fails if the key cannot be forgotten. */
  readonly forgetKey: (serverId: string) => Promise<Reply<void>>
  /** Whether the server has a key that is kept only until the program ends. */
  readonly hasSessionKey: (serverId: string) => boolean
}

interface ServersOptions extends ServerKeyring {
  readonly store: { readonly read: () => readonly Server[]; readonly write: (servers: readonly Server[]) => Reply<void> }
  readonly cache: {
    readonly read: () => Readonly<Record<string, ServerNames>>
    readonly write: (names: Readonly<Record<string, ServerNames>>) => void
  }
  readonly now: () => number
  readonly onChange: () => void
  readonly staleAfterMs: number
  readonly retryAfterMs: number
}

const maxIdLength = 30

export function createServers(options: ServersOptions): Servers {
  const { store, cache, now } = options
  /** Why each server's list could not be fetched the last time. */
  const failures = new Map<string, Failure>()
  const lastAttemptAt = new Map<string, number>()
  /** Counts the requests to each server, so that only the reply to the newest one counts. */
  const requestCounts = new Map<string, number>()

  /** The servers with the keys in use now. Writes start from the `store`, so that a key of this session is never written. */
  const listServers = (): readonly Server[] =>
    store.read().map((server) => (options.hasSessionKey(server.id) ? { ...server, keyKind: 'own' } : server))
  const find = (id: string): Server | null => listServers().find((server) => server.id === id) ?? null
  const isKeySaved = (id: string): boolean => store.read().some((server) => server.id === id && server.keyKind === 'own')

  function setKeySaved(id: string, isSaved: boolean): Reply<void> {
    const keyKind = isSaved ? 'own' : 'none'
    return store.write(store.read().map((server) => (server.id === id ? { ...server, keyKind } : server)))
  }

  function onKeyChanged(id: string): void {
    const server = find(id)
    if (server !== null) void refreshServer(server)
    options.onChange()
  }

  async function refreshServer(server: Server): Promise<void> {
    lastAttemptAt.set(server.id, now())
    const requestNumber = (requestCounts.get(server.id) ?? 0) + 1
    requestCounts.set(server.id, requestNumber)
    const names = await fetchServerModels(server, options)
    // Ignores the reply if the server has changed, or has been asked again, meanwhile.
    const current = find(server.id)
    if (requestNumber !== requestCounts.get(server.id) || current?.address !== server.address || current.keyKind !== server.keyKind) return
    recordResult(server.id, names)
    options.onChange()
  }

  function recordResult(id: string, names: Reply<readonly string[]>): void {
    lastAttemptAt.set(id, now())
    if (!names.ok) {
      failures.set(id, names.failure)
      return
    }
    failures.delete(id)
    cache.write({ ...cache.read(), [id]: { fetchedAt: now(), names: names.value } })
  }

  function forgetResults(id: string): void {
    const { [id]: _gone, ...others } = cache.read()
    cache.write(others)
    failures.delete(id)
    lastAttemptAt.delete(id)
  }

  return {
    listViews: () =>
      listServers().map((server) => ({
        ...server,
        hasSessionKey: options.hasSessionKey(server.id),
        fetchedAt: cache.read()[server.id]?.fetchedAt ?? null,
        failure: failures.get(server.id) ?? null,
      })),
    listModels: () => store.read().flatMap(({ id }) => (cache.read()[id]?.names ?? []).map((name) => toModel(name, id))),
    find,
    refreshStale() {
      // A private host at Hugging Face gets the key, and may be asleep and cost money when it wakes: never without a click.
      for (const server of listServers().filter(({ keyKind }) => keyKind !== 'hugging-face')) {
        const isStale = now() - (cache.read()[server.id]?.fetchedAt ?? 0) > options.staleAfterMs
        if (isStale && now() - (lastAttemptAt.get(server.id) ?? 0) > options.retryAfterMs) void refreshServer(server)
      }
    },
    async refresh() {
      await Promise.all(listServers().map(refreshServer))
    },
    async add(draft, force) {
      const parsed = parseDraft(draft)
      if (parsed === null) return failed('address-refused')
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : 'none'
      const { address, names } = await findServer({ id: '', keyKind }, parsed.candidates, options)
      if (!names.ok && !force) return names
      const others = store.read()
      if (others.length >= maxServers) return failed('bad-input', `no more than ${maxServers} servers`)
      const id = createUniqueId(draft.name, others)
      const written = store.write([...others, { id, name: parsed.name, address, keyKind }])
      recordResult(id, names)
      options.onChange()
      return written
    },
    async update(id, draft, force) {
      const previous = find(id)
      if (previous === null) return failed('bad-input')
      const parsed = parseDraft(draft)
      if (parsed === null) return failed('address-refused')
      const isSameAddress = parsed.candidates.includes(previous.address)
      // SECURITY: the key was entered for one address. Another one, even typed by the same person, must not get it.
      const keepsKey = isSameAddress && previous.keyKind === 'own' && !draft.usesHuggingFaceKey
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : keepsKey ? 'own' : 'none'
      const isOnlyRenamed = isSameAddress && keyKind === previous.keyKind
      const found = isOnlyRenamed
        ? null
        : await findServer({ id, keyKind }, isSameAddress ? [previous.address] : parsed.candidates, options)
      if (found?.names.ok === false && !force) return found.names
      if (previous.keyKind === 'own' && keyKind !== 'own') {
        const forgotten = await options.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const savedKeyKind = keyKind === 'own' && !isKeySaved(id) ? 'none' : keyKind
      const updated: Server = { id, name: parsed.name, address: found?.address ?? previous.address, keyKind: savedKeyKind }
      const written = store.write(store.read().map((server) => (server.id === id ? updated : server)))
      if (!isSameAddress) forgetResults(id)
      if (found !== null) recordResult(id, found.names)
      options.onChange()
      // A new name is saved without waiting for the server.
      if (found === null) void refreshServer({ ...updated, keyKind })
      return written
    },
    async remove(id) {
      if (find(id)?.keyKind === 'own') {
        const forgotten = await options.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const written = store.write(store.read().filter((server) => server.id !== id))
      forgetResults(id)
      options.onChange()
      return written
    },
    async forgetKey(id) {
      const forgotten = await options.forgetKey(id)
      if (!forgotten.ok) return forgotten
      const written = setKeySaved(id, false)
      onKeyChanged(id)
      return written
    },
    isKeySaved,
    setKeySaved: (id, isSaved) => void setKeySaved(id, isSaved),
    onKeyChanged,
  }
}

function toModel(name: string, serverId: string): Model {
  // A server says nothing about capabilities and prices.
  return { id: formatServerModelId({ name, serverId }), task: defaultTask, supportsVision: false, routes: [], server: serverId }
}

/** Returns a test for the ids of the server's models. */
export function belongsToServer(serverId: string): (modelId: string) => boolean {
  return (modelId) => parseServerModelId(modelId)?.serverId === serverId
}

function parseDraft({ name, address, usesHuggingFaceKey }: ServerDraft) {
  const parsed = parseServerAddress(address)
  // SECURITY: whatever the window sends, only hosts of Hugging Face get its key.
  if (parsed.kind !== 'valid' || (usesHuggingFaceKey && !parsed.isOnHuggingFace)) return null
  const normalizedName = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  return { candidates: parsed.candidates, name: normalizedName === '' ? new URL(parsed.candidates[0]).host : normalizedName }
}

/** Derives an id from the name: characters that are valid in a model's id, and unlike the ids of other servers. */
function createUniqueId(name: string, servers: readonly Server[]): string {
  const normalizedName = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, maxIdLength)
    .replace(/^-+|-+$/g, '')
  const baseId = normalizedName === '' ? 'server' : normalizedName
  const isAvailable = (id: string): boolean => servers.every((server) => server.id !== id)
  if (isAvailable(baseId)) return baseId
  for (let number = 2; ; number += 1) if (isAvailable(`${baseId}-${number}`)) return `${baseId}-${number}`
}
