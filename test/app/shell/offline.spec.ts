// Without a network: what still works, what is said, and that nothing is sent afterwards without a click.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { callMain, waitForAnswerEnd, sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
}

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'parley-offline-'))
  hub = await startHub({ speed: 0 })
  await start()
  await setKey(app, hub.keys.fineGrained)
  await sendPrompt(chat, '/say The herring swims in the north')
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(data, { recursive: true })
})

test.beforeEach(async () => {
  await startNewConversation(chat)
})

/** The browser is told that the network is gone, and where the hub was nobody listens: the page and main each see it in their own way. */
async function goOffline(): Promise<void> {
  await hub.setFault('connection-refused')
  await chat.context().setOffline(true)
}

async function goOnline(): Promise<void> {
  await hub.setFault(null)
  await chat.context().setOffline(false)
}

const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const conversationRow = (title: string) => chat.getByRole('button', { name: title, exact: true })
/** Opens it from the list, and waits until it is there: what is sent before goes to the one that was open. */
async function openConversation(title: string): Promise<void> {
  await conversationRow(title).click()
  await expect(conversationRow(title)).toHaveAttribute('aria-current', 'page')
}
const listSentPrompts = () => hub.requests.flatMap(({ path, body }) => (path.endsWith('/chat/completions') ? getLastPrompt(body) : []))
const getLastPrompt = (body: string): string => JSON.parse(body).messages.at(-1).content
const unsentNotice = (count: number) =>
  chat.getByText((count === 1 ? en.notice.backOnline_one : en.notice.backOnline_other).replace('{{count}}', String(count)))

test('says that it is offline while history, search, drafts and settings go on', async () => {
  await goOffline()
  await expect(chat.getByText(en.notice.offline)).toBeVisible()

  await promptBox().fill('a draft of what to ask')
  await openConversation('/say The herring swims in the north')
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('The herring swims in the north').last()).toBeVisible()
  await chat.getByRole('searchbox', { name: en.history.search }).fill('herring')
  await expect(chat.locator('mark').first()).toBeVisible()
  await chat.getByRole('searchbox', { name: en.history.search }).fill('')
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.appearance }).click()
  await chat.getByRole('radio', { name: en.settings.dark }).check({ force: true })
  await expect(chat.locator('html')).toHaveAttribute('data-appearance', 'dark')
  await chat.getByRole('radio', { name: en.settings.system }).check({ force: true })
  await chat.keyboard.press('Escape')
  await startNewConversation(chat)
  await expect(promptBox()).toHaveValue('a draft of what to ask')
  await promptBox().fill('')

  await goOnline()
  await expect(chat.getByText(en.notice.offline)).toHaveCount(0)
})

test('sends what was not sent once it is back, in its order, and not before a click', async () => {
  await goOffline()
  await sendPrompt(chat, '/say first unsent')
  await expect(chat.getByText(en.failure.offlineKept)).toBeVisible()
  await startNewConversation(chat)
  await sendPrompt(chat, '/say second unsent')
  await startNewConversation(chat)
  await goOnline()
  await expect(unsentNotice(2)).toBeVisible()
  // One more that works, so that whatever was to be sent unasked would have been.
  await sendPrompt(chat, '/say something else')
  expect(listSentPrompts().filter((prompt) => prompt.endsWith('unsent'))).toEqual([])

  await openConversation('/say second unsent')
  await chat.getByRole('button', { name: en.notice.sendUnsent_other }).click()
  await expect(unsentNotice(2)).toHaveCount(0)
  await waitForAnswerEnd(chat, 2)
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('second unsent', { exact: true })).toBeVisible()
  await expect(conversationRow('/say first unsent')).toHaveAccessibleDescription(en.history.badges.answered)
  expect(listSentPrompts().filter((prompt) => prompt.endsWith('unsent'))).toEqual(['/say first unsent', '/say second unsent'])
})

test('forgets what was sent by hand, went along with another prompt, or was deleted; "Not now" leaves the rest where it is', async () => {
  await goOffline()
  for (const name of ['retried', 'joined', 'deleted', 'left']) {
    await startNewConversation(chat)
    await sendPrompt(chat, `/say ${name}`)
  }
  await goOnline()
  await expect(unsentNotice(4)).toBeVisible()

  await openConversation('/say retried')
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await waitForAnswerEnd(chat, 2)
  await expect(unsentNotice(3)).toBeVisible()
  await openConversation('/say joined')
  await sendPrompt(chat, '/say and more')
  await expect(unsentNotice(2)).toBeVisible()
  await conversationRow('/say deleted').focus()
  await chat.keyboard.press('Delete')
  await expect(unsentNotice(1)).toBeVisible()
  await chat.getByRole('button', { name: en.notice.notNow }).click()
  await expect(unsentNotice(1)).toHaveCount(0)
  await openConversation('/say left')
  await expect(chat.getByText(en.failure.wasOffline)).toBeVisible()
  await expect(chat.getByRole('button', { name: en.failure.retry })).toBeVisible()
})

test('after a restart the card of a prompt that was not sent still has its button', async () => {
  await goOffline()
  await sendPrompt(chat, '/say over a restart')
  await app.close()
  await hub.setFault(null)
  await start()
  await expect(chat.getByText(en.failure.wasOffline)).toBeVisible()
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await openConversation('/say over a restart')
  await expect(chat.getByRole('article', { name: en.chat.you }).getByText('/say over a restart')).toBeVisible()
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('over a restart', { exact: true })).toBeVisible()
})

test('a list of models that cannot be had says it as well, and the next success takes it back', async () => {
  await hub.setFault('connection-refused')
  await callMain(chat, 'models.refresh', undefined)
  await expect(chat.getByText(en.notice.offline)).toBeVisible()
  await hub.setFault(null)
  await sendPrompt(chat, '/say back again')
  await expect(chat.getByText(en.notice.offline)).toHaveCount(0)
})
