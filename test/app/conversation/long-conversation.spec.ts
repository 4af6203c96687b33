// A conversation of thousands of messages: only some are on the page, and nothing of that is felt.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { fill } from '../../support/history/history-fixture.ts'
import { keyOf } from '../../support/command-keys.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { endOfAnswer, send, startNewConversation, startSending, startWithKey } from '../../support/session.ts'
import { throwAwayFolder } from '../../support/throw-away.ts'

const length = 1_000

let folder: ReturnType<typeof throwAwayFolder>
let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  folder = throwAwayFolder('parley-long-')
  await fill(folder.path, { messages: length, perConversation: length })
  hub = await startHub({ speed: 0 })
  app = await startWithKey(hub, { data: folder.path })
  chat = await app.chatWindow()
  await chat.evaluate(watchFormat, length)
  await chat.getByRole('navigation').locator('[data-row]').first().click()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.remove()
})

const feed = () => chat.getByRole('region', { name: en.chat.conversation })
const message = (position: number) => chat.locator(`article[aria-posinset="${position}"]`)
const newest = () => chat.getByRole('button', { name: en.chat.newest })

test('shows its answers with their format at once, which would change their heights later', async () => {
  await expect.poll(async () => (await formatInEachFrame()).length).toBeGreaterThan(30)
  expect(await formatInEachFrame()).not.toContain(false)
})

test('opens at its end, with the place of each message in the whole of it', async () => {
  await expect(message(length)).toBeInViewport()
  await expect(message(length)).toHaveAttribute('aria-setsize', String(length))
  expect(await chat.getByRole('article').count()).toBeLessThan(40)
})

test('leads back to older messages by the wheel, without a jump as they come in', async () => {
  await feed().hover()
  for (let turn = 0; turn < 40; turn += 1) {
    const before = await placeOfFirstInView()
    await chat.mouse.wheel(0, -300)
    // The page scrolls by whole pixels, and heights are fractions of them.
    await expect.poll(async () => Math.abs((await topOf(before.position)) - before.top - 300)).toBeLessThan(2)
  }
  await expect(message(length)).toHaveCount(0)
  await newest().click()
  await expect(message(length)).toBeInViewport()
  await expect(newest()).toHaveCount(0)
})

test('goes from message to message by keys', async () => {
  await message(length).focus()
  for (let step = 1; step <= 60; step += 1) {
    await chat.keyboard.press('Alt+ArrowUp')
    await expect(message(length - step)).toBeFocused()
  }
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(message(length - 59)).toBeFocused()
})

test('shows what is sent at its end', async () => {
  await send(chat, '/length 3000')
  await expect(message(length + 2)).toBeInViewport()
  await expect(newest()).toHaveCount(0)
})

test('who leaves it while it is gone on with in a new conversation stays where they went', async () => {
  await message(length + 2)
    .getByRole('button', { name: en.chat.moreAnswer })
    .click()
  const item = chat.getByRole('menuitem', { name: en.chat.fork })
  // In one go: however quickly the new conversation is made, it comes after that.
  await item.evaluate((element, name) => {
    const leaving = [...document.querySelectorAll('button')].find((button) => button.ariaLabel === name || button.textContent === name)
    for (const each of [element, leaving]) if (each instanceof HTMLElement) each.click()
  }, en.history.newConversation)
  await expect(chat.getByRole('navigation').locator('[data-row]')).toHaveCount(2)
  await expect(chat.getByRole('article')).toHaveCount(0)
})

test('is left by one press of Page Up, however fast an answer comes in', async () => {
  await startNewConversation(chat)
  await chat.keyboard.press(keyOf('chooseModel'))
  await chat.getByRole('combobox', { name: en.models.search }).fill('Qwen2.5-7B-Instruct')
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('button', { name: /^Model: Qwen\/Qwen2.5-7B/ })).toBeVisible()
  await startSending(chat, '/speed 400\n/length 200000')
  await expect(chat.getByRole('article').last()).toContainText('This is sentence 200 of')
  for (let round = 1; round <= 10; round += 1) {
    await feed().focus()
    await chat.keyboard.press('PageUp')
    await expect(newest()).toBeVisible()
    await newest().click()
    await expect(newest()).toHaveCount(0)
  }
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await endOfAnswer(chat, 2)
})

/** Runs in the page: notes in each frame, from its first one on, whether an answer stands there with its format. */
function watchFormat(position: number): void {
  const hadFormat: boolean[] = []
  Object.assign(window, { hadFormat })
  const look = () => {
    const answer = document.querySelector(`article[aria-posinset="${position}"] [data-quotable]`)
    if (answer !== null) hadFormat.push(answer.querySelector('p') !== null)
    if (hadFormat.length < 100) requestAnimationFrame(look)
  }
  look()
}

function formatInEachFrame(): Promise<readonly boolean[]> {
  return chat.evaluate(() => ('hadFormat' in window && Array.isArray(window.hadFormat) ? window.hadFormat : []))
}

async function placeOfFirstInView(): Promise<{ readonly position: number; readonly top: number }> {
  return feed().evaluate((box) => {
    const from = box.getBoundingClientRect().top
    const seen = [...box.querySelectorAll('article')].find((each) => each.getBoundingClientRect().bottom > from + 1)
    return { position: Number(seen?.ariaPosInSet), top: seen?.getBoundingClientRect().top ?? Number.NaN }
  })
}

function topOf(position: number): Promise<number> {
  return message(position).evaluate((element) => element.getBoundingClientRect().top)
}
