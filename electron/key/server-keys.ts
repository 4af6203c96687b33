// Which key goes along to a server that was added by hand. Hides where it comes from. None is held here between two requests.

import { assertNever, failed, succeeded, type Reply } from '../shared/errors.ts'
import type { LentKey, ServerKey } from '../shared/lent-key.ts'
import type { Server } from '../shared/types.ts'

export interface ServerKeys {
  /** The key for one request to this server. Fails where one is due and cannot be had. */
  readonly forRun: (server: Pick<Server, 'id' | 'keyKind'>) => Promise<Reply<ServerKey>>
}

interface ServerKeysParts {
  /** The key of Hugging Face. The door sends it to Hugging Face's own hosts only. */
  readonly huggingFace: () => Promise<Reply<LentKey>>
}

export function createServerKeys({ huggingFace }: ServerKeysParts): ServerKeys {
  return {
    async forRun({ keyKind }) {
      switch (keyKind) {
        case 'none':
          return succeeded(null)
        case 'own':
          return failed('server-refused-key')
        case 'hugging-face': {
          const key = await huggingFace()
          return key.ok ? succeeded({ huggingFace: key.value }) : key
        }
        default:
          return assertNever(keyKind)
      }
    },
  }
}
