// The stand-in's faults, seen from a client that knows nothing of them: what each does to the connection.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../shared/failures.ts'
import { faultNames, faults, isHubFaultName, type HubFaultName } from './faults/faults.ts'
import type { FaultBehavior, StreamEnd } from './faults/fault.ts'
import { retryAfterSeconds } from './faults/reply-faults.ts'
import { startHub, type Hub } from './hub.ts'
import { requestHub, requestChat, createChatBody } from './hub-requests.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterEach(() => hub.setFault(null))
test.afterAll(() => hub.close())

/** Those that go on until the client leaves, and more bytes than are worth reading here: what became of them shows in the product. */
const endless: readonly StreamEnd['kind'][] = ['drip', 'keep-alive', 'endless-line', 'many-events']
const isEndlessAct = (act: FaultBehavior): boolean => act.kind === 'gzip-bomb' || (act.kind === 'stream' && endless.includes(act.end.kind))

const names = faultNames.filter(isHubFaultName)

/** What a client gets to see: the reply with how its body ended, or that there was none. */
async function fetchFault(
  name: HubFaultName,
): Promise<{ readonly status: number; readonly body: string; readonly end: 'end' | 'error' | 'silence' } | 'no reply'> {
  await hub.setFault(name)
  const abortController = new AbortController()
  // Silence is told by another request that is answered in the meantime.
  const resolveAfterOtherRequest = async (): Promise<'silence'> => {
    await expect.poll(async () => (await requestHub(hub, '/v1/models', null)).status).toBe(200)
    return 'silence'
  }
  const pendingRequest = fetch(`${hub.origin}/v1/chat/completions`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${hub.keys.fineGrained}` },
    body: JSON.stringify(createChatBody('/length 2000')),
    signal: abortController.signal,
  }).catch(() => 'no reply' as const)
  const reply = await (name === 'no-first-byte' ? Promise.race([pendingRequest, resolveAfterOtherRequest()]) : pendingRequest)
  if (reply === 'no reply') return reply
  if (reply === 'silence') {
    abortController.abort()
    return { status: 0, body: '', end: 'silence' }
  }
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let body = ''
  for (;;) {
    const pendingRead = reader?.read().catch(() => 'error' as const)
    const isBufferedStall = name === 'silent-stall' && body.split('\n\n').length > 6
    const part = await (isBufferedStall ? Promise.race([pendingRead, resolveAfterOtherRequest()]) : pendingRead)
    if (part === 'error' || part === 'silence') {
      abortController.abort()
      return { status: reply.status, body, end: part }
    }
    if (part === undefined || part.done) return { status: reply.status, body, end: 'end' }
    body += part.value
  }
}

test('every row says what it does and comes to something known', () => {
  expect(faultNames.length).toBeGreaterThanOrEqual(45)
  for (const name of faultNames) {
    const { description, expected } = faults[name]
    expect(description).not.toBe('')
    if (expected.kind === 'failed') expect(failureCodes).toContain(expected.code)
  }
})

for (const name of names) {
  const act: FaultBehavior = faults[name].act
  if (isEndlessAct(act)) continue
  test(`${name}: ${faults[name].description}`, async () => {
    const clientResult = await fetchFault(name)
    switch (act.kind) {
      case 'refuse':
        expect(clientResult).toBe('no reply')
        break
      case 'silence':
        expect(clientResult).toEqual({ status: 0, body: '', end: 'silence' })
        break
      case 'reply':
        // Node's fetch shows nobody the reply of a proxy.
        expect(clientResult).toEqual(act.status === 407 ? 'no reply' : { status: act.status, body: act.body, end: 'end' })
        break
      case 'redirect':
        expect(clientResult).toEqual({ status: act.status, body: '', end: 'end' })
        break
      case 'stream': {
        const actualResult = typeof clientResult === 'string' ? { status: 0, body: '', end: clientResult } : clientResult
        const events = actualResult.body.split('\n\n')
        expect([actualResult.status, events.slice(0, act.events).every((event) => event.startsWith('data: {'))]).toEqual([200, true])
        expect([events.slice(act.events).join('\n\n'), actualResult.end]).toEqual(getExpectedRest(act))
        break
      }
      case 'gzip-bomb':
        throw new Error('A bomb has no end to look at')
    }
  })
}

/** What follows the events that are as they should be, and how the body ends for a client. */
function getExpectedRest({
  end,
  body = 'chunked',
}: Extract<FaultBehavior, { readonly kind: 'stream' }>): readonly [string, 'end' | 'error' | 'silence'] {
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
  const act: FaultBehavior = faults[name].act
  if (!isEndlessAct(act)) continue
  test(`${name}: ${faults[name].description}, for as long as somebody reads`, async () => {
    const abortController = new AbortController()
    await hub.setFault(name)
    const reply = await fetch(`${hub.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.keys.fineGrained}` },
      body: JSON.stringify(createChatBody('/length 2000')),
      signal: abortController.signal,
    })
    const reader = reply.body?.getReader()
    // Those that drip have sent enough after so many parts that are small, the others after so many bytes.
    const isSlowStream = act.kind === 'stream' && (act.end.kind === 'drip' || act.end.kind === 'keep-alive')
    let bytes = 0
    let dripCount = 0
    const hasReadEnough = (): boolean => (isSlowStream ? dripCount >= 40 : bytes >= 4_000_000)
    while (!hasReadEnough()) {
      const part = await reader?.read()
      if (part?.value === undefined) break
      bytes += part.value.length
      if (part.value.length < 20) dripCount += 1
    }
    abortController.abort()
    expect([reply.status, hasReadEnough()]).toEqual([200, true])
    await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
  })
}

test('closes a body without a length and no other', async () => {
  const replies = [await requestChat(hub, '/fault cut-by-close'), await requestChat(hub, '/fault no-end')]
  expect(replies.map(({ headers }) => headers.get('transfer-encoding'))).toEqual([null, 'chunked'])
})

test('a prompt can ask for a fault, and for none that is not there', async () => {
  const rateLimitedReply = await requestChat(hub, '/fault too-many-requests')
  expect([rateLimitedReply.status, rateLimitedReply.headers.get('retry-after')]).toEqual([429, String(retryAfterSeconds)])
  expect((await requestChat(hub, '/fault made-up')).status).toBe(400)
})

test('a page from the way carries no mark of Hugging Face', async () => {
  const { status, headers } = await requestChat(hub, '/fault captive-portal')
  expect([status, headers.get('content-type'), headers.has('x-request-id'), headers.has('x-powered-by')]).toEqual([
    200,
    'text/html; charset=utf-8',
    false,
    false,
  ])
})

test('a fault meets as many requests as it is told, and the next is answered', async () => {
  await hub.setFault('server-error', { times: 2 })
  const requestStatuses = [await requestChat(hub, 'a'), await requestChat(hub, 'b'), await requestChat(hub, 'c')].map(
    ({ status }) => status,
  )
  expect(requestStatuses).toEqual([500, 500, 200])
})

test('a fault meets only the requests it is set for', async () => {
  const requestStatuses = async (): Promise<readonly number[]> => {
    const key = hub.keys.fineGrained
    const replies = [await requestChat(hub, 'a'), await requestHub(hub, '/v1/models', null), await requestHub(hub, '/api/whoami-v2', key)]
    return replies.map(({ status }) => status)
  }
  await hub.setFault('server-error')
  expect(await requestStatuses()).toEqual([500, 200, 200])
  await hub.setFault('server-error', { scope: 'models' })
  expect(await requestStatuses()).toEqual([200, 500, 200])
  await hub.setFault('server-error', { scope: 'key' })
  expect(await requestStatuses()).toEqual([200, 200, 500])
  await hub.setFault('server-error', { scope: 'everything' })
  expect(await requestStatuses()).toEqual([500, 500, 500])
})

test('listens again at the same address once the connection is no longer refused', async () => {
  await hub.setFault('connection-refused')
  await expect(requestHub(hub, '/v1/models', null)).rejects.toThrow()
  await hub.setFault(null)
  expect((await requestHub(hub, '/v1/models', null)).status).toBe(200)
})

test('a redirect leads to another host that keeps what it is sent', async () => {
  const { headers } = await requestChat(hub, '/fault redirected-elsewhere')
  const location = headers.get('location') ?? ''
  expect(new URL(location).hostname).not.toBe(new URL(hub.origin).hostname)
  expect(hub.otherHost.requests).toEqual([])
  await fetch(location, { method: 'POST', body: 'a prompt' })
  expect(hub.otherHost.requests).toEqual([expect.objectContaining({ method: 'POST', path: '/v1/chat/completions', body: 'a prompt' })])
})

test('an answer that is not streamed breaks too', async () => {
  await hub.setFault('cut-by-reset')
  await expect(requestChat(hub, 'Hello', { stream: false })).rejects.toThrow()
})
