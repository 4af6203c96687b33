// A place on this computer that writes down whatever arrives there, over plain HTTP and over TLS on the same port, and answers as
// it is told. Hides that these are two servers behind one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createPort, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Identity } from '../data/certificates.ts'

export interface Arrived {
  readonly scheme: 'http' | 'https'
  readonly method: string
  /** Under which name it was asked, and for what: scheme, host, port, path. */
  readonly address: string
  /** All of it: first line, headers, body. */
  readonly whole: string
}

export interface Place {
  readonly port: number
  /** Everything so far, oldest first; grows. */
  readonly arrived: readonly Arrived[]
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** What a TLS connection begins with. */
const handshake = 0x16

/** Opens it on a free port of 127.0.0.1, which `localhost` leads to as well. */
export async function openPlace(
  identity: Identity,
  answer: (asked: Arrived, response: ServerResponse) => void = (_, response) => void response.end(),
): Promise<Place> {
  const arrived: Arrived[] = []
  const take =
    (scheme: Arrived['scheme']) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method = '', url = '', rawHeaders, headers } = request
      const head = [`${method} ${url}`, ...rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []))]
      const asked = { scheme, method, address: `${scheme}://${headers.host}${url}`, whole: [...head, '', await text(request)].join('\n') }
      arrived.push(asked)
      answer(asked, response)
    }
  const plain = createServer((request, response) => void take('http')(request, response))
  const secure = createSecureServer(identity, (request, response) => void take('https')(request, response))
  const sockets = new Set<Socket>()
  const port = createPort((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (first === null) return
      socket.unshift(first)
      ;(first[0] === handshake ? secure : plain).emit('connection', socket)
    })
  })
  // A handshake that fails is the client's refusal, which a spec sees on its side.
  secure.on('tlsClientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve))
  const address = port.address()
  if (address === null || typeof address === 'string') throw new Error('The place has no port')
  return {
    port: address.port,
    arrived,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => port.close(resolve))
    },
  }
}
