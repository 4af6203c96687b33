// How the door finds out that Hugging Face is out of reach, without giving up what only takes long.

import { expect, test } from '@playwright/test'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { openOrigin } from '../../../stand-ins/hub/faults/origins.ts'
import { serve, testKey, type Answering } from '../inference/replying.ts'

const chat = 'https://router.huggingface.co/v1/chat/completions'
const run = { method: 'POST', body: '{"prompt":"x"}' } as const
const connectMs = 200

const door = (origin: string, limit = connectMs) =>
  createNetwork({ fetch: globalThis.fetch, hub: origin, log: { warn() {} }, connectMs: limit })

/** Takes three times the limit to answer a prompt, and answers a knock in its own way. */
const slow =
  (knocked: Answering): Answering =>
  (asked, response) => {
    if (asked.method === 'POST') setTimeout(() => response.end('late'), 3 * connectMs)
    else void knocked(asked, response)
  }

test('a host that answers nothing is out of reach', async () => {
  await using bad = await openOrigin('no-connection')
  const asked = door(bad.origin).withKey(testKey)(chat, run)
  await expect(asked).rejects.toEqual(new NetworkFailure({ code: 'timed-out' }))
})

test('a host that takes in a prompt and nothing else is out of reach too', async () => {
  await using server = await serve(() => {})
  const asked = door(server.origin).withKey(testKey)(chat, run)
  await expect(asked).rejects.toMatchObject({ failure: { code: 'timed-out' } })
  await server.closed()
  expect(server.asked.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['POST', '/v1/chat/completions', `Bearer ${testKey.reveal()}`],
    ['HEAD', '/v1/models', undefined],
  ])
})

for (const [what, knocked] of [
  ['answers', (_, response) => void response.end()],
  ['refuses the small question', (_, response) => void response.writeHead(405).end()],
  ['redirects it', (_, response) => void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()],
  ['breaks off', (_, response) => void response.destroy()],
] satisfies readonly (readonly [string, Answering])[]) {
  test(`a host that ${what} is waited for`, async () => {
    await using server = await serve(slow(knocked))
    const reply = await door(server.origin).withKey(testKey)(chat, run)
    expect([await reply.text(), server.asked.map(({ method }) => method)]).toEqual(['late', ['POST', 'HEAD']])
  })
}

test('a prompt that is answered at once is all that is asked', async () => {
  await using server = await serve((_, response) => void response.end('soon'))
  await door(server.origin, 20_000).withKey(testKey)(chat, run)
  expect(server.asked.map(({ method }) => method)).toEqual(['POST'])
})

test('a server that was added by hand may take as long as it likes', async () => {
  await using server = await serve(slow(() => {}))
  const reply = await door('https://nowhere.invalid').toServer({ address: server.origin }, null)(`${server.origin}/chat/completions`, run)
  expect([await reply.text(), server.asked.map(({ method }) => method)]).toEqual(['late', ['POST']])
})

test('a prompt that is stopped meanwhile ends the question too', async () => {
  await using server = await serve(() => {})
  const stopping = new AbortController()
  const asked = door(server.origin, 20_000).withKey(testKey)(chat, { ...run, signal: stopping.signal })
  await expect.poll(() => server.asked.length).toBe(1)
  stopping.abort(new Error('stopped'))
  await expect(asked).rejects.toThrow('stopped')
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
  const reply = await door(server.origin, 20_000).withKey(testKey)(chat, run)
  const kept = Object.keys(ids).map((name) => reply.headers.get(name))
  expect([kept, await reply.text()]).toEqual([[null, null, null, 'together'], 'an answer'])
})
