// The origins of the faults that come before any reply, seen from a client that knows nothing of them.

import { expect, test } from '@playwright/test'
import { canMakeCertificates } from '../../support/data/certificates.ts'
import { openFaultyOrigin } from './faults/faulty-origins.ts'
import type { OriginFaultName } from './faults/faults.ts'

/** The code of Node's error; the name of the error where it has none. */
async function fetchErrorCode(name: OriginFaultName, timeoutMs: number): Promise<string> {
  await using faultyOrigin = await openFaultyOrigin(name)
  const replyStatus = await fetch(faultyOrigin.origin, { signal: AbortSignal.timeout(timeoutMs) }).then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof Error ? getErrorCode(error) : 'no error'),
  )
  expect(faultyOrigin.requestCount()).toBe(0)
  return replyStatus
}

function getErrorCode({ name, cause }: Error): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : name
}

test('a name under .invalid is not known', async () => {
  expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(await fetchErrorCode('unknown-host', 20_000))
})

test('an address that swallows attempts to connect neither answers nor refuses', async () => {
  expect(await fetchErrorCode('no-connection', 500)).toBe('TimeoutError')
})

for (const [name, code] of [
  ['certificate-expired', 'CERT_HAS_EXPIRED'],
  ['certificate-wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['certificate-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
] as const) {
  test(`${name} has nothing else wrong with it`, async () => {
    test.skip(!canMakeCertificates(), 'Certificates are made by openssl, which is not here.')
    expect(await fetchErrorCode(name, 20_000)).toBe(code)
  })
}
