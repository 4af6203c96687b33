// The content security policy against scripts, and answers that try to load something.

import { expect, test } from '../../fixtures.ts'
import { openKeyWindow, setKey } from '../../pages/key-window.ts'
import { tryPayloads } from '../../support/page/page-payloads.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'

/** Runs the attempts in a page without a policy. */
const runs = [
  'inline script',
  'event handler attribute',
  'event handler of an image',
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
const requestingPayloads = ['remote script', 'remote import', 'remote font', 'remote image', 'fetch', 'XMLHttpRequest', 'EventSource']

/** Markdown and HTML that a browser would load something for. `N` is replaced by a number, `U` by an address. */
const loadingPayloads = [
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

test.describe('content security policy', () => {
  test.use({ setup: { key: 'none' } })

  test('[row 17] blocks every attempt of a script', async ({ chat, app, hub }) => {
    const keyWindow = await openKeyWindow(app)
    await keyWindow.field.fill('nothing')
    const attempts = []
    for (const page of [chat.page, keyWindow.page]) {
      attempts.push(...(await page.evaluate(tryPayloads, { forbiddenOrigin: hub.otherHost.origin })))
      await page.reload()
    }
    const blockedAttempts = attempts.filter(({ outcome }) => outcome === 'policy' || outcome === 'threw')
    expect(attempts.filter((one) => !blockedAttempts.includes(one))).toEqual([])
    expect(attempts.length).toBeGreaterThanOrEqual(60)
    expect(hub.otherHost.requests).toEqual([])
    recordProof({
      figure: `${blockedAttempts.length / 2} of ${attempts.length / 2} blocked in each of two windows, ${hub.otherHost.requests.length} requests`,
      cases: attempts.length,
      where: [getProofTarget(app)],
      notProven: app.isStandIn ? ["the policy in Electron's own Chromium"] : [],
    })
  })

  test('[row 17] is needed: without it the same code runs, but reaches no host', async ({ chat, app, hub }) => {
    const cdpSession = await chat.page.context().newCDPSession(chat.page)
    await cdpSession.send('Page.setBypassCSP', { enabled: true })
    await chat.page.reload()
    const attempts = await chat.page.evaluate(tryPayloads, {
      forbiddenOrigin: hub.otherHost.origin,
      only: [...runs, ...requestingPayloads],
    })
    await cdpSession.send('Page.setBypassCSP', { enabled: false })
    await cdpSession.detach()
    await chat.page.reload()
    expect(Object.fromEntries(attempts.map(({ name, outcome }) => [name, outcome]))).toEqual(
      Object.fromEntries([...runs.map((name) => [name, 'ran']), ...requestingPayloads.map((name) => [name, 'failed'])]),
    )
    expect(hub.otherHost.requests).toEqual([])
    recordProof({
      figure: `without it, ${requestingPayloads.length} of ${requestingPayloads.length} still reach no host`,
      cases: attempts.length,
      where: [getProofTarget(app)],
    })
  })

  test('[row 19] loading an answer contacts nobody', async ({ chat, app, hub }) => {
    const { origin } = hub.otherHost
    const addresses = [`${origin}/plain`, `${origin.replace('http:', '')}/same-scheme`, `${hub.origin}/leak`, 'https://elsewhere.invalid/x']
    await setKey(app, hub.keys.fineGrained)
    const externalRequests: string[] = []
    chat.page.on('request', (request) => void externalRequests.push(request.url()))
    const reports = await chat.page.evaluateHandle(() => {
      const reportedViolations: string[] = []
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => reportedViolations.push(violatedDirective))
      return reportedViolations
    })
    const before = hub.requests.length
    let number = 0
    for (const address of addresses) {
      const payloads = loadingPayloads.map((written) => written.replaceAll('N', String((number += 1))).replaceAll('U', address))
      await chat.send(`/say ${payloads.join('\n\n')}`)
      await chat.conversation.lastMessage
        .getByText(`link ${number - loadingPayloads.length + 5}`)
        .first()
        .hover()
    }
    // Shows it again from the history.
    await chat.startNewConversation()
    await chat.sidebar.list.getByText('picture 1').first().click()
    const article = chat.conversation.lastMessage
    await expect(article).toContainText(`${number}`)

    const loaded = article.locator(
      'img, picture, source, image, use, link, style, script, iframe, object, embed, video, audio, meta, input, [style*="url"]',
    )
    await expect(loaded).toHaveCount(0)
    expect(await article.getByRole('button', { name: /^picture \d+/ }).count()).toBeGreaterThan(0)
    // The policy had nothing to block.
    expect(await reports.jsonValue()).toEqual([])
    const ownAssetPattern = /^(app:\/\/parley|https:\/\/parley\.app\.invalid)\/(assets\/|index\.html$)/
    expect(externalRequests.filter((url) => !ownAssetPattern.test(url))).toEqual([])
    const otherRequests = hub.requests.slice(before).filter(({ path }) => path !== '/v1/chat/completions')
    expect([...otherRequests, ...hub.otherHost.requests].map(({ path }) => path)).toEqual([])
    // Control: the other host records a request that reaches it.
    await fetch(`${origin}/control`)
    expect(hub.otherHost.requests.map(({ path }) => path)).toEqual(['/control'])
    recordProof({
      figure: '0 requests',
      cases: number,
      where: [getProofTarget(app)],
      notProven: app.isStandIn ? ["Electron's own Chromium"] : [],
    })
  })
})
