// Runs at a server that was added by hand: what it is sent, whose name stands on the answer, and what its refusals mean.

import { expect, test } from '@playwright/test'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { startLocalServer } from '../../../stand-ins/own-server/local-server.ts'
import { runStream, events, eventStream, contentChunk, serve, type RequestHandler, type StreamOutput } from './test-server.ts'

const serverKey = { reveal: () => 'home-2024-own-key' }
const createGateway = () => createNetwork({ fetch: globalThis.fetch, hub: 'http://127.0.0.1:1', log: { warn() {} } })

/** Asks a server at this address, past Hugging Face. */
async function runOnServer(address: string, model = 'llama3.2:3b'): Promise<StreamOutput> {
  const request = { model, provider: 'Home', server: { address } }
  return runStream({ origin: '' }, { fetch: createGateway().fetchFromServer({ address }, { own: serverKey }), request })
}

for (const basePath of ['/v1', '', '/api/openai']) {
  test(`asks for a chat under ${basePath || 'the root'}, by the name of the model there`, async () => {
    await using server = await startLocalServer({ basePath, key: serverKey.reveal() })
    const { text, end } = await runOnServer(server.address)
    expect([text, end]).toEqual([
      'llama3.2:3b was asked: Why?',
      { kind: 'ended', outcome: 'finished', usage: { inputTokens: 8, outputTokens: 4 }, provider: 'Home' },
    ])
    expect(server.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      [
        'POST',
        `${basePath}/chat/completions`,
        {
          model: 'llama3.2:3b',
          messages: [{ role: 'user', content: 'Why?' }],
          stream: true,
          stream_options: { include_usage: true },
        },
      ],
    ])
  })
}

test('names the server as it is called here, whatever its reply says', async () => {
  const kinds: unknown[] = []
  await using server = await serve((_, response) => {
    response.writeHead(200, { ...eventStream, 'x-inference-provider': 'together' }).end(events(contentChunk('Yes', 'stop'), '[DONE]'))
  })
  const { end } = await runStream(server, {
    fetch: createGateway().fetchFromServer({ address: server.origin }, null),
    request: { provider: 'Home', server: { address: server.origin } },
    onChunk: (chunk) => kinds.push(chunk),
  })
  expect([end.provider, kinds[0]]).toEqual(['Home', { kind: 'provider', provider: 'Home' }])
})

const refuseWithStatus =
  (status: number, message: string): RequestHandler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))

for (const [caseName, handler, code] of [
  ['401', refuseWithStatus(401, 'Invalid API Key'), 'server-refused-key'],
  ['403', refuseWithStatus(403, 'Forbidden'), 'server-refused-key'],
  ['404', refuseWithStatus(404, "model 'x' not found"), 'server-lacks-model'],
  ['402', refuseWithStatus(402, 'Insufficient balance'), 'provider-failed'],
  ['429', refuseWithStatus(429, 'Slow down'), 'provider-busy'],
  ['500', refuseWithStatus(500, 'Out of memory'), 'provider-failed'],
  ['503', refuseWithStatus(503, 'Loading model'), 'provider-busy'],
  ['400 for a long prompt', refuseWithStatus(400, 'the request exceeds the available context size'), 'prompt-too-long'],
  ['a web page', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 'unexpected-reply'],
  ['a redirect', (_, response) => void response.writeHead(307, { location: 'https://example.com/' }).end(), 'unexpected-reply'],
] satisfies readonly (readonly [string, RequestHandler, string])[]) {
  test(`${caseName} means ${code}, and nothing about Hugging Face`, async () => {
    await using server = await serve(handler)
    const { end } = await runOnServer(server.origin)
    expect(end).toMatchObject({ kind: 'failed', failure: { code }, provider: 'Home' })
  })
}

test('nobody there means server-unreachable', async () => {
  const server = await startLocalServer()
  await server.close()
  expect((await runOnServer(server.address)).end).toMatchObject({ kind: 'failed', failure: { code: 'server-unreachable' } })
})

test('a failure never quotes the key of the server', async () => {
  await using server = await serve(({ headers }, response) => {
    void refuseWithStatus(401, `Incorrect API key provided: ${headers.authorization?.slice('Bearer '.length)}`)(
      { ...blank, headers },
      response,
    )
  })
  const { end } = await runOnServer(server.origin)
  expect(end).toMatchObject({ failure: { code: 'server-refused-key', detail: '401' } })
  expect(JSON.stringify(end)).not.toContain('own-key')
})

const blank = { method: '', path: '', body: '' }
