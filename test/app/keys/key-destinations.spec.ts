// Where the key and the prompt may go, through the window: nowhere else, whatever Hugging Face's stand-in answers.

import { expect, test, type Page } from '@playwright/test'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { canMakeCertificates, createAuthority } from '../../support/data/certificates.ts'
import { launch } from '../../support/launch.ts'
import { startRequestRecorder, type ReceivedRequest } from '../../support/process/request-recorder.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { callMain, setKey } from '../../support/app-actions.ts'

const keyText = `hf_${'a1B2'.repeat(8)}xy`
const prompt = 'A prompt that is nobody else’s business.'
const forms = [...canaryForms(keyText), { name: 'the prompt', bytes: Buffer.from(prompt) }]
const filterLeaks = (requests: readonly ReceivedRequest[]): readonly ReceivedRequest[] =>
  requests.filter(({ raw }) => findForms(raw, forms).length > 0)

/** Makes every kind of request to Hugging Face once, and waits for the last to end. */
async function sendAllRequestKinds(chat: Page): Promise<void> {
  const conversationId = crypto.randomUUID()
  await callMain(chat, 'key.check', { keyId: null })
  await callMain(chat, 'models.refresh', undefined)
  await callMain(chat, 'models.lookUp', { id: `maker/${conversationId}` })
  const promptInput = { kind: 'new', id: crypto.randomUUID(), parentId: null, text: prompt, attachments: [], allowSecrets: false }
  const request = {
    conversationId,
    model: 'maker/name',
    setup: null,
    allowSecretInstructions: false,
    comparisonId: null,
    prompt: promptInput,
  }
  await callMain(chat, 'run.start', { runId: crypto.randomUUID(), ...request })
  const readLastMessages = async (): Promise<unknown> =>
    JSON.stringify(await callMain(chat, 'history.open', { conversationId, from: null }))
  await expect.poll(readLastMessages, { intervals: [20] }).toMatch(/"outcome":\{"kind":"failed"/)
}

test.describe('key and prompt', () => {
  test.skip(!canMakeCertificates(), 'openssl, which creates the certificates, is missing')

  test('[row 7] never follow a redirect', async () => {
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
    // Electron's own network ignores this variable, so it also refuses the other host for its certificate.
    const app = await launch({ hub: `http://localhost:${hub.port}`, environment: { NODE_EXTRA_CA_CERTS: authority.file } })
    try {
      const chat = await app.chatWindow()
      await setKey(app, keyText)
      for (redirectTarget of cases) await sendAllRequestKinds(chat)
      const otherOriginRequests = [...other.requests, ...hub.requests.filter(({ address }) => address.endsWith('/landed'))]
      expect(other.requests.map(({ address }) => address)).toEqual([])
      expect(filterLeaks(otherOriginRequests)).toEqual([])
      // The control: each run and each check did send them to the right host.
      expect(filterLeaks(hub.requests).length).toBeGreaterThanOrEqual(2 * cases.length)
      recordProof({
        figure: `0 header and 0 body bytes elsewhere in ${cases.length * 4} redirects through the window`,
        cases: cases.length * 4,
        where: [app.isStandIn ? 'stand-in' : 'Electron'],
        notProven: app.isStandIn ? ["redirects in Electron's own network"] : [],
      })
    } finally {
      await app.close()
      authority.remove()
    }
  })
})
