// Every fault of the table through the real door and the real inference code, as it is written and as it ships: the code that the table
// says, with words and an action, and nothing in it that is nobody's business.

import { expect, test } from '@playwright/test'
import * as source from '../../../../electron/inference/inference.ts'
import { actionOf, failureCodes } from '../../../../shared/errors.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { canaryForms, formsIn } from '../../../support/process/canary.ts'
import { faultNames, faults, isHubFaultName } from '../../../stand-ins/hub/faults/faults.ts'
import type { Act } from '../../../stand-ins/hub/faults/fault.ts'
import { retryAfterDate, retryAfterSeconds } from '../../../stand-ins/hub/faults/replies.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { proven } from '../../../support/proof.ts'
import { ask, builtInference, serve, testKey, type Asked } from './replying.ts'
import { outcomeOf, prompt, walk, walkable, type Met } from './walking.ts'

/** What a stack or a message of a library would leave. */
const traces = /\n\s+at |\bat \S+ \(|node:|file:\/\/|node_modules|Error:|fetch failed|Failed to perform/
/** Any part of the prompt that could not be there by chance. */
const parts = [prompt, JSON.stringify(prompt).slice(1, -1), 'nobody else', 'second line', '471100815']

const failureOf = ({ end }: Met) => (end.kind === 'failed' ? end.failure : null)
const of = (met: readonly Met[], name: string) => met.find((one) => one.name === name)

function checkSecrets(met: readonly Met[], key: string): void {
  for (const { name, end } of met) {
    const told = JSON.stringify(end)
    expect(told, name).not.toMatch(traces)
    expect([parts.filter((part) => told.includes(part)), formsIn(told, canaryForms(key))], name).toEqual([[], []])
  }
}

test('[row 39] every fault has a code, words and an action, in the code as it is written and as it ships', async () => {
  test.setTimeout(240_000)
  const walks = [await walk(source), await walk(await builtInference())]
  for (const met of walks) {
    expect(Object.fromEntries(met.map(({ name, end }) => [name, outcomeOf(end)]))).toEqual(
      Object.fromEntries(walkable.map((name) => [name, faults[name].expected])),
    )
    checkSecrets(met, testKey.reveal())
    for (const { code } of met.flatMap((one) => failureOf(one) ?? [])) {
      expect([code in en.failures, actionOf(code)]).toEqual([true, expect.any(String)])
    }
  }
  const left = faultNames.length - walkable.length
  proven({
    figure: `${walkable.length}/${walkable.length} with the right code, words and action, 0 stacks, 0 of the prompt`,
    cases: walks.flat().length,
    where: ['Node', 'artifact'],
    ...(left === 0 ? {} : { notProven: [`${left} faults of certificates, which openssl makes`] }),
  })
})

test('every code has a sentence and an action', () => {
  for (const code of failureCodes) expect([en.failures[code].trim() === '', actionOf(code)]).toEqual([false, expect.any(String)])
})

test('how long to wait is told where it helps, and only there', async () => {
  const names = ['too-many-requests', 'too-many-requests-date', 'model-loading', 'provider-overloaded'] as const
  const others = ['too-many-requests-unsaid', 'too-many-requests-garbage', 'server-error', 'gateway-timeout'] as const
  const met = await walk(source, [...names, ...others])
  const waits = names.map((name) => failureOf(met.find((one) => one.name === name) ?? never())?.retryAfterSeconds)
  // A day at most, however far off the date is.
  expect(retryAfterDate - Date.now()).toBeGreaterThan(24 * 60 * 60 * 1000)
  expect(waits).toEqual([retryAfterSeconds, 24 * 60 * 60, 20, 3])
  for (const name of others) expect(failureOf(of(met, name) ?? never())).not.toHaveProperty('retryAfterSeconds')
})

test('what was said before a fault is kept', async () => {
  const streams = faultNames.filter((name) => {
    const act: Act | { readonly kind: 'origin' } = faults[name].act
    return act.kind === 'stream' && act.events > 4
  })
  const met = await walk(source, streams)
  expect(met.length).toBeGreaterThan(10)
  for (const { name, text } of met) expect(text.length, name).toBeGreaterThan(0)
})

/** The reply of a fault with all that was sent written into it wherever there is room, and the key into its headers. */
function quoting(act: Extract<Act, { readonly kind: 'reply' }>, { body, headers }: Asked): Act {
  const sent = `${headers.authorization} ${prompt} ${body}`
  const quote = (value: unknown): unknown => {
    if (typeof value === 'string') return `${value} ${sent}`
    if (Array.isArray(value)) return value.map(quote)
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, quote(inner)]))
      : value
  }
  const isJson = act.contentType.startsWith('application/json')
  return { ...act, body: isJson ? JSON.stringify(quote(JSON.parse(act.body))) : `${act.body} ${sent}` }
}

test('a server that quotes all it was sent brings nothing of it into a failure', async () => {
  const key = testKey.reveal()
  const met: Met[] = []
  for (const name of faultNames) {
    const act: Act | { readonly kind: 'origin' } = faults[name].act
    if (act.kind !== 'reply' || act.status === 407) continue
    await using server = await serve((asked, response) => {
      const quoted = quoting(act, asked)
      if (quoted.kind !== 'reply') throw new Error('A quoted reply is a reply')
      const ids = { 'x-request-id': key, 'x-trace-id': Buffer.from(key).toString('hex'), 'x-inference-provider': `of-${key}` }
      response.writeHead(quoted.status, { 'content-type': quoted.contentType, ...ids }).end(quoted.body)
    })
    met.push({ name, ...(await ask(server, { request: { messages: [{ role: 'user', content: prompt }] } })) })
  }
  expect(met.length).toBeGreaterThan(25)
  checkSecrets(met, key)
})

test('the id of a request is told, plain hexadecimal too', async () => {
  for (const id of ['oPNHaqz-zqrih-9ae9a61a7a51e610', 'Root=1-6a443b7b-2f1c0a9e5d', '768a37969f662c112d36468eb8f85a08']) {
    await using server = await serve((_, response) => {
      response.writeHead(500, { 'content-type': 'application/json', 'x-request-id': id }).end('{"error":"Broken"}')
    })
    const { end } = await ask(server)
    expect(end.kind === 'failed' && end.failure.detail).toBe(`500 · request ${id} · Broken`)
  }
})

test('without a fault the same way leads to an answer', async () => {
  await using hub = await startHub({ speed: 0 })
  const messages = [{ role: 'user', content: '/reasoning think-tags\n/say Just this.' }] as const
  const request = { model: 'Qwen/Qwen3-4B-Instruct-2507', messages }
  const { text, end } = await ask(hub, { request, key: { reveal: () => hub.keys.fineGrained } })
  expect([text, end.kind]).toEqual(['Just this.', 'ended'])
})

test('all that the stand-in can act out is asked of it', () => {
  expect(faultNames.filter((name) => !isHubFaultName(name)).length).toBe(5)
})

function never(): never {
  throw new Error('A fault that was walked is missing')
}
