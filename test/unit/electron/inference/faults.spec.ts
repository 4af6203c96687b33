// Every fault of the table through the real network gateway and inference code, from source and as built: the expected code with a
// sentence and an action, and without private data.

import { expect, test } from '@playwright/test'
import * as source from '../../../../electron/inference/inference.ts'
import { failureTraits, failureCodes } from '../../../../shared/failures.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { canaryForms, findForms } from '../../../support/process/canary-forms.ts'
import { faultNames, faults, isHubFaultName } from '../../../stand-ins/hub/faults/faults.ts'
import type { FaultBehavior } from '../../../stand-ins/hub/faults/fault.ts'
import { retryAfterDate, retryAfterSeconds } from '../../../stand-ins/hub/faults/reply-faults.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { recordProof } from '../../../support/proof.ts'
import { runStream, loadBuiltInference, serve, testKey, type ReceivedRequest } from './test-server.ts'
import { toOutcome, prompt, runFaults, testableFaults, type FaultResult } from './fault-runs.ts'

/** Traces of a stack or of a library's message. */
const tracePatterns = /\n\s+at |\bat \S+ \(|node:|file:\/\/|node_modules|Error:|fetch failed|Failed to perform/
/** Any part of the prompt that cannot be a coincidence. */
const parts = [prompt, JSON.stringify(prompt).slice(1, -1), 'nobody else', 'second line', '471100815']

const getFailure = ({ end }: FaultResult) => (end.kind === 'failed' ? end.failure : null)
const findByName = (faultResults: readonly FaultResult[], name: string) => faultResults.find((result) => result.name === name)

function expectNoSecrets(faultResults: readonly FaultResult[], key: string): void {
  for (const { name, end } of faultResults) {
    const endJson = JSON.stringify(end)
    expect(endJson, name).not.toMatch(tracePatterns)
    expect([parts.filter((part) => endJson.includes(part)), findForms(endJson, canaryForms(key))], name).toEqual([[], []])
  }
}

/** The reply of a fault with everything that was sent quoted in every field, and the key in its headers. */
function quoteRequest(behavior: Extract<FaultBehavior, { readonly kind: 'reply' }>, { body, headers }: ReceivedRequest): FaultBehavior {
  const sentText = `${headers.authorization} ${prompt} ${body}`
  const insertQuote = (value: unknown): unknown => {
    if (typeof value === 'string') return `${value} ${sentText}`
    if (Array.isArray(value)) return value.map(insertQuote)
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, insertQuote(inner)]))
      : value
  }
  const isJson = behavior.contentType.startsWith('application/json')
  return { ...behavior, body: isJson ? JSON.stringify(insertQuote(JSON.parse(behavior.body))) : `${behavior.body} ${sentText}` }
}

function failMissing(): never {
  throw new Error('The fault has no result')
}

