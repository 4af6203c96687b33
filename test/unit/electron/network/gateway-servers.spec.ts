// The door to a server that was added by hand: what it opens to, which key goes along, and that Hugging Face's never does elsewhere.

import { expect, test } from '@playwright/test'
import { stream } from '../../../../electron/inference/inference.ts'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, replaceGlobalFetch, type NetworkParts } from '../../../../electron/network/gateway.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { startOwnServer } from '../../../stand-ins/own-server/own-server.ts'
import { serve, testKey } from '../inference/replying.ts'

const plainFetch = globalThis.fetch

function network(hub: string | null, replaced: Partial<NetworkParts> = {}) {
  return createNetwork({ fetch: plainFetch, hub, log: { warn() {} }, ...replaced })
}

/** The code of the failure that a promise rejects with. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'no failure'
  } catch (error) {
    return error instanceof NetworkFailure ? error.failure.code : 'another error'
  }
}

const echo = () => serve((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
const run = { method: 'POST', body: '{"prompt":"x"}' } as const

const own = { reveal: () => 'sk-own-key-of-the-server' }

test('is asked for its models and its chat, with its own key', async () => {
  await using server = await echo()
  const asked = network(null).toServer({ address: `${server.origin}/v1` }, { own })
  await asked(`${server.origin}/v1/models`)
  await asked(`${server.origin}/v1/chat/completions`, run)
  expect(server.asked.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['GET', '/v1/models', 'Bearer sk-own-key-of-the-server'],
    ['POST', '/v1/chat/completions', 'Bearer sk-own-key-of-the-server'],
  ])
})

test('gets no key where it has none, whatever header a library wrote', async () => {
  await using server = await echo()
  const headers = { Authorization: 'Bearer hf_placeholder', Cookie: 'a=b' }
  await network(null).toServer({ address: server.origin }, null)(`${server.origin}/chat/completions`, { ...run, headers })
  expect(server.asked.map((asked) => [asked.path, asked.headers.authorization, asked.headers.cookie])).toEqual([
    ['/chat/completions', undefined, undefined],
  ])
})

test('stays where it is while a stand-in takes the place of Hugging Face', async () => {
  await using hub = await echo()
  await using server = await echo()
  await network(hub.origin).toServer({ address: `${server.origin}/v1` }, null)(`${server.origin}/v1/models`)
  expect([hub.asked.length, server.asked.length]).toEqual([0, 1])
})

for (const [method, path] of [
  ['GET', '/v1'],
  ['GET', '/v1/models/'],
  ['GET', '/v1/models/x'],
  ['GET', '/v1/models?x=y'],
  ['GET', '/v1/chat/completions'],
  ['POST', '/v1/models'],
  ['POST', '/v1/completions'],
  ['POST', '/v1/chat/completions/x'],
  ['POST', '/chat/completions'],
  ['DELETE', '/v1/models'],
  ['GET', '/v1/..%2fmodels'],
  ['GET', '/v1/%2e%2e/api/models'],
] as const) {
  test(`is not asked for ${method} ${path}`, async () => {
    await using server = await echo()
    const asked = network(null).toServer({ address: `${server.origin}/v1` }, { own })
    expect(await codeOf(asked(server.origin + path, { method, ...(method === 'POST' ? { body: '{}' } : {}) }))).toBe('address-refused')
    expect(server.asked).toEqual([])
  })
}

test('is the only one that is asked, and Hugging Face’s way does not lead to it', async () => {
  await using server = await echo()
  await using other = await echo()
  const door = network(null)
  const toServer = door.toServer({ address: `${server.origin}/v1` }, { own })
  const codes = [
    await codeOf(toServer(`${other.origin}/v1/models`)),
    await codeOf(toServer('https://huggingface.co/api/whoami-v2')),
    await codeOf(toServer('https://router.huggingface.co/v1/chat/completions', run)),
    await codeOf(door.withKey(testKey)(`${server.origin}/v1/models`)),
    await codeOf(door.withKey(testKey)(`${server.origin}/v1/chat/completions`, run)),
    await codeOf(door.fetch(`${server.origin}/v1/models`)),
  ]
  expect(new Set(codes)).toEqual(new Set(['address-refused']))
  expect([server.asked, other.asked]).toEqual([[], []])
})

for (const address of [
  'http://example.com/v1',
  'https://name:word@example.com/v1',
  'https://example.com/v1?x=y',
  'https://example.com/v1/',
  'HTTPS://example.com/v1',
  'example.com/v1',
  'ftp://127.0.0.1/v1',
  '',
]) {
  test(`is not asked at all at ${address || '(nothing)'}, whoever wrote it into the settings`, async () => {
    const asked: string[] = []
    const fetch = async (to: string) => {
      asked.push(to)
      return new Response('{}')
    }
    const toServer = network(null, { fetch }).toServer({ address }, null)
    expect(await codeOf(toServer(`${address}/models`))).toBe('address-refused')
    expect(asked).toEqual([])
  })
}

test('gets the key of Hugging Face only where it is a host of Hugging Face', async () => {
  const sent: unknown[] = []
  const fetch = async (to: string, init?: RequestInit) => {
    sent.push([to, new Headers(init?.headers).get('authorization'), init?.redirect])
    return new Response('{}')
  }
  const lines: unknown[] = []
  const door = network(null, { fetch, log: { warn: (...line) => lines.push(line) } })
  const asks = (address: string) => codeOf(door.toServer({ address }, { huggingFace: testKey })(`${address}/models`))
  const others = [
    'http://127.0.0.1:11434/v1',
    'https://example.com/v1',
    'https://abc.endpoints.huggingface.cloud:8443/v1',
    'https://abc.endpoints.huggingface.cloud.example.com/v1',
    'https://huggingface.co/v1',
  ]
  expect(await Promise.all(others.map(asks))).toEqual(others.map(() => 'address-refused'))
  expect(sent).toEqual([])
  expect(lines[0]).toEqual(['An address was refused', { origin: 'http://127.0.0.1:11434', method: 'GET' }])
  const address = 'https://abc.us-east-1.aws.endpoints.huggingface.cloud/v1'
  expect(await asks(address)).toBe('no failure')
  expect(sent).toEqual([[`${address}/models`, `Bearer ${testKey.reveal()}`, 'error']])
})

for (const status of [301, 302, 303, 307, 308]) {
  test(`does not send its key or a prompt on by a ${status}`, async () => {
    await using other = await echo()
    await using server = await serve((_, response) => void response.writeHead(status, { location: `${other.origin}/v1/models` }).end())
    const asked = network(null).toServer({ address: `${server.origin}/v1` }, { own })
    const codes = [await codeOf(asked(`${server.origin}/v1/models`)), await codeOf(asked(`${server.origin}/v1/chat/completions`, run))]
    expect([codes, other.asked]).toEqual([['unexpected-reply', 'unexpected-reply'], []])
  })
}

test('that is not there, or does not answer, is unreachable, and not this computer offline', async () => {
  const gone = await echo()
  await gone[Symbol.asyncDispose]()
  await using silent = await serve(() => {})
  const codes = [
    await codeOf(network(null).toServer({ address: gone.origin }, null)(`${gone.origin}/models`)),
    await codeOf(network(null, { patienceMs: 100 }).toServer({ address: silent.origin }, null)(`${silent.origin}/models`)),
  ]
  expect(codes).toEqual(['server-unreachable', 'server-unreachable'])
})

test('may not send a list without an end', async () => {
  await using server = await serve((_, response) => void response.end('x'.repeat(5_000)))
  const asked = network(null, { replyBytes: 1_000 }).toServer({ address: server.origin }, null)
  expect(await codeOf(asked(`${server.origin}/models`).then((reply) => reply.text()))).toBe('answer-too-large')
})

test('[row 7] whatever is tried, no byte of the key of Hugging Face reaches a server that was added by hand', async () => {
  const rounds = caseCount(1, 20)
  let tries = 0
  await using server = await startOwnServer()
  const { address, origin } = server
  const key = testKey.reveal()
  const door = network(null)
  /** A library that has got hold of the key after all writes it wherever it can. */
  const careless = { headers: { authorization: `Bearer ${key}`, cookie: `key=${key}`, 'proxy-authorization': key } }
  const ways: readonly (() => Promise<unknown>)[] = [
    () => door.toServer({ address }, { huggingFace: testKey })(`${address}/models`),
    () => door.toServer({ address }, { huggingFace: testKey })(`${address}/chat/completions`, run),
    () => door.toServer({ address: 'https://abc.endpoints.huggingface.cloud/v1' }, { huggingFace: testKey })(`${address}/models`),
    () => door.toServer({ address: origin }, { huggingFace: testKey })(`${address}/models`),
    () => door.toServer({ address }, null)(`${address}/models`, careless),
    () => door.toServer({ address }, null)(`${address}/chat/completions`, { ...run, ...careless }),
    () => door.toServer({ address }, { own: { reveal: () => 'sk-own' } })(`${address}/models`, careless),
    () => door.withKey(testKey)(`${address}/models`),
    () => door.withKey(testKey)(`${address}/chat/completions`, run),
    () => door.withKey(testKey)(`https://huggingface.co@127.0.0.1:${server.port}/v1/models`),
    () => fetch(`${address}/models`, careless),
    ...[301, 302, 303, 307, 308].flatMap((status) =>
      ['GET /api/whoami-v2', 'POST /v1/chat/completions'].map((what) => async () => {
        await using hub = await serve((_, response) => void response.writeHead(status, { location: `${address}/models` }).end())
        const [method = '', path = ''] = what.split(' ')
        const host = method === 'GET' ? 'huggingface.co' : 'router.huggingface.co'
        await network(hub.origin).withKey(testKey)(`https://${host}${path}`, method === 'GET' ? {} : run)
      }),
    ),
    async () => {
      const request = {
        model: 'llama3.2:3b',
        task: 'chat',
        provider: 'Home',
        server: { address },
        messages: [{ role: 'user', content: 'Hi' }],
        billTo: null,
        settings: {},
      } as const
      const pieces = stream(request, { fetch: door.toServer({ address }, null), signal: new AbortController().signal })
      while ((await pieces.next()).done !== true);
    },
  ]
  try {
    replaceGlobalFetch(door)
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ways) {
        tries += 1
        await way().catch(() => undefined)
      }
    }
  } finally {
    globalThis.fetch = plainFetch
  }
  const seen = server.requests.map(({ path, headers, body }) => ({ headers: JSON.stringify([path, headers]), body }))
  const bytes = (text: string): number => (text.includes(key) ? key.length : 0)
  // The control: the ways that may lead there did.
  expect(seen).toHaveLength(4 * rounds)
  expect(seen.map(({ headers, body }) => [bytes(headers), bytes(body)])).toEqual(seen.map(() => [0, 0]))
  proven({ figure: `custom address: 0 header and 0 body bytes in ${tries} tries`, cases: tries, where: ['Node'] })
})
