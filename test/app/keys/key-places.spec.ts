// Where the key and the prompt may arrive, through the window: whatever Hugging Face's place answers, at no other.

import { expect, test, type Page } from '@playwright/test'
import { canaryForms, formsIn } from '../../support/process/canary.ts'
import { canMakeCertificates, makeAuthority } from '../../support/data/certificates.ts'
import { launch } from '../../support/launch.ts'
import { openPlace, type Arrived } from '../../support/process/place.ts'
import { caseCount, proven } from '../../support/proof.ts'
import { callMain, setKey } from '../../support/session.ts'

test.skip(!canMakeCertificates(), 'Certificates are made by openssl, which is not here.')

const keyText = `hf_${'a1B2'.repeat(8)}xy`
const prompt = 'A prompt that is nobody else’s business.'
const forms = [...canaryForms(keyText), { name: 'the prompt', bytes: Buffer.from(prompt) }]
const holding = (arrived: readonly Arrived[]): readonly Arrived[] => arrived.filter(({ whole }) => formsIn(whole, forms).length > 0)

/** All that the app asks Hugging Face for, each once, until the last has come to an end. */
async function askForEverything(chat: Page): Promise<void> {
  const conversationId = crypto.randomUUID()
  await callMain(chat, 'key.check', { keyId: null })
  await callMain(chat, 'models.refresh', undefined)
  await callMain(chat, 'models.lookUp', { id: `maker/${conversationId}` })
  const asked = { kind: 'new', id: crypto.randomUUID(), parentId: null, text: prompt, attachments: [], sendsSecrets: false }
  const request = { conversationId, model: 'maker/name', setup: null, sendsSecretInstructions: false, comparison: null, prompt: asked }
  await callMain(chat, 'run.start', { runId: crypto.randomUUID(), ...request })
  const last = async (): Promise<unknown> => JSON.stringify(await callMain(chat, 'history.open', { conversationId, from: null }))
  await expect.poll(last, { intervals: [20] }).toMatch(/"outcome":\{"kind":"failed"/)
}

test('[row 7] no redirect leads the app elsewhere with the key or the prompt', async () => {
  const authority = makeAuthority()
  const identity = authority.issue({ names: 'DNS:localhost,IP:127.0.0.1' })
  let redirect = { code: 307, location: '/' }
  await using other = await openPlace(identity)
  await using hub = await openPlace(identity, ({ address }, response) => {
    if (address.endsWith('/landed')) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    else response.writeHead(redirect.code, { location: redirect.location }).end()
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
  // Electron's own network does not read this variable: there the other place is refused for its certificate as well.
  const app = await launch({ hub: `http://localhost:${hub.port}`, environment: { NODE_EXTRA_CA_CERTS: authority.file } })
  try {
    const chat = await app.chatWindow()
    await setKey(app, keyText)
    for (redirect of cases) await askForEverything(chat)
    const elsewhere = [...other.arrived, ...hub.arrived.filter(({ address }) => address.endsWith('/landed'))]
    expect(other.arrived.map(({ address }) => address)).toEqual([])
    expect(holding(elsewhere)).toEqual([])
    // The control: where they belong, each run and each check of the key has brought them.
    expect(holding(hub.arrived).length).toBeGreaterThanOrEqual(2 * cases.length)
    proven({
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
