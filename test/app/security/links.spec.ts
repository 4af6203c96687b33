// Links in answers: which open, how, and what the person sees first.

import type { Locator } from '@playwright/test'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { type LinkAddress, linkAddresses } from '../../support/data/link-addresses.ts'
import type { ShellCall } from '../../support/launch.ts'
import { callMain } from '../../support/page/call-main.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'
import { readSources } from '../../support/sources.ts'
import { waitUntil } from '../../support/wait-until.ts'

type OpenMethod = 'click' | 'click with Ctrl' | 'Enter' | 'middle click'

const openMethodCases: readonly { readonly method: OpenMethod; readonly opens: boolean; readonly answer: 0 | 1 }[] = [
  { method: 'click', opens: true, answer: 0 },
  { method: 'click with Ctrl', opens: true, answer: 1 },
  { method: 'Enter', opens: true, answer: 0 },
  { method: 'middle click', opens: false, answer: 1 },
]

const toLinkLabel = (index: number): string => `link-${String(index).padStart(3, '0')}`

/** The given number of addresses, spread over the list. */
function sampleAddresses(count: number): readonly LinkAddress[] {
  return Array.from({ length: count }, (_, index) => linkAddresses[Math.floor((index * linkAddresses.length) / count)]).filter(
    (address) => address !== undefined,
  )
}

/** An invalid link is plain text: clicks it anyway, and presses Enter. */
async function useLink(method: OpenMethod, text: Locator, link: Locator): Promise<void> {
  switch (method) {
    case 'click':
      return text.click()
    case 'click with Ctrl':
      return text.click({ modifiers: ['ControlOrMeta'] })
    case 'middle click':
      return text.click({ button: 'middle' })
    case 'Enter':
      if ((await link.count()) > 0) await link.press('Enter')
  }
}

/** The addresses to which a script could navigate the window. */
async function openByScript(chat: ChatPage, addresses: readonly LinkAddress[]): Promise<readonly string[]> {
  const page = chat.page.url()
  const openedAddresses: string[] = []
  for (const { address } of addresses) {
    await chat.page.evaluate(openByWindowOpen, address)
    await chat.page.evaluate(navigateByLocation, address)
    if (chat.page.url() !== page) openedAddresses.push(address)
  }
  return openedAddresses
}

/** Runs in the page, like the next one. */
function openByWindowOpen(address: string): void {
  try {
    Object.assign(document.createElement('a'), { href: address, target: '_blank' }).click()
    window.open(address)
  } catch {
    // Refused immediately, which is fine.
  }
}

function navigateByLocation(address: string): void {
  try {
    location.assign(address)
  } catch {
    // See above.
  }
}

function formatShellCall(call: ShellCall): string {
  if (call.kind === 'message-box') return call.options.message
  return call.kind === 'open-external' && call.url.startsWith('https://') ? `opened ${new URL(call.url).host}` : JSON.stringify(call)
}

test.describe('links', () => {
  test('[row 20] open only over https, on a click or Enter, after their real host was shown', async ({ chat, app }) => {
    test.setTimeout(180_000)
    const addresses = sampleAddresses(caseCount(14, linkAddresses.length))
    await chat.send(`/say ${addresses.map(({ address }, index) => `- [${toLinkLabel(index)}](<${address}>)`).join('\n')}`)
    const article = chat.conversation.lastMessage
    const expected: string[] = []
    for (const [index, linkAddress] of addresses.entries()) {
      const host = linkAddress.hostInMarkdown ?? linkAddress.host
      const text = article.getByText(toLinkLabel(index))
      const link = article.getByRole('link').filter({ hasText: toLinkLabel(index) })
      if (host !== null) await expect(link).toHaveText(`${toLinkLabel(index)} (${host})`)
      for (const { method, opens, answer } of openMethodCases) {
        await useLink(method, text, link)
        if (host === null || !opens) continue
        expected.push(fillPlaceholders(en.system.openLink.question, { host }))
        await waitUntil(`the question about ${host}`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
        await app.answerDialog({ kind: 'button', index: answer })
        if (answer === 1) continue
        expected.push(`opened ${host}`)
        await waitUntil(`${host} to be opened`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
      }
    }
    // Chromium opens an empty page for the first ones, without a request that could be refused. The last stays on the page.
    const externalAddresses = addresses.filter(({ address }) => !/^(about:|chrome:|devtools:|view-source:|#)/.test(address))
    expect(await openByScript(chat, externalAddresses)).toEqual([])
    // By now every earlier click has been handled.
    await callMain(chat.page, 'link.open', { address: 'https://huggingface.co/settings/billing' })
    expect((await app.shellCalls()).map(formatShellCall)).toEqual([...expected, 'opened huggingface.co'])
    expect(app.windows()).toHaveLength(1)
    const cases = addresses.length * openMethodCases.length + externalAddresses.length
    recordProof({
      figure: '0 bad',
      cases,
      where: [getProofTarget(app)],
      notProven: app.isStandIn ? ["Electron's own handling of clicks, of drags and of other programs' schemes"] : [],
    })
  })

  test('[row 20] are refused by link.open unless they are plain https', async ({ chat, app }) => {
    const before = (await app.shellCalls()).length
    const replies = []
    for (const { address, host } of linkAddresses) {
      const openRequest = callMain(chat.page, 'link.open', { address })
      // A dialog may be answered before it is shown.
      if (host !== null) await app.answerDialog({ kind: 'button', index: 1 })
      replies.push(await openRequest)
    }
    expect(replies).toEqual(
      linkAddresses.map(({ host }) =>
        host === null ? { ok: false, failure: { code: 'address-refused' } } : { ok: true, value: undefined },
      ),
    )
    const hosts = linkAddresses.flatMap(({ host }) => (host === null ? [] : [fillPlaceholders(en.system.openLink.question, { host })]))
    expect((await app.shellCalls()).slice(before).map(formatShellCall)).toEqual(hosts)
    recordProof({ figure: '0 bad', cases: linkAddresses.length, where: [getProofTarget(app)] })
  })

  test('[row 20] are opened by a single line of code', () => {
    const productSources = readSources((path) => /^(electron|key-window|renderer|shared)\/.*\.tsx?$/.test(path))
    const sites = productSources.flatMap(({ path, text }) => text.match(/\bopenExternal\s*\(/g)?.map(() => path) ?? [])
    expect(sites).toEqual(['electron/app/links.ts'])
    expect(productSources.filter(({ text }) => /\bopenPath\s*\(|\bshowItemInFolder\s*\(/.test(text))).toEqual([])
    recordProof({ figure: `${sites.length} site`, cases: productSources.length, where: ['Node'] })
  })
})
