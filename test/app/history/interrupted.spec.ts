// An answer that was cut in any way keeps its text and is never shown as a whole one: not at once, and not when it is opened again.

import type { Page } from '@playwright/test'
import type { FailureCode } from '../../../shared/failures.ts'
import type { RunText } from '../../../shared/types/runs.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'
import type { Fault } from '../../stand-ins/hub/faults/fault.ts'
import { faults } from '../../stand-ins/hub/faults/faults.ts'
import { getLostMs, type TextProgress } from '../../support/history/lost-time.ts'
import { readStartView } from '../../support/page/call-main.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

/** The text of the open conversation's last answer, as main would give it to a window that opens now. */
async function readSavedText(page: Page): Promise<string> {
  return (await readStartView(page)).open?.messages.at(-1)?.text ?? ''
}

/** Records in the page the answer texts that it receives from now on. The returned function reads the record. */
async function recordReceivedText(page: Page): Promise<() => Promise<readonly TextProgress[]>> {
  const received = await page.evaluateHandle(() => {
    const progress: TextProgress[] = []
    type SubscribeToText = (listener: (runText: RunText) => void) => void
    const bridge: { readonly events: { readonly 'run.text': SubscribeToText } } = Reflect.get(window, 'parley')
    bridge.events['run.text'](({ textOffset, text }) => void progress.push({ characters: textOffset + text.length, at: Date.now() }))
    return progress
  })
  return () => received.jsonValue()
}

/** The faults that cut a stream after its first words. A stream that goes silent ends after minutes, so only Node waits for that one. */
function listCutOffFaults(): readonly (readonly [string, FailureCode])[] {
  return Object.entries<Fault>(faults).flatMap(([name, { behavior, expected, limit }]) => {
    const cutsStream = behavior.kind === 'stream' && behavior.events > 1 && limit === undefined
    return cutsStream && expected.kind === 'failed' ? [[name, expected.code] as const] : []
  })
}

test.describe('interrupted answers', () => {
  test.use({ setup: { scope: 'test', key: 'none' } })

  test('[row 29] lose at most half a second when Parley is killed, and are marked interrupted', async ({ app, chat, hub }) => {
    const killCount = caseCount(2, 10)
    const length = 20_000
    test.setTimeout(60_000 + killCount * 30_000)
    const lossesMs: number[] = []
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      await chat.startNewConversation()
      await setKey(app, hub.keys.fineGrained)
      const readReceivedText = await recordReceivedText(chat.page)
      await chat.submit(`/length ${length}\n/speed 200\nThis is number ${killIndex}.`)
      const eventCount = 1 + Math.floor(600 * Math.random())
      const hasStreamedEnough = () => (hub.requests.at(-1)?.eventTimes.length ?? 0) > eventCount
      await waitUntil(`${eventCount} events of an answer`, () => (hasStreamedEnough() ? true : null))
      const receivedText = await waitUntil('the first of them to reach the window', async () => {
        const progress = await readReceivedText()
        return progress.length > 0 ? progress : null
      })
      const killedAt = Date.now()
      await app.kill()
      await app.restart()
      await expect(chat.conversation.prompts.getByText(`This is number ${killIndex}.`)).toBeVisible()
      await expect(chat.conversation.lastMessage.getByText(en.chat.interrupted)).toBeVisible()
      await expect(chat.button(en.chat.retry)).toBeVisible()
      lossesMs.push(getLostMs(receivedText, await readSavedText(chat.page), length, killedAt))
    }
    const maxLostMs = Math.max(...lossesMs)
    expect(maxLostMs).toBeLessThanOrEqual(500)
    recordProof({
      figure: `at most ${Math.round(maxLostMs)} ms of an answer lost, ${killCount} of ${killCount} marked interrupted`,
      cases: killCount,
      where: [getProofTarget(app)],
    })
  })

  test('are requested again by Retry', async ({ app, chat, hub }) => {
    await setKey(app, hub.keys.fineGrained)
    await chat.submit('Once more\n/length 800\n/speed 60')
    await chat.conversation.lastMessage.getByText('This is sentence').first().waitFor()
    await app.kill()
    await app.restart()
    await expect(chat.conversation.lastMessage.getByText(en.chat.interrupted)).toBeVisible()
    await chat.startNewConversation()
    await setKey(app, hub.keys.fineGrained)
    await chat.sidebar.list.getByText('Once more').first().click()
    await chat.button(en.chat.retry).click()
    await expect(chat.conversation.lastMessage.locator('[aria-busy="true"]')).toBeVisible()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.page.getByText(en.chat.interrupted)).toHaveCount(0)
    expect(await readSavedText(chat.page)).toHaveLength(800)
  })

  test('[row 40] keep their text and say that they are not whole, now and when opened again', async ({ app, chat, hub }) => {
    test.setTimeout(120_000)
    await setKey(app, hub.keys.fineGrained)
    const interruptions: { readonly title: string; readonly messages: readonly string[] }[] = []

    const expectMessages = async (messages: readonly string[]): Promise<void> => {
      await expect(chat.conversation.lastMessage.getByText('This is sentence').first()).toBeVisible()
      for (const message of messages) await expect(chat.conversation.lastMessage.getByText(message)).toBeVisible()
    }
    const recordInterruption = async (title: string, messages: readonly string[]): Promise<void> => {
      await expectMessages(messages)
      interruptions.push({ title, messages })
    }
    const startSlowAnswer = async (title: string): Promise<void> => {
      await chat.startNewConversation()
      await chat.submit(`${title}\n/length 3000\n/speed 50`)
      await chat.conversation.lastMessage.getByText('This is sentence').first().waitFor()
    }

    for (const [fault, code] of listCutOffFaults()) {
      await chat.startNewConversation()
      await chat.send(`Cut by ${fault}\n/fault ${fault}\n/length 3000`)
      await recordInterruption(`Cut by ${fault}`, [en.failures[code], en.chat.partial])
    }

    await startSlowAnswer('Stopped by the person')
    await chat.conversation.stopButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    await recordInterruption('Stopped by the person', [en.chat.stopped])

    await startSlowAnswer('Quit in the middle')
    await app.restart()
    await recordInterruption('Quit in the middle', [en.chat.interrupted])

    await chat.startNewConversation()
    await setKey(app, hub.keys.fineGrained)
    await startSlowAnswer('Killed in the middle')
    await waitUntil('a saved part', async () => ((await readSavedText(chat.page)).length > 200 ? true : null))
    await app.kill()
    await app.restart()
    await recordInterruption('Killed in the middle', [en.chat.interrupted])

    for (const { title, messages } of interruptions) {
      await chat.sidebar.list.getByText(title).first().click()
      await expect(chat.conversation.prompts.getByText(title)).toBeVisible()
      await expectMessages(messages)
    }
    expect(interruptions.length).toBeGreaterThanOrEqual(8)
    recordProof({
      figure: `${interruptions.length} of ${interruptions.length} ways marked as not whole, now and when opened again`,
      cases: interruptions.length,
      where: [getProofTarget(app)],
    })
  })
})
