// An answer that was cut, in whatever way, is kept as far as it came and never shown as a whole one: not at once, and not when it is
// opened again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import type { FailureCode } from '../../../shared/errors.ts'
import type { RunText } from '../../../shared/types/runs.ts'
import type { StartView } from '../../../shared/types/start.ts'
import { en } from '../../../shared/words/en/en.ts'
import { faults } from '../../stand-ins/hub/faults/faults.ts'
import type { Fault } from '../../stand-ins/hub/faults/fault.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lostMs, type Come } from '../../support/history/lost-text.ts'
import { caseCount, proven } from '../../support/proof.ts'
import { endOfAnswer, send, setKey, startNewConversation, startSending } from '../../support/session.ts'
import { until } from '../../support/until.ts'

let hub: Hub
let data: string

test.beforeEach(async () => {
  hub = await startHub({ speed: 0 })
  data = mkdtempSync(join(tmpdir(), 'parley-interrupted-'))
})

test.afterEach(async () => {
  await hub.close()
  rmSync(data, { recursive: true, force: true })
})

const whereOf = ({ isStandIn }: LaunchedApp) => [isStandIn ? ('stand-in' as const) : ('Electron' as const)]
const lastAnswer = (chat: Page) => chat.getByRole('article').last()
const retry = (chat: Page) => chat.getByRole('button', { name: en.chat.retry, exact: true })

/** The text of the open conversation's last answer, as main would give it to a window that opens now. */
async function savedText(chat: Page): Promise<string> {
  return chat.evaluate(async () => {
    const bridge: { readonly calls: { readonly 'app.start': () => Promise<{ readonly value: StartView }> } } = Reflect.get(window, 'parley')
    return (await bridge.calls['app.start']()).value.open?.messages.at(-1)?.text ?? ''
  })
}

/** Has the page note from now on what it is told of answers, which main does within 33 ms; the returned function reads the notes. */
async function noteText(chat: Page): Promise<() => Promise<readonly Come[]>> {
  const notes = await chat.evaluateHandle(() => {
    const came: Come[] = []
    type Hear = (listener: (piece: RunText) => void) => void
    const bridge: { readonly events: { readonly 'run.text': Hear } } = Reflect.get(window, 'parley')
    bridge.events['run.text'](({ textOffset, text }) => void came.push({ characters: textOffset + text.length, at: Date.now() }))
    return came
  })
  return () => notes.jsonValue()
}

test('[row 29] of an answer that comes in when Parley is killed, half a second is lost at most, and the window says that it was interrupted', async () => {
  const kills = caseCount(2, 10)
  const length = 20_000
  test.setTimeout(60_000 + kills * 30_000)
  let app = await launch({ hub: hub.origin, data })
  const where = whereOf(app)
  const lost: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    let chat = await app.chatWindow()
    await startNewConversation(chat)
    await setKey(app, hub.keys.fineGrained)
    const came = await noteText(chat)
    await startSending(chat, `/length ${length}\n/speed 200\nThis is number ${kill}.`)
    const words = 1 + Math.floor(600 * Math.random())
    const isFarEnough = () => (hub.requests.at(-1)?.eventTimes.length ?? 0) > words
    await until(`${words} words of an answer`, () => (isFarEnough() ? true : null))
    const told = await until('the first of them to reach the window', async () => await came().then((all) => (all.length > 0 ? all : null)))
    const killedAt = Date.now()
    await app.kill()

    app = await launch({ hub: hub.origin, data })
    chat = await app.chatWindow()
    await expect(chat.getByRole('article', { name: en.chat.you }).getByText(`This is number ${kill}.`)).toBeVisible()
    await expect(lastAnswer(chat).getByText(en.chat.interrupted)).toBeVisible()
    await expect(retry(chat)).toBeVisible()
    lost.push(lostMs(told, await savedText(chat), length, killedAt))
  }
  await app.close()
  const most = Math.max(...lost)
  expect(most).toBeLessThanOrEqual(500)
  proven({
    figure: `at most ${Math.round(most)} ms of an answer lost, ${kills} of ${kills} marked interrupted`,
    cases: kills,
    where,
  })
})

test('an answer that was interrupted is asked for again by Retry', async () => {
  let app = await launch({ hub: hub.origin, data })
  let chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
  await startSending(chat, 'Once more\n/length 800\n/speed 60')
  await lastAnswer(chat).getByText('This is sentence').first().waitFor()
  await app.kill()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await expect(lastAnswer(chat).getByText(en.chat.interrupted)).toBeVisible()
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await chat.getByRole('navigation').getByText('Once more').first().click()
  await retry(chat).click()
  await expect(lastAnswer(chat).locator('[aria-busy="true"]')).toBeVisible()
  await endOfAnswer(chat, 2)
  await expect(chat.getByText(en.chat.interrupted)).toHaveCount(0)
  expect(await savedText(chat)).toHaveLength(800)
  await app.close()
})

/** The ways in which a stream breaks off after its first words. One that goes silent is waited for so long that it is tried in Node only. */
function cuttingFaults(): readonly (readonly [string, FailureCode])[] {
  return Object.entries<Fault>(faults).flatMap(([name, { act, expected, limit }]) => {
    const isCut = act.kind === 'stream' && act.events > 1 && limit === undefined
    return isCut && expected.kind === 'failed' ? [[name, expected.code] as const] : []
  })
}

test('[row 40] an answer that was cut in any way keeps its text and says that it is not whole, now and when it is opened again', async () => {
  test.setTimeout(120_000)
  let app = await launch({ hub: hub.origin, data })
  let chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
  const cut: { readonly title: string; readonly says: readonly string[] }[] = []

  const expectMarked = async (says: readonly string[]): Promise<void> => {
    await expect(lastAnswer(chat).getByText('This is sentence').first()).toBeVisible()
    for (const words of says) await expect(lastAnswer(chat).getByText(words)).toBeVisible()
  }
  const note = async (title: string, says: readonly string[]): Promise<void> => {
    await expectMarked(says)
    cut.push({ title, says })
  }

  for (const [fault, code] of cuttingFaults()) {
    await startNewConversation(chat)
    await send(chat, `Cut by ${fault}\n/fault ${fault}\n/length 3000`)
    await note(`Cut by ${fault}`, [en.failures[code], en.chat.partial])
  }

  const startSlowly = async (title: string): Promise<void> => {
    await startNewConversation(chat)
    await startSending(chat, `${title}\n/length 3000\n/speed 50`)
    await lastAnswer(chat).getByText('This is sentence').first().waitFor()
  }
  await startSlowly('Stopped by the person')
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await endOfAnswer(chat, 2)
  await note('Stopped by the person', [en.chat.stopped])

  await startSlowly('Quit in the middle')
  await app.close()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await note('Quit in the middle', [en.chat.interrupted])

  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await startSlowly('Killed in the middle')
  // The part that is on screen is saved within half a second.
  await expect.poll(() => savedText(chat)).toContain('This is sentence')
  await until('a saved part', async () => ((await savedText(chat)).length > 200 ? true : null))
  await app.kill()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await note('Killed in the middle', [en.chat.interrupted])

  for (const { title, says } of cut) {
    await chat.getByRole('navigation').getByText(title).first().click()
    await expect(chat.getByRole('article', { name: en.chat.you }).getByText(title)).toBeVisible()
    await expectMarked(says)
  }
  await app.close()
  expect(cut.length).toBeGreaterThanOrEqual(8)
  proven({
    figure: `${cut.length} of ${cut.length} ways marked as not whole, now and when opened again`,
    cases: cut.length,
    where: whereOf(app),
  })
})
