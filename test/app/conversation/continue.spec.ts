// Going on with an answer that stopped too early: through the window, at its longest length, after a stop, and after a crash.

import { expect, test, type Page } from '@playwright/test'
import { continuePrompt } from '../../../electron/runs/continuation.ts'
import { en } from '../../../shared/words/en/en.ts'
import { createLongAnswer } from '../../stand-ins/hub/answers.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, sendPrompt, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 200 })
  app = await launchWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test.beforeEach(() => startNewConversation(chat))

const chatBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const continueButton = () => chat.getByRole('button', { name: en.chat.continue, exact: true })
const answer = () => chat.getByRole('article').last().getByRole('paragraph')

/** The text of the answer on screen, a paragraph after the other. */
async function readShownAnswer(): Promise<string> {
  const paragraphs = await answer().allTextContents()
  return paragraphs.filter((text) => text.startsWith('This is')).join(' ')
}

/** The same as it must be shown: the markdown of it has no signs but its empty lines. */
const fullAnswer = createLongAnswer(600).replaceAll(/\s+/g, ' ').trim()

test('an answer at its longest length goes on where it stopped, and says nothing twice', async () => {
  await sendPrompt(chat, '/cut 20\n/repeat 30\n/length 600')
  await expect(chat.getByText(en.chat.length)).toBeVisible()
  await continueButton().click()
  await expect(chat.getByText(en.chat.length)).toHaveCount(0)
  await waitForAnswerEnd(chat, 2)
  expect((await readShownAnswer()).trim()).toBe(fullAnswer)
  const { messages } = chatBodies().at(-1)
  expect(messages).toHaveLength(3)
  expect(messages.at(-1)).toEqual({ role: 'user', content: continuePrompt })
  await expect(continueButton()).toHaveCount(0)
})

test('the continued answer is the whole one for the next prompt, and after a restart', async () => {
  await sendPrompt(chat, '/cut 20\n/length 600')
  await continueButton().click()
  await waitForAnswerEnd(chat, 2)
  await sendPrompt(chat, '/say next')
  expect(chatBodies().at(-1).messages[1]).toEqual({ role: 'assistant', content: createLongAnswer(600) })
  await chat.reload()
  await expect(chat.getByRole('article')).toHaveCount(4)
  await expect(chat.getByRole('article').nth(1).getByText('This is sentence 1 of').first()).toBeVisible()
})

test('an answer that failed for what another button mends can be gone on with as well', async () => {
  await sendPrompt(chat, '/cut 20\n/length 600')
  await hub.setFault('credits-used-up')
  await continueButton().click()
  await expect(chat.getByRole('button', { name: en.failure['open-billing-page'] })).toBeVisible()
  await hub.setFault(null)
  await continueButton().click()
  await expect(chat.getByRole('button', { name: en.failure['open-billing-page'] })).toHaveCount(0)
  await waitForAnswerEnd(chat, 2)
  expect((await readShownAnswer()).trim()).toBe(fullAnswer)
})

test('a stopped answer goes on, and what was there stays in sight meanwhile', async () => {
  hub.setSpeed(30)
  // The wait is there when it goes on, too: nothing new has come when the old text is looked for.
  await submitPrompt(chat, '/wait 1000\n/length 600')
  await answer().first().waitFor()
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await expect(chat.getByText(en.chat.stopped)).toBeVisible()
  const stoppedText = await readShownAnswer()
  await continueButton().click()
  await expect(chat.getByRole('button', { name: en.chat.stop, exact: true })).toBeVisible()
  expect((await readShownAnswer()).startsWith(stoppedText.trim())).toBe(true)
  hub.setSpeed(0)
  await chat.getByText(en.chat.stopped).waitFor({ state: 'detached' })
  await waitForAnswerEnd(chat, 2)
  expect((await readShownAnswer()).trim()).toBe(fullAnswer)
  hub.setSpeed(200)
})
