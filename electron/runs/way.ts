// The way to a model: the door to where it is run, with the key that belongs there.

import { assertNever, failed, succeeded, type Reply } from '../../shared/errors.ts'
import type { RunKeyName, RunPlace } from '../../shared/run-parts.ts'
import type { RunParts } from './parts.ts'

interface Way {
  readonly fetch: typeof fetch
  readonly key: RunKeyName | null
  readonly billTo: string | null
}

/** A server's run needs no key of Hugging Face. A keychain that asks its user may not answer for a long time, or never. */
export async function wayTo(place: RunPlace, { keys, serverKeys, network }: RunParts): Promise<Reply<Way>> {
  switch (place.kind) {
    case 'hugging-face': {
      const lent = await keys.forRun()
      if (!lent.ok) return lent
      const { key, id, name, billTo } = lent.value
      return succeeded({ fetch: network.withKey(key), key: { id, name }, billTo })
    }
    case 'server': {
      const lent = await serverKeys.forRun(place.server)
      if (!lent.ok) return lent
      return succeeded({ fetch: network.toServer(place.server, lent.value.key), key: lent.value.name, billTo: null })
    }
    case 'removed':
      return failed('server-removed')
    default:
      return assertNever(place)
  }
}
