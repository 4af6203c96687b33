// What the log is told of a run that failed: enough to find out why, and nothing of what was asked and answered.

import { expect, test } from '@playwright/test'
import { events, eventStream, said, serve, type Answering } from '../inference/replying.ts'
import { createStage, request } from './remembering.ts'

const servedBy =
  (provider: string): Answering =>
  (_, response) => {
    response.writeHead(200, { ...eventStream, 'x-inference-provider': provider })
    response.end(events(said('Half an ans')))
  }

test('a run that failed is logged by its code, its id and its provider alone', async () => {
  await using server = await serve(servedBy('together'))
  const stage = createStage(server)
  stage.runs.start(request('a', 'A private question'))
  await stage.ended('a')
  expect(stage.warnings).toEqual([['A run failed', { code: 'cut-off', run: 'a', provider: 'together' }]])
})

test('a run that was answered or stopped is not logged', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, eventStream)
    response.end(events(said('Whole.', 'stop'), '[DONE]'))
  })
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.ended('a')
  stage.runs.start(request('b'))
  stage.runs.stop('b')
  await stage.ended('b')
  expect(stage.warnings).toEqual([])
})

test('a provider that calls itself by a sentence is not named in the log, and neither is a server of the person', async () => {
  await using server = await serve(servedBy('you asked: A private question'))
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.ended('a')
  const home = { id: 'home', name: 'Home', address: `${server.origin}/v1`, keyKind: 'none' } as const
  const models = { find: () => ({ task: 'chat', provider: 'Home', place: { kind: 'server', server: home, name: 'small' } }) as const }
  const atHome = createStage(server, { models })
  atHome.runs.start(request('b'))
  await atHome.ended('b')
  const providers = [...stage.warnings, ...atHome.warnings].map(([, about]) => about)
  expect(providers).toEqual([
    { code: 'cut-off', run: 'a', provider: null },
    { code: 'cut-off', run: 'b', provider: null },
  ])
})
