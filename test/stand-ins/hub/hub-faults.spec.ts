// The stand-in's faults, seen from a client that knows nothing of them: what each does to the connection.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../shared/errors.ts'
import { faultNames, faults, isHubFaultName, type HubFaultName } from './faults/faults.ts'
import type { Act, StreamEnd } from './faults/fault.ts'
import { retryAfterSeconds } from './faults/replies.ts'
import { startHub, type Hub } from './hub.ts'
import { ask, askChat, chatOf } from './asking.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterEach(() => hub.setFault(null))
test.afterAll(() => hub.close())

/** Those that go on until the client leaves, and more bytes than are worth reading here: what became of them shows in the product. */
const endless: readonly StreamEnd['kind'][] = ['drip', 'keep-alive', 'endless-line', 'many-events']
const isEndless = (act: Act): boolean => act.kind === 'gzip-bomb' || (act.kind === 'stream' && endless.includes(act.end.kind))

const names = faultNames.filter(isHubFaultName)

/** What a client gets to see: the reply with how its body ended, or that there was none. */
async function meet(
  name: HubFaultName,
): Promise<{ readonly status: number; readonly body: string; readonly end: 'end' | 'error' | 'silence' } | 'no reply'> {
  await hub.setFault(name)
  const left = new AbortController()
  // Silence is told by another request that is answered in the meantime.
  const later = async (): Promise<'silence'> => {
    await expect.poll(async () => (await ask(hub, '/v1/models', null)).status).toBe(200)
    return 'silence'
  }
  const asked = fetch(`${hub.origin}/v1/chat/completions`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${hub.keys.fineGrained}` },
    body: JSON.stringify(chatOf('/length 2000')),
    signal: left.signal,
  }).catch(() => 'no reply' as const)
  const reply = await (name === 'no-first-byte' ? Promise.race([asked, later()]) : asked)
  if (reply === 'no reply') return reply
  if (reply === 'silence') {
    left.abort()
    return { status: 0, body: '', end: 'silence' }
  }
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let body = ''
  for (;;) {
    const read = reader?.read().catch(() => 'error' as const)
    const isFull = name === 'silent-stall' && body.split('\n\n').length > 6
    const part = await (isFull ? Promise.race([read, later()]) : read)
    if (part === 'error' || part === 'silence') {
      left.abort()
      return { status: reply.status, body, end: part }
    }
    if (part === undefined || part.done) return { status: reply.status, body, end: 'end' }
    body += part.value
  }
}

test('every row says what it does and comes to something known', () => {
  expect(faultNames.length).toBeGreaterThanOrEqual(45)
  for (const name of faultNames) {
    const { does, expected } = faults[name]
    expect(does).not.toBe('')
    if (expected.kind === 'failed') expect(failureCodes).toContain(expected.code)
  }
})

for (const name of names) {
  const act: Act = faults[name].act
  if (isEndless(act)) continue
  test(`${name}: ${faults[name].does}`, async () => {
    const met = await meet(name)
    switch (act.kind) {
      case 'refuse':
        expect(met).toBe('no reply')
        break
      case 'silence':
        expect(met).toEqual({ status: 0, body: '', end: 'silence' })
        break
      case 'reply':
        // Node's fetch shows nobody the reply of a proxy.
        expect(met).toEqual(act.status === 407 ? 'no reply' : { status: act.status, body: act.body, end: 'end' })
        break
      case 'redirect':
        expect(met).toEqual({ status: act.status, body: '', end: 'end' })
        break
      case 'stream': {
        const seen = typeof met === 'string' ? { status: 0, body: '', end: met } : met
        const events = seen.body.split('\n\n')
        expect([seen.status, events.slice(0, act.events).every((event) => event.startsWith('data: {'))]).toEqual([200, true])
        expect([events.slice(act.events).join('\n\n'), seen.end]).toEqual(restOf(act))
        break
      }
      case 'gzip-bomb':
        throw new Error('A bomb has no end to look at')
    }
  })
}

/** What follows the events that are as they should be, and how the body ends for a client. */
function restOf({ end, body = 'chunked' }: Extract<Act, { readonly kind: 'stream' }>): readonly [string, 'end' | 'error' | 'silence'] {
  switch (end.kind) {
    case 'write':
      return [end.lines.map((line) => `${line}\n\n`).join(''), 'end']
    case 'bytes':
      // The half of a character is shown as the sign for what cannot be read.
      return [new TextDecoder().decode(Buffer.from(end.bytes)), 'end']
    case 'close':
      // Where the body does not say how long it is, a cut cannot be seen.
      return ['', body === 'until-close' || body === 'gzip' ? 'end' : 'error']
    case 'reset':
      return ['', 'error']
    case 'hang':
      return ['', 'silence']
    default:
      return ['', 'end']
  }
}

for (const name of names) {
  const act: Act = faults[name].act
  if (!isEndless(act)) continue
  test(`${name}: ${faults[name].does}, for as long as somebody reads`, async () => {
    const left = new AbortController()
    await hub.setFault(name)
    const reply = await fetch(`${hub.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.keys.fineGrained}` },
      body: JSON.stringify(chatOf('/length 2000')),
      signal: left.signal,
    })
    const reader = reply.body?.getReader()
    // Those that drip have sent enough after so many parts that are small, the others after so many bytes.
    const isSlow = act.kind === 'stream' && (act.end.kind === 'drip' || act.end.kind === 'keep-alive')
    let bytes = 0
    let drops = 0
    const isEnough = (): boolean => (isSlow ? drops >= 40 : bytes >= 4_000_000)
    while (!isEnough()) {
      const part = await reader?.read()
      if (part?.value === undefined) break
      bytes += part.value.length
      if (part.value.length < 20) drops += 1
    }
    left.abort()
    expect([reply.status, isEnough()]).toEqual([200, true])
    await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
  })
}

test('closes a body without a length and no other', async () => {
  const replies = [await askChat(hub, '/fault cut-by-close'), await askChat(hub, '/fault no-end')]
  expect(replies.map(({ headers }) => headers.get('transfer-encoding'))).toEqual([null, 'chunked'])
})

test('a prompt can ask for a fault, and for none that is not there', async () => {
  const limited = await askChat(hub, '/fault too-many-requests')
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, String(retryAfterSeconds)])
  expect((await askChat(hub, '/fault made-up')).status).toBe(400)
})

test('a page from the way carries no mark of Hugging Face', async () => {
  const { status, headers } = await askChat(hub, '/fault captive-portal')
  expect([status, headers.get('content-type'), headers.has('x-request-id'), headers.has('x-powered-by')]).toEqual([
    200,
    'text/html; charset=utf-8',
    false,
    false,
  ])
})

test('a fault meets as many requests as it is told, and the next is answered', async () => {
  await hub.setFault('server-error', { times: 2 })
  const statuses = [await askChat(hub, 'a'), await askChat(hub, 'b'), await askChat(hub, 'c')].map(({ status }) => status)
  expect(statuses).toEqual([500, 500, 200])
})

test('a fault meets only the requests it is set for', async () => {
  const statuses = async (): Promise<readonly number[]> => {
    const key = hub.keys.fineGrained
    const replies = [await askChat(hub, 'a'), await ask(hub, '/v1/models', null), await ask(hub, '/api/whoami-v2', key)]
    return replies.map(({ status }) => status)
  }
  await hub.setFault('server-error')
  expect(await statuses()).toEqual([500, 200, 200])
  await hub.setFault('server-error', { scope: 'models' })
  expect(await statuses()).toEqual([200, 500, 200])
  await hub.setFault('server-error', { scope: 'key' })
  expect(await statuses()).toEqual([200, 200, 500])
  await hub.setFault('server-error', { scope: 'everything' })
  expect(await statuses()).toEqual([500, 500, 500])
})

test('listens again at the same address once the connection is no longer refused', async () => {
  await hub.setFault('connection-refused')
  await expect(ask(hub, '/v1/models', null)).rejects.toThrow()
  await hub.setFault(null)
  expect((await ask(hub, '/v1/models', null)).status).toBe(200)
})

test('a redirect leads to another host that keeps what it is sent', async () => {
  const { headers } = await askChat(hub, '/fault redirected-elsewhere')
  const location = headers.get('location') ?? ''
  expect(new URL(location).hostname).not.toBe(new URL(hub.origin).hostname)
  expect(hub.elsewhere.requests).toEqual([])
  await fetch(location, { method: 'POST', body: 'a prompt' })
  expect(hub.elsewhere.requests).toEqual([expect.objectContaining({ method: 'POST', path: '/v1/chat/completions', body: 'a prompt' })])
})

test('an answer that is not streamed breaks too', async () => {
  await hub.setFault('cut-by-reset')
  await expect(askChat(hub, 'Hello', { stream: false })).rejects.toThrow()
})
