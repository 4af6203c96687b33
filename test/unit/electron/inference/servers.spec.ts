// Runs at a server that was added by hand: what is sent, the name on the answer, and the failures.

import { expect, test } from '@playwright/test'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { startLocalServer } from '../../../stand-ins/own-server/local-server.ts'
import { runStream, events, eventStream, contentChunk, serve, type RequestHandler, type StreamOutput } from './test-server.ts'

const serverKey = { reveal: () => 'home-2024-own-key' }
const createGateway = () => createNetwork({ fetch: globalThis.fetch, hub: 'http://127.0.0.1:1', log: { warn() {} } })

/** Runs a prompt at the server with this address. */
async function runOnServer(address: string, model = 'llama3.2:3b'): Promise<StreamOutput> {
  const request = { model, provider: 'Home', server: { address } }
  return runStream({ origin: '' }, { fetch: createGateway().fetchFromServer({ address }, { own: serverKey }), request })
}

const refuseWithStatus =
  (status: number, message: string): RequestHandler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))

const blank = { method: '', path: '', body: '' }

test.describe('stream at a server', () => {
  for (const basePath of ['/v1', '', '/api/openai']) {
    test(`sends a chat to ${basePath || 'the root'}, with the model’s name there`, async () => {
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

  test('shows the name that the person gave the server, whatever its reply says', async () => {
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
    test(`takes ${caseName} for ${code}, and nothing about Hugging Face`, async () => {
      await using server = await serve(handler)
      const { end } = await runOnServer(server.origin)
      expect(end).toMatchObject({ kind: 'failed', failure: { code }, provider: 'Home' })
    })
  }

  test('fails with server-unreachable if there is no server', async () => {
    const server = await startLocalServer()
    await server.close()
    expect((await runOnServer(server.address)).end).toMatchObject({ kind: 'failed', failure: { code: 'server-unreachable' } })
  })

  test('keeps the server’s key out of a failure', async () => {
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
})
