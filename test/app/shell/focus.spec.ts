// Where the focus goes when the focused element disappears: to the open dialog, otherwise to the prompt box, so that typing continues.

import { expect, test } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'

test.describe('focus', () => {
  test.describe('without a key', () => {
    test.use({ setup: { key: 'none', launch: { motion: 'full' } } })

    test('moves to the prompt box once the key is set', async ({ chat, app, hub }) => {
      await setKey(app, hub.keys.fineGrained)
      await expect(chat.promptBox.field).toBeFocused()
    })
  })

  test.describe('with a key', () => {
    test.use({ setup: { hub: { speed: 60 }, launch: { motion: 'full' } } })

    test('moves to the prompt box after Stop', async ({ chat }) => {
      await chat.submit('/length 20000')
      await chat.conversation.stopButton.click()
      await expect(chat.conversation.stopButton).toHaveCount(0)
      await expect(chat.promptBox.field).toBeFocused()
    })

    test('moves to the prompt box when the new conversation is already open', async ({ chat }) => {
      await chat.startNewConversation()
      await chat.pressCommand('searchHistory')
      await expect(chat.sidebar.search).toBeFocused()
      await chat.pressCommand('newConversation')
      await expect(chat.promptBox.field).toBeFocused()
      await chat.pressCommand('palette')
      await expect(chat.dialog()).toBeVisible()
      await chat.pressCommand('newConversation')
      await expect(chat.dialog()).toHaveCount(0)
      await expect(chat.promptBox.field).toBeFocused()
    })

    test('moves to the open dialog, in time for an Escape right after it was lost', async ({ chat }) => {
      await chat.pressCommand('settings')
      await expect(chat.dialog()).toBeVisible()
      await chat.dialog().evaluate((element) => {
        const button = document.createElement('button')
        element.append(button)
        button.focus()
        button.remove()
        // In the same frame in which the focus was lost.
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
      })
      await expect(chat.dialog()).toHaveCount(0)
    })
  })
})
