// Where the focus goes when what had it is gone: to the dialog that is open, or else to the prompt box, so that whoever types goes on typing.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { setKey, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'

let hub: Hub

test.beforeAll(async () => {
  hub = await startHub()
})
test.afterAll(() => hub.close())

const promptBoxIn = (chat: Page): Locator => chat.getByRole('textbox', { name: 'Your prompt' })

test('is in the prompt box once the key is set', async () => {
  const app = await launch({ hub: hub.origin, motion: 'full' })
  await setKey(app, hub.keys.fineGrained)
  await expect(promptBoxIn(await app.chatWindow())).toBeFocused()
  await app.close()
})

test.describe('with a key', () => {
  let app: LaunchedApp
  let chat: Page

  test.beforeAll(async () => {
    app = await launchWithKey(hub, { motion: 'full' })
    chat = await app.chatWindow()
  })
  test.afterAll(() => app.close())

  test('is in the prompt box after Stop', async () => {
    await submitPrompt(chat, '/length 20000')
    const stop = chat.getByRole('button', { name: 'Stop', exact: true })
    await stop.click()
    await expect(stop).toHaveCount(0)
    await expect(promptBoxIn(chat)).toBeFocused()
  })

  test('is in the prompt box of a new conversation that is there already', async () => {
    await startNewConversation(chat)
    await chat.keyboard.press(getCommandKey('searchHistory'))
    await expect(chat.getByRole('searchbox')).toBeFocused()
    await chat.keyboard.press(getCommandKey('newConversation'))
    await expect(promptBoxIn(chat)).toBeFocused()
    await chat.keyboard.press(getCommandKey('palette'))
    await expect(chat.getByRole('dialog')).toBeVisible()
    await chat.keyboard.press(getCommandKey('newConversation'))
    await expect(chat.getByRole('dialog')).toHaveCount(0)
    await expect(promptBoxIn(chat)).toBeFocused()
  })

  test('is in the dialog that is open, for an Escape in the moment in which it is lost', async () => {
    await chat.keyboard.press(getCommandKey('settings'))
    const dialog = chat.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await dialog.evaluate((element) => {
      const button = document.createElement('button')
      element.append(button)
      button.focus()
      button.remove()
      // No frame comes between the two.
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    })
    await expect(dialog).toHaveCount(0)
  })
})
