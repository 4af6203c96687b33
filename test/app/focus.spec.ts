// Where the focus goes when what had it is gone: to the prompt box, so that whoever types goes on typing.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { startHub, type Hub } from '../support/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { setKey, startSending } from '../support/session.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const box = (): Locator => chat.getByRole('textbox', { name: 'Your prompt' })

test.beforeEach(async () => {
  hub = await startHub()
  app = await launch({ hub: hub.origin })
  chat = await app.chatWindow()
})
test.afterEach(async () => {
  await app.close()
  await hub.close()
})

test('is in the prompt box once the key is set', async () => {
  await setKey(app, hub.keys.fineGrained)
  await expect(box()).toBeFocused()
})

test('is in the prompt box after Stop', async () => {
  await setKey(app, hub.keys.fineGrained)
  await startSending(chat, '/length 20000')
  const stop = chat.getByRole('button', { name: 'Stop', exact: true })
  await stop.click()
  await expect(stop).toHaveCount(0)
  await expect(box()).toBeFocused()
})
