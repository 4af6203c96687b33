// A conversation of thousands of messages: only some are on the page, and nothing of that is felt.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { fillHistory } from '../../support/history/history-fixture.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, sendPrompt, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

const length = 1_000

let folder: ReturnType<typeof createTempFolder>
let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  folder = createTempFolder('parley-long-')
  await fillHistory(folder.path, { messages: length, perConversation: length })
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub, { data: folder.path })
  chat = await app.chatWindow()
  await chat.evaluate(recordFormatPerFrame, length)
  await chat.getByRole('navigation').locator('[data-row]').first().click()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.removeFolder()
})

const conversationRegion = () => chat.getByRole('region', { name: en.chat.conversation })
const messageAt = (position: number) => chat.locator(`article[aria-posinset="${position}"]`)
const newestButton = () => chat.getByRole('button', { name: en.chat.newest })

test('shows its answers with their format at once, which would change their heights later', async () => {
  await expect.poll(async () => (await readFormatPerFrame()).length).toBeGreaterThan(30)
  expect(await readFormatPerFrame()).not.toContain(false)
})

test('opens at its end, with the place of each message in the whole of it', async () => {
  await expect(messageAt(length)).toBeInViewport()
  await expect(messageAt(length)).toHaveAttribute('aria-setsize', String(length))
  expect(await chat.getByRole('article').count()).toBeLessThan(40)
})

test('leads back to older messages by the wheel, without a jump as they come in', async () => {
  await conversationRegion().hover()
  for (let scrollStep = 0; scrollStep < 40; scrollStep += 1) {
    const before = await findFirstVisibleMessage()
    await chat.mouse.wheel(0, -300)
    // The page scrolls by whole pixels, and heights are fractions of them.
    await expect.poll(async () => Math.abs((await getMessageTop(before.position)) - before.top - 300)).toBeLessThan(2)
  }
  await expect(messageAt(length)).toHaveCount(0)
  await newestButton().click()
  await expect(messageAt(length)).toBeInViewport()
  await expect(newestButton()).toHaveCount(0)
})

test('goes from message to message by keys', async () => {
  await messageAt(length).focus()
  for (let step = 1; step <= 60; step += 1) {
    await chat.keyboard.press('Alt+ArrowUp')
    await expect(messageAt(length - step)).toBeFocused()
  }
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(messageAt(length - 59)).toBeFocused()
})

test('shows what is sent at its end', async () => {
  await sendPrompt(chat, '/length 3000')
  await expect(messageAt(length + 2)).toBeInViewport()
  await expect(newestButton()).toHaveCount(0)
})

test('who leaves it while it is gone on with in a new conversation stays where they went', async () => {
  await messageAt(length + 2)
    .getByRole('button', { name: en.chat.moreAnswer })
    .click()
  const item = chat.getByRole('menuitem', { name: en.chat.fork })
  // In one go: however quickly the new conversation is made, it comes after that.
  await item.evaluate((element, name) => {
    const jumpButton = [...document.querySelectorAll('button')].find((button) => button.ariaLabel === name || button.textContent === name)
    for (const target of [element, jumpButton]) if (target instanceof HTMLElement) target.click()
  }, en.history.newConversation)
  await expect(chat.getByRole('navigation').locator('[data-row]')).toHaveCount(2)
  await expect(chat.getByRole('article')).toHaveCount(0)
})

test('is left by one press of Page Up, however fast an answer comes in', async () => {
  await startNewConversation(chat)
  await chat.keyboard.press(getCommandKey('chooseModel'))
  await chat.getByRole('combobox', { name: en.models.search }).fill('Qwen2.5-7B-Instruct')
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('button', { name: /^Model: Qwen\/Qwen2.5-7B/ })).toBeVisible()
  await submitPrompt(chat, '/speed 400\n/length 200000')
  await expect(chat.getByRole('article').last()).toContainText('This is sentence 200 of')
  for (let round = 1; round <= 10; round += 1) {
    await conversationRegion().focus()
    await chat.keyboard.press('PageUp')
    await expect(newestButton()).toBeVisible()
    await newestButton().click()
    await expect(newestButton()).toHaveCount(0)
  }
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await waitForAnswerEnd(chat, 2)
})

/** Runs in the page: notes in each frame, from its first one on, whether an answer stands there with its format. */
function recordFormatPerFrame(position: number): void {
  const hadFormat: boolean[] = []
  Object.assign(window, { hadFormat })
  const checkFrame = () => {
    const answer = document.querySelector(`article[aria-posinset="${position}"] [data-quotable]`)
    if (answer !== null) hadFormat.push(answer.querySelector('p') !== null)
    if (hadFormat.length < 100) requestAnimationFrame(checkFrame)
  }
  checkFrame()
}

function readFormatPerFrame(): Promise<readonly boolean[]> {
  return chat.evaluate(() => ('hadFormat' in window && Array.isArray(window.hadFormat) ? window.hadFormat : []))
}

async function findFirstVisibleMessage(): Promise<{ readonly position: number; readonly top: number }> {
  return conversationRegion().evaluate((box) => {
    const from = box.getBoundingClientRect().top
    const firstVisible = [...box.querySelectorAll('article')].find((target) => target.getBoundingClientRect().bottom > from + 1)
    return { position: Number(firstVisible?.ariaPosInSet), top: firstVisible?.getBoundingClientRect().top ?? Number.NaN }
  })
}

function getMessageTop(position: number): Promise<number> {
  return messageAt(position).evaluate((element) => element.getBoundingClientRect().top)
}
