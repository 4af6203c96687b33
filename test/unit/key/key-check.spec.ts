// What Hugging Face says about a key, asked of the stand-in through the real door to the network.

import { expect, test } from '@playwright/test'
import { createKeyCheck, type KeyAnswer } from '../../../electron/key/key-check.ts'
import { Key } from '../../../electron/key/key.ts'
import { createNetwork } from '../../../electron/network.ts'
import type { KeyVerdict } from '../../../electron/shared/types.ts'
import { startHub, type Hub } from '../../support/hub/hub.ts'

let hub: Hub

test.beforeEach(async () => {
  hub = await startHub()
})
test.afterEach(() => hub.close())

async function check(text: string): Promise<KeyAnswer> {
  const key = Key.from(text)
  if (!key.ok) throw new Error(key.failure.code)
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} }, patienceMs: 500 })
  return createKeyCheck(network.withKey, () => 1_700_000_000_000)(key.value)
}

const verdicts: readonly (readonly [keyof Hub['keys'], KeyVerdict])[] = [
  ['fineGrained', 'right'],
  ['expiring', 'right'],
  ['fineGrainedScoped', 'broader-than-needed'],
  ['fineGrainedOrganisation', 'cannot-run-models'],
  ['fineGrainedWithoutRight', 'cannot-run-models'],
  ['read', 'broader-than-needed'],
  ['write', 'dangerous'],
]

for (const [name, verdict] of verdicts) {
  test(`calls a key of the kind ${name} ${verdict}`, async () => {
    expect(await check(hub.keys[name])).toEqual({
      check: { verdict, account: 'stand-in-account', keyName: `${name} key`, checkedAt: 1_700_000_000_000 },
      failure: null,
    })
  })
}

test('calls a key that Hugging Face does not know rejected', async () => {
  expect(await check(hub.keys.rejected)).toMatchObject({ check: { verdict: 'rejected', account: null }, failure: null })
})

test('gives no verdict when asked too often, and says how long to wait', async () => {
  expect(await check(hub.keys.rateLimited)).toMatchObject({
    check: { verdict: 'unknown' },
    failure: { code: 'too-many-requests', retryAfterSeconds: 55 },
  })
})

test('gives no verdict when Hugging Face fails', async () => {
  expect(await check(hub.keys.whoamiFailing)).toMatchObject({ check: { verdict: 'unknown' }, failure: { code: 'unexpected-reply' } })
})

test('gives no verdict when the computer is offline', async () => {
  await hub.setFault('connection-refused', { scope: 'key' })
  expect(await check(hub.keys.fineGrained)).toMatchObject({ check: { verdict: 'unknown' }, failure: { code: 'offline' } })
})

test('takes the page of a network that wants a sign-in for no verdict', async () => {
  await hub.setFault('captive-portal', { scope: 'key' })
  expect(await check(hub.keys.fineGrained)).toMatchObject({ check: { verdict: 'unknown' }, failure: { code: 'captive-portal' } })
})

test('asks once', async () => {
  await check(hub.keys.fineGrained)
  expect(hub.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/whoami-v2'])
})
