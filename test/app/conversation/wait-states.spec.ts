// What a wait shows: whom it waits for, a countdown that can be skipped and stopped, a queue position, and answers in the background.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { maxAttempts } from '../../../shared/types/progress.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { systemClock, type HubClock } from '../../stand-ins/hub/clock.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { listSentChats } from '../../support/hub-requests.ts'

const countRuns = (hub: Hub): number => listSentChats(hub).length
const tryNowButton = (chat: ChatPage) => chat.button(en.chat.tryNow)
const inMain = (chat: ChatPage, text: string | RegExp) => chat.page.getByRole('main').getByText(text)

/** `/wait` with this number waits until the spec releases it. */
const heldMs = 60_000
/** Releases one wait each, oldest first. */
const heldWaits: (() => void)[] = []
const clock: HubClock = {
  ...systemClock,
  pause: (ms, signal) => (ms === heldMs ? new Promise((resolve) => heldWaits.push(resolve)) : systemClock.pause(ms, signal)),
}

/** What screen readers are told in the conversation from now on, in order. */
async function recordAnnouncements(chat: ChatPage): Promise<() => Promise<readonly string[]>> {
  const announcements = await chat.page.evaluateHandle(() => {
    const announced: string[] = []
    new MutationObserver(() => {
      const liveText = document.querySelector('main [aria-live="polite"]')?.textContent ?? ''
      if (liveText !== '' && liveText !== announced.at(-1)) announced.push(liveText)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return announced
  })
  return () => announcements.jsonValue()
}

/** The seconds that a countdown in the conversation shows from now on. */
async function recordCountdown(chat: ChatPage): Promise<() => Promise<readonly number[]>> {
  const seconds = await chat.page.evaluateHandle(() => {
    const shown: number[] = []
    new MutationObserver(() => {
      const text = /Trying again in (\d+) s/.exec(document.querySelector('main')?.textContent ?? '')?.[1]
      if (text !== undefined) shown.push(Number(text))
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return shown
  })
  return () => seconds.jsonValue()
}

test.describe('waiting', () => {
  test.use({ setup: { hub: { speed: 200, clock } } })

  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('shows whom it waits for, and how long', async ({ chat }) => {
    await chat.submit('/wait 4000\n/say at last')
    await expect(inMain(chat, /^Waiting for \S+…$/)).toBeVisible()
    await expect(inMain(chat, /^Waiting for \S+, [23] s$/)).toBeVisible()
    await expect(chat.conversation.paragraph('at last')).toBeVisible()
    await expect(inMain(chat, /^Waiting/)).toHaveCount(0)
  })

  test('counts down before a retry, also after a reload', async ({ chat, hub }) => {
    const before = countRuns(hub)
    await chat.submit('/fault too-many-requests\nHello')
    const countdown = inMain(chat, new RegExp(`asks us to slow down\\. Trying again in [1-8] s \\(2 of ${maxAttempts}\\)`))
    await expect(countdown).toBeVisible()
    await chat.page.reload()
    await expect(countdown).toBeVisible()
    await chat.conversation.stopButton.click()
    await expect(inMain(chat, en.chat.stopped)).toBeVisible()
    expect(countRuns(hub)).toBe(before + 1)
  })

  test('announces a retry once to screen readers, not each second', async ({ chat }) => {
    const announcements = await recordAnnouncements(chat)
    await chat.submit('/fault too-many-requests\nHello')
    await expect(inMain(chat, /Trying again in [1-5] s \(2 of 3\)/)).toBeVisible()
    await tryNowButton(chat).click()
    await expect(inMain(chat, /Trying again in \d s \(3 of 3\)/)).toBeVisible()
    const announced = await announcements()
    expect(announced).toEqual([
      expect.stringMatching(/^\S+ asks us to slow down\. Trying again \(2 of 3\)\.$/),
      expect.stringMatching(/^\S+ asks us to slow down\. Trying again \(3 of 3\)\.$/),
    ])
    await chat.conversation.stopButton.click()
    await expect(inMain(chat, en.chat.stopped)).toBeVisible()
  })

  test('Try now retries at once and continues normally', async ({ chat, hub }) => {
    await hub.setFault('too-many-requests', { times: 1 })
    await chat.submit('/say worth it')
    const countdown = await recordCountdown(chat)
    await tryNowButton(chat).click()
    await expect(chat.conversation.paragraph('worth it')).toBeVisible()
    expect(await countdown()).not.toContain(1)
    await expect(tryNowButton(chat)).toHaveCount(0)
  })

  test('queues the fifth prompt until an answer ends', async ({ chat, hub }) => {
    const before = countRuns(hub)
    const announcements = await recordAnnouncements(chat)
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await chat.submit(`/wait ${heldMs}\n/say answer ${number}`)
      if (number < 6) await chat.startNewConversation()
    }
    const queuedBehindOne = fillPlaceholders(en.chat.queued_one, { count: 1 })
    await expect(chat.conversation.lastMessage.getByText(queuedBehindOne)).toBeVisible()
    await expect.poll(() => countRuns(hub)).toBe(before + 4)
    heldWaits.shift()?.()
    await expect(chat.conversation.lastMessage.getByText(en.chat.queuedNext)).toBeVisible()
    // Screen readers hear of each once, when it starts to wait.
    expect(await announcements()).toEqual([en.chat.queuedNext, queuedBehindOne])
    await expect.poll(() => countRuns(hub)).toBe(before + 5)
    await chat.conversation.stopButton.click()
    await expect(inMain(chat, en.chat.stopped)).toBeVisible()
    for (const number of [2, 3, 4, 5]) {
      await chat.sidebar.list.getByText(`/say answer ${number}`).first().click()
      await chat.conversation.stopButton.click()
      await expect(inMain(chat, en.chat.stopped)).toBeVisible()
    }
  })

  test('two conversations are answered at the same time, whichever is open', async ({ chat, hub }) => {
    hub.setSpeed(40)
    await chat.submit('/length 900\nThe first one')
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 1 ')
    await chat.startNewConversation()
    await chat.submit('/length 900\nThe second one')
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 1 ')
    await chat.sidebar.list.getByText('The first one').first().click()
    await expect(chat.page.getByRole('main').getByRole('heading', { name: 'The first one' })).toBeVisible()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.sidebar.list.getByText('The second one').first().click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 15 ')
  })
})
