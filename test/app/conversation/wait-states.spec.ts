// What a wait shows: whom it waits for, a countdown that can be ended and stopped, a place in the line, and that it goes on while
// another conversation is read.

import { expect, test, type Page } from '@playwright/test'
import { maxAttempts } from '../../../shared/types/progress.ts'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 200 })
  app = await launch({ hub: hub.origin })
  chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test.beforeEach(() => startNewConversation(chat))

const countRuns = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length
const stopButton = () => chat.getByRole('button', { name: en.chat.stop, exact: true })
const tryNowButton = () => chat.getByRole('button', { name: en.chat.tryNow })
const main = () => chat.getByRole('main')
const answer = () => chat.getByRole('article').last()

test('names whom it waits for, and for how long', async () => {
  await submitPrompt(chat, '/wait 4000\n/say at last')
  await expect(main().getByText(/^Waiting for \S+…$/)).toBeVisible()
  await expect(main().getByText(/^Waiting for \S+, [23] s$/)).toBeVisible()
  await expect(main().getByRole('paragraph').getByText('at last', { exact: true })).toBeVisible()
  await expect(main().getByText(/^Waiting/)).toHaveCount(0)
})

test('counts down before it is tried again, and still does so after a reload', async () => {
  const before = countRuns()
  await submitPrompt(chat, '/fault too-many-requests\nHello')
  const countdown = main().getByText(new RegExp(`asks us to slow down\\. Trying again in [1-8] s \\(2 of ${maxAttempts}\\)`))
  await expect(countdown).toBeVisible()
  await chat.reload()
  await expect(countdown).toBeVisible()
  await stopButton().click()
  await expect(main().getByText(en.chat.stopped)).toBeVisible()
  expect(countRuns()).toBe(before + 1)
})

/** What those who listen have been told in the conversation from now on, in order. */
async function recordAnnouncements(): Promise<() => Promise<readonly string[]>> {
  const announcements = await chat.evaluateHandle(() => {
    const announced: string[] = []
    new MutationObserver(() => {
      const liveText = document.querySelector('main [aria-live="polite"]')?.textContent ?? ''
      if (liveText !== '' && liveText !== announced.at(-1)) announced.push(liveText)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return announced
  })
  return () => announcements.jsonValue()
}

test('tells those who listen once that it is tried again, and not each second', async () => {
  const announcements = await recordAnnouncements()
  await submitPrompt(chat, '/fault too-many-requests\nHello')
  await expect(main().getByText(/Trying again in [1-5] s \(2 of 3\)/)).toBeVisible()
  await tryNowButton().click()
  await expect(main().getByText(/Trying again in \d s \(3 of 3\)/)).toBeVisible()
  const announced = await announcements()
  expect(announced).toEqual([
    expect.stringMatching(/^\S+ asks us to slow down\. Trying again \(2 of 3\)\.$/),
    expect.stringMatching(/^\S+ asks us to slow down\. Trying again \(3 of 3\)\.$/),
  ])
  await stopButton().click()
  await expect(main().getByText(en.chat.stopped)).toBeVisible()
})

test('is tried again at once on Try now, and goes on as if nothing had been', async () => {
  await hub.setFault('too-many-requests', { times: 1 })
  await submitPrompt(chat, '/say worth it')
  await tryNowButton().click()
  await expect(main().getByRole('paragraph').getByText('worth it', { exact: true })).toBeVisible({ timeout: 4000 })
  await expect(tryNowButton()).toHaveCount(0)
})

test('a fifth prompt waits for its turn, can be read past, and begins when one has ended', async () => {
  const before = countRuns()
  const announcements = await recordAnnouncements()
  for (const number of [1, 2, 3, 4, 5, 6]) {
    await submitPrompt(chat, `/wait ${number === 1 ? 4000 : 60_000}\n/say answer ${number}`)
    if (number < 6) await startNewConversation(chat)
  }
  await expect(answer().getByText('Queued: 1 ahead.')).toBeVisible()
  expect(countRuns()).toBe(before + 4)
  await expect(answer().getByText(en.chat.queuedNext)).toBeVisible()
  // To those who listen each is told once, when it begins to wait.
  expect(await announcements()).toEqual([en.chat.queuedNext, 'Queued: 1 ahead.'])
  await expect.poll(countRuns).toBe(before + 5)
  await stopButton().click()
  await expect(main().getByText(en.chat.stopped)).toBeVisible()
  const list = chat.getByRole('navigation')
  for (const number of [2, 3, 4, 5]) {
    await list.getByText(`/say answer ${number}`).first().click()
    await stopButton().click()
    await expect(main().getByText(en.chat.stopped)).toBeVisible()
  }
})

test('two conversations are answered at the same time, whichever is being read', async () => {
  hub.setSpeed(40)
  await submitPrompt(chat, '/length 900\nThe first one')
  await main().getByText('This is sentence 1 ').waitFor()
  await startNewConversation(chat)
  await submitPrompt(chat, '/length 900\nThe second one')
  await main().getByText('This is sentence 1 ').waitFor()
  await chat.getByRole('navigation').getByText('The first one').first().click()
  await expect(main().getByRole('heading', { name: 'The first one' })).toBeVisible()
  await waitForAnswerEnd(chat, 2)
  await chat.getByRole('navigation').getByText('The second one').first().click()
  await waitForAnswerEnd(chat, 2)
  await expect(main().getByText('This is sentence 15 ')).toBeVisible()
  hub.setSpeed(200)
})
