// The origins of the faults before any reply, as a plain client sees them.

import { expect, test } from '@playwright/test'
import { canMakeCertificates } from '../../support/data/certificates.ts'
import { openFaultyOrigin } from './faults/faulty-origins.ts'
import type { OriginFaultName } from './faults/faults.ts'
import { startHub } from './hub.ts'

/** The code of Node's error, or its name when it has none; 'pending' while another server has answered ten requests meanwhile. */
async function fetchErrorCode(name: OriginFaultName): Promise<string> {
  await using faultyOrigin = await openFaultyOrigin(name)
  const abortController = new AbortController()
  const outcome = fetch(faultyOrigin.origin, { signal: abortController.signal }).then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof Error ? getErrorCode(error) : 'no error'),
  )
  const result = await (name === 'connection-timeout' ? Promise.race([outcome, requestOtherServer()]) : outcome)
  abortController.abort()
  expect(faultyOrigin.requestCount()).toBe(0)
  return result
}

async function requestOtherServer(): Promise<'pending'> {
  await using hub = await startHub()
  for (let count = 0; count < 10; count += 1) await (await fetch(hub.origin)).text()
  return 'pending'
}

function getErrorCode({ name, cause }: Error): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : name
}

test.describe('faulty origins', () => {
  test('has a name under .invalid that does not resolve', async () => {
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(await fetchErrorCode('unknown-host'))
  })

  test('neither accepts nor refuses a connection at the unresponsive origin', async () => {
    expect(await fetchErrorCode('connection-timeout')).toBe('pending')
  })

  for (const [name, code] of [
    ['certificate-expired', 'CERT_HAS_EXPIRED'],
    ['certificate-wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['certificate-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const) {
    test(`fails with ${code} only for ${name}`, async () => {
      test.skip(!canMakeCertificates(), 'openssl, which creates the certificates, is missing')
      expect(await fetchErrorCode(name)).toBe(code)
    })
  }
})
