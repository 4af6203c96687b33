// Origins for the faults that occur before any reply. They replace the hub (in `PARLEY_HUB`, or as the `hub` of a gateway). All of
// them are on this computer. Hides how each is made to fail.

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
   * The certificate authority that the client should trust (`NODE_EXTRA_CA_CERTS` of an app on the Electron stand-in), so that
   * only the fault itself is wrong. This process trusts it while the origin is open. Null when no certificate is involved.
   */
  readonly authority: string | null
  /** How many requests arrived; always expected to be 0. */
  readonly requestCount: () => number
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Opens the origin for a fault. Those with certificates need openssl (`canMakeCertificates`). */
export async function openFaultyOrigin(name: OriginFaultName): Promise<FaultyOrigin> {
  const { origin } = faults[name].behavior
  switch (origin) {
    case 'unknown-name':
      // Names under .invalid never resolve (RFC 6761).
      return { origin: 'https://huggingface.invalid', authority: null, requestCount: () => 0, async [Symbol.asyncDispose]() {} }
    case 'unresponsive':
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

/** Listens, posts its port, then blocks its thread, so that it never accepts a connection. */
const listenerSource = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })
`

/** How many connections fill a backlog of one. Later connections are neither accepted nor refused. */
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
