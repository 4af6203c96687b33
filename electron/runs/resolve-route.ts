// The way to a model: the door to where it is run, with the key that belongs there.

import { assertNever, failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { RunKeyName, RunTarget } from '../../shared/types/run-records.ts'
import type { RunParts } from './dependencies.ts'

interface RouteTarget {
  readonly fetch: typeof fetch
  readonly key: RunKeyName | null
  readonly billTo: string | null
}

/** A server's run needs no key of Hugging Face. A keychain that asks its user may not answer for a long time, or never. */
export async function resolveRoute(target: RunTarget, { keys, serverKeys, network }: RunParts): Promise<Reply<RouteTarget>> {
  switch (target.kind) {
    case 'hugging-face': {
      const keyForRun = await keys.getKeyForRun()
      if (!keyForRun.ok) return keyForRun
      const { key, id, name, billTo } = keyForRun.value
      return succeeded({ fetch: network.fetchWithKey(key), key: { id, name }, billTo })
    }
    case 'server': {
      const keyForRun = await serverKeys.getKeyForRun(target.server)
      if (!keyForRun.ok) return keyForRun
      return succeeded({ fetch: network.fetchFromServer(target.server, keyForRun.value.key), key: keyForRun.value.name, billTo: null })
    }
    case 'removed':
      return failed('server-removed')
    default:
      return assertNever(target)
  }
}
