// The layout has room for words that are 40 % longer, in a small window and in the smallest.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { expectNoClippedText, lengthenWords } from '../../support/page/longer-text.ts'

/** Makes the words of the page longer for the rest of this start. */
async function reloadWithLongerWords(chat: ChatPage): Promise<void> {
  await lengthenWords(chat.page)
  await chat.page.reload()
  await expect(chat.page.getByRole('textbox')).toBeVisible()
}

test.describe('room for longer words', () => {
  test.describe('without a key', () => {
    test.use({ setup: { key: 'none', afterStart: ({ chat }) => reloadWithLongerWords(chat) } })

    test('first screen', async ({ chat, app }) => {
      await expect(chat.page.getByRole('heading', { name: new RegExp(`^${en.key.welcome.split(' ')[0]}`) })).toBeVisible()
      await expectNoClippedText(app, chat.page)
    })
  })

  test.describe('with a key', () => {
    test.use({
      setup: {
        afterStart: async ({ chat }) => {
          await chat.send('/markdown\nShow me everything.')
          await chat.send('/fault credits-used-up\nThis will fail.')
          await reloadWithLongerWords(chat)
        },
      },
    })
    test.afterEach(({ chat }) => chat.closeDialogs())

    test('conversation with a failure and its details', async ({ chat, app }) => {
      await chat.page.locator('summary').last().click()
      await expectNoClippedText(app, chat.page)
    })

    test('each page of the settings', async ({ chat, app }) => {
      await chat.pressCommand('settings')
      const tabs = chat.page.getByRole('tab')
      await expect(tabs).not.toHaveCount(0)
      for (const tab of await tabs.all()) {
        await tab.click()
        await expectNoClippedText(app, chat.page)
      }
    })

    test('model picker', async ({ chat, app }) => {
      await chat.modelPicker.open()
      await expect(chat.modelPicker.rows.first()).toBeVisible()
      await expectNoClippedText(app, chat.page)
    })

    for (const [screenName, command] of [
      ['command palette', 'palette'],
      ['list of keyboard shortcuts', 'shortcuts'],
    ] as const) {
      test(screenName, async ({ chat, app }) => {
        await chat.pressCommand(command)
        await expect(chat.dialog()).toBeVisible()
        await expectNoClippedText(app, chat.page)
      })
    }
  })
})
