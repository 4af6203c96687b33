// Whose turn it is: so many at once at each place, the others in their order, told where they are in the line.

import { expect, test } from '@playwright/test'
import { createQueue } from '../../../../electron/runs/queue.ts'
import type { Server } from '../../../../shared/types/models.ts'
import { events, eventStream, said, serve, type Answering } from '../inference/replying.ts'
import { createStage, request } from './remembering.ts'

/** Enters so many at one place, and says of each where it is: its place in the line, or 0 once its turn has come. */
async function lineOf(queue: ReturnType<typeof createQueue>, size: number, place = 'here') {
  const places = Array.from({ length: size }, () => -1)
  const turns = places.map((_, index) =>
    queue.enter(place, (inLine) => {
      places[index] = inLine
    }),
  )
  for (const [index, turn] of turns.entries()) void turn.comes.then(() => (places[index] = 0))
  /** After what has been resolved was heard. */
  const now = async () => {
    await new Promise(setImmediate)
    return [...places]
  }
  return { turns, now, start: await now() }
}

test('lets so many begin at once and tells the others their place', async () => {
  const { start } = await lineOf(createQueue(2), 5)
  expect(start).toEqual([0, 0, 1, 2, 3])
})

test('moves everybody up when one has ended, and when one leaves the line', async () => {
  const { turns, now } = await lineOf(createQueue(2), 6)
  turns[0]?.leave()
  expect(await now()).toEqual([0, 0, 0, 1, 2, 3])
  turns[4]?.leave()
  expect(await now()).toEqual([0, 0, 0, 1, 2, 2])
  turns[1]?.leave()
  turns[1]?.leave()
  expect(await now()).toEqual([0, 0, 0, 0, 2, 1])
})

test('keeps the line of each place apart', async () => {
  const queue = createQueue(1)
  const one = await lineOf(queue, 2)
  const other = await lineOf(queue, 2, 'elsewhere')
  expect([one.start, other.start]).toEqual([
    [0, 1],
    [0, 1],
  ])
})

/** Begins every answer and ends each when told, by its number in the order in which they came. */
function endedByHand() {
  const waiting: (() => void)[] = []
  const answering: Answering = (_, response) => {
    response.writeHead(200, eventStream).write(events(said('Hel')))
    waiting.push(() => void response.end(events(said('lo', 'stop'), '[DONE]')))
  }
  return { answering, end: (index: number) => waiting[index]?.() }
}

const runIds = ['a', 'b', 'c', 'd', 'e', 'f'] as const

test('asks for four answers at once; the prompts of the others are saved, and they begin one by one', async () => {
  const { answering, end } = endedByHand()
  await using server = await serve(answering)
  const stage = createStage(server)
  for (const runId of runIds) stage.runs.start(request(runId))
  await Promise.all(runIds.slice(0, 4).map((runId) => stage.heard((text) => text.runId === runId)))
  expect([stage.history.started.length, server.asked.length]).toEqual([6, 4])
  expect(['e', 'f'].map((runId) => stage.runs.live(runId)?.progress.phase)).toEqual([
    { kind: 'queued', place: 1 },
    { kind: 'queued', place: 2 },
  ])
  end(0)
  await stage.heard((text) => text.runId === 'e')
  expect(stage.runs.live('f')?.progress.phase).toEqual({ kind: 'queued', place: 1 })
  end(1)
  await stage.heard((text) => text.runId === 'f')
  for (const index of [2, 3, 4, 5]) end(index)
  const ends = await Promise.all(runIds.map((runId) => stage.ended(runId)))
  expect(ends.map(({ answer }) => answer.text)).toEqual(runIds.map(() => 'Hello'))
})

test('a server is asked while the line at Hugging Face is long', async () => {
  await using hub = await serve((_, response) => void response.writeHead(200, eventStream).write(events(said('Hel'))))
  await using home = await serve((_, response) => void response.writeHead(200, eventStream).end(events(said('Hi', 'stop'), '[DONE]')))
  const server: Server = { id: 'home', name: 'Home', address: `${home.origin}/v1`, keyKind: 'none' }
  const onServer = { task: 'chat', provider: 'Home', place: { kind: 'server', server, name: 'small' } } as const
  const stage = createStage(hub, { models: { find: (id) => (id === 'small@home' ? onServer : null) } })
  for (const runId of runIds) stage.runs.start(request(runId))
  stage.runs.start({ ...request('g'), model: 'small@home' })
  expect((await stage.ended('g')).answer).toMatchObject({ text: 'Hi', provider: 'Home' })
  await stage.runs.drain()
})

test('one that is stopped in the line ends there, and those behind it move up', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(said('Hel'))))
  const stage = createStage(server)
  for (const runId of runIds) stage.runs.start(request(runId))
  stage.runs.stop('e')
  expect((await stage.ended('e')).answer).toMatchObject({ text: '', outcome: { kind: 'stopped' } })
  await stage.reached(({ runId, phase }) => runId === 'f' && phase.kind === 'queued' && phase.place === 1)
  await stage.runs.drain()
  expect(stage.history.results.get('f')?.outcome).toEqual({ kind: 'interrupted' })
})

test('refuses a second run of a conversation while one goes on', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(said('Hel'))))
  const stage = createStage(server)
  const { conversationId } = request('a')
  stage.runs.start(request('a'))
  const refused = stage.runs.start({ ...request('b'), conversationId })
  await stage.runs.drain()
  expect(refused).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
  expect(stage.history.started).toHaveLength(1)
})
