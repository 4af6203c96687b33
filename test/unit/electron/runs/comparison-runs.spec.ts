// Several runs of one conversation: only those of a comparison may run at the same time.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/failures.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from '../inference/test-server.ts'
import { createRunHarness, createRunRequest } from './run-harness.ts'

const streamHelAndWait: RequestHandler = (_, response) => {
  response.writeHead(200, eventStream).write(events(contentChunk('Hel')))
}

const createComparedRequest = (runId: string, model: string, overrides: Partial<RunRequest> = {}): RunRequest => ({
  ...createRunRequest(runId),
  conversationId: 'one',
  comparisonId: 'the comparison',
  model,
  ...overrides,
})
const regeneratePrompt = { kind: 'regenerate', id: 'prompt of a' } as const
const conflictingRun = failed('bad-input', 'another run of the conversation goes on')

test.describe('runs of a comparison', () => {
  test('answer at the same time, and end independently', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    for (const [id, model] of [
      ['a', 'maker/one'],
      ['b', 'maker/two'],
      ['c', 'maker/three'],
      ['d', 'maker/four'],
    ] as const) {
      expect(harness.runs.start(createComparedRequest(id, model, id === 'a' ? {} : { prompt: regeneratePrompt }))).toEqual(
        succeeded(undefined),
      )
    }
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => harness.waitForText(({ runId }) => runId === id)))
    harness.runs.stop('b')
    const { answer } = await harness.waitForEnd('b')
    expect(answer).toMatchObject({ outcome: { kind: 'stopped' }, comparisonId: 'the comparison' })
    expect([...harness.endedRuns.keys()]).toEqual(['b'])
    harness.runs.stopInConversation('one')
    await Promise.all(['a', 'c', 'd'].map(harness.waitForEnd))
  })

  test('refuse the same model twice, and any run next to a single one', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createComparedRequest('a', 'maker/one'))
    expect(harness.runs.start(createComparedRequest('b', 'maker/one', { prompt: regeneratePrompt }))).toEqual(conflictingRun)
    harness.runs.start({ ...createRunRequest('alone'), conversationId: 'two' })
    expect(harness.runs.start({ ...createComparedRequest('c', 'maker/two', { prompt: regeneratePrompt }), conversationId: 'two' })).toEqual(
      conflictingRun,
    )
    expect(harness.history.started.map(({ runId }) => runId)).toEqual(['a', 'alone'])
    await harness.runs.drain()
  })

  test('allow continuing from one answer while the others are being written', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createComparedRequest('a', 'maker/one'))
    harness.runs.start(createComparedRequest('b', 'maker/two', { prompt: regeneratePrompt }))
    expect(harness.runs.start({ ...createRunRequest('next'), conversationId: 'one' })).toEqual(succeeded(undefined))
    await harness.runs.drain()
  })

  test('can be stopped selectively', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createComparedRequest('a', 'maker/one'))
    harness.runs.start(createComparedRequest('b', 'maker/two', { prompt: regeneratePrompt }))
    harness.runs.stopInConversation('one', (runId) => runId === 'b')
    await harness.waitForEnd('b')
    await nextTurn()
    expect([...harness.endedRuns.keys()]).toEqual(['b'])
    await harness.runs.drain()
  })

  test('are all interrupted on quit', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createComparedRequest('a', 'maker/one'))
    harness.runs.start(createComparedRequest('b', 'maker/two', { prompt: regeneratePrompt }))
    await harness.runs.drain()
    expect(['a', 'b'].map((id) => harness.endedRuns.get(id)?.answer.outcome.kind)).toEqual(['interrupted', 'interrupted'])
  })
})
