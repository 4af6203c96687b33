// Models that only continue a text: what is sent, what comes back, and how it fails.

import { expect, test } from '@playwright/test'
import { runStream, serve, testKey, type RequestHandler } from '../test-server.ts'

/** Answers the look-up of providers, then the run. The library caches the providers of a model, so each test uses its own model. */
function answerAsServed(completion: unknown, status = 200): RequestHandler {
  return ({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : status, { 'content-type': 'application/json' })
    const mapping = { inferenceProviderMapping: { 'hf-inference': { status: 'live', providerId: 'maker/old', task: 'text-generation' } } }
    response.end(JSON.stringify(method === 'GET' ? mapping : completion))
  }
}

const request = (model: string) => ({ model, task: 'continue', messages: [{ role: 'user', content: 'Once upon' }] }) as const

test.describe('task continue', () => {
  test('yields the text as one chunk, with provider, usage and outcome', async () => {
    const completion = { choices: [{ text: ' a time', finish_reason: 'length' }], usage: { prompt_tokens: 2, completion_tokens: 3 } }
    await using server = await serve(answerAsServed(completion))
    const { text, end } = await runStream(server, { request: { ...request('test/one'), provider: 'hf-inference' } })
    expect({ text, end }).toEqual({
      text: ' a time',
      end: { kind: 'ended', outcome: 'length', usage: { inputTokens: 2, outputTokens: 3 }, provider: 'hf-inference' },
    })
  })

  test('looks up providers without the key, and sends the key only with the text', async () => {
    await using server = await serve(answerAsServed({ choices: [{ text: 'x' }] }))
    await runStream(server, { request: request('test/two') })
    const key = `Bearer ${testKey.reveal()}`
    expect(server.received.map(({ method, path, headers }) => [method, path.split('?')[0], headers.authorization])).toEqual([
      ['GET', '/api/models/test/two', undefined],
      ['POST', '/hf-inference/models/maker/old/v1/completions', key],
    ])
  })

  test('sends the settings that such a model accepts', async () => {
    await using server = await serve(answerAsServed({ choices: [{ text: 'x' }] }))
    const settings = { temperature: 0.2, topP: 0.9, longestAnswer: 50, seed: 7, stopWords: ['END'], effort: 'low' } as const
    await runStream(server, { request: { ...request('test/settings'), settings } })
    const { model: _, prompt: __, ...sent } = JSON.parse(server.received.at(-1)?.body ?? '')
    expect(sent).toEqual({ temperature: 0.2, top_p: 0.9, max_tokens: 50, seed: 7, stop: ['END'] })
  })

  test('sends the whole conversation as one text', async () => {
    await using server = await serve(answerAsServed({ choices: [{ text: 'x' }] }))
    const messages = [
      { role: 'user', content: 'Once upon' },
      { role: 'assistant', content: ' a time.' },
      { role: 'user', content: 'Then' },
    ] as const
    await runStream(server, { request: { ...request('test/three'), messages } })
    expect(JSON.parse(server.received[1]?.body ?? '').prompt).toBe('Once upon a time.\n\nThen')
  })

  test('fails with model-not-served if no provider has the model', async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"test/four"}'),
    )
    const { end } = await runStream(server, { request: request('test/four') })
    expect(end.kind === 'failed' && end.failure.code).toBe('model-not-served')
  })

  for (const [caseName, completion, status, code] of [
    ['a refusal', { error: 'Model test/old is currently loading' }, 503, 'provider-busy'],
    ['another shape', [{ words: 'x' }], 200, 'unexpected-reply'],
    ['nothing', { choices: [{ text: '' }] }, 200, 'answer-empty'],
  ] as const) {
    test(`fails with ${code} for ${caseName}`, async () => {
      await using server = await serve(answerAsServed(completion, status))
      const { end } = await runStream(server, { request: request(`test/${code}`) })
      expect(end.kind === 'failed' && end.failure.code).toBe(code)
    })
  }

  test('stops with the caller’s signal while it waits', async () => {
    const abortController = new AbortController()
    const answerLookup = answerAsServed({})
    await using server = await serve((received, response) =>
      received.method === 'GET' ? answerLookup(received, response) : abortController.abort(),
    )
    const { end } = await runStream(server, { request: request('test/six'), signal: abortController.signal })
    await server.closed()
    expect(end.kind).toBe('stopped')
  })
})
