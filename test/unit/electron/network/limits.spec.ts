// How the gateway detects that Hugging Face is unreachable without giving up on slow answers.

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

/** Lasts longer than the connect timeout: until another request with the same timeout has been given up. */
async function outlastConnectTimeout(): Promise<void> {
  await using silentServer = await serve(() => {})
  await expect(createGateway(silentServer.origin).fetchWithKey(testKey)(chat, run)).rejects.toThrow()
}

/** Answers a prompt only after the connect timeout and the probe, and answers the probe in the given way. */
function answerAfterProbe(answerProbe: RequestHandler): RequestHandler {
  const probed = Promise.withResolvers<void>()
  return async (received, response) => {
    if (received.method === 'POST') {
      await Promise.all([probed.promise, outlastConnectTimeout()])
      response.end('late')
    } else {
      response.once('close', () => probed.resolve())
      await answerProbe(received, response)
    }
  }
}

test.describe('gateway probe', () => {
  test('times out when connecting never completes', async () => {
    await using faultyOrigin = await openFaultyOrigin('connection-timeout')
    const received = createGateway(faultyOrigin.origin).fetchWithKey(testKey)(chat, run)
    await expect(received).rejects.toEqual(new NetworkFailure({ code: 'timed-out' }))
  })

  test('times out when neither the prompt nor a probe is answered', async () => {
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
    ['answers the probe', (_, response) => void response.end()],
    ['refuses the probe', (_, response) => void response.writeHead(405).end()],
    ['redirects it', (_, response) => void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()],
    ['closes the connection', (_, response) => void response.destroy()],
  ] satisfies readonly (readonly [string, RequestHandler])[]) {
    test(`waits for a host that ${caseName}`, async () => {
      await using server = await serve(answerAfterProbe(answerProbe))
      const reply = await createGateway(server.origin).fetchWithKey(testKey)(chat, run)
      expect([await reply.text(), server.received.map(({ method }) => method)]).toEqual(['late', ['POST', 'HEAD']])
    })
  }

  test('sends no probe when a prompt is answered at once', async () => {
    await using server = await serve((_, response) => void response.end('soon'))
    await createGateway(server.origin, 20_000).fetchWithKey(testKey)(chat, run)
    expect(server.received.map(({ method }) => method)).toEqual(['POST'])
  })

  test('sends no probe to an added server and waits for it', async () => {
    await using server = await serve(async (_, response) => {
      await outlastConnectTimeout()
      response.end('late')
    })
    const reply = await createGateway('https://nowhere.invalid').fetchFromServer({ address: server.origin }, null)(
      `${server.origin}/chat/completions`,
      run,
    )
    expect([await reply.text(), server.received.map(({ method }) => method)]).toEqual(['late', ['POST']])
  })

  test('stops waiting when the prompt is stopped', async () => {
    await using server = await serve(() => {})
    const abortController = new AbortController()
    const received = createGateway(server.origin, 20_000).fetchWithKey(testKey)(chat, { ...run, signal: abortController.signal })
    await expect.poll(() => server.received.length).toBe(1)
    abortController.abort(new Error('stopped'))
    await expect(received).rejects.toThrow('stopped')
  })
})

test.describe('gateway replies', () => {
  test('removes the key from the headers of a reply', async () => {
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
})
