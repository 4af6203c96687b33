// Servers that cannot show who they are, at the door to the network: nothing is sent to them.

import { expect, test } from '@playwright/test'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, type Network } from '../../../../electron/network/gateway.ts'
import { canMakeCertificates, makeAuthority, type Authority, type Identity } from '../../../support/data/certificates.ts'
import { openPlace } from '../../../support/process/place.ts'
import { electronBinary } from '../../../support/launch.ts'
import { proven } from '../../../support/proof.ts'
import { testKey } from '../inference/replying.ts'

test.skip(!canMakeCertificates(), 'Certificates are made by openssl, which is not here.')

let authority: Authority
let distrust: () => void

test.beforeAll(() => {
  authority = makeAuthority()
  // An expired certificate of a stranger would be refused as a stranger's.
  distrust = authority.trust()
})
test.afterAll(() => {
  distrust()
  authority.remove()
})

const names = 'DNS:localhost,IP:127.0.0.1'

const bad: readonly { readonly name: string; readonly error: string; readonly make: () => Identity }[] = [
  { name: 'expired', error: 'CERT_HAS_EXPIRED', make: () => authority.issue({ names, until: '20200201000000Z' }) },
  { name: 'not valid yet', error: 'CERT_NOT_YET_VALID', make: () => authority.issue({ names, from: '20980101000000Z' }) },
  {
    name: 'for another name',
    error: 'ERR_TLS_CERT_ALTNAME_INVALID',
    make: () => authority.issue({ names: 'DNS:huggingface.co,DNS:localhost.example.org' }),
  },
  { name: 'self-signed', error: 'DEPTH_ZERO_SELF_SIGNED_CERT', make: () => authority.issueSelfSigned(names) },
  { name: 'of an unknown authority', error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', make: issuedByStranger },
]

function issuedByStranger(): Identity {
  const stranger = makeAuthority()
  const identity = stranger.issue({ names })
  stranger.remove()
  return identity
}

const door = (origin: string): Network => createNetwork({ fetch: globalThis.fetch, hub: origin, log: { warn() {} } })

/** A run, a question about the key and a list: what each came to. */
function askAll(origin: string): Promise<readonly string[]> {
  const { fetch, withKey } = door(origin)
  const prompt = { method: 'POST', body: '{"prompt":"a secret"}' }
  return Promise.all(
    [
      withKey(testKey)('https://router.huggingface.co/v1/chat/completions', prompt),
      withKey(testKey)('https://huggingface.co/api/whoami-v2'),
      fetch('https://router.huggingface.co/v1/models'),
    ].map((asked) => asked.then(({ status }) => String(status), toldBy)),
  )
}

function toldBy(error: unknown): string {
  return error instanceof NetworkFailure ? `${error.failure.code} ${error.failure.detail}` : 'another error'
}

test('[row 46] a server whose certificate is not right is refused, whatever is asked of it', async () => {
  const seen: { readonly name: string; readonly came: readonly string[]; readonly arrived: number }[] = []
  for (const { name, make } of bad) {
    await using server = await openPlace(make())
    seen.push({ name, came: await askAll(`https://localhost:${server.port}`), arrived: server.arrived.length })
  }
  expect(seen).toEqual(bad.map(({ name, error }) => ({ name, came: Array(3).fill(`tls ${error}`), arrived: 0 })))
  // The control: one that is right is spoken to.
  await using good = await openPlace(authority.issue({ names }))
  expect(await askAll(`https://localhost:${good.port}`)).toEqual(['200', '200', '200'])
  expect(good.arrived.map(({ scheme }) => scheme)).toEqual(['https', 'https', 'https'])

  const requests = seen.flatMap(({ came }) => came)
  proven({
    figure: `${requests.length} of ${requests.length} refused as tls (${bad.map(({ name }) => name).join(', ')}), 0 requests arrived`,
    cases: requests.length,
    where: ['Node'],
    notProven: electronBinary() === null ? ["Electron's own network, which only real Electron has"] : [],
  })
})
