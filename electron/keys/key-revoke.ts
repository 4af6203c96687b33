// Tells Hugging Face that a key is lost or stolen, so that it is made worthless there. Whether it was is seen by asking about the key
// afterwards: the reply is the same for a key that nobody knows.

import { failureFromPublicResponse, failureFromNetworkError } from '../network/failures.ts'
import { succeeded, type Reply } from '../../shared/failures.ts'
import type { Key } from './key.ts'

/** @param sendRevocation the door to the network, which writes the key into the one request that holds it in its body. */
export function createKeyRevoke(sendRevocation: (key: Key) => Promise<Response>): (key: Key) => Promise<Reply<void>> {
  return async (key) => {
    try {
      const response = await sendRevocation(key)
      await response.body?.cancel()
      return response.ok ? succeeded(undefined) : { ok: false, failure: failureFromPublicResponse(response) }
    } catch (error) {
      return { ok: false, failure: failureFromNetworkError(error) }
    }
  }
}
