// Fetches the list of models from a server. Hides the list's shape, the addresses at which it may be, and what refusals mean.

import * as z from 'zod/mini'
import { failureFromNetworkError } from '../network/failures.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { ServerKey } from '../../shared/opaque-key.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { isModelName } from '../../shared/server-model.ts'
import type { Server } from '../../shared/types/servers.ts'

/** The gateway's fetch for a server, and the server's key. */
export interface ServerAccess {
  readonly fetchFromServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
  readonly getServerKey: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<{ readonly key: ServerKey }>>
}

/** Some servers send null instead of an empty list. */
const listSchema = z.object({ data: z.nullable(z.array(z.unknown())) })
const entrySchema = z.object({ id: z.string() })
const maxModels = 1_000

/** The distinct model names in a reply of `/models`, without invalid entries; null if the reply is not such a list. */
export function parseServerList(response: unknown): readonly string[] | null {
  const list = z.safeParse(listSchema, response)
  if (!list.success) return null
  const names = (list.data.data ?? []).flatMap((entry) => {
    const parsedEntry = z.safeParse(entrySchema, entry)
    return parsedEntry.success && isModelName(parsedEntry.data.id) ? [parsedEntry.data.id] : []
  })
  return [...new Set(names)].slice(0, maxModels)
}

/** Fetches the names of a server's models. Fails as its key does, and with `server-unreachable`, `server-refused-key` or `unexpected-reply`. */
export async function fetchServerModels(
  server: Pick<Server, 'id' | 'address' | 'keyKind'>,
  access: ServerAccess,
): Promise<Reply<readonly string[]>> {
  const key = await access.getServerKey(server)
  if (!key.ok) return key
  try {
    const response = await access.fetchFromServer(server, key.value.key)(`${server.address}/models`, {
      headers: { accept: 'application/json' },
    })
    const names = response.ok ? parseServerList(parseJson(await response.text())) : null
    if (names !== null) return succeeded(names)
    if (!response.ok) await response.body?.cancel()
    // SECURITY: the body is left out, because it may repeat the key.
    return failed(
      response.status === 401 || response.status === 403 ? 'server-refused-key' : 'unexpected-reply',
      `status ${response.status}`,
    )
  } catch (error) {
    return { ok: false, failure: failureFromNetworkError(error) }
  }
}

interface FoundServer {
  readonly address: string
  readonly names: Reply<readonly string[]>
}

/** Tries each address until one answers with a list. If none does, returns the first one with its failure. */
export async function findServer(
  server: Pick<Server, 'id' | 'keyKind'>,
  [first, ...others]: readonly [string, ...string[]],
  access: ServerAccess,
): Promise<FoundServer> {
  const found: FoundServer = { address: first, names: await fetchServerModels({ ...server, address: first }, access) }
  // Other addresses help only against `unexpected-reply`: something answered, but not with a list.
  if (found.names.ok || found.names.failure.code !== 'unexpected-reply') return found
  for (const address of others) {
    // Sequential, because each address is tried only if the one before it failed.
    // oxlint-disable-next-line no-await-in-loop
    const names = await fetchServerModels({ ...server, address }, access)
    if (names.ok || names.failure.code === 'server-refused-key') return { address, names }
  }
  return found
}
