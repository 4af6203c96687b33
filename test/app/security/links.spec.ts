// Links of an answer: which ones open, by what, and what a person is shown before.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp, ShellCall } from '../../support/launch.ts'
import { linkAddresses, type LinkAddress } from '../../support/data/link-addresses.ts'
import { caseCount, recordProof, type ProofTarget } from '../../support/proof.ts'
import { callMain, sendPrompt, launchWithKey } from '../../support/app-actions.ts'
import { readSources } from '../../support/sources.ts'
import { waitUntil } from '../../support/wait-until.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const where = (): readonly ProofTarget[] => [app.isStandIn ? 'stand-in' : 'Electron']

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

type OpenMethod = 'click' | 'click with Ctrl' | 'Enter' | 'middle click'

const openMethodCases: readonly { readonly method: OpenMethod; readonly opens: boolean; readonly answer: 0 | 1 }[] = [
  { method: 'click', opens: true, answer: 0 },
  { method: 'click with Ctrl', opens: true, answer: 1 },
  { method: 'Enter', opens: true, answer: 0 },
  { method: 'middle click', opens: false, answer: 1 },
]

test('[row 20] a link opens only over https, by a click or Enter, after its true host was shown', async () => {
  test.setTimeout(180_000)
  const addresses = sampleAddresses(caseCount(14, linkAddresses.length))
  await sendPrompt(chat, `/say ${addresses.map(({ address }, index) => `- [${toLinkLabel(index)}](<${address}>)`).join('\n')}`)
  const article = chat.getByRole('article').last()
  const expected: string[] = []
  for (const [index, linkAddress] of addresses.entries()) {
    const host = linkAddress.hostInMarkdown ?? linkAddress.host
    const text = article.getByText(toLinkLabel(index))
    const link = article.getByRole('link').filter({ hasText: toLinkLabel(index) })
    if (host !== null) await expect(link).toHaveText(`${toLinkLabel(index)} (${host})`)
    for (const { method, opens, answer } of openMethodCases) {
      await useLink(method, text, link)
      if (host === null || !opens) continue
      expected.push(en.system.openLink.question.replace('{{host}}', host))
      await waitUntil(`the question about ${host}`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
      await app.answerDialog({ kind: 'button', index: answer })
      if (answer === 1) continue
      expected.push(`opened ${host}`)
      await waitUntil(`${host} to be opened`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
    }
  }
  // Chromium makes an empty page of the first, without a request that could be refused; it has nothing in it. The last stays here.
  const externalAddresses = addresses.filter(({ address }) => !/^(about:|chrome:|devtools:|view-source:|#)/.test(address))
  expect(await openByScript(externalAddresses)).toEqual([])
  // What a click has asked for before has been asked for by now.
  await callMain(chat, 'link.open', { address: 'https://huggingface.co/settings/billing' })
  expect((await app.shellCalls()).map(formatShellCall)).toEqual([...expected, 'opened huggingface.co'])
  expect(app.windows()).toHaveLength(1)
  const cases = addresses.length * openMethodCases.length + externalAddresses.length
  recordProof({
    figure: '0 bad',
    cases,
    where: where(),
    notProven: app.isStandIn ? ["Electron's own handling of clicks, of drags and of other programs' schemes"] : [],
  })
})

test('[row 20] the call that opens links refuses whatever is not plain https', async () => {
  const before = (await app.shellCalls()).length
  const replies = []
  for (const { address, host } of linkAddresses) {
    const openRequest = callMain(chat, 'link.open', { address })
    // A dialog's answer may come before its question.
    if (host !== null) await app.answerDialog({ kind: 'button', index: 1 })
    replies.push(await openRequest)
  }
  expect(replies).toEqual(
    linkAddresses.map(({ host }) => (host === null ? { ok: false, failure: { code: 'address-refused' } } : { ok: true, value: undefined })),
  )
  const hosts = linkAddresses.flatMap(({ host }) => (host === null ? [] : [en.system.openLink.question.replace('{{host}}', host)]))
  expect((await app.shellCalls()).slice(before).map(formatShellCall)).toEqual(hosts)
  recordProof({ figure: '0 bad', cases: linkAddresses.length, where: where() })
})

test('[row 20] one line alone hands an address to the system', () => {
  const productSources = readSources((path) => /^(electron|key-window|renderer|shared)\/.*\.tsx?$/.test(path))
  const sites = productSources.flatMap(({ path, text }) => text.match(/\bopenExternal\s*\(/g)?.map(() => path) ?? [])
  expect(sites).toEqual(['electron/app/links.ts'])
  expect(productSources.filter(({ text }) => /\bopenPath\s*\(|\bshowItemInFolder\s*\(/.test(text))).toEqual([])
  recordProof({ figure: `${sites.length} site`, cases: productSources.length, where: ['Node'] })
})

const toLinkLabel = (index: number): string => `link-${String(index).padStart(3, '0')}`

/** So many of the addresses, from all parts of the list. */
function sampleAddresses(count: number): readonly LinkAddress[] {
  return Array.from({ length: count }, (_, index) => linkAddresses[Math.floor((index * linkAddresses.length) / count)]).filter(
    (address) => address !== undefined,
  )
}

/** What is no link is plain text: it is clicked all the same, and Enter has nothing to go to. */
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

/** The addresses to which a page's own script could take the window. */
async function openByScript(addresses: readonly LinkAddress[]): Promise<readonly string[]> {
  const page = chat.url()
  const openedAddresses: string[] = []
  for (const { address } of addresses) {
    await chat.evaluate(openByWindowOpen, address)
    await chat.evaluate(navigateByLocation, address)
    if (chat.url() !== page) openedAddresses.push(address)
  }
  return openedAddresses
}

/** Runs in the page, as the next one. */
function openByWindowOpen(address: string): void {
  try {
    Object.assign(document.createElement('a'), { href: address, target: '_blank' }).click()
    window.open(address)
  } catch {
    // Refused at once, which is as good.
  }
}

function navigateByLocation(address: string): void {
  try {
    location.assign(address)
  } catch {
    // As above.
  }
}

function formatShellCall(call: ShellCall): string {
  if (call.kind === 'message-box') return call.options.message
  return call.kind === 'open-external' && call.url.startsWith('https://') ? `opened ${new URL(call.url).host}` : JSON.stringify(call)
}
