// An HTTP server on loopback. Hides how it starts, how its requests are read, and how it ends at once.

import { createServer } from 'node:http'
import { readExchange, type Exchange, type HubRequest } from './exchange.ts'

export interface Listener {
  readonly port: number
  readonly requests: readonly HubRequest[]
  readonly isOpen: () => boolean
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>
}

/** Listens on the port of 127.0.0.1, a free one for 0, and keeps what is asked in `requests`. */
export async function listen(
  port: number,
  answer: (exchange: Exchange) => void | Promise<void>,
  requests: HubRequest[] = [],
): Promise<Listener> {
  const server = createServer((incoming, response) => {
    readExchange(incoming, response, requests)
      .then(answer)
      .catch((error: unknown) => {
        // A client that leaves in the middle of its request is no error of ours; anything else is a fault of the stand-in itself.
        if (incoming.complete) console.error('The stand-in for Hugging Face failed:', error)
        response.destroy()
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port')
  return {
    port: address.port,
    requests,
    isOpen: () => server.listening,
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) resolve()
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
