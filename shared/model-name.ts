// How a model's id is shown: the maker and the name apart, and the server that has it. Old models have no maker.

import { parseServerModelId } from './server-model.ts'
import type { ServerView } from './types/servers.ts'

/** The last part of its name: "llama3.2:3b", and "small.gguf" of a whole path. */
export function shortName(id: string): string {
  const name = parseServerModelId(id)?.name ?? null
  if (name === null) return id.slice(id.indexOf('/') + 1)
  return name.slice(name.lastIndexOf('/') + 1) || name
}

export function getMaker(id: string): string | null {
  const slash = id.indexOf('/')
  return slash === -1 || parseServerModelId(id) !== null ? null : id.slice(0, slash)
}

/** What the server that has a model is called; its id, where it was removed. Null for a model of Hugging Face. */
export function getServerName(id: string, servers: readonly ServerView[]): string | null {
  const serverModel = parseServerModelId(id)
  return serverModel === null ? null : (servers.find((server) => server.id === serverModel.serverId)?.name ?? serverModel.serverId)
}
