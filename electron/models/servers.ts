// The servers that a person added by hand, and the models they have. Hides when a server is asked anew, and what has to go with it
// when it changes or is removed: its key, and what was marked of its models.

import { failed, type Failure, type Reply } from '../../shared/errors.ts'
import { readServerAddress } from '../../shared/server-address.ts'
import { mostServers, readServerModelId, serverModelId } from '../../shared/server-model.ts'
import type { Model, Server, ServerDraft, ServerView } from '../../shared/types/models.ts'
import type { ServerNames } from './cache.ts'
import { askServer, findServer, type ServerWay } from './server-list.ts'

export interface Servers {
  readonly views: () => readonly ServerView[]
  readonly models: () => readonly Model[]
  readonly find: (id: string) => Server | null
  /** Asks those anew that were last asked more than an hour ago, in the background. */
  readonly refreshOld: () => void
  readonly refresh: () => Promise<void>
  /**
   * Asks the server and keeps it. Fails with `address-refused` for an address that may not be asked, and, unless `anyway`, with
   * what became of asking: nothing is kept then.
   */
  readonly add: (draft: ServerDraft, anyway: boolean) => Promise<Reply<void>>
  /** The same for one that is there; a new name alone is taken at once. Its own key does not go along to another place: it is forgotten. */
  readonly change: (id: string, draft: ServerDraft, anyway: boolean) => Promise<Reply<void>>
  /** Fails, and keeps the server, while its own key cannot be forgotten. */
  readonly remove: (id: string) => Promise<Reply<void>>
  readonly forgetKey: (id: string) => Promise<Reply<void>>
  /** Whether its own key was kept for later starts. */
  readonly isKeyKept: (id: string) => boolean
  readonly setKeyKept: (id: string, isKept: boolean) => void
  /** Another key goes along from now on: asks it anew. */
  readonly keyChanged: (id: string) => void
}

export interface ServerKeyring extends ServerWay {
  /** Fails while the key cannot be forgotten. */
  readonly forgetKey: (serverId: string) => Promise<Reply<void>>
  /** Whether a key of it is used until the program ends. */
  readonly isKeyHeld: (serverId: string) => boolean
}

interface ServersParts extends ServerKeyring {
  readonly kept: { readonly read: () => readonly Server[]; readonly write: (servers: readonly Server[]) => Reply<void> }
  readonly cache: {
    readonly read: () => Readonly<Record<string, ServerNames>>
    readonly write: (names: Readonly<Record<string, ServerNames>>) => void
  }
  readonly now: () => number
  readonly changed: () => void
  readonly staleAfterMs: number
  readonly retryAfterMs: number
}

const longestId = 30

