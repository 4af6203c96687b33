// The language of the windows: the system's at first, and a chosen one at once and after a restart.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { de } from '../../../shared/words/de/de.ts'
import { en } from '../../../shared/words/en/en.ts'
import type { Words } from '../../../shared/words/words.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { waitForAnswerEnd } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())
test.beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'parley-language-'))
})
test.afterEach(async () => {
  await app.close()
  rmSync(data, { recursive: true, force: true })
})

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launch({ hub: hub.origin, data, ...options })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^(Model|Modell): / })).toBeVisible()
}

const germanEnvironment = { environment: { LANG: 'de_AT.UTF-8' } }
const getPageLanguage = (page: Page) => page.evaluate(() => document.documentElement.lang)

async function chooseLanguage(words: Words, language: string): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: words.settings.appearance }).click()
  await chat.getByRole('radiogroup', { name: words.settings.language }).getByText(language).click()
}

async function sendPrompt(words: Words, prompt: string): Promise<void> {
  await expect(chat.getByRole('button', { name: words.chat.chooseModel })).toHaveCount(0)
  const box = chat.getByRole('textbox', { name: words.chat.promptLabel })
  await box.fill(prompt)
  await box.press('Enter')
  await waitForAnswerEnd(chat, 2)
}

async function setKeyInLanguage(words: Words): Promise<void> {
  await chat.getByRole('button', { name: words.key.set }).first().click()
  const window = await app.keyWindow()
  expect(await getPageLanguage(window)).toBe(await getPageLanguage(chat))
  await expect(window.getByRole('heading', { name: words.keyWindow.page.title })).toBeVisible()
  await window.getByLabel(words.keyWindow.page.label).fill(hub.keys.fineGrained)
  const closed = window.waitForEvent('close')
  await window.getByRole('button', { name: words.keyWindow.page.save }).click()
  await closed
}

test('language › is the system’s from the first screen on', async () => {
  await start(germanEnvironment)
  await expect(chat.getByText(de.key.welcome)).toBeVisible()
  expect(await getPageLanguage(chat)).toBe('de')
  await setKeyInLanguage(de)
  await expect(chat.getByText(de.chat.greeting)).toBeVisible()
})

test('language › changes everywhere as soon as another is chosen', async () => {
  await start()
  await setKeyInLanguage(en)
  await sendPrompt(en, '/say See [this](https://huggingface.co/docs).')
  await chooseLanguage(en, 'Deutsch')
  await expect(chat.getByRole('dialog', { name: de.settings.title })).toBeVisible()
  await expect(chat.getByRole('tab', { name: de.settings.privacy })).toBeVisible()
  expect(await getPageLanguage(chat)).toBe('de')
  await chat.getByRole('button', { name: de.settings.close }).click()

  await expect(chat.getByRole('button', { name: de.history.newConversation })).toBeVisible()
  await expect(chat.getByRole('navigation')).toContainText(de.history.today)
  await expect(chat.getByRole('article', { name: de.chat.you })).toBeVisible()
  await chat.getByRole('article').getByRole('link').click()
  await expect.poll(() => app.shellCalls()).toContainEqual(expect.objectContaining({ kind: 'message-box' }))
  const messageBox = (await app.shellCalls()).find(({ kind }) => kind === 'message-box')
  expect(JSON.stringify(messageBox)).toContain(de.system.openLink.open)
  await app.answerDialog({ kind: 'cancel' })
})

test('language › stays the chosen one after a restart', async () => {
  await start()
  await chooseLanguage(en, 'Deutsch')
  await expect(chat.getByRole('dialog', { name: de.settings.title })).toBeVisible()
  await app.close()
  await start()
  await expect(chat.getByText(de.key.welcome)).toBeVisible()
  await chooseLanguage(de, de.settings.systemLanguage)
  await expect(chat.getByRole('dialog', { name: en.settings.title })).toBeVisible()
})

test('language › formats numbers and dates', async () => {
  await start(germanEnvironment)
  await setKeyInLanguage(de)
  await chat.keyboard.press(getCommandKey('chooseModel'))
  await expect(chat.getByText(/\d,\d+\s\$/).first()).toBeVisible()
})
