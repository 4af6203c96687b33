// Origins for the faults that come before any reply: what must stand in the stand-in's place (in `PARLEY_HUB`, or as the `hub` of a
// door). All of them are on this computer. Hides how each is made to fail.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { makeAuthority, type Identity } from '../../../support/data/certificates.ts'
import { faults, type OriginFaultName } from './faults.ts'
import { openPlace } from '../../../support/process/place.ts'
import { assertNever } from '../../../../shared/errors.ts'

export interface BadOrigin {
  readonly origin: string
  /**
   * The certificate of an authority that the client should trust (`NODE_EXTRA_CA_CERTS` of an app on the stand-in for Electron), so
   * that nothing but the fault itself is wrong. This process trusts it while the origin is open. Null where no certificate is looked at.
   */
  readonly authority: string | null
  /** How many requests arrived: none ever should. */
  readonly arrived: () => number
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Opens the origin that a fault needs. Those with certificates need openssl (`canMakeCertificates`). */
export async function openOrigin(name: OriginFaultName): Promise<BadOrigin> {
  const { origin } = faults[name].act
  switch (origin) {
    case 'unknown-name':
      // No resolver may ever know a name under .invalid (RFC 6761).
      return { origin: 'https://huggingface.invalid', authority: null, arrived: () => 0, async [Symbol.asyncDispose]() {} }
    case 'swallows':
      return openSwallowing()
    case 'expired':
      return openSecure((authority) => authority.issue({ names, until: '20200201000000Z' }))
    case 'wrong-name':
      return openSecure((authority) => authority.issue({ names: 'DNS:huggingface.co' }))
    case 'self-signed':
      return openSecure((authority) => authority.issueSelfSigned(names))
    default:
      return assertNever(origin)
  }
}

const names = 'DNS:localhost,IP:127.0.0.1'

async function openSecure(identify: (authority: ReturnType<typeof makeAuthority>) => Identity): Promise<BadOrigin> {
  const authority = makeAuthority()
  const place = await openPlace(identify(authority))
  const distrust = authority.trust()
  return {
    origin: `https://localhost:${place.port}`,
    authority: authority.file,
    arrived: () => place.arrived.length,
    async [Symbol.asyncDispose]() {
      distrust()
      authority.remove()
      await place[Symbol.asyncDispose]()
    },
  }
}

/** Listens, says where, and never looks at a connection again: its thread sleeps until it is ended. */
const listener = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })
`

/** How many connections wait for a listener with a backlog of one. Whoever comes after them is not answered, not even refused. */
const queueLength = 2

async function openSwallowing(): Promise<BadOrigin> {
  const worker = new Worker(listener, { eval: true })
  const port: number = (await once(worker, 'message'))[0]
  const waiting: Socket[] = []
  while (waiting.length < queueLength) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    waiting.push(socket)
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    authority: null,
    arrived: () => 0,
    async [Symbol.asyncDispose]() {
      for (const socket of waiting) socket.destroy()
      await worker.terminate()
    },
  }
}
