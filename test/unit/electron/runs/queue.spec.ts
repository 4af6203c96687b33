// The queue of runs: how many run at once in each queue, the order of the others, and their positions.

import { expect, test } from '@playwright/test'
import { createQueue } from '../../../../electron/runs/queue.ts'
import type { Server } from '../../../../shared/types/servers.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

/** Enters a queue several times, and returns each position: 0 when the slot is ready. */
async function enterQueue(queue: ReturnType<typeof createQueue>, size: number, place = 'here') {
  const positions = Array.from({ length: size }, () => -1)
  const queueSlots = positions.map((_, index) =>
    queue.enter(place, (queuePosition) => {
      positions[index] = queuePosition
    }),
  )
  for (const [index, queueSlot] of queueSlots.entries()) void queueSlot.ready.then(() => (positions[index] = 0))
  /** After pending promise callbacks. */
  const waitForTick = async () => {
    await new Promise(setImmediate)
    return [...positions]
  }
  return { queueSlots, waitForTick, start: await waitForTick() }
}

/** Starts every answer, and ends each on request, by its number in the order of arrival. */
function createManualAnswers() {
  const waiting: (() => void)[] = []
  const handleRequest: RequestHandler = (_, response) => {
    response.writeHead(200, eventStream).write(events(contentChunk('Hel')))
    waiting.push(() => void response.end(events(contentChunk('lo', 'stop'), '[DONE]')))
  }
  return { handleRequest, end: (index: number) => waiting[index]?.() }
}

const runIds = ['a', 'b', 'c', 'd', 'e', 'f'] as const

test.describe('queue', () => {
  test('starts a limited number at once and reports the position of the others', async () => {
    const { start } = await enterQueue(createQueue(2), 5)
    expect(start).toEqual([0, 0, 1, 2, 3])
  })

  test('moves the others up when one ends or leaves', async () => {
    const { queueSlots, waitForTick } = await enterQueue(createQueue(2), 6)
    queueSlots[0]?.release()
    expect(await waitForTick()).toEqual([0, 0, 0, 1, 2, 3])
    queueSlots[4]?.release()
    expect(await waitForTick()).toEqual([0, 0, 0, 1, 2, 2])
    queueSlots[1]?.release()
    queueSlots[1]?.release()
    expect(await waitForTick()).toEqual([0, 0, 0, 0, 2, 1])
  })

  test('keeps queues separate', async () => {
    const queue = createQueue(1)
    const firstLine = await enterQueue(queue, 2)
    const other = await enterQueue(queue, 2, 'elsewhere')
    expect([firstLine.start, other.start]).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('requests four answers at once, and saves the prompts of the others until they start', async () => {
    const { handleRequest, end } = createManualAnswers()
    await using server = await serve(handleRequest)
    const harness = createRunHarness(server)
    for (const runId of runIds) harness.runs.start(createRunRequest(runId))
    await Promise.all(runIds.slice(0, 4).map((runId) => harness.waitForText((text) => text.runId === runId)))
    expect([harness.history.started.length, server.received.length]).toEqual([6, 4])
    expect(['e', 'f'].map((runId) => harness.runs.live(runId)?.progress.phase)).toEqual([
      { kind: 'queued', queuePosition: 1 },
      { kind: 'queued', queuePosition: 2 },
    ])
    end(0)
    await harness.waitForText((text) => text.runId === 'e')
    expect(harness.runs.live('f')?.progress.phase).toEqual({ kind: 'queued', queuePosition: 1 })
    end(1)
    await harness.waitForText((text) => text.runId === 'f')
    for (const index of [2, 3, 4, 5]) end(index)
    const runEnds = await Promise.all(runIds.map((runId) => harness.waitForEnd(runId)))
    expect(runEnds.map(({ answer }) => answer.text)).toEqual(runIds.map(() => 'Hello'))
  })

  test('sends to a server while the queue for Hugging Face is long', async () => {
    await using hub = await serve((_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Hel'))))
    await using home = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(contentChunk('Hi', 'stop'), '[DONE]')),
    )
    const server: Server = { id: 'home', name: 'Home', address: `${home.origin}/v1`, keyKind: 'none' }
    const serverRoute = { task: 'chat', provider: 'Home', target: { kind: 'server', server, name: 'small' } } as const
    const harness = createRunHarness(hub, { models: { findRoute: (id) => (id === 'small@home' ? serverRoute : null) } })
    for (const runId of runIds) harness.runs.start(createRunRequest(runId))
    harness.runs.start({ ...createRunRequest('g'), model: 'small@home' })
    expect((await harness.waitForEnd('g')).answer).toMatchObject({ text: 'Hi', provider: 'Home' })
    await harness.runs.drain()
  })

  test('ends a run that is stopped in the queue, and moves the others up', async () => {
    await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Hel'))))
    const harness = createRunHarness(server)
    for (const runId of runIds) harness.runs.start(createRunRequest(runId))
    harness.runs.stop('e')
    expect((await harness.waitForEnd('e')).answer).toMatchObject({ text: '', outcome: { kind: 'stopped' } })
    await harness.waitForPhase(({ runId, phase }) => runId === 'f' && phase.kind === 'queued' && phase.queuePosition === 1)
    await harness.runs.drain()
    expect(harness.history.results.get('f')?.outcome).toEqual({ kind: 'interrupted' })
  })

  test('refuses a second run of a conversation while one is running', async () => {
    await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Hel'))))
    const harness = createRunHarness(server)
    const { conversationId } = createRunRequest('a')
    harness.runs.start(createRunRequest('a'))
    const refused = harness.runs.start({ ...createRunRequest('b'), conversationId })
    await harness.runs.drain()
    expect(refused).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
    expect(harness.history.started).toHaveLength(1)
  })
})
