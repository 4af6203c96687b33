// A place on this computer that writes down whatever arrives there, over plain HTTP and over TLS on the same port, and answers as
// it is told. Hides that these are two servers behind one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createPort, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TlsIdentity } from '../data/certificates.ts'

export interface ReceivedRequest {
  readonly scheme: 'http' | 'https'
  readonly method: string
  /** Under which name it was asked, and for what: scheme, host, port, path. */
  readonly address: string
  /** All of it: first line, headers, body. */
  readonly raw: string
}

export interface RequestRecorder {
  readonly port: number
  /** Everything so far, oldest first; grows. */
  readonly requests: readonly ReceivedRequest[]
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** What a TLS connection begins with. */
const tlsHandshakeByte = 0x16

/** Opens it on a free port of 127.0.0.1, which `localhost` leads to as well. */
export async function startRequestRecorder(
  identity: TlsIdentity,
  respond: (received: ReceivedRequest, response: ServerResponse) => void = (_, response) => void response.end(),
): Promise<RequestRecorder> {
  const requests: ReceivedRequest[] = []
  const createHandler =
    (scheme: ReceivedRequest['scheme']) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method = '', url = '', rawHeaders, headers } = request
      const head = [`${method} ${url}`, ...rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []))]
      const received = { scheme, method, address: `${scheme}://${headers.host}${url}`, raw: [...head, '', await text(request)].join('\n') }
      requests.push(received)
      respond(received, response)
    }
  const httpServer = createServer((request, response) => void createHandler('http')(request, response))
  const httpsServer = createSecureServer(identity, (request, response) => void createHandler('https')(request, response))
  const sockets = new Set<Socket>()
  const port = createPort((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (first === null) return
      socket.unshift(first)
      ;(first[0] === tlsHandshakeByte ? httpsServer : httpServer).emit('connection', socket)
    })
  })
  // A handshake that fails is the client's refusal, which a spec sees on its side.
  httpsServer.on('tlsClientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve))
  const address = port.address()
  if (address === null || typeof address === 'string') throw new Error('The place has no port')
  return {
    port: address.port,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => port.close(resolve))
    },
  }
}
