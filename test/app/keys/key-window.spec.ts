// The key window. Every button is reached and pressed by keyboard.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { cancelKey } from '../../support/app-actions.ts'

const wellFormedKey = `hf_${'a1B2'.repeat(8)}xy`

let hub: Hub
let app: LaunchedApp
let chat: Page
let window: Page

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launch({ hub: hub.origin, ...options })
  chat = await app.chatWindow()
}

async function openKeyWindow(button: string = en.key.set): Promise<void> {
  await chat.getByRole('button', { name: button }).first().click()
  window = await app.keyWindow()
}

const maxPresses = 20

const keyInput = () => window.getByLabel('Paste your key here')
const pressSave = () => tabToAndPress('Save')

/** Moves the focus to a button with Tab, from wherever it is, and presses Enter. */
async function tabToAndPress(name: string): Promise<void> {
  const target = window.getByRole('button', { name, exact: true })
  for (let pressCount = 0; pressCount < maxPresses; pressCount += 1) {
    if (await target.evaluate((element) => document.activeElement === element)) return window.keyboard.press('Enter')
    await window.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to “${name}”`)
}

/** In legacy mode, because the default mode opens a page in the app's browser. */
async function findAxeViolations(): Promise<unknown> {
  return (await new AxeBuilder({ page: window }).setLegacyMode().analyze()).violations
}

/** Pastes with the event that the keyboard shortcut fires. */
async function pasteText(text: string): Promise<void> {
  await keyInput().evaluate((input, pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

test.beforeAll(async () => {
  hub = await startHub()
})
test.afterAll(() => hub.close())

test.describe('key window', () => {
  test.beforeAll(() => start())
  test.afterAll(() => app.close())
  test.beforeEach(() => openKeyWindow())
  test.afterEach(async () => {
    if (!window.isClosed()) await cancelKey(window)
  })

  test('hides the key until Show is pressed', async () => {
    await keyInput().fill(wellFormedKey)
    await expect(keyInput()).toHaveAttribute('type', 'password')
    await tabToAndPress('Show')
    await expect(keyInput()).toHaveAttribute('type', 'text')
    await tabToAndPress('Hide')
    await expect(keyInput()).toHaveAttribute('type', 'password')
  })

  test('shows at once what looks wrong, without a request', async () => {
    const hint = window.locator('#hint')
    const requestsBefore = hub.requests.length
    await keyInput().fill('sk-0123456789012345678901234567890')
    await expect(hint).toHaveText('Keys usually begin with hf_. Is this the right one?')
    await keyInput().fill('hf_short')
    await expect(hint).toHaveText('This looks too short. Was the whole key copied?')
    await keyInput().fill(wellFormedKey)
    await expect(hint).toHaveText('')
    await keyInput().fill('')
    await pasteText(`${wellFormedKey}\n${wellFormedKey}`)
    await expect(hint).toHaveText('There is a line break in the middle. Copy the key in one piece.')
    await expect(keyInput()).toHaveValue('')
    await pressSave()
    await expect(hint).toHaveText('Paste or type your key first.')
    expect(hub.requests.slice(requestsBefore).filter(({ path }) => path.startsWith('/api/whoami'))).toEqual([])
  })

  test('explains a rejected key and takes another one', async () => {
    await keyInput().fill(hub.keys.rejected)
    await pressSave()
    await expect(window.getByRole('alert')).toContainText('Hugging Face did not accept the key.')
    await tabToAndPress(en.keyWindow.remedies.another)
    await expect(keyInput()).toHaveValue('')
    await expect(keyInput()).toBeFocused()
  })

  test('shows where to create a key when one may not run models', async () => {
    await keyInput().fill(hub.keys.fineGrainedWithoutRight)
    await pressSave()
    await tabToAndPress(en.keyWindow.remedies.address)
    await expect(window.locator('#address')).toBeFocused()
    await expect(window.locator('#address')).toHaveValue(/^https:\/\/huggingface\.co\/settings\/tokens\/new\?/)
  })

  test('closes on Cancel and saves nothing', async () => {
    await keyInput().fill(hub.keys.fineGrained)
    // The window may close before the key press returns.
    await Promise.all([window.waitForEvent('close'), tabToAndPress('Cancel').catch(() => undefined)])
    await expect(chat.getByRole('button', { name: en.key.set }).first()).toBeVisible()
  })

  test('has no axe violations, light and dark, with and without a failure', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await app.setSystemTheme(theme)
      await keyInput().fill(hub.keys.rejected)
      expect(await findAxeViolations()).toEqual([])
      await pressSave()
      await expect(window.getByRole('alert')).toBeVisible()
      expect(await findAxeViolations()).toEqual([])
    }
  })
})

test.describe('key window in a fresh app', () => {
  test.afterEach(() => app.close())

  test('saves a valid key and closes', async () => {
    await start()
    await openKeyWindow()
    await pasteText(` ${hub.keys.fineGrained}\n`)
    const closed = window.waitForEvent('close')
    await pressSave()
    await closed
    await expect(chat.getByRole('button', { name: en.key.set })).toHaveCount(0)
  })

  test.describe('without a keychain', () => {
    let keyring: Keyring

    test.beforeEach(async () => {
      keyring = await startKeyring('no-service')
    })
    test.afterEach(() => keyring.stop())

    test('offers to use the key until the app quits', async () => {
      await start({ keychain: 'real', keyring })
      await openKeyWindow(en.key.missingAction)
      await keyInput().fill(hub.keys.fineGrained)
      await pressSave()
      await expect(window.getByRole('alert')).toContainText('This computer has no keychain that Parley can use.')
      const closed = window.waitForEvent('close')
      await tabToAndPress('Use it until I quit')
      await closed
      await expect(chat.getByText(en.notice.sessionKey)).toBeVisible()
    })
  })
})
