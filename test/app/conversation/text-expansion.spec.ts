// The layout holds with words that are 40 % longer, at the size of a small window and at the smallest there is.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lengthenWords, findClippedText } from '../../support/page/longer-text.ts'
import { closeDialogs, sendPrompt, setKey } from '../../support/app-actions.ts'

const sizes = [
  [900, 600],
  [640, 480],
] as const

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin })
  chat = await app.chatWindow()
}

async function lengthenScreenWords(): Promise<void> {
  await lengthenWords(chat)
  await chat.reload()
  await expect(chat.getByRole('textbox')).toBeVisible()
}

async function expectNoOverflow(): Promise<void> {
  for (const [width, height] of sizes) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    expect(await findClippedText(chat), `${width}×${height}`).toEqual([])
  }
}

test('the first screen has room for longer words', async () => {
  await start()
  await lengthenScreenWords()
  await expect(chat.getByRole('heading', { name: new RegExp(`^${en.key.welcome.split(' ')[0]}`) })).toBeVisible()
  await expectNoOverflow()
  await app.close()
})

test.describe('once a key is set', () => {
  test.beforeAll(async () => {
    await start()
    await setKey(app, hub.keys.fineGrained)
    await sendPrompt(chat, '/markdown\nShow me everything.')
    await sendPrompt(chat, '/fault credits-used-up\nThis will fail.')
    await lengthenScreenWords()
  })
  test.afterAll(() => app.close())
  test.afterEach(() => closeDialogs(chat))

  test('a conversation with a failure and its details has room for longer words', async () => {
    await chat.locator('summary').last().click()
    await expectNoOverflow()
  })

  test('each page of the settings has room for longer words', async () => {
    await chat.keyboard.press('ControlOrMeta+,')
    const tabs = chat.getByRole('tab')
    await expect(tabs).not.toHaveCount(0)
    for (const tab of await tabs.all()) {
      await tab.click()
      await expectNoOverflow()
    }
  })

  test('the picker of models has room for longer words', async () => {
    await chat.keyboard.press(getCommandKey('chooseModel'))
    await expect(chat.getByRole('row').first()).toBeVisible()
    await expectNoOverflow()
  })

  for (const [screenName, command] of [
    ['the palette', 'palette'],
    ['the sheet of keys', 'shortcuts'],
  ] as const) {
    test(`${screenName} has room for longer words`, async () => {
      await chat.keyboard.press(getCommandKey(command))
      await expect(chat.getByRole('dialog')).toBeVisible()
      await expectNoOverflow()
    })
  }
})
