// Asks one server for its models. Hides the shape of its list, the places where that may lie, and what its refusals mean.

import * as z from 'zod/mini'
import { networkFailureOf } from '../network/failures.ts'
import { failed, succeeded, type Reply } from '../../shared/errors.ts'
import type { ServerKey } from '../../shared/closed-key.ts'
import { isModelName } from '../../shared/server-model.ts'
import type { Server } from '../../shared/types/models.ts'

/** The door to a server, and the key that goes along. */
export interface ServerWay {
  readonly toServer: (server: { readonly address: string }, key: ServerKey) => typeof fetch
  readonly keyFor: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<{ readonly key: ServerKey }>>
}

/** A server without models says null where its list would be. */
const listShape = z.object({ data: z.nullable(z.array(z.unknown())) })
const entryShape = z.object({ id: z.string() })
const mostModels = 1_000

/** The names in a reply of `/models`, each once; null when it is no such list. What makes no sense is left out. */
export function readServerList(reply: unknown): readonly string[] | null {
  const list = z.safeParse(listShape, reply)
  if (!list.success) return null
  const names = (list.data.data ?? []).flatMap((entry) => {
    const read = z.safeParse(entryShape, entry)
    return read.success && isModelName(read.data.id) ? [read.data.id] : []
  })
  return [...new Set(names)].slice(0, mostModels)
}

/** The names of a server's models. Fails with `server-unreachable`, `server-refused-key` or `unexpected-reply`, and as its key does. */
export async function askServer(server: Pick<Server, 'id' | 'address' | 'keyKind'>, way: ServerWay): Promise<Reply<readonly string[]>> {
  const key = await way.keyFor(server)
  if (!key.ok) return key
  try {
    const reply = await way.toServer(server, key.value.key)(`${server.address}/models`, { headers: { accept: 'application/json' } })
    const names = reply.ok ? readServerList(parsed(await reply.text())) : null
    if (names !== null) return succeeded(names)
    if (!reply.ok) await reply.body?.cancel()
    // What it wrote stays out of it: it may repeat the key.
    return failed(reply.status === 401 || reply.status === 403 ? 'server-refused-key' : 'unexpected-reply', `status ${reply.status}`)
  } catch (error) {
    return { ok: false, failure: networkFailureOf(error) }
  }
}

interface Found {
  readonly address: string
  readonly names: Reply<readonly string[]>
}

/** Tries each address until one answers as a server does. Where none does, the first one and what became of it. */
export async function findServer(
  server: Pick<Server, 'id' | 'keyKind'>,
  [first, ...others]: readonly [string, ...string[]],
  way: ServerWay,
): Promise<Found> {
  const found: Found = { address: first, names: await askServer({ ...server, address: first }, way) }
  // Somebody is there, and this is just not the place.
  if (found.names.ok || found.names.failure.code !== 'unexpected-reply') return found
  for (const address of others) {
    // One after the other, as the second is asked only when the first is none.
    // oxlint-disable-next-line no-await-in-loop
    const names = await askServer({ ...server, address }, way)
    if (names.ok || names.failure.code === 'server-refused-key') return { address, names }
  }
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
