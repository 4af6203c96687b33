// Failures that quote the key: a server that writes it back in every way and place, a network whose errors hold it, a keychain that
// says it. Nothing of it may be in what is returned, thrown or logged.

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
import { createNetwork, type Network, type NetworkParts } from '../../../../electron/network/gateway.ts'
import { canaryForms, formsIn } from '../../../support/process/canary.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { events, eventStream, said, serve, type Asked } from '../inference/replying.ts'

const keyText = `hf_${'Qx7RtYw2LkPm9VbN'.repeat(2)}zZ4`
const forms = canaryForms(keyText)
const now = (): number => 1_700_000_000_000

/** In which a server, a library or a system may write the header that it was sent, or the key alone. */
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

/** The replies in which a server can fail and quote what it was sent. `quoted` may hold NUL, which no header takes. */
const replies: Readonly<Record<string, (quoted: string, response: ServerResponse) => void>> = {
  'status text': (quoted, response) => void response.writeHead(400, headerSafe(quoted)).end(),
  'plain text': (quoted, response) => void response.writeHead(400, { 'content-type': 'text/plain' }).end(`Bad header: ${quoted}`),
  'a page': (quoted, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end(`<!doctype html><p>${quoted}</p>`),
  'a part of a page': (quoted, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end(`<p>${quoted}</p>`),
  'an error as text': (quoted, response) => json(response, 401, { error: `Invalid credentials "${quoted}"` }),
  'an error as an object': (quoted, response) => json(response, 500, { error: { message: quoted, code: quoted, type: quoted } }),
  'a detail': (quoted, response) => json(response, 422, { detail: [{ msg: `${quoted} is not valid`, input: quoted }] }),
  'a message of the top': (quoted, response) => json(response, 429, { message: quoted, reason: quoted, code: 429 }),
  'a good status': (quoted, response) => json(response, 200, { error: quoted }),
  'a long sentence': (quoted, response) => json(response, 400, { error: `${'so long '.repeat(70)}${quoted}` }),
  'a longer sentence': (quoted, response) => json(response, 400, { error: `${'x'.repeat(540)} ${quoted} ${quoted}` }),
  'the id of the request': (quoted, response) => head(response, 500, { 'x-request-id': quoted }),
  'the name of the provider': (quoted, response) => head(response, 503, { 'x-inference-provider': quoted }),
  'the time to wait': (quoted, response) => head(response, 429, { 'retry-after': quoted, ratelimit: `t=${quoted}` }),
  'a message in a header': (quoted, response) => head(response, 404, { 'x-error-message': quoted, 'set-cookie': `key=${quoted}` }),
  'the kind of content': (quoted, response) => head(response, 200, { 'content-type': `text/${quoted}` }),
  'a redirect': (quoted, response) => head(response, 307, { location: `https://example.org/?key=${quoted}` }),
  'the name in an address': (quoted, response) => head(response, 302, { location: `https://${quoted}@example.org/` }),
  'an event': (quoted, response) =>
    void response.writeHead(200, eventStream).end(events(said('Yes'), { error: { message: quoted, type: quoted, code: 500 } })),
  'an event of text': (quoted, response) => void response.writeHead(200, eventStream).end(events(said('Yes'), { error: quoted })),
  'an event that is no JSON': (quoted, response) => void response.writeHead(200, eventStream).end(events(said('Yes'), `{${quoted}`)),
  'the reason of the end': (quoted, response) => void response.writeHead(200, eventStream).end(events(said('', quoted), '[DONE]')),
  'a check that goes well': (quoted, response) =>
    json(response, 200, { name: quoted, auth: { accessToken: { displayName: quoted, role: 'fineGrained', fineGrained: { global: [] } } } }),
  'half a header': (quoted, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\nx-key: ${quoted}\r\n\0broken`),
  'no HTTP': (quoted, response) => void response.socket?.end(`${quoted}\r\n\r\n`),
}

const mapping = { inferenceProviderMapping: { 'featherless-ai': { status: 'live', providerId: 'maker/model', task: 'text-generation' } } }

const headerSafe = (text: string): string => text.replaceAll('\0', '')

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function head(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  const safe = Object.entries(headers).map(([name, value]) => [name, headerSafe(value)] as const)
  response.writeHead(status, Object.fromEntries([['content-type', 'application/json'], ...safe])).end('{}')
}

const quotable: Readonly<Record<string, (header: string) => string>> = {
  'the header': (header) => header,
  'the key': (header) => header.replace('Bearer ', ''),
}

const sent = ({ headers }: Asked): string => headers.authorization ?? ''

let folder: string
let log: Log
let attempts: number
/** Everything that came out, with where it did. */
let came: { readonly case: string; readonly what: unknown }[]

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-key-failures-'))
  log = createLog(folder)
  came = []
  attempts = 0
})
test.afterEach(() => rmSync(folder, { recursive: true }))

function theKey(): Key {
  const key = Key.from(keyText)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

const door = (hub: string | null, parts: Partial<NetworkParts> = {}): Network =>
  createNetwork({ fetch: globalThis.fetch, hub, log, patienceMs: 2_000, ...parts })

const publish = (status: unknown): void => note('a status', status)

function storeAt(network: Network, environment: Readonly<Record<string, string>> = {}): KeyStore {
  return openKeys({
    folder,
    isInMemory: true,
    network,
    suggest: async () => 'maker/model',
    stream,
    environment,
    servers: { find: () => null, isKept: () => false, setKept() {}, keyChanged() {} },
    home: folder,
    now,
    publish,
  })
}

/** How a run ends, with all that it said on the way. */
async function run(network: Network, task: 'chat' | 'continue'): Promise<unknown> {
  const request = { model: 'maker/model', task, provider: task === 'chat' ? null : 'featherless-ai' } as const
  const messages = [{ role: 'user', content: 'Why?' }] as const
  const pieces = stream(
    { ...request, messages, server: null, billTo: null, settings: {} },
    { fetch: network.withKey(theKey()), signal: new AbortController().signal },
  )
  const all: unknown[] = []
  for (;;) {
    const { done, value } = await pieces.next()
    all.push(value)
    if (done === true) return all
  }
}

/** Keeps what a case has come to, and logs it in the ways in which it could be. */
function note(name: string, what: unknown): void {
  came.push({ case: name, what })
  log.error(`It failed (${name})`, what)
  log.warn(`It failed with ${String(what)}: ${shown(what)}`)
  log.info(name, { detail: shown(what) })
}

async function attempt(name: string, work: () => Promise<unknown>): Promise<void> {
  attempts += 1
  await work().then(
    (value) => note(name, value),
    (error: unknown) => note(name, error),
  )
}

/** Every way of making text of it. */
function shown(what: unknown): string {
  const whole = inspect(what, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })
  const own = what instanceof Error ? [what.name, what.message, what.stack, shown(what.cause ?? null)] : []
  return [String(what), whole, JSON.stringify(what), ...own].join('\n')
}

/** Cases whose outcome holds a form of the key, each with the form. */
const leaks = (): readonly string[] => came.flatMap(({ case: name, what }) => formsIn(shown(what), forms).map((form) => `${name}: ${form}`))

async function leaksInLog(): Promise<readonly string[]> {
  await log.written()
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  expect(Buffer.concat(text).length).toBeGreaterThan(came.length * 100)
  return formsIn(Buffer.concat(text), forms)
}

test('[row 6] what servers write back of the key is in no failure, no error and no line of the log', async () => {
  test.setTimeout(120_000)
  const told: { quote: (header: string) => string; place: keyof typeof replies } = { quote: (header) => header, place: 'a redirect' }
  await using hub = await serve((asked, response) => {
    if (asked.path.startsWith('/api/models/')) json(response, 200, mapping)
    else replies[told.place]?.(told.quote(sent(asked)), response)
  })
  const network = door(hub.origin)
  for (const [spelling, spell] of Object.entries(spellings).slice(0, caseCount(3, 9))) {
    for (const [whole, part] of Object.entries(quotable)) {
      for (const place of Object.keys(replies)) {
        Object.assign(told, { place, quote: (header: string) => spell(part(header)) })
        const name = `${whole}, ${spelling}, in ${place}`
        await attempt(`run: ${name}`, () => run(network, 'chat'))
        await attempt(`old model: ${name}`, () => run(network, 'continue'))
        await attempt(`check: ${name}`, () => createKeyCheck(network.withKey, now)(theKey()))
        await attempt(`saving: ${name}`, () => storeAt(network).save({ key: keyText, keep: 'session' }, { kind: 'new' }))
      }
    }
  }
  // The control: each reply did get the header to quote.
  const carriers = hub.asked.filter((asked) => sent(asked) === `Bearer ${keyText}`)
  expect(carriers).toHaveLength(attempts)
  expect(leaks()).toEqual([])
  expect(await leaksInLog()).toEqual([])
  proven({
    figure: `0 hits in ${came.length} failures of servers that quote the key, and in their log`,
    cases: came.length,
    where: ['Node'],
  })
})

/** Errors as networks and libraries throw them, with the request in all that can hold it. */
const errors: Readonly<Record<string, (quoted: string) => unknown>> = {
  message: (quoted) => new TypeError(`fetch failed for ${quoted}`),
  cause: (quoted) => new TypeError('fetch failed', { cause: Object.assign(new Error(quoted), { code: 'ECONNRESET', request: quoted }) }),
  'cause of the cause': (quoted) => new Error('failed', { cause: new Error('failed', { cause: new Error(quoted, { cause: quoted }) }) }),
  'several errors': (quoted) => new AggregateError([new Error(quoted), new Error(quoted)], quoted),
  "Chromium's words": (quoted) => new Error(`net::ERR_FAILED loading https://${quoted}@example.org/?${quoted}`),
  'an unknown code': (quoted) => Object.assign(new Error('failed'), { code: quoted, name: quoted }),
  fields: (quoted) => Object.assign(new Error('failed'), { config: { headers: { authorization: quoted } }, url: quoted, body: quoted }),
  'no error at all': (quoted) => ({ error: quoted }),
  'a text': (quoted) => quoted,
}

/** Requests that are refused for what they ask, with the key in it. */
const requests: readonly ((quoted: string, network: Network) => Promise<unknown>)[] = [
  (quoted, { fetch }) => fetch(`https://${encodeURIComponent(quoted)}@huggingface.co/api/models`),
  (quoted, { fetch }) => fetch(`https://example.org/${quoted}?key=${quoted}#${quoted}`),
  (quoted, { fetch }) => fetch(`https://${quoted.replaceAll(' ', '.')}.example.org/`),
  (quoted, { fetch }) => fetch(quoted),
  (quoted, { fetch }) => fetch('https://huggingface.co/api/models', { method: quoted }),
  (quoted, { fetch }) => fetch('https://huggingface.co/api/models', { headers: { 'x-key': `${quoted}\n` } }),
  (quoted, { fetch }) => fetch('https://huggingface.co/api/models', { headers: { [quoted]: quoted } }),
  (quoted, { withKey }) => withKey({ reveal: () => `${quoted}\n` })('https://huggingface.co/api/whoami-v2'),
]

test('[row 6] what errors and addresses hold of the key is in no failure, no error and no line of the log', async () => {
  for (const [spelling, spell] of Object.entries(spellings)) {
    const quoted = spell(`Bearer ${keyText}`)
    for (const [place, error] of Object.entries(errors)) {
      const name = `${spelling}, in ${place}`
      // oxlint-disable-next-line typescript/only-throw-error -- that it is none is the case
      const network = door(null, { fetch: () => Promise.reject(error(quoted)) })
      await attempt(`run: ${name}`, () => run(network, 'chat'))
      await attempt(`old model: ${name}`, () => run(network, 'continue'))
      await attempt(`check: ${name}`, () => createKeyCheck(network.withKey, now)(theKey()))
      await attempt(`found: ${name}`, () => storeAt(network, { HF_TOKEN: keyText }).keepFound({ keep: 'keychain' }))
      // One that nobody foresaw goes into the log as it is.
      log.error(`Unexpected (${quoted})`, error(quoted))
    }
    for (const [number, request] of requests.entries())
      await attempt(`request ${number}: ${spelling}`, () => request(quoted, door('http://127.0.0.1:9')))
  }
  const key = theKey()
  await attempt('the key itself', () => Promise.reject(Object.assign(new Error(String(key), { cause: key }), { key })))
  expect(leaks()).toEqual([])
  expect(await leaksInLog()).toEqual([])
  proven({
    figure: `0 hits in ${attempts} failures whose errors and addresses hold the key, and in their log`,
    cases: attempts,
    where: ['Node'],
  })
})
