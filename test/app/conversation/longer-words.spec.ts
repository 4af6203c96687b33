// The layout holds with words that are 40 % longer, at the size of a small window and at the smallest there is.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { keyOf } from '../../support/command-keys.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lengthenWords, wordsWithoutRoom } from '../../support/page/longer-words.ts'
import { closeDialogs, send, setKey } from '../../support/session.ts'

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

async function lengthen(): Promise<void> {
  await lengthenWords(chat)
  await chat.reload()
  await expect(chat.getByRole('textbox')).toBeVisible()
}

async function look(): Promise<void> {
  for (const [width, height] of sizes) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    expect(await wordsWithoutRoom(chat), `${width}×${height}`).toEqual([])
  }
}

test('the first screen has room for longer words', async () => {
  await start()
  await lengthen()
  await expect(chat.getByRole('heading', { name: new RegExp(`^${en.key.welcome.split(' ')[0]}`) })).toBeVisible()
  await look()
  await app.close()
})

test.describe('once a key is set', () => {
  test.beforeAll(async () => {
    await start()
    await setKey(app, hub.keys.fineGrained)
    await send(chat, '/markdown\nShow me everything.')
    await send(chat, '/fault credits-used-up\nThis will fail.')
    await lengthen()
  })
  test.afterAll(() => app.close())
  test.afterEach(() => closeDialogs(chat))

  test('a conversation with a failure and its details has room for longer words', async () => {
    await chat.locator('summary').last().click()
    await look()
  })

  test('each page of the settings has room for longer words', async () => {
    await chat.keyboard.press('ControlOrMeta+,')
    const tabs = chat.getByRole('tab')
    await expect(tabs).not.toHaveCount(0)
    for (const tab of await tabs.all()) {
      await tab.click()
      await look()
    }
  })

  test('the picker of models has room for longer words', async () => {
    await chat.keyboard.press(keyOf('chooseModel'))
    await expect(chat.getByRole('row').first()).toBeVisible()
    await look()
  })

  for (const [what, command] of [
    ['the palette', 'palette'],
    ['the sheet of keys', 'shortcuts'],
  ] as const) {
    test(`${what} has room for longer words`, async () => {
      await chat.keyboard.press(keyOf(command))
      await expect(chat.getByRole('dialog')).toBeVisible()
      await look()
    })
  }
})
