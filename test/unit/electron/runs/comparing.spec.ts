// Several runs of one conversation: those of a comparison go on beside each other, and nothing else does.

import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/errors.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { events, eventStream, said, serve, type Answering } from '../inference/replying.ts'
import { createStage, request } from './remembering.ts'

const saysHelAndWaits: Answering = (_, response) => {
  response.writeHead(200, eventStream).write(events(said('Hel')))
}

const beside = (runId: string, model: string, given: Partial<RunRequest> = {}): RunRequest => ({
  ...request(runId),
  conversationId: 'one',
  comparison: 'the comparison',
  model,
  ...given,
})
const again = { kind: 'again', id: 'prompt of a' } as const
const inTheWay = failed('bad-input', 'another run of the conversation goes on')

test('models of one comparison answer at the same time, and each ends by itself', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  for (const [id, model] of [
    ['a', 'maker/one'],
    ['b', 'maker/two'],
    ['c', 'maker/three'],
    ['d', 'maker/four'],
  ] as const) {
    expect(stage.runs.start(beside(id, model, id === 'a' ? {} : { prompt: again }))).toEqual(succeeded(undefined))
  }
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => stage.heard(({ runId }) => runId === id)))
  stage.runs.stop('b')
  const { answer } = await stage.ended('b')
  expect(answer).toMatchObject({ outcome: { kind: 'stopped' }, comparison: 'the comparison' })
  expect([...stage.told.keys()]).toEqual(['b'])
  stage.runs.stopIn('one')
  await Promise.all(['a', 'c', 'd'].map(stage.ended))
})

test('refuses the same model twice, and any other run of a conversation that is answered by one model alone', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(beside('a', 'maker/one'))
  expect(stage.runs.start(beside('b', 'maker/one', { prompt: again }))).toEqual(inTheWay)
  stage.runs.start({ ...request('alone'), conversationId: 'two' })
  expect(stage.runs.start({ ...beside('c', 'maker/two', { prompt: again }), conversationId: 'two' })).toEqual(inTheWay)
  expect(stage.history.started.map(({ runId }) => runId)).toEqual(['a', 'alone'])
  await stage.runs.drain()
})

test('one can go on with an answer while the others of its comparison are being written', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(beside('a', 'maker/one'))
  stage.runs.start(beside('b', 'maker/two', { prompt: again }))
  expect(stage.runs.start({ ...request('next'), conversationId: 'one' })).toEqual(succeeded(undefined))
  await stage.runs.drain()
})

test('stops those runs of a conversation that are meant', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(beside('a', 'maker/one'))
  stage.runs.start(beside('b', 'maker/two', { prompt: again }))
  stage.runs.stopIn('one', (runId) => runId === 'b')
  await stage.ended('b')
  await turn()
  expect([...stage.told.keys()]).toEqual(['b'])
  await stage.runs.drain()
})

test('closing interrupts each of them', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(beside('a', 'maker/one'))
  stage.runs.start(beside('b', 'maker/two', { prompt: again }))
  await stage.runs.drain()
  expect(['a', 'b'].map((id) => stage.told.get(id)?.answer.outcome.kind)).toEqual(['interrupted', 'interrupted'])
})
