// How the door finds out that Hugging Face is out of reach, without giving up what only takes long.

import { expect, test } from '@playwright/test'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { openFaultyOrigin } from '../../../stand-ins/hub/faults/faulty-origins.ts'
import { serve, testKey, type RequestHandler } from '../inference/test-server.ts'

const chat = 'https://router.huggingface.co/v1/chat/completions'
const run = { method: 'POST', body: '{"prompt":"x"}' } as const
const connectMs = 200

const createGateway = (origin: string, limit = connectMs) =>
  createNetwork({ fetch: globalThis.fetch, hub: origin, log: { warn() {} }, connectTimeoutMs: limit })

/** Takes three times the limit to answer a prompt, and answers a knock in its own way. */
const answerSlowly =
  (answerProbe: RequestHandler): RequestHandler =>
  (received, response) => {
    if (received.method === 'POST') setTimeout(() => response.end('late'), 3 * connectMs)
    else void answerProbe(received, response)
  }

test('a host that answers nothing is out of reach', async () => {
  await using faultyOrigin = await openFaultyOrigin('connection-timeout')
  const received = createGateway(faultyOrigin.origin).fetchWithKey(testKey)(chat, run)
  await expect(received).rejects.toEqual(new NetworkFailure({ code: 'timed-out' }))
})

test('a host that takes in a prompt and nothing else is out of reach too', async () => {
  await using server = await serve(() => {})
  const received = createGateway(server.origin).fetchWithKey(testKey)(chat, run)
  await expect(received).rejects.toMatchObject({ failure: { code: 'timed-out' } })
  await server.closed()
  expect(server.received.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['POST', '/v1/chat/completions', `Bearer ${testKey.reveal()}`],
    ['HEAD', '/v1/models', undefined],
  ])
})

for (const [caseName, answerProbe] of [
  ['answers', (_, response) => void response.end()],
  ['refuses the small question', (_, response) => void response.writeHead(405).end()],
  ['redirects it', (_, response) => void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()],
  ['breaks off', (_, response) => void response.destroy()],
] satisfies readonly (readonly [string, RequestHandler])[]) {
  test(`a host that ${caseName} is waited for`, async () => {
    await using server = await serve(answerSlowly(answerProbe))
    const reply = await createGateway(server.origin).fetchWithKey(testKey)(chat, run)
    expect([await reply.text(), server.received.map(({ method }) => method)]).toEqual(['late', ['POST', 'HEAD']])
  })
}

test('a prompt that is answered at once is all that is asked', async () => {
  await using server = await serve((_, response) => void response.end('soon'))
  await createGateway(server.origin, 20_000).fetchWithKey(testKey)(chat, run)
  expect(server.received.map(({ method }) => method)).toEqual(['POST'])
})

test('a server that was added by hand may take as long as it likes', async () => {
  await using server = await serve(answerSlowly(() => {}))
  const reply = await createGateway('https://nowhere.invalid').fetchFromServer({ address: server.origin }, null)(
    `${server.origin}/chat/completions`,
    run,
  )
  expect([await reply.text(), server.received.map(({ method }) => method)]).toEqual(['late', ['POST']])
})

test('a prompt that is stopped meanwhile ends the question too', async () => {
  await using server = await serve(() => {})
  const abortController = new AbortController()
  const received = createGateway(server.origin, 20_000).fetchWithKey(testKey)(chat, { ...run, signal: abortController.signal })
  await expect.poll(() => server.received.length).toBe(1)
  abortController.abort(new Error('stopped'))
  await expect(received).rejects.toThrow('stopped')
})

test('a reply’s own headers do not bring the key back', async () => {
  const key = Buffer.from(testKey.reveal())
  const ids = {
    'x-request-id': key.toString(),
    'x-trace-id': `of-${key.toString('hex')}`,
    'x-other-id': key.toString('base64'),
    'x-inference-provider': 'together',
  }
  await using server = await serve((_, response) => void response.writeHead(200, ids).end('an answer'))
  const reply = await createGateway(server.origin, 20_000).fetchWithKey(testKey)(chat, run)
  const keptHeaders = Object.keys(ids).map((name) => reply.headers.get(name))
  expect([keptHeaders, await reply.text()]).toEqual([[null, null, null, 'together'], 'an answer'])
})