test.describe('faults', () => {
  test('[row 39] have a code, a sentence and an action, in source and built code', async () => {
    test.setTimeout(240_000)
    const faultRuns = [await runFaults(source), await runFaults(await loadBuiltInference())]
    for (const faultResults of faultRuns) {
      expect(Object.fromEntries(faultResults.map(({ name, end }) => [name, toOutcome(end)]))).toEqual(
        Object.fromEntries(testableFaults.map((name) => [name, faults[name].expected])),
      )
      expectNoSecrets(faultResults, testKey.reveal())
      for (const { code } of faultResults.flatMap((result) => getFailure(result) ?? [])) {
        expect([code in en.failures, failureTraits[code].action]).toEqual([true, expect.any(String)])
      }
    }
    const skippedCount = faultNames.length - testableFaults.length
    recordProof({
      figure: `${testableFaults.length}/${testableFaults.length} with the right code, words and action, 0 stacks, 0 of the prompt`,
      cases: faultRuns.flat().length,
      where: ['Node', 'artifact'],
      ...(skippedCount === 0 ? {} : { notProven: [`${skippedCount} faults of certificates, which openssl makes`] }),
    })
  })

  test('have a sentence and an action for every code', () => {
    for (const code of failureCodes)
      expect([en.failures[code].trim() === '', failureTraits[code].action]).toEqual([false, expect.any(String)])
  })

  test('report a wait only where waiting helps', async () => {
    const names = ['too-many-requests', 'too-many-requests-date', 'model-loading', 'provider-overloaded'] as const
    const faultsWithoutDelay = ['too-many-requests-no-wait', 'too-many-requests-garbage', 'server-error', 'gateway-timeout'] as const
    const faultResults = await runFaults(source, [...names, ...faultsWithoutDelay])
    const retryDelays = names.map(
      (name) => getFailure(faultResults.find((result) => result.name === name) ?? failMissing())?.retryAfterSeconds,
    )
    // At most a day, however far in the future the date is.
    expect(retryAfterDate - Date.now()).toBeGreaterThan(24 * 60 * 60 * 1000)
    expect(retryDelays).toEqual([retryAfterSeconds, 24 * 60 * 60, 20, 3])
    for (const name of faultsWithoutDelay)
      expect(getFailure(findByName(faultResults, name) ?? failMissing())).not.toHaveProperty('retryAfterSeconds')
  })

  test('keep the text that came before them', async () => {
    const streams = faultNames.filter((name) => {
      const behavior: FaultBehavior | { readonly kind: 'origin' } = faults[name].behavior
      return behavior.kind === 'stream' && behavior.events > 4
    })
    const faultResults = await runFaults(source, streams)
    expect(faultResults.length).toBeGreaterThan(10)
    for (const { name, text } of faultResults) expect(text.length, name).toBeGreaterThan(0)
  })

  test('contain nothing that a server quotes of the request', async () => {
    const key = testKey.reveal()
    const faultResults: FaultResult[] = []
    for (const name of faultNames) {
      const behavior: FaultBehavior | { readonly kind: 'origin' } = faults[name].behavior
      if (behavior.kind !== 'reply' || behavior.status === 407) continue
      await using server = await serve((received, response) => {
        const quotedBehavior = quoteRequest(behavior, received)
        if (quotedBehavior.kind !== 'reply') throw new Error('A quoted reply is a reply')
        const ids = { 'x-request-id': key, 'x-trace-id': Buffer.from(key).toString('hex'), 'x-inference-provider': `of-${key}` }
        response.writeHead(quotedBehavior.status, { 'content-type': quotedBehavior.contentType, ...ids }).end(quotedBehavior.body)
      })
      faultResults.push({ name, ...(await runStream(server, { request: { messages: [{ role: 'user', content: prompt }] } })) })
    }
    expect(faultResults.length).toBeGreaterThan(25)
    expectNoSecrets(faultResults, key)
  })

  test('contain the request id, also a plain hexadecimal one', async () => {
    for (const id of ['oPNHaqz-zqrih-9ae9a61a7a51e610', 'Root=1-6a443b7b-2f1c0a9e5d', '768a37969f662c112d36468eb8f85a08']) {
      await using server = await serve((_, response) => {
        response.writeHead(500, { 'content-type': 'application/json', 'x-request-id': id }).end('{"error":"Broken"}')
      })
      const { end } = await runStream(server)
      expect(end.kind === 'failed' && end.failure.detail).toBe(`500 · request ${id} · Broken`)
    }
  })

  test('do not occur for a good reply on the same path', async () => {
    await using hub = await startHub({ speed: 0 })
    const messages = [{ role: 'user', content: '/reasoning think-tags\n/say Just this.' }] as const
    const request = { model: 'Qwen/Qwen3-4B-Instruct-2507', messages }
    const { text, end } = await runStream(hub, { request, key: { reveal: () => hub.keys.fineGrained } })
    expect([text, end.kind]).toEqual(['Just this.', 'ended'])
  })

  test('include five of origins, besides those of the stand-in', () => {
    expect(faultNames.filter((name) => !isHubFaultName(name)).length).toBe(5)
  })
})
