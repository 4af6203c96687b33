// What is logged about a failed run: enough to find the cause, and nothing of the prompt or the answer.

import { expect, test } from '@playwright/test'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

const createServedModel =
  (provider: string): RequestHandler =>
  (_, response) => {
    response.writeHead(200, { ...eventStream, 'x-inference-provider': provider })
    response.end(events(contentChunk('Half an ans')))
  }

test.describe('log', () => {
  test('contains only code, id and provider of a failed run', async () => {
    await using server = await serve(createServedModel('together'))
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a', 'A private question'))
    await harness.waitForEnd('a')
    expect(harness.warnings).toEqual([['A run failed', { code: 'cut-off', run: 'a', provider: 'together' }]])
  })

  test('contains no answered or stopped run', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, eventStream)
      response.end(events(contentChunk('Whole.', 'stop'), '[DONE]'))
    })
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    harness.runs.start(createRunRequest('b'))
    harness.runs.stop('b')
    await harness.waitForEnd('b')
    expect(harness.warnings).toEqual([])
  })

  test('contains no provider name that is a sentence, and no name of a server', async () => {
    await using server = await serve(createServedModel('you asked: A private question'))
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    const home = { id: 'home', name: 'Home', address: `${server.origin}/v1`, keyKind: 'none' } as const
    const models = {
      findRoute: () => ({ task: 'chat', provider: 'Home', target: { kind: 'server', server: home, name: 'small' } }) as const,
    }
    const homeHarness = createRunHarness(server, { models })
    homeHarness.runs.start(createRunRequest('b'))
    await homeHarness.waitForEnd('b')
    const providers = [...harness.warnings, ...homeHarness.warnings].map(([, context]) => context)
    expect(providers).toEqual([
      { code: 'cut-off', run: 'a', provider: null },
      { code: 'cut-off', run: 'b', provider: null },
    ])
  })
})
