// Redirects: whatever the host in the place of Hugging Face answers, the key and the prompt arrive at no other.

import type { Page } from '@playwright/test'
import { expect, test } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { canMakeCertificates, createAuthority } from '../../support/data/certificates.ts'
import { startRequestRecorder, type ReceivedRequest } from '../../support/process/request-recorder.ts'
import { callMain, createRunInput } from '../../support/page/call-main.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'

const keyText = `hf_${'a1B2'.repeat(8)}xy`
const prompt = 'A prompt that is nobody else’s business.'
const forms = [...canaryForms(keyText), { name: 'the prompt', bytes: Buffer.from(prompt) }]
const filterLeaks = (requests: readonly ReceivedRequest[]): readonly ReceivedRequest[] =>
  requests.filter(({ raw }) => findForms(raw, forms).length > 0)

/** Makes each kind of request to Hugging Face once, and waits until the last has ended. */
async function sendAllRequestKinds(page: Page): Promise<void> {
  const input = createRunInput(prompt)
  await callMain(page, 'key.check', { keyId: null })
  await callMain(page, 'models.refresh', undefined)
  await callMain(page, 'models.lookUp', { id: `maker/${input.conversationId}` })
  await callMain(page, 'run.start', input)
  const readConversation = async (): Promise<string> =>
    JSON.stringify(await callMain(page, 'history.open', { conversationId: input.conversationId, from: null }))
  await expect.poll(readConversation, { intervals: [20] }).toMatch(/"outcome":\{"kind":"failed"/)
}

test.describe('key destinations', () => {
  test.skip(!canMakeCertificates(), 'Certificates are made by openssl, which is not here.')

  test('[row 7] do not change by redirects', async ({ launchApp }) => {
    const authority = createAuthority()
    const identity = authority.issue({ certificateNames: 'DNS:localhost,IP:127.0.0.1' })
    let redirectTarget = { code: 307, location: '/' }
    await using other = await startRequestRecorder(identity)
    await using hub = await startRequestRecorder(identity, ({ address }, response) => {
      if (address.endsWith('/landed')) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      else response.writeHead(redirectTarget.code, { location: redirectTarget.location }).end()
    })
    const all = [307, 301, 302, 303, 308].flatMap((code) =>
      ['https', 'http'].flatMap((scheme) =>
        ['localhost', '127.0.0.1'].flatMap((host) =>
          [other.port, hub.port].map((port) => ({ code, location: `${scheme}://${host}:${port}/api/models/landed` })),
        ),
      ),
    )
    const cases = all.slice(0, caseCount(8, all.length))
    test.setTimeout(60_000 + cases.length * 2_000)
    try {
      // Electron's own network ignores this variable, so it refuses the other host for its certificate as well.
      const environment = { NODE_EXTRA_CA_CERTS: authority.file }
      const { app, chat } = await launchApp({ hub: `http://localhost:${hub.port}`, environment })
      await setKey(app, keyText)
      for (redirectTarget of cases) await sendAllRequestKinds(chat.page)
      await app.close()
      const elsewhere = [...other.requests, ...hub.requests.filter(({ address }) => address.endsWith('/landed'))]
      expect(other.requests.map(({ address }) => address)).toEqual([])
      expect(filterLeaks(elsewhere)).toEqual([])
      // The control: each run and each check of the key carried them to the right host.
      expect(filterLeaks(hub.requests).length).toBeGreaterThanOrEqual(2 * cases.length)
      recordProof({
        figure: `0 header and 0 body bytes elsewhere in ${cases.length * 4} redirects through the window`,
        cases: cases.length * 4,
        where: [getProofTarget(app)],
        notProven: app.isStandIn ? ["redirects in Electron's own network"] : [],
      })
    } finally {
      authority.remove()
    }
  })
})
