// An answer that was cut, in whatever way, is kept as far as it came and never shown as a whole one: not at once, and not when it is
// opened again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import type { FailureCode } from '../../../shared/failures.ts'
import type { RunText } from '../../../shared/types/runs.ts'
import type { StartView } from '../../../shared/types/start.ts'
import { en } from '../../../shared/words/en/en.ts'
import { faults } from '../../stand-ins/hub/faults/faults.ts'
import type { Fault } from '../../stand-ins/hub/faults/fault.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { getLostMs, type TextProgress } from '../../support/history/lost-time.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { waitForAnswerEnd, sendPrompt, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'
import { waitUntil } from '../../support/wait-until.ts'

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

const getEnvironments = ({ isStandIn }: LaunchedApp) => [isStandIn ? ('stand-in' as const) : ('Electron' as const)]
const lastAnswer = (chat: Page) => chat.getByRole('article').last()
const retryButton = (chat: Page) => chat.getByRole('button', { name: en.chat.retry, exact: true })

/** The text of the open conversation's last answer, as main would give it to a window that opens now. */
async function readSavedText(chat: Page): Promise<string> {
  return chat.evaluate(async () => {
    const bridge: { readonly calls: { readonly 'app.getStartView': () => Promise<{ readonly value: StartView }> } } = Reflect.get(
      window,
      'parley',
    )
    return (await bridge.calls['app.getStartView']()).value.open?.messages.at(-1)?.text ?? ''
  })
}

/** Has the page note from now on what it is told of answers, which main does within 33 ms; the returned function reads the notes. */
async function recordReceivedText(chat: Page): Promise<() => Promise<readonly TextProgress[]>> {
  const notes = await chat.evaluateHandle(() => {
    const receivedTexts: TextProgress[] = []
    type SubscribeToText = (listener: (runText: RunText) => void) => void
    const bridge: { readonly events: { readonly 'run.text': SubscribeToText } } = Reflect.get(window, 'parley')
    bridge.events['run.text'](({ textOffset, text }) => void receivedTexts.push({ characters: textOffset + text.length, at: Date.now() }))
    return receivedTexts
  })
  return () => notes.jsonValue()
}

test('[row 29] of an answer that comes in when Parley is killed, half a second is lost at most, and the window says that it was interrupted', async () => {
  const killCount = caseCount(2, 10)
  const length = 20_000
  test.setTimeout(60_000 + killCount * 30_000)
  let app = await launch({ hub: hub.origin, data })
  const where = getEnvironments(app)
  const lossesMs: number[] = []
  for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
    let chat = await app.chatWindow()
    await startNewConversation(chat)
    await setKey(app, hub.keys.fineGrained)
    const receivedTexts = await recordReceivedText(chat)
    await submitPrompt(chat, `/length ${length}\n/speed 200\nThis is number ${killIndex}.`)
    const wordCount = 1 + Math.floor(600 * Math.random())
    const hasStreamedEnough = () => (hub.requests.at(-1)?.eventTimes.length ?? 0) > wordCount
    await waitUntil(`${wordCount} words of an answer`, () => (hasStreamedEnough() ? true : null))
    const firstReceived = await waitUntil(
      'the first of them to reach the window',
      async () => await receivedTexts().then((all) => (all.length > 0 ? all : null)),
    )
    const killedAt = Date.now()
    await app.kill()

    app = await launch({ hub: hub.origin, data })
    chat = await app.chatWindow()
    await expect(chat.getByRole('article', { name: en.chat.you }).getByText(`This is number ${killIndex}.`)).toBeVisible()
    await expect(lastAnswer(chat).getByText(en.chat.interrupted)).toBeVisible()
    await expect(retryButton(chat)).toBeVisible()
    lossesMs.push(getLostMs(firstReceived, await readSavedText(chat), length, killedAt))
  }
  await app.close()
  const maxLostMs = Math.max(...lossesMs)
  expect(maxLostMs).toBeLessThanOrEqual(500)
  recordProof({
    figure: `at most ${Math.round(maxLostMs)} ms of an answer lost, ${killCount} of ${killCount} marked interrupted`,
    cases: killCount,
    where,
  })
})

