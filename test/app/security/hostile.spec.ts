// Hostile answers: none of them runs code, sends a request, navigates or opens a window.

import { chromium } from '@playwright/test'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { startChromium } from '../../stand-ins/electron/chromium.ts'
import { hostileAnswers } from '../../support/data/hostile-answers.ts'
import { getCutOffsets, type Recording } from '../../support/data/recordings.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'

/** A host in the reserved domain .invalid. */
const externalUrl = 'https://elsewhere.invalid'

/** The answer as a stream of events, cut at random characters. */
function toStreamRecording(text: string, seed: number): Recording {
  const chunkEnds = [...getCutOffsets(text.length, 12, seed), text.length]
  const chunks = chunkEnds.map((chunkEnd, index) => text.slice(chunkEnds[index - 1] ?? 0, chunkEnd))
  const events = chunks.map((content) => ({ choices: [{ index: 0, delta: { content } }] }))
  const endEvent = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
  const body = `${[...events, endEvent].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`
  return {
    name: `hostile ${seed}`,
    method: 'POST',
    url: '/v1/chat/completions',
    model: null,
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body,
  }
}

/** Elements and attributes of the last answer that must not exist, and its code that ran. */
function findInjectedContent(chat: ChatPage): Promise<readonly string[]> {
  return chat.page.evaluate(() => {
    const forbiddenSelector =
      'script,iframe,object,embed,applet,link,meta,base,form,img,picture,source,video,audio,style,image,use,foreignObject,animate,set,template,dialog,[contenteditable],[srcdoc],[style*="url"],[style*="fixed"]'
    const article = document.querySelector('article:last-of-type')
    const faults = Array.from(article?.querySelectorAll(forbiddenSelector) ?? [], (element) => `element: ${element.localName}`)
    for (const element of article?.querySelectorAll('*') ?? []) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) faults.push(`handler: ${name}`)
        if (['href', 'src', 'action', 'xlink:href'].includes(name) && !/^(https:\/\/|#)/.test(value)) faults.push(`address: ${value}`)
      }
    }
    const ran: unknown = Reflect.get(window, 'ran')
    return [...faults, ...(Array.isArray(ran) ? ran : ['the page was reloaded']).map((code) => `ran: ${code}`)]
  })
}

test.describe('hostile answers', () => {
  test('[row 18] run no code, send no request, navigate nowhere and open nothing', async ({ chat, app, hub }) => {
    test.setTimeout(900_000)
    const answers = hostileAnswers(hub.otherHost.origin)
    const step = answers.length / caseCount(40, answers.length)
    const testedAnswers = answers.map(({ text }, number) => ({ text, number })).filter(({ number }) => Math.floor(number % step) === 0)
    await chat.page.evaluate(() => Object.assign(window, { ran: [] }))
    const externalRequests: string[] = []
    const events: string[] = []
    chat.page.on('request', (request) => void externalRequests.push(request.url()))
    chat.page.on('framenavigated', (frame) => void events.push(`navigated: ${frame.url()}`))
    chat.page.on('popup', (popup) => void events.push(`opened: ${popup.url()}`))
    chat.page.on('dialog', (dialog) => {
      events.push(`asked: ${dialog.message()}`)
      void dialog.dismiss()
    })
    const requestsBefore = hub.requests.length

    for (const [index, { text, number }] of testedAnswers.entries()) {
      // Keeps the conversation short, so that sending and showing it stay fast.
      if (index % 25 === 0 || text.length > 100_000) await chat.startNewConversation()
      hub.setRecording(toStreamRecording(text, number), { cuts: 20, seed: number })
      // A word of a megabyte wraps into ten thousand lines, hence the timeout.
      await chat.send(`Answer ${number}`, 60_000)
      expect(await findInjectedContent(chat), text.slice(0, 200)).toEqual([])
      expect(events, text.slice(0, 200)).toEqual([])
    }
    hub.setRecording(null)

    const ownAssetPattern = /^(app:\/\/parley|https:\/\/parley\.app\.invalid)\/(assets\/|index\.html$)/
    expect(externalRequests.filter((url) => !ownAssetPattern.test(url))).toEqual([])
    expect(hub.requests.slice(requestsBefore).filter(({ path }) => path !== '/v1/chat/completions')).toEqual([])
    expect(hub.otherHost.requests).toEqual([])
    expect(app.windows()).toHaveLength(1)
    expect(await app.shellCalls()).toEqual([])
    expect(answers.length).toBeGreaterThanOrEqual(300)
    recordProof({
      figure: '0 runs, 0 requests, 0 navigations, 0 windows',
      cases: testedAnswers.length,
      where: [getProofTarget(app)],
      notProven: app.isStandIn ? ["Electron's own Chromium"] : [],
    })
  })

  test('do run and send requests in an HTML page without a policy', async () => {
    const browser = await startChromium({ kind: 'headless-shell', switches: [] })
    const connection = await chromium.connectOverCDP(browser.endpoint)
    try {
      const page = await connection.newPage()
      const requestedUrls = new Set<string>()
      await page.route(`${externalUrl}/**`, (route) => {
        requestedUrls.add(new URL(route.request().url()).pathname.slice(1))
        return route.abort()
      })
      await page.exposeFunction('tellRun', (number: number) => void requestedUrls.add(String(number)))
      const written = hostileAnswers(externalUrl).flatMap(({ text, isHtml }, number) => (isHtml ? [{ text, number }] : []))
      for (const { text } of written) {
        await page.setContent(`<script>var ran = { push: tellRun }</script>${text}`, { waitUntil: 'load', timeout: 2_000 }).catch(() => {})
      }
      await expect.poll(() => requestedUrls.size).toBeGreaterThan(written.length / 2)
    } finally {
      await connection.close()
      browser.end()
    }
  })
})