export function createServers(parts: ServersParts): Servers {
  const { kept, cache, now } = parts
  /** What became of asking, in this session. */
  const failures = new Map<string, Failure>()
  const triedAt = new Map<string, number>()
  /** Counts what each was asked, so that an answer which was overtaken is not believed. */
  const questions = new Map<string, number>()

  /** As they are used now. What is written is made from `kept` alone: a key of this session leaves no trace. */
  const all = (): readonly Server[] => kept.read().map((server) => (parts.isKeyHeld(server.id) ? { ...server, keyKind: 'own' } : server))
  const find = (id: string): Server | null => all().find((server) => server.id === id) ?? null
  const isKeyKept = (id: string): boolean => kept.read().some((server) => server.id === id && server.keyKind === 'own')

  function setKeyKept(id: string, isKept: boolean): Reply<void> {
    const keyKind = isKept ? 'own' : 'none'
    return kept.write(kept.read().map((server) => (server.id === id ? { ...server, keyKind } : server)))
  }

  function keyChanged(id: string): void {
    const server = find(id)
    if (server !== null) void ask(server)
    parts.changed()
  }

  async function ask(server: Server): Promise<void> {
    triedAt.set(server.id, now())
    const mine = (questions.get(server.id) ?? 0) + 1
    questions.set(server.id, mine)
    const names = await askServer(server, parts)
    // What was asked of another place, with another key, or before, says nothing of this one.
    const current = find(server.id)
    if (mine !== questions.get(server.id) || current?.address !== server.address || current.keyKind !== server.keyKind) return
    learn(server.id, names)
    parts.changed()
  }

  function learn(id: string, names: Reply<readonly string[]>): void {
    triedAt.set(id, now())
    if (!names.ok) {
      failures.set(id, names.failure)
      return
    }
    failures.delete(id)
    cache.write({ ...cache.read(), [id]: { fetchedAt: now(), names: names.value } })
  }

  function forget(id: string): void {
    const { [id]: _gone, ...others } = cache.read()
    cache.write(others)
    failures.delete(id)
    triedAt.delete(id)
  }

  return {
    views: () =>
      all().map((server) => ({
        ...server,
        isKeyHeld: parts.isKeyHeld(server.id),
        fetchedAt: cache.read()[server.id]?.fetchedAt ?? null,
        failure: failures.get(server.id) ?? null,
      })),
    models: () => kept.read().flatMap(({ id }) => (cache.read()[id]?.names ?? []).map((name) => modelOf(name, id))),
    find,
    refreshOld() {
      // A private host at Hugging Face may be asleep, costs money when it is woken, and is sent the key: only when a person asks.
      for (const server of all().filter(({ keyKind }) => keyKind !== 'hugging-face')) {
        const isOld = now() - (cache.read()[server.id]?.fetchedAt ?? 0) > parts.staleAfterMs
        if (isOld && now() - (triedAt.get(server.id) ?? 0) > parts.retryAfterMs) void ask(server)
      }
    },
    async refresh() {
      await Promise.all(all().map(ask))
    },
    async add(draft, anyway) {
      const read = readDraft(draft)
      if (read === null) return failed('address-refused')
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : 'none'
      const { address, names } = await findServer({ id: '', keyKind }, read.candidates, parts)
      if (!names.ok && !anyway) return names
      const others = kept.read()
      if (others.length >= mostServers) return failed('bad-input', `no more than ${mostServers} servers`)
      const id = freeId(draft.name, others)
      const written = kept.write([...others, { id, name: read.name, address, keyKind }])
      learn(id, names)
      parts.changed()
      return written
    },
    async change(id, draft, anyway) {
      const before = find(id)
      if (before === null) return failed('bad-input')
      const read = readDraft(draft)
      if (read === null) return failed('address-refused')
      const isSamePlace = read.candidates.includes(before.address)
      // SECURITY: an own key was given for one place. Another one, though typed by the same person, must not get it unasked.
      const keepsKey = isSamePlace && before.keyKind === 'own' && !draft.usesHuggingFaceKey
      const keyKind = draft.usesHuggingFaceKey ? 'hugging-face' : keepsKey ? 'own' : 'none'
      const isRenamed = isSamePlace && keyKind === before.keyKind
      const found = isRenamed ? null : await findServer({ id, keyKind }, isSamePlace ? [before.address] : read.candidates, parts)
      if (found?.names.ok === false && !anyway) return found.names
      if (before.keyKind === 'own' && keyKind !== 'own') {
        const forgotten = await parts.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const keptKind = keyKind === 'own' && !isKeyKept(id) ? 'none' : keyKind
      const after: Server = { id, name: read.name, address: found?.address ?? before.address, keyKind: keptKind }
      const written = kept.write(kept.read().map((server) => (server.id === id ? after : server)))
      if (!isSamePlace) forget(id)
      if (found !== null) learn(id, found.names)
      parts.changed()
      // A new name needs no leave of the server's; how it is comes later.
      if (found === null) void ask({ ...after, keyKind })
      return written
    },
    async remove(id) {
      if (find(id)?.keyKind === 'own') {
        const forgotten = await parts.forgetKey(id)
        if (!forgotten.ok) return forgotten
      }
      const written = kept.write(kept.read().filter((server) => server.id !== id))
      forget(id)
      parts.changed()
      return written
    },
    async forgetKey(id) {
      const forgotten = await parts.forgetKey(id)
      if (!forgotten.ok) return forgotten
      const written = setKeyKept(id, false)
      keyChanged(id)
      return written
    },
    isKeyKept,
    setKeyKept: (id, isKept) => void setKeyKept(id, isKept),
    keyChanged,
  }
}

function modelOf(name: string, serverId: string): Model {
  // Nobody says what else it can do, or what it costs.
  return { id: serverModelId({ name, serverId }), task: 'chat', canSee: false, routes: [], server: serverId }
}

/** Whether a model's id is that of a model of this server. */
export function isModelOf(serverId: string): (modelId: string) => boolean {
  return (modelId) => readServerModelId(modelId)?.serverId === serverId
}

function readDraft({ name, address, usesHuggingFaceKey }: ServerDraft) {
  const read = readServerAddress(address)
  // SECURITY: no choice in a window makes another host one of Hugging Face's.
  if (read.kind !== 'fine' || (usesHuggingFaceKey && !read.isOnHuggingFace)) return null
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  return { candidates: read.candidates, name: plain === '' ? new URL(read.candidates[0]).host : plain }
}

/** Made from the name, in letters and digits that a model's id can hold, and used by no other server. */
function freeId(name: string, servers: readonly Server[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, longestId)
    .replace(/^-+|-+$/g, '')
  const wanted = plain === '' ? 'server' : plain
  const isFree = (id: string): boolean => servers.every((server) => server.id !== id)
  if (isFree(wanted)) return wanted
  for (let number = 2; ; number += 1) if (isFree(`${wanted}-${number}`)) return `${wanted}-${number}`
}
