// The pages' policy against scripts that try to get out, and answers that try to make the window ask somebody.

import { expect, test, type Page } from '@playwright/test'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { tryPayloads } from '../../support/page/page-payloads.ts'
import { proven, type Where } from '../../support/proof.ts'
import { send, setKey, startNewConversation, typeKey } from '../../support/session.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const where = (): readonly Where[] => [app.isStandIn ? 'stand-in' : 'Electron']

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await launch({ hub: hub.origin })
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test('[row 17] whatever a script in a window tries, the policy of its page blocks it', async () => {
  const keyWindow = await typeKey(app, 'nothing')
  const tried = []
  for (const page of [chat, keyWindow]) {
    tried.push(...(await page.evaluate(tryPayloads, { elsewhere: hub.elsewhere.origin })))
    await page.reload()
  }
  const blocked = tried.filter(({ outcome }) => outcome === 'policy' || outcome === 'threw')
  expect(tried.filter((one) => !blocked.includes(one))).toEqual([])
  expect(tried.length).toBeGreaterThanOrEqual(60)
  expect(hub.elsewhere.requests).toEqual([])
  proven({
    figure: `${blocked.length / 2} of ${tried.length / 2} blocked in each of two windows, ${hub.elsewhere.requests.length} requests`,
    cases: tried.length,
    where: where(),
    notProven: app.isStandIn ? ["the policy in Electron's own Chromium"] : [],
  })
})

/** What runs in a page that has no policy. */
const runs = [
  'inline script',
  'event handler attribute',
  'event handler of a picture',
  'javascript: link',
  'javascript: address',
  'eval',
  'new Function',
  'text as timer',
  'data: script',
  'blob: script',
  'blob: worker',
  'WebAssembly',
  'HTML as text',
]
const asks = ['remote script', 'remote import', 'remote font', 'remote picture', 'fetch', 'XMLHttpRequest', 'EventSource']

test('[row 17] without the policy the same code runs, and still reaches nobody', async () => {
  const debugging = await chat.context().newCDPSession(chat)
  await debugging.send('Page.setBypassCSP', { enabled: true })
  await chat.reload()
  const tried = await chat.evaluate(tryPayloads, { elsewhere: hub.elsewhere.origin, only: [...runs, ...asks] })
  await debugging.send('Page.setBypassCSP', { enabled: false })
  await debugging.detach()
  await chat.reload()
  expect(Object.fromEntries(tried.map(({ name, outcome }) => [name, outcome]))).toEqual(
    Object.fromEntries([...runs.map((name) => [name, 'ran']), ...asks.map((name) => [name, 'failed'])]),
  )
  expect(hub.elsewhere.requests).toEqual([])
  proven({ figure: `without it, ${asks.length} of ${asks.length} still reach nobody`, cases: tried.length, where: where() })
})

/** Ways to write something that a browser would load, in markdown and in HTML. `N` stands for a number, `U` for an address. */
const loading = [
  '![picture N](U)',
  '![picture N](<U> "a title")',
  '![picture N][rN]\n\n[rN]: U',
  '[![picture N](U)](U)',
  '[link N](U)',
  'link N <U>',
  'link N U',
  '| link N |\n|---|\n| ![in a table](U) |',
  '> link N ![in a quotation](U)',
  '- link N ![in a list](U)',
  'N <img src="U">',
  'N <img srcset="U 2x" onerror="fetch(\'U\')">',
  'N <picture><source srcset="U"></picture>',
  'N <svg><image href="U"/><use href="U#a"/></svg>',
  'N <link rel="stylesheet" href="U">',
  'N <link rel="prefetch" href="U"><link rel="dns-prefetch" href="U">',
  '<style>@import url(U);</style> N',
  'N <p style="background: url(U)">styled</p>',
  'N <video src="U" poster="U" autoplay></video>',
  'N <iframe src="U"></iframe>',
  'N <object data="U"></object><embed src="U">',
  'N <script src="U"></script>',
  'N <meta http-equiv="refresh" content="0;url=U">',
  'N <input type="image" src="U"><body background="U">',
  'N $\\includegraphics{U}$ and `![code](U)`',
] as const

test('[row 19] reading an answer asks nobody for anything', async () => {
  const { origin } = hub.elsewhere
  const addresses = [`${origin}/plain`, `${origin.replace('http:', '')}/same-scheme`, `${hub.origin}/leak`, 'https://elsewhere.invalid/x']
  await setKey(app, hub.keys.fineGrained)
  const outgoing: string[] = []
  chat.on('request', (request) => void outgoing.push(request.url()))
  const reports = await chat.evaluateHandle(() => {
    const reported: string[] = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => reported.push(violatedDirective))
    return reported
  })
  const before = hub.requests.length
  let number = 0
  for (const address of addresses) {
    const payloads = loading.map((written) => written.replaceAll('N', String((number += 1))).replaceAll('U', address))
    await send(chat, `/say ${payloads.join('\n\n')}`)
    await chat
      .getByRole('article')
      .last()
      .getByText(`link ${number - loading.length + 5}`)
      .first()
      .hover()
  }
  // Read once more from the history.
  await startNewConversation(chat)
  await chat.getByRole('navigation').getByText('picture 1').first().click()
  const article = chat.getByRole('article').last()
  await expect(article).toContainText(`${number}`)

  const loaded = article.locator(
    'img, picture, source, image, use, link, style, script, iframe, object, embed, video, audio, meta, input, [style*="url"]',
  )
  await expect(loaded).toHaveCount(0)
  expect(await article.getByRole('button', { name: /^picture \d+/ }).count()).toBeGreaterThan(0)
  // The policy was not needed: nothing tried.
  expect(await reports.jsonValue()).toEqual([])
  const own = /^(app:\/\/parley|https:\/\/parley\.app\.invalid)\/(assets\/|index\.html$)/
  expect(outgoing.filter((url) => !own.test(url))).toEqual([])
  const asked = hub.requests.slice(before).filter(({ path }) => path !== '/v1/chat/completions')
  expect([...asked, ...hub.elsewhere.requests].map(({ path }) => path)).toEqual([])
  // The control: the other host does hear what reaches it.
  await fetch(`${origin}/control`)
  expect(hub.elsewhere.requests.map(({ path }) => path)).toEqual(['/control'])
  proven({ figure: '0 requests', cases: number, where: where(), notProven: app.isStandIn ? ["Electron's own Chromium"] : [] })
})
