// The servers that a person added by hand, and the models they have. Hides when a server is asked anew, and what has to go with it
// when it changes or is removed: its key, and what was marked of its models.

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
  readonly models: () => readonly Model[]
  readonly find: (id: string) => Server | null
  /** Asks those anew that were last asked more than an hour ago, in the background. */
  readonly refreshStale: () => void
  readonly refresh: () => Promise<void>
  /**
   * Asks the server and keeps it. Fails with `address-refused` for an address that may not be asked, and, unless `anyway`, with
   * what became of asking: nothing is kept then.
   */
  readonly add: (draft: ServerDraft, force: boolean) => Promise<Reply<void>>
  /** The same for one that is there; a new name alone is taken at once. Its own key does not go along to another place: it is forgotten. */
  readonly update: (id: string, draft: ServerDraft, force: boolean) => Promise<Reply<void>>
  /** Fails, and keeps the server, while its own key cannot be forgotten. */
  readonly remove: (id: string) => Promise<Reply<void>>
  readonly forgetKey: (id: string) => Promise<Reply<void>>
  /** Whether its own key was kept for later starts. */
  readonly isKeySaved: (id: string) => boolean
  readonly setKeySaved: (id: string, isSaved: boolean) => void
  /** Another key goes along from now on: asks it anew. */
  readonly onKeyChanged: (id: string) => void
}

export interface ServerKeyring extends ServerAccess {
  /** Fails while the key cannot be forgotten. */
  readonly forgetKey: (serverId: string) => Promise<Reply<void>>
  /** Whether a key of it is used until the program ends. */
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

export function createServers(parts: ServersOptions): Servers {
  const { store, cache, now } = parts
  /** What became of asking, in this session. */
  const failures = new Map<string, Failure>()
  const lastAttemptAt = new Map<string, number>()
  /** Counts what each was asked, so that an answer which was overtaken is not believed. */
  const requestCounts = new Map<string, number>()

  /** As they are used now. What is written is made from the `store` alone: a key of this session leaves no trace. */
  const listServers = (): readonly Server[] =>
    store.read().map((server) => (parts.hasSessionKey(server.id) ? { ...server, keyKind: 'own' } : server))
  const find = (id: string): Server | null => listServers().find((server) => server.id === id) ?? null
  const isKeySaved = (id: string): boolean => store.read().some((server) => server.id === id && server.keyKind === 'own')

  function setKeySaved(id: string, isSaved: boolean): Reply<void> {
    const keyKind = isSaved ? 'own' : 'none'
    return store.write(store.read().map((server) => (server.id === id ? { ...server, keyKind } : server)))
  }

  function onKeyChanged(id: string): void {
    const server = find(id)
    if (server !== null) void refreshServer(server)
    parts.onChange()
  }

  async function refreshServer(server: Server): Promise<void> {
    lastAttemptAt.set(server.id, now())
    const requestNumber = (requestCounts.get(server.id) ?? 0) + 1
    requestCounts.set(server.id, requestNumber)
    const names = await fetchServerModels(server, parts)
    // What was asked of another place, with another key, or before, says nothing of this one.
    const current = find(server.id)
    if (requestNumber !== requestCounts.get(server.id) || current?.address !== server.address || current.keyKind !== server.keyKind) return
    recordResult(server.id, names)
    parts.onChange()
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
        hasSessionKey: parts.hasSessionKey(server.id),
        fetchedAt: cache.read()[server.id]?.fetchedAt ?? null,
        failure: failures.get(server.id) ?? null,
      })),
    models: () => store.read().flatMap(({ id }) => (cache.read()[id]?.names ?? []).map((name) => toModel(name, id))),
    find,
    refreshStale() {
      // A private host at Hugging Face may be asleep, costs money when it is woken, and is sent the key: only when a person asks.
      for (const server of listServers().filter(({ keyKind }) => keyKind !== 'hugging-face')) {
        const isStale = now() - (cache.read()[server.id]?.fetchedAt ?? 0) > parts.staleAfterMs
        if (isStale && now() - (lastAttemptAt.get(server.id) ?? 0) > parts.retryAfterMs) void refreshServer(server)
      }
    },
    async refresh() {
      await Promise.all(listServers().map(refreshServer))
    },
    async add(draft, force) {
      const parsed = parseDraft(draft)
      if (parsed === null) return failed('address-refused')
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : 'none'
      const { address, names } = await findServer({ id: '', keyKind }, parsed.candidates, parts)
      if (!names.ok && !force) return names
      const others = store.read()
      if (others.length >= maxServers) return failed('bad-input', `no more than ${maxServers} servers`)
      const id = createUniqueId(draft.name, others)
      const written = store.write([...others, { id, name: parsed.name, address, keyKind }])
      recordResult(id, names)
      parts.onChange()
      return written
    },
    async update(id, draft, force) {
      const previous = find(id)
      if (previous === null) return failed('bad-input')
      const parsed = parseDraft(draft)
      if (parsed === null) return failed('address-refused')
      const isSameAddress = parsed.candidates.includes(previous.address)
      // SECURITY: an own key was given for one place. Another one, though typed by the same person, must not get it unasked.
      const keepsKey = isSameAddress && previous.keyKind === 'own' && !draft.usesHuggingFaceKey
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : keepsKey ? 'own' : 'none'
      const isOnlyRenamed = isSameAddress && keyKind === previous.keyKind
      const found = isOnlyRenamed ? null : await findServer({ id, keyKind }, isSameAddress ? [previous.address] : parsed.candidates, parts)
      if (found?.names.ok === false && !force) return found.names
      if (previous.keyKind === 'own' && keyKind !== 'own') {
        const forgotten = await parts.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const savedKeyKind = keyKind === 'own' && !isKeySaved(id) ? 'none' : keyKind
      const updated: Server = { id, name: parsed.name, address: found?.address ?? previous.address, keyKind: savedKeyKind }
      const written = store.write(store.read().map((server) => (server.id === id ? updated : server)))
      if (!isSameAddress) forgetResults(id)
      if (found !== null) recordResult(id, found.names)
      parts.onChange()
      // A new name needs no leave of the server's; how it is comes later.
      if (found === null) void refreshServer({ ...updated, keyKind })
      return written
    },
    async remove(id) {
      if (find(id)?.keyKind === 'own') {
        const forgotten = await parts.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const written = store.write(store.read().filter((server) => server.id !== id))
      forgetResults(id)
      parts.onChange()
      return written
    },
    async forgetKey(id) {
      const forgotten = await parts.forgetKey(id)
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
  // Nobody says what else it can do, or what it costs.
  return { id: formatServerModelId({ name, serverId }), task: defaultTask, canSee: false, routes: [], server: serverId }
}

/** Whether a model's id is that of a model of this server. */
export function belongsToServer(serverId: string): (modelId: string) => boolean {
  return (modelId) => parseServerModelId(modelId)?.serverId === serverId
}

function parseDraft({ name, address, usesHuggingFaceKey }: ServerDraft) {
  const parsed = parseServerAddress(address)
  // SECURITY: no choice in a window makes another host one of Hugging Face's.
  if (parsed.kind !== 'valid' || (usesHuggingFaceKey && !parsed.isOnHuggingFace)) return null
  const normalizedName = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  return { candidates: parsed.candidates, name: normalizedName === '' ? new URL(parsed.candidates[0]).host : normalizedName }
}

/** Made from the name, in letters and digits that a model's id can hold, and used by no other server. */
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
