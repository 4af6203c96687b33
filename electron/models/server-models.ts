// Asks one server for its models. Hides the shape of its list, the places where that may lie, and what its refusals mean.

import * as z from 'zod/mini'
import { failureFromNetworkError } from '../network/failures.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { ServerKey } from '../../shared/opaque-key.ts'
import { isModelName } from '../../shared/server-model.ts'
import type { Server } from '../../shared/types/servers.ts'

/** The door to a server, and the key that goes along. */
export interface ServerAccess {
  readonly fetchFromServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
  readonly keyFor: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<{ readonly key: ServerKey }>>
}

/** A server without models says null where its list would be. */
const listSchema = z.object({ data: z.nullable(z.array(z.unknown())) })
const entrySchema = z.object({ id: z.string() })
const maxModels = 1_000

/** The names in a reply of `/models`, each once; null when it is no such list. What makes no sense is left out. */
export function parseServerList(response: unknown): readonly string[] | null {
  const list = z.safeParse(listSchema, response)
  if (!list.success) return null
  const names = (list.data.data ?? []).flatMap((entry) => {
    const parsedEntry = z.safeParse(entrySchema, entry)
    return parsedEntry.success && isModelName(parsedEntry.data.id) ? [parsedEntry.data.id] : []
  })
  return [...new Set(names)].slice(0, maxModels)
}

/** The names of a server's models. Fails with `server-unreachable`, `server-refused-key` or `unexpected-reply`, and as its key does. */
export async function fetchServerModels(
  server: Pick<Server, 'id' | 'address' | 'keyKind'>,
  access: ServerAccess,
): Promise<Reply<readonly string[]>> {
  const key = await access.keyFor(server)
  if (!key.ok) return key
  try {
    const response = await access.fetchFromServer(server, key.value.key)(`${server.address}/models`, {
      headers: { accept: 'application/json' },
    })
    const names = response.ok ? parseServerList(parseJson(await response.text())) : null
    if (names !== null) return succeeded(names)
    if (!response.ok) await response.body?.cancel()
    // What it wrote stays out of it: it may repeat the key.
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

/** Tries each address until one answers as a server does. Where none does, the first one and what became of it. */
export async function findServer(
  server: Pick<Server, 'id' | 'keyKind'>,
  [first, ...others]: readonly [string, ...string[]],
  access: ServerAccess,
): Promise<FoundServer> {
  const found: FoundServer = { address: first, names: await fetchServerModels({ ...server, address: first }, access) }
  // Somebody is there, and this is just not the place.
  if (found.names.ok || found.names.failure.code !== 'unexpected-reply') return found
  for (const address of others) {
    // One after the other, as the second is asked only when the first is none.
    // oxlint-disable-next-line no-await-in-loop
    const names = await fetchServerModels({ ...server, address }, access)
    if (names.ok || names.failure.code === 'server-refused-key') return { address, names }
  }
  return found
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
