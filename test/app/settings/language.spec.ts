// The language of the windows: the system's at first, and a chosen one at once and after a restart.

import type { Page } from '@playwright/test'
import { translation as de } from '../../../shared/words/de/translation.ts'
import { en } from '../../../shared/words/en/en.ts'
import type { Words } from '../../../shared/words/words.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'

const getPageLanguage = (page: Page) => page.evaluate(() => document.documentElement.lang)

async function chooseLanguage(chat: ChatPage, words: Words, language: string): Promise<void> {
  await chat.settings.open(words.settings.appearance)
  await chat.page.getByRole('radiogroup', { name: words.settings.language }).getByText(language).click()
}

async function setKeyInLanguage(chat: ChatPage, app: RestartableApp, hub: Hub, words: Words): Promise<void> {
  await chat.page.getByRole('button', { name: words.key.set }).first().click()
  const window = await app.keyWindow()
  expect(await getPageLanguage(window)).toBe(await getPageLanguage(chat.page))
  await expect(window.getByRole('heading', { name: words.keyWindow.page.title })).toBeVisible()
  await window.getByLabel(words.keyWindow.page.label).fill(hub.keys.fineGrained)
  await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: words.keyWindow.page.save }).click()])
}

test.describe('language', () => {
  test.describe('on a German system', () => {
    test.use({ setup: { scope: 'test', key: 'none', launch: { environment: { LANG: 'de_AT.UTF-8' } } } })

    test('is used from the first screen on', async ({ chat, app, hub }) => {
      await expect(chat.page.getByText(de.key.welcome)).toBeVisible()
      expect(await getPageLanguage(chat.page)).toBe('de')
      await setKeyInLanguage(chat, app, hub, de)
      await expect(chat.page.getByText(de.chat.greeting)).toBeVisible()
    })

    test('formats numbers', async ({ chat, app, hub }) => {
      await setKeyInLanguage(chat, app, hub, de)
      await chat.pressCommand('chooseModel')
      await expect(chat.page.getByText(/\d,\d+\s\$/).first()).toBeVisible()
    })
  })

  test.describe('in the settings', () => {
    test.use({ setup: { scope: 'test', key: 'none' } })

    test('changes everywhere as soon as another is chosen', async ({ chat, app, hub }) => {
      await setKeyInLanguage(chat, app, hub, en)
      await chat.send('/say See [this](https://huggingface.co/docs).')
      await chooseLanguage(chat, en, 'Deutsch')
      await expect(chat.dialog(de.settings.title)).toBeVisible()
      await expect(chat.settings.tab(de.settings.privacy)).toBeVisible()
      expect(await getPageLanguage(chat.page)).toBe('de')
      await chat.dialog(de.settings.title).getByRole('button', { name: de.settings.close }).click()

      await expect(chat.page.getByRole('button', { name: de.history.newConversation })).toBeVisible()
      await expect(chat.sidebar.list).toContainText(de.history.today)
      await expect(chat.page.getByRole('article', { name: de.chat.you })).toBeVisible()
      await chat.conversation.messages.getByRole('link').click()
      await expect.poll(() => app.shellCalls()).toContainEqual(expect.objectContaining({ kind: 'message-box' }))
      const messageBox = (await app.shellCalls()).find(({ kind }) => kind === 'message-box')
      expect(JSON.stringify(messageBox)).toContain(de.system.openLink.open)
      await app.answerDialog({ kind: 'cancel' })
    })

    test('stays the chosen one after a restart', async ({ chat, app }) => {
      await chooseLanguage(chat, en, 'Deutsch')
      await expect(chat.dialog(de.settings.title)).toBeVisible()
      await app.restart()
      await expect(chat.page.getByText(de.key.welcome)).toBeVisible()
      await chooseLanguage(chat, de, de.settings.systemLanguage)
      await expect(chat.dialog(en.settings.title)).toBeVisible()
    })
  })
})
