// The faults of the Hugging Face stand-in as a plain client sees them.

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

/** Stream ends that continue until the client disconnects. The product's specs show how it ends them. */
const endlessKinds: readonly StreamEnd['kind'][] = ['drip', 'keep-alive', 'endless-line', 'many-events']
const isEndless = (behavior: FaultBehavior): boolean =>
  behavior.kind === 'gzip-bomb' || (behavior.kind === 'stream' && endlessKinds.includes(behavior.end.kind))

const hubFaultNames = faultNames.filter(isHubFaultName)

/** What a client sees: status, body and how it ended, or 'no reply'. */
async function fetchFault(
  name: HubFaultName,
): Promise<{ readonly status: number; readonly body: string; readonly end: 'end' | 'error' | 'silence' } | 'no reply'> {
  await hub.setFault(name)
  const abortController = new AbortController()
  // Silence counts as proven once another request has been answered meanwhile.
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

/** The expected text after the normal events, and how the body ends for a client. */
function getExpectedRest({
  end,
  body = 'chunked',
}: Extract<FaultBehavior, { readonly kind: 'stream' }>): readonly [string, 'end' | 'error' | 'silence'] {
  switch (end.kind) {
    case 'write':
      return [end.lines.map((line) => `${line}\n\n`).join(''), 'end']
    case 'bytes':
      // Half a character decodes to the replacement character.
      return [new TextDecoder().decode(Buffer.from(end.bytes)), 'end']
    case 'close':
      // Without a delimiter or length a cut cannot be detected.
      return ['', body === 'until-close' || body === 'gzip' ? 'end' : 'error']
    case 'reset':
      return ['', 'error']
    case 'hang':
      return ['', 'silence']
    default:
      return ['', 'end']
  }
}

test.describe('fault table', () => {
  test('has a description and a known outcome in every row', () => {
    expect(faultNames.length).toBeGreaterThanOrEqual(45)
    for (const name of faultNames) {
      const { description, expected } = faults[name]
      expect(description).not.toBe('')
      if (expected.kind === 'failed') expect(failureCodes).toContain(expected.code)
    }
  })

  for (const name of hubFaultNames) {
    const behavior: FaultBehavior = faults[name].behavior
    if (isEndless(behavior)) continue
    test(`${name}: ${faults[name].description}`, async () => {
      const clientResult = await fetchFault(name)
      switch (behavior.kind) {
        case 'refuse':
          expect(clientResult).toBe('no reply')
          break
        case 'silence':
          expect(clientResult).toEqual({ status: 0, body: '', end: 'silence' })
          break
        case 'reply':
          // Node's fetch hides the reply of a proxy.
          expect(clientResult).toEqual(behavior.status === 407 ? 'no reply' : { status: behavior.status, body: behavior.body, end: 'end' })
          break
        case 'redirect':
          expect(clientResult).toEqual({ status: behavior.status, body: '', end: 'end' })
          break
        case 'stream': {
          const actualResult = typeof clientResult === 'string' ? { status: 0, body: '', end: clientResult } : clientResult
          const events = actualResult.body.split('\n\n')
          expect([actualResult.status, events.slice(0, behavior.events).every((event) => event.startsWith('data: {'))]).toEqual([200, true])
          expect([events.slice(behavior.events).join('\n\n'), actualResult.end]).toEqual(getExpectedRest(behavior))
          break
        }
        case 'gzip-bomb':
          throw new Error('A gzip bomb is endless')
      }
    })
  }

  for (const name of hubFaultNames) {
    const behavior: FaultBehavior = faults[name].behavior
    if (!isEndless(behavior)) continue
    test(`${name}: ${faults[name].description}, until the client disconnects`, async () => {
      const abortController = new AbortController()
      await hub.setFault(name)
      const reply = await fetch(`${hub.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${hub.keys.fineGrained}` },
        body: JSON.stringify(createChatBody('/length 2000')),
        signal: abortController.signal,
      })
      const reader = reply.body?.getReader()
      // Slow streams have sent enough after 40 small chunks, the others after 4 MB.
      const isSlowStream = behavior.kind === 'stream' && (behavior.end.kind === 'drip' || behavior.end.kind === 'keep-alive')
      let bytes = 0
      let smallChunkCount = 0
      const hasReadEnough = (): boolean => (isSlowStream ? smallChunkCount >= 40 : bytes >= 4_000_000)
      while (!hasReadEnough()) {
        const part = await reader?.read()
        if (part?.value === undefined) break
        bytes += part.value.length
        if (part.value.length < 20) smallChunkCount += 1
      }
      abortController.abort()
      expect([reply.status, hasReadEnough()]).toEqual([200, true])
      await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
    })
  }
})

