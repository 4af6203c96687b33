// The main job through the window: prompt, streamed answer, stop, retry, copy, and what is kept over a restart.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../electron/shared/words/en.ts'
import { startHub, type Hub } from '../support/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { endOfAnswer, send, setKey, startNewConversation, startSending } from '../support/session.ts'

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

test.beforeEach(async () => {
  hub.setSpeed(200)
  await startNewConversation(chat)
})

const promptBox = (page = chat) => page.getByRole('textbox', { name: en.chat.promptLabel })
const chats = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))

test('shows the answer as markdown, with the provider and the time under it', async () => {
  await send(chat, '/markdown')
  await expect(chat.getByRole('main').getByRole('table').first()).toBeVisible()
  await expect(chat.getByRole('main').getByText(/^by \S+ · [\d.]+ s · about/)).toBeVisible()
})

test('breaks the line on Shift+Enter and sends on Enter', async () => {
  await promptBox().fill('/say one')
  await promptBox().press('Shift+Enter')
  await promptBox().pressSequentially('more')
  await expect(promptBox()).toHaveValue('/say one\nmore')
  await promptBox().press('Enter')
  await expect(promptBox()).toHaveValue('')
  await endOfAnswer(chat, 2)
})

test('takes the conversation along with the next prompt', async () => {
  await send(chat, '/say blue')
  await send(chat, '/say And the second')
  const { messages } = chats().at(-1)
  expect(messages.map(({ role, content }: { role: string; content: string }) => [role, content])).toEqual([
    ['user', '/say blue'],
    ['assistant', 'blue'],
    ['user', '/say And the second'],
  ])
})

test('stops within 200 ms, keeps what came and says that it was stopped', async () => {
  hub.setSpeed(20)
  await startSending(chat, '/length 5000')
  await expect(chat.getByRole('main').getByRole('paragraph').first()).toBeVisible()
  await chat.getByRole('button', { name: en.chat.stop }).click()
  const pressedAt = Date.now()
  await expect.poll(() => hub.requests.at(-1)?.closedEarly, { intervals: [5] }).toBe(true)
  expect(Date.now() - pressedAt).toBeLessThan(200)
  await expect(chat.getByText(en.chat.stopped)).toBeVisible()
})

test('answers the same prompt once more on Retry', async () => {
  await send(chat, '/say again')
  const before = chats().length
  await chat.getByRole('button', { name: en.chat.retry }).click()
  await expect.poll(() => chats().length).toBe(before + 1)
  await endOfAnswer(chat, 2)
  expect(chats().at(-1).messages).toEqual([{ role: 'user', content: '/say again' }])
})

test('copies the answer as it was written, markdown and all', async () => {
  await send(chat, '/say **bold** and *slanted*')
  await chat.getByRole('button', { name: en.chat.copy, exact: true }).click()
  await promptBox().press('Control+V')
  await expect(promptBox()).toHaveValue('**bold** and *slanted*')
})

test('folds the reasoning away and opens it on a click', async () => {
  await send(chat, '/think')
  const fold = chat.getByRole('main').locator('details')
  await expect(fold).toHaveJSProperty('open', false)
  await fold.locator('summary').click()
  await expect(fold).toHaveJSProperty('open', true)
})

test('offers a place for "this text" when none was pasted, and sends it along', async () => {
  await promptBox().fill('Can you summarize this text?')
  const place = chat.getByRole('textbox', { name: en.chat.pasteHint })
  await place.fill('The sea is salt. The rivers are not. Rain comes from the sea.')
  await chat.getByRole('button', { name: en.chat.pasteUse }).click()
  await promptBox().press('Enter')
  await endOfAnswer(chat, 2)
  expect(chats().at(-1).messages[0].content).toBe(
    'Can you summarize this text?\n\nThe sea is salt. The rivers are not. Rain comes from the sea.',
  )
})

test('asks once for the missing text, and sends without it on the second press', async () => {
  const before = chats().length
  await promptBox().fill('Can you summarize this text?')
  await promptBox().press('Enter')
  await expect(chat.getByRole('button', { name: en.chat.pasteSkip })).toBeVisible()
  expect(chats().length).toBe(before)
  await chat.getByRole('button', { name: en.chat.pasteSkip }).click()
  await endOfAnswer(chat, 2)
  expect(chats().at(-1).messages[0].content).toBe('Can you summarize this text?')
})

test('a failed answer keeps the prompt, says why in a sentence, and Try again works', async () => {
  await hub.setFault('server-error', { scope: 'runs', times: 1 })
  await startSending(chat, '/say worth it')
  await expect(chat.getByText(en.failures['provider-failed'])).toBeVisible()
  await expect(chat.getByRole('article', { name: en.chat.you }).getByText('/say worth it')).toBeVisible()
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('worth it', { exact: true })).toBeVisible()
})
