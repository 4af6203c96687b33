// The stand-in's faults, seen from a client that knows nothing of them: what each does to the connection.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../electron/shared/errors.ts'
import { faults, isFaultName, retryAfterSeconds, type FaultName } from '../../support/faults.ts'
import { startHub, type Hub } from '../../support/hub/hub.ts'
import { ask, askChat, chatOf, finishesIn } from './asking.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterEach(() => hub.setFault(null))
test.afterAll(() => hub.close())

const names = Object.keys(faults).filter(isFaultName)

/** What a client gets to see: the reply with how its body ended, or that there was none. */
async function meet(
  name: FaultName,
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
  expect(names.length).toBeGreaterThanOrEqual(15)
  for (const name of names) {
    const { does, expected } = faults[name]
    expect(does).not.toBe('')
    if (expected.kind === 'failed') expect(failureCodes).toContain(expected.code)
  }
})

for (const name of names) {
  const { act, does } = faults[name]
  test(`${name}: ${does}`, async () => {
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
        const whole = seen.body.split('\n\n').slice(0, act.events)
        expect([seen.status, finishesIn(seen.body), whole.filter((event) => event.startsWith('data: {')).length]).toEqual([
          200,
          [],
          act.events,
        ])
        expect(seen.end).toBe({ close: 'end', stop: 'end', write: 'end', reset: 'error', hang: 'silence' }[act.end.kind])
        expect(seen.body.split('\n\n').slice(act.events)).toEqual(act.end.kind === 'write' ? [act.end.line, ''] : [''])
        break
      }
    }
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
