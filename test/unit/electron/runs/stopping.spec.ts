// Stop, in each phase of a run: the end is told and the connection is closed before a person could wonder.

import { createServer, type Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import type { Reply } from '../../../../shared/errors.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { events, eventStream, said, serve, type Answering, type lentKey } from '../inference/replying.ts'
import { createStage, request, type Stage } from './remembering.ts'

const limitMs = 200

interface Phase {
  readonly title: string
  /** Brings a run of the id 'a' into the phase; resolves to what happens to its connection, where it has one. */
  readonly measure: () => Promise<number>
}

/** From Stop to the told end, and to the closed connection where there is one. */
async function stopMs(stage: Stage, closed: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  stage.runs.stop('a')
  const { answer } = await stage.ended('a')
  await closed()
  expect(answer.outcome).toEqual({ kind: 'stopped' })
  return performance.now() - begin
}

/** At a server that answers so: stops once the run has come to where `isThere` says. */
function atServer(title: string, answering: Answering, isThere: (stage: Stage, arrived: Promise<void>) => Promise<unknown>): Phase {
  return {
    title,
    async measure() {
      const arrived = Promise.withResolvers<void>()
      await using server = await serve((asked, response) => {
        void answering(asked, response)
        arrived.resolve()
      })
      const stage = createStage(server)
      stage.runs.start(request('a'))
      await isThere(stage, arrived.promise)
      return await stopMs(stage, server.closed)
    },
  }
}

/** Where there is none yet, or none that is ours to close. */
const noConnection = () => Promise.resolve()

const saysHelAndWaits: Answering = (_, response) => void response.writeHead(200, eventStream).write(events(said('Hel')))

const phases: readonly Phase[] = [
  {
    title: 'in the line',
    async measure() {
      await using server = await serve(saysHelAndWaits)
      const stage = createStage(server)
      for (const runId of ['1', '2', '3', '4', 'a']) stage.runs.start(request(runId))
      const ms = await stopMs(stage, noConnection)
      await stage.runs.drain()
      expect(server.asked.length).toBeLessThanOrEqual(4)
      return ms
    },
  },
  {
    title: 'at the keychain',
    async measure() {
      await using server = await serve(saysHelAndWaits)
      const stage = createStage(server, { keys: { forRun: () => new Promise<Reply<typeof lentKey>>(() => {}) } })
      stage.runs.start(request('a'))
      await stage.reached(({ phase }) => phase.kind === 'key')
      return await stopMs(stage, noConnection)
    },
  },
  {
    title: 'connecting',
    async measure() {
      const connected = Promise.withResolvers<Socket>()
      // It takes the connection and never says hello, so that a safe connection does not come about.
      const server = createServer((socket) => {
        socket.on('error', () => {}).resume()
        connected.resolve(socket)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP')
      const stage = createStage({ origin: `https://127.0.0.1:${address.port}` })
      stage.runs.start(request('a'))
      const socket = await connected.promise
      const ms = await stopMs(stage, noConnection)
      socket.destroy()
      server.close()
      return ms
    },
  },
  atServer(
    'waiting for the reply',
    () => {},
    (_, arrived) => arrived,
  ),
  atServer(
    'waiting for the first byte',
    (_, response) => response.writeHead(200, eventStream).flushHeaders(),
    (_, arrived) => arrived,
  ),
  atServer('streaming', saysHelAndWaits, (stage) => stage.heard((text) => text.text === 'Hel')),
  atServer(
    'counting down',
    (_, response) => void response.writeHead(503, { 'retry-after': '60' }).end(),
    (stage) => stage.reached(({ phase }) => phase.kind === 'retrying'),
  ),
]

test('[row 41] Stop stops in every phase, and closes the connection', async () => {
  const rounds = caseCount(1, 20)
  let slowest = { title: '', ms: 0 }
  // One after the other: what is measured must not wait for its neighbour.
  /* oxlint-disable no-await-in-loop */
  for (const { title, measure } of phases) {
    for (let round = 0; round < rounds; round += 1) {
      const ms = await measure()
      expect(ms, title).toBeLessThanOrEqual(limitMs)
      if (ms > slowest.ms) slowest = { title, ms }
    }
  }
  /* oxlint-enable no-await-in-loop */
  proven({
    figure: `${phases.length} of ${phases.length} phases; the slowest ${Math.ceil(slowest.ms)} ms, ${slowest.title}`,
    cases: phases.length * rounds,
    where: ['Node'],
    notProven: ['that Electron gives up a connection that is still being made; Node’s fetch keeps it for ten seconds, with nothing sent'],
  })
})
