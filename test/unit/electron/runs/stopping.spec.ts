// Stop, in each phase of a run: how soon the end is published and the connection is closed.

import { createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { loadLibrary } from '../../../../electron/inference/client.ts'
import type { Reply } from '../../../../shared/failures.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler, type testRunKey } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest, type RunHarness } from './run-harness.ts'

/** A timer or another process would take hundreds of turns. */
const maxTurns = 10
/** Only `npm run proof` asserts it, as a busy computer may take longer. */
const maxStopMs = caseCount(Infinity, 200)

interface StopCase {
  readonly title: string
  /** Brings a run with the id 'a' into the phase, and resolves to the milliseconds that stopping takes. */
  readonly measure: () => Promise<number>
}

/** From Stop to the published end and the closed connection, if there is one. The end needs a few turns of the event loop only. */
async function measureStopMs(harness: RunHarness, closed: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  harness.runs.stop('a')
  let turns = 0
  for (; !harness.endedRuns.has('a') && turns <= maxTurns; turns += 1) await nextTurn()
  expect(turns).toBeLessThanOrEqual(maxTurns)
  const { answer } = await harness.waitForEnd('a')
  await closed()
  expect(answer.outcome).toEqual({ kind: 'stopped' })
  return performance.now() - startedAt
}

/** With a server that answers so: stops once the run is in the phase. */
function createStopCase(
  title: string,
  handler: RequestHandler,
  waitForPhase: (harness: RunHarness, requestArrived: Promise<void>) => Promise<unknown>,
): StopCase {
  return {
    title,
    async measure() {
      const requestArrived = Promise.withResolvers<void>()
      await using server = await serve((received, response) => {
        void handler(received, response)
        requestArrived.resolve()
      })
      const harness = createRunHarness(server)
      harness.runs.start(createRunRequest('a'))
      await waitForPhase(harness, requestArrived.promise)
      return await measureStopMs(harness, server.closed)
    },
  }
}

/** If there is no connection yet, or none that Parley must close. */
const resolveImmediately = () => Promise.resolve()

const streamHelAndWait: RequestHandler = (_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Hel')))

const phases: readonly StopCase[] = [
  {
    title: 'in the queue',
    async measure() {
      await using server = await serve(streamHelAndWait)
      const harness = createRunHarness(server)
      for (const runId of ['1', '2', '3', '4', 'a']) harness.runs.start(createRunRequest(runId))
      const ms = await measureStopMs(harness, resolveImmediately)
      await harness.runs.drain()
      expect(server.received.length).toBeLessThanOrEqual(4)
      return ms
    },
  },
  {
    title: 'at the keychain',
    async measure() {
      await using server = await serve(streamHelAndWait)
      const harness = createRunHarness(server, { keys: { getKeyForRun: () => new Promise<Reply<typeof testRunKey>>(() => {}) } })
      harness.runs.start(createRunRequest('a'))
      await harness.waitForPhase(({ phase }) => phase.kind === 'key')
      return await measureStopMs(harness, resolveImmediately)
    },
  },
  {
    title: 'connecting',
    async measure() {
      const connected = Promise.withResolvers<Socket>()
      // Accepts the connection but never answers, so that TLS is never established.
      const server = createServer((socket) => {
        socket.on('error', () => {}).resume()
        connected.resolve(socket)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP')
      const harness = createRunHarness({ origin: `https://127.0.0.1:${address.port}` })
      harness.runs.start(createRunRequest('a'))
      const socket = await connected.promise
      const ms = await measureStopMs(harness, resolveImmediately)
      socket.destroy()
      server.close()
      return ms
    },
  },
  createStopCase(
    'waiting for the reply',
    () => {},
    (_, requestArrived) => requestArrived,
  ),
  createStopCase(
    'waiting for the first byte',
    (_, response) => response.writeHead(200, eventStream).flushHeaders(),
    (_, requestArrived) => requestArrived,
  ),
  createStopCase('streaming', streamHelAndWait, (harness) => harness.waitForText((text) => text.text === 'Hel')),
  createStopCase(
    'counting down',
    (_, response) => void response.writeHead(503, { 'retry-after': '60' }).end(),
    (harness) => harness.waitForPhase(({ phase }) => phase.kind === 'retrying'),
  ),
]

test.describe('Stop', () => {
  test('[row 41] ends a run in every phase, and closes the connection', async () => {
    // Loading the library blocks the first run for a moment, and takes longer from source than as built.
    await loadLibrary()
    const rounds = caseCount(1, 20)
    let slowestStop = { title: '', ms: 0 }
    // In sequence, so that the measurements do not influence each other.
    /* oxlint-disable no-await-in-loop */
    for (const { title, measure } of phases) {
      for (let round = 0; round < rounds; round += 1) {
        const ms = await measure()
        expect(ms, title).toBeLessThanOrEqual(maxStopMs)
        if (ms > slowestStop.ms) slowestStop = { title, ms }
      }
    }
    /* oxlint-enable no-await-in-loop */
    recordProof({
      figure: `${phases.length} of ${phases.length} phases; the slowest ${Math.ceil(slowestStop.ms)} ms, ${slowestStop.title}`,
      cases: phases.length * rounds,
      where: ['Node'],
      notProven: [
        'that Electron aborts a connection that is still being established; Node’s fetch keeps it for ten seconds, without sending anything',
      ],
    })
  })
})
