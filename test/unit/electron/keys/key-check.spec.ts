// Checking a key with Hugging Face, against the stand-in through the real gateway.

import { expect, test } from '@playwright/test'
import { createKeyCheck, type KeyCheckResult } from '../../../../electron/keys/key-check.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import type { KeyRight, KeyVerdict } from '../../../../shared/types/keys.ts'
import { startHub, type Hub } from '../../../stand-ins/hub/hub.ts'
import { serve } from '../inference/test-server.ts'

let hub: Hub

test.beforeEach(async () => {
  hub = await startHub()
})
test.afterEach(() => hub.close())

function parseKey(text: string): Key {
  const key = Key.from(text)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

async function check(text: string): Promise<KeyCheckResult> {
  const network = createNetwork({ fetch, hub: hub.origin, log: { warn() {} } })
  return createKeyCheck(network.fetchWithKey, () => 1_700_000_000_000)(parseKey(text))
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

/** The rights found in a whoami reply with these permissions. */
async function getKeyRights(names: readonly string[]): Promise<readonly KeyRight[]> {
  const accessToken = { role: 'fineGrained', fineGrained: { global: names, scoped: [] } }
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: 'some-user', auth: { accessToken } }))
  })
  const network = createNetwork({ fetch, hub: server.origin, log: { warn() {} } })
  return (await createKeyCheck(network.fetchWithKey, Date.now)(parseKey(hub.keys.fineGrained))).check.rights
}

test.describe('key check', () => {
  for (const [name, verdict] of verdicts) {
    test(`judges a ${name} key as ${verdict}`, async () => {
      expect(await check(hub.keys[name])).toMatchObject({
        check: { verdict, account: 'stand-in-account', keyName: `${name} key`, checkedAt: 1_700_000_000_000 },
        failure: null,
      })
    })
  }

  const rights: readonly (readonly [keyof Hub['keys'], readonly KeyRight[]])[] = [
    ['fineGrained', ['run-models']],
    ['fineGrainedScoped', ['run-models', 'read-content']],
    ['fineGrainedWithoutRight', ['read-content']],
    ['read', ['run-models', 'read-content']],
    ['write', ['run-models', 'run-own-models', 'read-content', 'change-content', 'spend-money', 'manage-account']],
  ]

  for (const [name, kinds] of rights) {
    test(`lists the rights of a ${name} key`, async () => {
      expect((await check(hub.keys[name])).check.rights).toEqual(kinds)
    })
  }

  test('groups the permissions of Hugging Face into rights that a person understands', async () => {
    expect(await getKeyRights(['inference.endpoints.infer.write'])).toEqual(['run-own-models'])
    expect(await getKeyRights(['inference.endpoints.write', 'job.write'])).toEqual(['spend-money'])
    expect(await getKeyRights(['repo.content.read', 'repo.access.read', 'collection.read'])).toEqual(['read-content'])
    expect(await getKeyRights(['repo.write', 'discussion.write'])).toEqual(['change-content'])
    expect(await getKeyRights(['user.webhooks.write', 'org.members.write'])).toEqual(['manage-account'])
    expect(await getKeyRights(['something.new'])).toEqual(['other'])
  })

  test('reads the creation and expiry dates and the organisations that can pay', async () => {
    const { check: keyCheck } = await check(hub.keys.expiring)
    expect(keyCheck).toMatchObject({ expiresAt: Date.parse('2032-01-01'), organisations: ['stand-in-organisation'] })
    expect((await check(hub.keys.old)).check).toMatchObject({ createdAt: Date.parse('2025-06-02T08:30:00.000Z'), expiresAt: null })
  })

  test('distinguishes an expired key from an unknown one', async () => {
    expect(await check(hub.keys.expired)).toMatchObject({ check: { verdict: 'expired' }, failure: null })
  })

  test('reports an unknown key as rejected', async () => {
    expect(await check(hub.keys.rejected)).toMatchObject({ check: { verdict: 'rejected', account: null }, failure: null })
  })

  test('gives no verdict when rate-limited, and returns the wait', async () => {
    expect(await check(hub.keys.rateLimited)).toMatchObject({
      check: { verdict: 'unknown', why: 'too-many-requests' },
      failure: { code: 'too-many-requests', retryAfterSeconds: 55 },
    })
  })

  test('gives no verdict when Hugging Face fails', async () => {
    expect(await check(hub.keys.whoamiFailing)).toMatchObject({
      check: { verdict: 'unknown', why: 'unexpected-reply' },
      failure: { code: 'unexpected-reply' },
    })
  })

  test('gives no verdict when the computer is offline', async () => {
    await hub.setFault('connection-refused', { scope: 'key' })
    expect(await check(hub.keys.fineGrained)).toMatchObject({ check: { verdict: 'unknown', why: 'offline' }, failure: { code: 'offline' } })
  })

  test('gives no verdict for the sign-in page of a network', async () => {
    await hub.setFault('captive-portal', { scope: 'key' })
    expect(await check(hub.keys.fineGrained)).toMatchObject({
      check: { verdict: 'unknown', why: 'captive-portal' },
      failure: { code: 'captive-portal' },
    })
  })

  test('sends a single request', async () => {
    await check(hub.keys.fineGrained)
    expect(hub.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/whoami-v2'])
  })
})
