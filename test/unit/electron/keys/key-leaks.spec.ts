// Failures that quote the key: a server that sends it back in every form and place, and network errors that contain it. It must not
// appear in anything returned, thrown or logged.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from '@playwright/test'
import { stream } from '../../../../electron/inference/inference.ts'
import { createKeyCheck } from '../../../../electron/keys/key-check.ts'
import type { KeyStore } from '../../../../electron/keys/key-store.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { openKeys } from '../../../../electron/keys/keys.ts'
import { createLog, type Log } from '../../../../electron/logging/log.ts'
import { createNetwork, type Network, type NetworkOptions } from '../../../../electron/network/gateway.ts'
import { canaryForms, findForms } from '../../../support/process/canary-forms.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { events, eventStream, contentChunk, serve, type ReceivedRequest } from '../inference/test-server.ts'

const keyText = `hf_${'Qx7RtYw2LkPm9VbN'.repeat(2)}zZ4`
const forms = canaryForms(keyText)
const now = (): number => 1_700_000_000_000

/** Encodings in which a server, a library or a system may quote the header or the key. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'percent-encoded': (text) => encodeURIComponent(text).replaceAll('_', '%5F'),
  'percent-encoded throughout': (text) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'),
  'JSON-escaped': (text) => text.replaceAll('_', String.raw`\u005f`),
  'JSON-escaped throughout': (text) =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/../g, String.raw`\u00$&`),
  hex: (text) => Buffer.from(text).toString('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'URL-safe base64': (text) => Buffer.from(text).toString('base64url'),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
}

/** The replies in which a server can quote the request. `quotedText` may contain NUL, which no header allows. */
const replies: Readonly<Record<string, (quotedText: string, response: ServerResponse) => void>> = {
  'status text': (quotedText, response) => void response.writeHead(400, removeNullBytes(quotedText)).end(),
  'plain text': (quotedText, response) => void response.writeHead(400, { 'content-type': 'text/plain' }).end(`Bad header: ${quotedText}`),
  'a page': (quotedText, response) =>
    void response.writeHead(403, { 'content-type': 'text/html' }).end(`<!doctype html><p>${quotedText}</p>`),
  'a part of a page': (quotedText, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end(`<p>${quotedText}</p>`),
  'an error as text': (quotedText, response) => respondJson(response, 401, { error: `Invalid credentials "${quotedText}"` }),
  'an error as an object': (quotedText, response) =>
    respondJson(response, 500, { error: { message: quotedText, code: quotedText, type: quotedText } }),
  'a detail': (quotedText, response) => respondJson(response, 422, { detail: [{ msg: `${quotedText} is not valid`, input: quotedText }] }),
  'a top-level message': (quotedText, response) => respondJson(response, 429, { message: quotedText, reason: quotedText, code: 429 }),
  'a success status': (quotedText, response) => respondJson(response, 200, { error: quotedText }),
  'a long sentence': (quotedText, response) => respondJson(response, 400, { error: `${'so long '.repeat(70)}${quotedText}` }),
  'a longer sentence': (quotedText, response) => respondJson(response, 400, { error: `${'x'.repeat(540)} ${quotedText} ${quotedText}` }),
  'the id of the request': (quotedText, response) => respondHead(response, 500, { 'x-request-id': quotedText }),
  'the name of the provider': (quotedText, response) => respondHead(response, 503, { 'x-inference-provider': quotedText }),
  'the time to wait': (quotedText, response) => respondHead(response, 429, { 'retry-after': quotedText, ratelimit: `t=${quotedText}` }),
  'a message in a header': (quotedText, response) =>
    respondHead(response, 404, { 'x-error-message': quotedText, 'set-cookie': `key=${quotedText}` }),
  'the content type': (quotedText, response) => respondHead(response, 200, { 'content-type': `text/${quotedText}` }),
  'a redirect': (quotedText, response) => respondHead(response, 307, { location: `https://example.org/?key=${quotedText}` }),
  'the user name in an address': (quotedText, response) => respondHead(response, 302, { location: `https://${quotedText}@example.org/` }),
  'an event': (quotedText, response) =>
    void response
      .writeHead(200, eventStream)
      .end(events(contentChunk('Yes'), { error: { message: quotedText, type: quotedText, code: 500 } })),
  'an event of text': (quotedText, response) =>
    void response.writeHead(200, eventStream).end(events(contentChunk('Yes'), { error: quotedText })),
  'an event that is not JSON': (quotedText, response) =>
    void response.writeHead(200, eventStream).end(events(contentChunk('Yes'), `{${quotedText}`)),
  'the finish reason': (quotedText, response) =>
    void response.writeHead(200, eventStream).end(events(contentChunk('', quotedText), '[DONE]')),
  'a successful check': (quotedText, response) =>
    respondJson(response, 200, {
      name: quotedText,
      auth: { accessToken: { displayName: quotedText, role: 'fineGrained', fineGrained: { global: [] } } },
    }),
  'half a header': (quotedText, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\nx-key: ${quotedText}\r\n\0broken`),
  'no HTTP': (quotedText, response) => void response.socket?.end(`${quotedText}\r\n\r\n`),
}

const mapping = { inferenceProviderMapping: { 'featherless-ai': { status: 'live', providerId: 'maker/model', task: 'text-generation' } } }

const removeNullBytes = (text: string): string => text.replaceAll('\0', '')

function respondJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function respondHead(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  const safeHeaders = Object.entries(headers).map(([name, value]) => [name, removeNullBytes(value)] as const)
  response.writeHead(status, Object.fromEntries([['content-type', 'application/json'], ...safeHeaders])).end('{}')
}

const quotePlaces: Readonly<Record<string, (header: string) => string>> = {
  'the header': (header) => header,
  'the key': (header) => header.replace('Bearer ', ''),
}

const getAuthorization = ({ headers }: ReceivedRequest): string => headers.authorization ?? ''

let folder: string
let log: Log
let attempts: number
/** Everything returned or thrown, with the name of its case. */
let outcomes: { readonly case: string; readonly value: unknown }[]

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-key-failures-'))
  log = createLog(folder)
  outcomes = []
  attempts = 0
})
test.afterEach(() => rmSync(folder, { recursive: true }))

function createTestKey(): Key {
  const key = Key.from(keyText)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

const createGateway = (hub: string | null, parts: Partial<NetworkOptions> = {}): Network =>
  createNetwork({ fetch: globalThis.fetch, hub, log, idleTimeoutMs: 2_000, ...parts })

const recordStatus = (status: unknown): void => recordOutcome('a status', status)

function createStore(network: Network, environment: Readonly<Record<string, string>> = {}): KeyStore {
  return openKeys({
    folder,
    isInMemory: true,
    network,
    suggestModel: async () => 'maker/model',
    stream,
    environment,
    servers: { find: () => null, isKeySaved: () => false, setKeySaved() {}, notifyKeyChanged() {} },
    home: folder,
    now,
    publish: recordStatus,
  })
}

/** All chunks of a run, and its end. */
async function runTask(network: Network, task: 'chat' | 'continue'): Promise<unknown> {
  const request = { model: 'maker/model', task, provider: task === 'chat' ? null : 'featherless-ai' } as const
  const messages = [{ role: 'user', content: 'Why?' }] as const
  const chunks = stream(
    { ...request, messages, server: null, billTo: null, settings: {} },
    { fetch: network.fetchWithKey(createTestKey()), signal: new AbortController().signal },
  )
  const all: unknown[] = []
  for (;;) {
    const { done, value } = await chunks.next()
    all.push(value)
    if (done === true) return all
  }
}

/** Records the result of a case, and logs it in every way in which the app could log it. */
function recordOutcome(name: string, value: unknown): void {
  outcomes.push({ case: name, value })
  log.error(`It failed (${name})`, value)
  log.warn(`It failed with ${String(value)}: ${stringifyAllWays(value)}`)
  log.info(name, { detail: stringifyAllWays(value) })
}

async function recordAttempt(name: string, action: () => Promise<unknown>): Promise<void> {
  attempts += 1
  await action().then(
    (value) => recordOutcome(name, value),
    (error: unknown) => recordOutcome(name, error),
  )
}

/** The value as text, in every way. */
function stringifyAllWays(value: unknown): string {
  const inspected = inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })
  const errorTexts = value instanceof Error ? [value.name, value.message, value.stack, stringifyAllWays(value.cause ?? null)] : []
  return [String(value), inspected, JSON.stringify(value), ...errorTexts].join('\n')
}

/** Cases whose outcome contains a form of the key, each with the form. */
const findLeaks = (): readonly string[] =>
  outcomes.flatMap(({ case: name, value }) => findForms(stringifyAllWays(value), forms).map((form) => `${name}: ${form}`))

async function findLeaksInLog(): Promise<readonly string[]> {
  await log.flush()
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  expect(Buffer.concat(text).length).toBeGreaterThan(outcomes.length * 100)
  return findForms(Buffer.concat(text), forms)
}

test.describe('key', () => {
  test('[row 6] does not appear in failures, errors or the log when servers quote it', async () => {
    test.setTimeout(120_000)
    const replySettings: { quote: (header: string) => string; place: keyof typeof replies } = {
      quote: (header) => header,
      place: 'a redirect',
    }
    await using hub = await serve((received, response) => {
      if (received.path.startsWith('/api/models/')) respondJson(response, 200, mapping)
      else replies[replySettings.place]?.(replySettings.quote(getAuthorization(received)), response)
    })
    const network = createGateway(hub.origin)
    for (const [spelling, spell] of Object.entries(spellings).slice(0, caseCount(3, 9))) {
      for (const [inspected, part] of Object.entries(quotePlaces)) {
        for (const place of Object.keys(replies)) {
          Object.assign(replySettings, { place, quote: (header: string) => spell(part(header)) })
          const name = `${inspected}, ${spelling}, in ${place}`
          await recordAttempt(`run: ${name}`, () => runTask(network, 'chat'))
          await recordAttempt(`old model: ${name}`, () => runTask(network, 'continue'))
          await recordAttempt(`check: ${name}`, () => createKeyCheck(network.fetchWithKey, now)(createTestKey()))
          await recordAttempt(`saving: ${name}`, () => createStore(network).save({ key: keyText, storage: 'session' }, { kind: 'new' }))
        }
      }
    }
    // The control: each request did carry the header.
    const requestsWithKey = hub.received.filter((received) => getAuthorization(received) === `Bearer ${keyText}`)
    expect(requestsWithKey).toHaveLength(attempts)
    expect(findLeaks()).toEqual([])
    expect(await findLeaksInLog()).toEqual([])
    recordProof({
      figure: `0 hits in ${outcomes.length} failures of servers that quote the key, and in their log`,
      cases: outcomes.length,
      where: ['Node'],
    })
  })

  /** Errors as networks and libraries throw them, with the key in every field that can contain it. */
  const errors: Readonly<Record<string, (quotedText: string) => unknown>> = {
    message: (quotedText) => new TypeError(`fetch failed for ${quotedText}`),
    cause: (quotedText) =>
      new TypeError('fetch failed', { cause: Object.assign(new Error(quotedText), { code: 'ECONNRESET', request: quotedText }) }),
    'cause of the cause': (quotedText) =>
      new Error('failed', { cause: new Error('failed', { cause: new Error(quotedText, { cause: quotedText }) }) }),
    'several errors': (quotedText) => new AggregateError([new Error(quotedText), new Error(quotedText)], quotedText),
    'a Chromium error': (quotedText) => new Error(`net::ERR_FAILED loading https://${quotedText}@example.org/?${quotedText}`),
    'an unknown code': (quotedText) => Object.assign(new Error('failed'), { code: quotedText, name: quotedText }),
    fields: (quotedText) =>
      Object.assign(new Error('failed'), { config: { headers: { authorization: quotedText } }, url: quotedText, body: quotedText }),
    'an object': (quotedText) => ({ error: quotedText }),
    'a text': (quotedText) => quotedText,
  }

  /** Requests that are refused for their address or headers, which contain the key. */
  const requests: readonly ((quotedText: string, network: Network) => Promise<unknown>)[] = [
    (quotedText, { fetch }) => fetch(`https://${encodeURIComponent(quotedText)}@huggingface.co/api/models`),
    (quotedText, { fetch }) => fetch(`https://example.org/${quotedText}?key=${quotedText}#${quotedText}`),
    (quotedText, { fetch }) => fetch(`https://${quotedText.replaceAll(' ', '.')}.example.org/`),
    (quotedText, { fetch }) => fetch(quotedText),
    (quotedText, { fetch }) => fetch('https://huggingface.co/api/models', { method: quotedText }),
    (quotedText, { fetch }) => fetch('https://huggingface.co/api/models', { headers: { 'x-key': `${quotedText}\n` } }),
    (quotedText, { fetch }) => fetch('https://huggingface.co/api/models', { headers: { [quotedText]: quotedText } }),
    (quotedText, { fetchWithKey }) => fetchWithKey({ reveal: () => `${quotedText}\n` })('https://huggingface.co/api/whoami-v2'),
  ]

  test('[row 6] does not appear in failures, errors or the log when errors or addresses contain it', async () => {
    for (const [spelling, spell] of Object.entries(spellings)) {
      const quotedText = spell(`Bearer ${keyText}`)
      for (const [place, error] of Object.entries(errors)) {
        const name = `${spelling}, in ${place}`
        // oxlint-disable-next-line typescript/only-throw-error -- throwing a value that is not an error is the case
        const network = createGateway(null, { fetch: () => Promise.reject(error(quotedText)) })
        await recordAttempt(`run: ${name}`, () => runTask(network, 'chat'))
        await recordAttempt(`old model: ${name}`, () => runTask(network, 'continue'))
        await recordAttempt(`check: ${name}`, () => createKeyCheck(network.fetchWithKey, now)(createTestKey()))
        await recordAttempt(`found: ${name}`, () => createStore(network, { HF_TOKEN: keyText }).saveFound({ storage: 'keychain' }))
        // An unexpected error is logged as it is.
        log.error(`Unexpected (${quotedText})`, error(quotedText))
      }
      for (const [number, request] of requests.entries())
        await recordAttempt(`request ${number}: ${spelling}`, () => request(quotedText, createGateway('http://127.0.0.1:9')))
    }
    const key = createTestKey()
    await recordAttempt('the key itself', () => Promise.reject(Object.assign(new Error(String(key), { cause: key }), { key })))
    expect(findLeaks()).toEqual([])
    expect(await findLeaksInLog()).toEqual([])
    recordProof({
      figure: `0 hits in ${attempts} failures whose errors and addresses contain the key, and in their log`,
      cases: attempts,
      where: ['Node'],
    })
  })
})
