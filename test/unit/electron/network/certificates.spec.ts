// Servers with invalid certificates: the gateway sends nothing to them.

import { expect, test } from '@playwright/test'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, type Network } from '../../../../electron/network/gateway.ts'
import { canMakeCertificates, createAuthority, type Authority, type TlsIdentity } from '../../../support/data/certificates.ts'
import { startRequestRecorder } from '../../../support/process/request-recorder.ts'
import { electronBinary } from '../../../support/launch.ts'
import { recordProof } from '../../../support/proof.ts'
import { testKey } from '../inference/test-server.ts'

test.skip(!canMakeCertificates(), 'openssl, which creates the certificates, is missing')

let authority: Authority
let removeTrust: () => void

test.beforeAll(() => {
  authority = createAuthority()
  // Trusted, so that an expired certificate is refused for its date, not for its issuer.
  removeTrust = authority.trust()
})
test.afterAll(() => {
  removeTrust()
  authority.remove()
})

const certificateNames = 'DNS:localhost,IP:127.0.0.1'

const invalidCertificates: readonly { readonly name: string; readonly error: string; readonly make: () => TlsIdentity }[] = [
  { name: 'expired', error: 'CERT_HAS_EXPIRED', make: () => authority.issue({ certificateNames, validUntil: '20200201000000Z' }) },
  { name: 'not valid yet', error: 'CERT_NOT_YET_VALID', make: () => authority.issue({ certificateNames, validFrom: '20980101000000Z' }) },
  {
    name: 'for another name',
    error: 'ERR_TLS_CERT_ALTNAME_INVALID',
    make: () => authority.issue({ certificateNames: 'DNS:huggingface.co,DNS:localhost.example.org' }),
  },
  { name: 'self-signed', error: 'DEPTH_ZERO_SELF_SIGNED_CERT', make: () => authority.issueSelfSigned(certificateNames) },
  { name: 'of an unknown authority', error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', make: issueByUntrustedAuthority },
]

function issueByUntrustedAuthority(): TlsIdentity {
  const untrustedAuthority = createAuthority()
  const identity = untrustedAuthority.issue({ certificateNames })
  untrustedAuthority.remove()
  return identity
}

const createGateway = (origin: string): Network => createNetwork({ fetch: globalThis.fetch, hub: origin, log: { warn() {} } })

/** The outcomes of a run, a key check and a list request. */
function sendAllRequests(origin: string): Promise<readonly string[]> {
  const { fetch, fetchWithKey } = createGateway(origin)
  const prompt = { method: 'POST', body: '{"prompt":"a secret"}' }
  return Promise.all(
    [
      fetchWithKey(testKey)('https://router.huggingface.co/v1/chat/completions', prompt),
      fetchWithKey(testKey)('https://huggingface.co/api/whoami-v2'),
      fetch('https://router.huggingface.co/v1/models'),
    ].map((request) => request.then(({ status }) => String(status), toErrorCode)),
  )
}

function toErrorCode(error: unknown): string {
  return error instanceof NetworkFailure ? `${error.failure.code} ${error.failure.detail}` : 'another error'
}

test.describe('certificates', () => {
  test('[row 46] refuses every request to a server with an invalid certificate', async () => {
    const certificateResults: { readonly name: string; readonly outcomes: readonly string[]; readonly arrived: number }[] = []
    for (const { name, make } of invalidCertificates) {
      await using server = await startRequestRecorder(make())
      certificateResults.push({
        name,
        outcomes: await sendAllRequests(`https://localhost:${server.port}`),
        arrived: server.requests.length,
      })
    }
    expect(certificateResults).toEqual(
      invalidCertificates.map(({ name, error }) => ({ name, outcomes: Array(3).fill(`tls ${error}`), arrived: 0 })),
    )
    // The control: a valid certificate is accepted.
    await using validOrigin = await startRequestRecorder(authority.issue({ certificateNames }))
    expect(await sendAllRequests(`https://localhost:${validOrigin.port}`)).toEqual(['200', '200', '200'])
    expect(validOrigin.requests.map(({ scheme }) => scheme)).toEqual(['https', 'https', 'https'])

    const requests = certificateResults.flatMap(({ outcomes }) => outcomes)
    recordProof({
      figure: `${requests.length} of ${requests.length} refused as tls (${invalidCertificates.map(({ name }) => name).join(', ')}), 0 requests arrived`,
      cases: requests.length,
      where: ['Node'],
      notProven: electronBinary() === null ? ["Electron's own network, which only real Electron has"] : [],
    })
  })
})
