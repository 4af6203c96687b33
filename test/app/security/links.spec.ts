// Links of an answer: which ones open, by what, and what a person is shown before.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp, ShellCall } from '../../support/launch.ts'
import { linkAddresses, type LinkAddress } from '../../support/data/link-addresses.ts'
import { caseCount, proven, type Where } from '../../support/proof.ts'
import { callMain, send, startWithKey } from '../../support/session.ts'
import { sources } from '../../support/sources.ts'
import { until } from '../../support/until.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const where = (): readonly Where[] => [app.isStandIn ? 'stand-in' : 'Electron']

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await startWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

type Way = 'click' | 'click with Ctrl' | 'Enter' | 'middle click'

const ways: readonly { readonly way: Way; readonly opens: boolean; readonly answer: 0 | 1 }[] = [
  { way: 'click', opens: true, answer: 0 },
  { way: 'click with Ctrl', opens: true, answer: 1 },
  { way: 'Enter', opens: true, answer: 0 },
  { way: 'middle click', opens: false, answer: 1 },
]

test('[row 20] a link opens only over https, by a click or Enter, after its true host was shown', async () => {
  test.setTimeout(180_000)
  const addresses = some(caseCount(14, linkAddresses.length))
  await send(chat, `/say ${addresses.map(({ address }, index) => `- [${label(index)}](<${address}>)`).join('\n')}`)
  const article = chat.getByRole('article').last()
  const expected: string[] = []
  for (const [index, one] of addresses.entries()) {
    const host = one.written ?? one.host
    const text = article.getByText(label(index))
    const link = article.getByRole('link').filter({ hasText: label(index) })
    if (host !== null) await expect(link).toHaveText(`${label(index)} (${host})`)
    for (const { way, opens, answer } of ways) {
      await act(way, text, link)
      if (host === null || !opens) continue
      expected.push(en.system.openLink.question.replace('{{host}}', host))
      await until(`the question about ${host}`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
      await app.answerDialog({ kind: 'button', index: answer })
      if (answer === 1) continue
      expected.push(`opened ${host}`)
      await until(`${host} to be opened`, async () => ((await app.shellCalls()).length === expected.length ? true : null))
    }
  }
  // Chromium makes an empty page of the first, without a request that could be refused; it has nothing in it. The last stays here.
  const elsewhere = addresses.filter(({ address }) => !/^(about:|chrome:|devtools:|view-source:|#)/.test(address))
  expect(await byScript(elsewhere)).toEqual([])
  // What a click has asked for before has been asked for by now.
  await callMain(chat, 'link.open', { address: 'https://huggingface.co/settings/billing' })
  expect((await app.shellCalls()).map(summary)).toEqual([...expected, 'opened huggingface.co'])
  expect(app.windows()).toHaveLength(1)
  const cases = addresses.length * ways.length + elsewhere.length
  proven({
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
    const opening = callMain(chat, 'link.open', { address })
    // A dialog's answer may come before its question.
    if (host !== null) await app.answerDialog({ kind: 'button', index: 1 })
    replies.push(await opening)
  }
  expect(replies).toEqual(
    linkAddresses.map(({ host }) => (host === null ? { ok: false, failure: { code: 'address-refused' } } : { ok: true, value: undefined })),
  )
  const hosts = linkAddresses.flatMap(({ host }) => (host === null ? [] : [en.system.openLink.question.replace('{{host}}', host)]))
  expect((await app.shellCalls()).slice(before).map(summary)).toEqual(hosts)
  proven({ figure: '0 bad', cases: linkAddresses.length, where: where() })
})

test('[row 20] one line alone hands an address to the system', () => {
  const product = sources((path) => /^(electron|key-window|renderer|shared)\/.*\.tsx?$/.test(path))
  const sites = product.flatMap(({ path, text }) => text.match(/\bopenExternal\s*\(/g)?.map(() => path) ?? [])
  expect(sites).toEqual(['electron/app/links.ts'])
  expect(product.filter(({ text }) => /\bopenPath\s*\(|\bshowItemInFolder\s*\(/.test(text))).toEqual([])
  proven({ figure: `${sites.length} site`, cases: product.length, where: ['Node'] })
})

const label = (index: number): string => `link-${String(index).padStart(3, '0')}`

/** So many of the addresses, from all parts of the list. */
function some(count: number): readonly LinkAddress[] {
  return Array.from({ length: count }, (_, index) => linkAddresses[Math.floor((index * linkAddresses.length) / count)]).filter(
    (address) => address !== undefined,
  )
}

/** What is no link is plain text: it is clicked all the same, and Enter has nothing to go to. */
async function act(way: Way, text: Locator, link: Locator): Promise<void> {
  switch (way) {
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
async function byScript(addresses: readonly LinkAddress[]): Promise<readonly string[]> {
  const page = chat.url()
  const reached: string[] = []
  for (const { address } of addresses) {
    await chat.evaluate(openWindows, address)
    await chat.evaluate(goThere, address)
    if (chat.url() !== page) reached.push(address)
  }
  return reached
}

/** Runs in the page, as the next one. */
function openWindows(address: string): void {
  try {
    Object.assign(document.createElement('a'), { href: address, target: '_blank' }).click()
    window.open(address)
  } catch {
    // Refused at once, which is as good.
  }
}

function goThere(address: string): void {
  try {
    location.assign(address)
  } catch {
    // As above.
  }
}

function summary(call: ShellCall): string {
  if (call.kind === 'message-box') return call.options.message
  return call.kind === 'open-external' && call.url.startsWith('https://') ? `opened ${new URL(call.url).host}` : JSON.stringify(call)
}
