// Tells Hugging Face that a key is lost or stolen, so that it is made worthless there. Whether it was is seen by asking about the key
// afterwards: the reply is the same for a key that nobody knows.

import { failureOfPublicReply, networkFailureOf } from '../network/failures.ts'
import { succeeded, type Reply } from '../../shared/errors.ts'
import type { Key } from './key.ts'

/** @param send the door to the network, which writes the key into the one request that holds it in its body. */
export function createKeyRevoke(send: (key: Key) => Promise<Response>): (key: Key) => Promise<Reply<void>> {
  return async (key) => {
    try {
      const reply = await send(key)
      await reply.body?.cancel()
      return reply.ok ? succeeded(undefined) : { ok: false, failure: failureOfPublicReply(reply) }
    } catch (error) {
      return { ok: false, failure: networkFailureOf(error) }
    }
  }
}
