// Without a network: what still works, what is said, and that nothing is sent afterwards without a click.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { callMain, endOfAnswer, send, setKey, startNewConversation } from '../../support/session.ts'

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
  await send(chat, '/say The herring swims in the north')
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

async function comeBack(): Promise<void> {
  await hub.setFault(null)
  await chat.context().setOffline(false)
}

const box = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const row = (title: string) => chat.getByRole('button', { name: title, exact: true })
/** Opens it from the list, and waits until it is there: what is sent before goes to the one that was open. */
async function open(title: string): Promise<void> {
  await row(title).click()
  await expect(row(title)).toHaveAttribute('aria-current', 'page')
}
const asked = () => hub.requests.flatMap(({ path, body }) => (path.endsWith('/chat/completions') ? lastPrompt(body) : []))
const lastPrompt = (body: string): string => JSON.parse(body).messages.at(-1).content
const unsentNotice = (count: number) =>
  chat.getByText((count === 1 ? en.notice.backOnline_one : en.notice.backOnline_other).replace('{{count}}', String(count)))

test('says that it is offline while history, search, drafts and settings go on', async () => {
  await goOffline()
  await expect(chat.getByText(en.notice.offline)).toBeVisible()

  await box().fill('a draft of what to ask')
  await open('/say The herring swims in the north')
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
  await expect(box()).toHaveValue('a draft of what to ask')
  await box().fill('')

  await comeBack()
  await expect(chat.getByText(en.notice.offline)).toHaveCount(0)
})

test('sends what was not sent once it is back, in its order, and not before a click', async () => {
  await goOffline()
  await send(chat, '/say first unsent')
  await expect(chat.getByText(en.failure.kept)).toBeVisible()
  await startNewConversation(chat)
  await send(chat, '/say second unsent')
  await startNewConversation(chat)
  await comeBack()
  await expect(unsentNotice(2)).toBeVisible()
  // One more that works, so that whatever was to be sent unasked would have been.
  await send(chat, '/say something else')
  expect(asked().filter((prompt) => prompt.endsWith('unsent'))).toEqual([])

  await open('/say second unsent')
  await chat.getByRole('button', { name: en.notice.sendUnsent_other }).click()
  await expect(unsentNotice(2)).toHaveCount(0)
  await endOfAnswer(chat, 2)
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('second unsent', { exact: true })).toBeVisible()
  await expect(row('/say first unsent')).toHaveAccessibleDescription(en.history.marks.answered)
  expect(asked().filter((prompt) => prompt.endsWith('unsent'))).toEqual(['/say first unsent', '/say second unsent'])
})

test('forgets what was sent by hand, went along with another prompt, or was deleted; "Not now" leaves the rest where it is', async () => {
  await goOffline()
  for (const name of ['retried', 'joined', 'deleted', 'left']) {
    await startNewConversation(chat)
    await send(chat, `/say ${name}`)
  }
  await comeBack()
  await expect(unsentNotice(4)).toBeVisible()

  await open('/say retried')
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await endOfAnswer(chat, 2)
  await expect(unsentNotice(3)).toBeVisible()
  await open('/say joined')
  await send(chat, '/say and more')
  await expect(unsentNotice(2)).toBeVisible()
  await row('/say deleted').focus()
  await chat.keyboard.press('Delete')
  await expect(unsentNotice(1)).toBeVisible()
  await chat.getByRole('button', { name: en.notice.notNow }).click()
  await expect(unsentNotice(1)).toHaveCount(0)
  await open('/say left')
  await expect(chat.getByText(en.failure.wasOffline)).toBeVisible()
  await expect(chat.getByRole('button', { name: en.failure.retry })).toBeVisible()
})

test('after a restart the card of a prompt that was not sent still has its button', async () => {
  await goOffline()
  await send(chat, '/say over a restart')
  await app.close()
  await hub.setFault(null)
  await start()
  await expect(chat.getByText(en.failure.wasOffline)).toBeVisible()
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await open('/say over a restart')
  await expect(chat.getByRole('article', { name: en.chat.you }).getByText('/say over a restart')).toBeVisible()
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('over a restart', { exact: true })).toBeVisible()
})

test('a list of models that cannot be had says it as well, and the next success takes it back', async () => {
  await hub.setFault('connection-refused')
  await callMain(chat, 'models.refresh', undefined)
  await expect(chat.getByText(en.notice.offline)).toBeVisible()
  await hub.setFault(null)
  await send(chat, '/say back again')
  await expect(chat.getByText(en.notice.offline)).toHaveCount(0)
})