test('an answer that was interrupted is asked for again by Retry', async () => {
  let app = await launch({ hub: hub.origin, data })
  let chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
  await submitPrompt(chat, 'Once more\n/length 800\n/speed 60')
  await lastAnswer(chat).getByText('This is sentence').first().waitFor()
  await app.kill()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await expect(lastAnswer(chat).getByText(en.chat.interrupted)).toBeVisible()
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await chat.getByRole('navigation').getByText('Once more').first().click()
  await retryButton(chat).click()
  await expect(lastAnswer(chat).locator('[aria-busy="true"]')).toBeVisible()
  await waitForAnswerEnd(chat, 2)
  await expect(chat.getByText(en.chat.interrupted)).toHaveCount(0)
  expect(await readSavedText(chat)).toHaveLength(800)
  await app.close()
})

/** The ways in which a stream breaks off after its first words. One that goes silent is waited for so long that it is tried in Node only. */
function listCutOffFaults(): readonly (readonly [string, FailureCode])[] {
  return Object.entries<Fault>(faults).flatMap(([name, { behavior, expected, limit }]) => {
    const cutsStream = behavior.kind === 'stream' && behavior.events > 1 && limit === undefined
    return cutsStream && expected.kind === 'failed' ? [[name, expected.code] as const] : []
  })
}

test('[row 40] an answer that was cut in any way keeps its text and says that it is not whole, now and when it is opened again', async () => {
  test.setTimeout(120_000)
  let app = await launch({ hub: hub.origin, data })
  let chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
  const interruptions: { readonly title: string; readonly messages: readonly string[] }[] = []

  const expectFailureMessages = async (messages: readonly string[]): Promise<void> => {
    await expect(lastAnswer(chat).getByText('This is sentence').first()).toBeVisible()
    for (const wordCount of messages) await expect(lastAnswer(chat).getByText(wordCount)).toBeVisible()
  }
  const recordInterruption = async (title: string, messages: readonly string[]): Promise<void> => {
    await expectFailureMessages(messages)
    interruptions.push({ title, messages })
  }

  for (const [fault, code] of listCutOffFaults()) {
    await startNewConversation(chat)
    await sendPrompt(chat, `Cut by ${fault}\n/fault ${fault}\n/length 3000`)
    await recordInterruption(`Cut by ${fault}`, [en.failures[code], en.chat.partial])
  }

  const startSlowAnswer = async (title: string): Promise<void> => {
    await startNewConversation(chat)
    await submitPrompt(chat, `${title}\n/length 3000\n/speed 50`)
    await lastAnswer(chat).getByText('This is sentence').first().waitFor()
  }
  await startSlowAnswer('Stopped by the person')
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await waitForAnswerEnd(chat, 2)
  await recordInterruption('Stopped by the person', [en.chat.stopped])

  await startSlowAnswer('Quit in the middle')
  await app.close()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await recordInterruption('Quit in the middle', [en.chat.interrupted])

  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await startSlowAnswer('Killed in the middle')
  // The part that is on screen is saved within half a second.
  await expect.poll(() => readSavedText(chat)).toContain('This is sentence')
  await waitUntil('a saved part', async () => ((await readSavedText(chat)).length > 200 ? true : null))
  await app.kill()
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await recordInterruption('Killed in the middle', [en.chat.interrupted])

  for (const { title, messages } of interruptions) {
    await chat.getByRole('navigation').getByText(title).first().click()
    await expect(chat.getByRole('article', { name: en.chat.you }).getByText(title)).toBeVisible()
    await expectFailureMessages(messages)
  }
  await app.close()
  expect(interruptions.length).toBeGreaterThanOrEqual(8)
  recordProof({
    figure: `${interruptions.length} of ${interruptions.length} ways marked as not whole, now and when opened again`,
    cases: interruptions.length,
    where: getEnvironments(app),
  })
})
