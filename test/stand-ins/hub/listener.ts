// An HTTP server on loopback. Hides how it starts, how requests are read, and how it closes at once.

import { createServer } from 'node:http'
import { readExchange, type Exchange, type HubRequest } from './exchange.ts'

export interface Listener {
  readonly port: number
  readonly requests: readonly HubRequest[]
  readonly isOpen: () => boolean
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>
}

/** Listens on a port of 127.0.0.1 (0 for a free one) and records requests in `requests`. */
export async function listen(
  port: number,
  answer: (exchange: Exchange) => void | Promise<void>,
  requests: HubRequest[] = [],
): Promise<Listener> {
  const server = createServer((incoming, response) => {
    readExchange(incoming, response, requests)
      .then(answer)
      .catch((error: unknown) => {
        // A client that disconnects during its request is no error; anything else is a bug in the stand-in.
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
