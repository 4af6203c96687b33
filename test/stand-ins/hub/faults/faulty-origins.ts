// Origins for the faults that come before any reply: what must stand in the stand-in's place (in `PARLEY_HUB`, or as the `hub` of a
// door). All of them are on this computer. Hides how each is made to fail.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { createAuthority, type TlsIdentity } from '../../../support/data/certificates.ts'
import { faults, type OriginFaultName } from './faults.ts'
import { startRequestRecorder } from '../../../support/process/request-recorder.ts'
import { assertNever } from '../../../../shared/failures.ts'

export interface FaultyOrigin {
  readonly origin: string
  /**
   * The certificate of an authority that the client should trust (`NODE_EXTRA_CA_CERTS` of an app on the stand-in for Electron), so
   * that nothing but the fault itself is wrong. This process trusts it while the origin is open. Null where no certificate is looked at.
   */
  readonly authority: string | null
  /** How many requests arrived: none ever should. */
  readonly requestCount: () => number
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Opens the origin that a fault needs. Those with certificates need openssl (`canMakeCertificates`). */
export async function openFaultyOrigin(name: OriginFaultName): Promise<FaultyOrigin> {
  const { origin } = faults[name].act
  switch (origin) {
    case 'unknown-name':
      // No resolver may ever know a name under .invalid (RFC 6761).
      return { origin: 'https://huggingface.invalid', authority: null, requestCount: () => 0, async [Symbol.asyncDispose]() {} }
    case 'swallows':
      return openUnresponsiveOrigin()
    case 'expired':
      return openTlsOrigin((authority) => authority.issue({ certificateNames, validUntil: '20200201000000Z' }))
    case 'wrong-name':
      return openTlsOrigin((authority) => authority.issue({ certificateNames: 'DNS:huggingface.co' }))
    case 'self-signed':
      return openTlsOrigin((authority) => authority.issueSelfSigned(certificateNames))
    default:
      return assertNever(origin)
  }
}

const certificateNames = 'DNS:localhost,IP:127.0.0.1'

async function openTlsOrigin(issueIdentity: (authority: ReturnType<typeof createAuthority>) => TlsIdentity): Promise<FaultyOrigin> {
  const authority = createAuthority()
  const recorder = await startRequestRecorder(issueIdentity(authority))
  const stopTrusting = authority.trust()
  return {
    origin: `https://localhost:${recorder.port}`,
    authority: authority.file,
    requestCount: () => recorder.requests.length,
    async [Symbol.asyncDispose]() {
      stopTrusting()
      authority.remove()
      await recorder[Symbol.asyncDispose]()
    },
  }
}

/** Listens, says where, and never looks at a connection again: its thread sleeps until it is ended. */
const listenerSource = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })
`

/** How many connections wait for a listener with a backlog of one. Whoever comes after them is not answered, not even refused. */
const backlogSize = 2

async function openUnresponsiveOrigin(): Promise<FaultyOrigin> {
  const worker = new Worker(listenerSource, { eval: true })
  const port: number = (await once(worker, 'message'))[0]
  const waitingSockets: Socket[] = []
  while (waitingSockets.length < backlogSize) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    waitingSockets.push(socket)
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    authority: null,
    requestCount: () => 0,
    async [Symbol.asyncDispose]() {
      for (const socket of waitingSockets) socket.destroy()
      await worker.terminate()
    },
  }
}
