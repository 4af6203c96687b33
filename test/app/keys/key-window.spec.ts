// The key window. Every button is reached and pressed by keyboard.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { KeyWindow } from '../../pages/key-window.ts'
import { findAxeViolations } from '../../support/axe.ts'
import { pasteText } from '../../support/file-input.ts'
import { tabTo } from '../../support/keyboard.ts'

const wellFormedKey = `hf_${'a1B2'.repeat(8)}xy`

/** Moves the focus to a button with Tab, and presses Enter. */
async function pressButton(keyWindow: KeyWindow, name: string): Promise<void> {
  await tabTo(keyWindow.page, keyWindow.page.getByRole('button', { name, exact: true }))
  await keyWindow.page.keyboard.press('Enter')
}

/** The same for a button that closes the window: it may be gone before the key press is reported as done. */
async function pressButtonToClose(keyWindow: KeyWindow, name: string): Promise<void> {
  await Promise.all([keyWindow.page.waitForEvent('close'), pressButton(keyWindow, name).catch(() => undefined)])
}

const words = en.keyWindow.page

test.describe('key window', () => {
  test.afterEach(async ({ keyWindow }) => {
    if (!keyWindow.page.isClosed()) await keyWindow.cancel()
  })

  test.describe('until a key is kept', () => {
    test.use({ setup: { key: 'none' } })

    test('hides the key until Show is pressed', async ({ keyWindow }) => {
      await keyWindow.field.fill(wellFormedKey)
      await expect(keyWindow.field).toHaveAttribute('type', 'password')
      await pressButton(keyWindow, words.show)
      await expect(keyWindow.field).toHaveAttribute('type', 'text')
      await pressButton(keyWindow, en.keyWindow.hide)
      await expect(keyWindow.field).toHaveAttribute('type', 'password')
    })

    test('shows at once what looks wrong, without a request', async ({ keyWindow, hub }) => {
      const hint = keyWindow.page.locator('#hint')
      const requestsBefore = hub.requests.length
      await keyWindow.field.fill('sk-0123456789012345678901234567890')
      await expect(hint).toHaveText('Keys usually begin with hf_. Is this the right one?')
      await keyWindow.field.fill('hf_short')
      await expect(hint).toHaveText('This looks too short. Was the whole key copied?')
      await keyWindow.field.fill(wellFormedKey)
      await expect(hint).toHaveText('')
      await keyWindow.field.fill('')
      await pasteText(keyWindow.field, `${wellFormedKey}\n${wellFormedKey}`)
      await expect(hint).toHaveText('There is a line break in the middle. Copy the key in one piece.')
      await expect(keyWindow.field).toHaveValue('')
      await pressButton(keyWindow, words.save)
      await expect(hint).toHaveText('Paste or type your key first.')
      expect(hub.requests.slice(requestsBefore).filter(({ path }) => path.startsWith('/api/whoami'))).toEqual([])
    })

    test('explains a rejected key and takes another one', async ({ keyWindow, hub }) => {
      await keyWindow.field.fill(hub.keys.rejected)
      await pressButton(keyWindow, words.save)
      await expect(keyWindow.alert).toContainText('Hugging Face did not accept the key.')
      await pressButton(keyWindow, en.keyWindow.remedies.another)
      await expect(keyWindow.field).toHaveValue('')
      await expect(keyWindow.field).toBeFocused()
    })

    test('shows where to create a key when one may not run models', async ({ keyWindow, hub }) => {
      await keyWindow.field.fill(hub.keys.fineGrainedWithoutRight)
      await pressButton(keyWindow, words.save)
      await pressButton(keyWindow, en.keyWindow.remedies.address)
      const address = keyWindow.page.locator('#address')
      await expect(address).toBeFocused()
      await expect(address).toHaveValue(/^https:\/\/huggingface\.co\/settings\/tokens\/new\?/)
    })

    test('closes on Cancel and saves nothing', async ({ keyWindow, chat, hub }) => {
      await keyWindow.field.fill(hub.keys.fineGrained)
      await pressButtonToClose(keyWindow, words.cancel)
      await expect(chat.page.getByRole('button', { name: en.key.set }).first()).toBeVisible()
    })

    test('has no axe violations, light and dark, with and without a failure', async ({ keyWindow, app, hub }) => {
      for (const theme of ['light', 'dark'] as const) {
        await app.setSystemTheme(theme)
        await keyWindow.field.fill(hub.keys.rejected)
        expect(await findAxeViolations(keyWindow.page)).toEqual([])
        await pressButton(keyWindow, words.save)
        await expect(keyWindow.alert).toBeVisible()
        expect(await findAxeViolations(keyWindow.page)).toEqual([])
      }
    })
  })

  test.describe('with a valid key', () => {
    test.use({ setup: { key: 'none' } })

    test('saves it and closes', async ({ keyWindow, chat, hub }) => {
      await pasteText(keyWindow.field, ` ${hub.keys.fineGrained}\n`)
      await pressButtonToClose(keyWindow, words.save)
      await expect(chat.page.getByRole('button', { name: en.key.set })).toHaveCount(0)
    })
  })

  test.describe('without a keychain', () => {
    test.use({ setup: { key: 'none', keychain: 'no-service' } })

    test('offers to use the key until the app quits', async ({ keyWindow, chat, hub }) => {
      await keyWindow.field.fill(hub.keys.fineGrained)
      await pressButton(keyWindow, words.save)
      await expect(keyWindow.alert).toContainText('This computer has no keychain that Parley can use.')
      await pressButtonToClose(keyWindow, words.useOnce)
      await expect(chat.page.getByText(en.notice.sessionKey)).toBeVisible()
    })
  })
})