test.describe('fault injection', () => {
  test('sends no transfer encoding for a body that ends with the connection', async () => {
    const replies = [await requestChat(hub, '/fault cut-by-close'), await requestChat(hub, '/fault no-end')]
    expect(replies.map(({ headers }) => headers.get('transfer-encoding'))).toEqual([null, 'chunked'])
  })

  test('takes a fault from the prompt and refuses an unknown one', async () => {
    const rateLimitedReply = await requestChat(hub, '/fault too-many-requests')
    expect([rateLimitedReply.status, rateLimitedReply.headers.get('retry-after')]).toEqual([429, String(retryAfterSeconds)])
    expect((await requestChat(hub, '/fault made-up')).status).toBe(400)
  })

  test('sends no Hugging Face headers with the page of an intermediary', async () => {
    const { status, headers } = await requestChat(hub, '/fault captive-portal')
    expect([status, headers.get('content-type'), headers.has('x-request-id'), headers.has('x-powered-by')]).toEqual([
      200,
      'text/html; charset=utf-8',
      false,
      false,
    ])
  })

  test('applies a fault to the given number of requests', async () => {
    await hub.setFault('server-error', { times: 2 })
    const requestStatuses = [await requestChat(hub, 'a'), await requestChat(hub, 'b'), await requestChat(hub, 'c')].map(
      ({ status }) => status,
    )
    expect(requestStatuses).toEqual([500, 500, 200])
  })

  test('applies a fault only to requests in its scope', async () => {
    const getStatuses = async (): Promise<readonly number[]> => {
      const key = hub.keys.fineGrained
      const replies = [await requestChat(hub, 'a'), await requestHub(hub, '/v1/models', null), await requestHub(hub, '/api/whoami-v2', key)]
      return replies.map(({ status }) => status)
    }
    await hub.setFault('server-error')
    expect(await getStatuses()).toEqual([500, 200, 200])
    await hub.setFault('server-error', { scope: 'models' })
    expect(await getStatuses()).toEqual([200, 500, 200])
    await hub.setFault('server-error', { scope: 'key' })
    expect(await getStatuses()).toEqual([200, 200, 500])
    await hub.setFault('server-error', { scope: 'everything' })
    expect(await getStatuses()).toEqual([500, 500, 500])
  })

  test('listens again at the same address after a refused connection', async () => {
    await hub.setFault('connection-refused')
    await expect(requestHub(hub, '/v1/models', null)).rejects.toThrow()
    await hub.setFault(null)
    expect((await requestHub(hub, '/v1/models', null)).status).toBe(200)
  })

  test('redirects to another host that records its requests', async () => {
    const { headers } = await requestChat(hub, '/fault redirected-307')
    const location = headers.get('location') ?? ''
    expect(new URL(location).hostname).not.toBe(new URL(hub.origin).hostname)
    expect(hub.otherHost.requests).toEqual([])
    await fetch(location, { method: 'POST', body: 'a prompt' })
    expect(hub.otherHost.requests).toEqual([expect.objectContaining({ method: 'POST', path: '/v1/chat/completions', body: 'a prompt' })])
  })

  test('also breaks an answer that is not streamed', async () => {
    await hub.setFault('cut-by-reset')
    await expect(requestChat(hub, 'Hello', { stream: false })).rejects.toThrow()
  })
})
