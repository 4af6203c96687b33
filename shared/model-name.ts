// How a model's id is shown: maker and name separately, and the server that has it. Old models have no maker.

import { parseServerModelId } from './server-model.ts'
import type { ServerView } from './types/servers.ts'

/** The last part of the name, such as "llama3.2:3b", or "small.gguf" for a path. */
export function shortName(id: string): string {
  const name = parseServerModelId(id)?.name ?? null
  if (name === null) return id.slice(id.indexOf('/') + 1)
  return name.slice(name.lastIndexOf('/') + 1) || name
}

/** Null for a model without a maker, and for a server's. */
export function getMaker(id: string): string | null {
  const slash = id.indexOf('/')
  return slash === -1 || parseServerModelId(id) !== null ? null : id.slice(0, slash)
}

/** The name of a model's server; its id if it was removed. Null for a model of Hugging Face. */
export function getServerName(id: string, servers: readonly ServerView[]): string | null {
  const serverModel = parseServerModelId(id)
  return serverModel === null ? null : (servers.find((server) => server.id === serverModel.serverId)?.name ?? serverModel.serverId)
}
