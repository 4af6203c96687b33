// Keys in the settings: replacing and revoking one, the reminder of its age, and taking over a key that was found.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { keysAddress, newKeyAddress } from '../../../shared/link.ts'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { cancelKey, saveKey, sendPrompt, setKey } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launch({ hub: hub.origin, ...options })
  chat = await app.chatWindow()
}

/** With this key active, and the settings open. */
async function startWithKey(name: keyof Hub['keys']): Promise<void> {
  await start()
  await setKey(app, hub.keys[name])
  await openSettings()
}

const openSettings = () => chat.keyboard.press('ControlOrMeta+,')
const closeSettings = () => chat.getByRole('button', { name: en.settings.close }).click()
const panel = () => chat.getByRole('tabpanel')
const button = (name: string) => chat.getByRole('button', { name, exact: true })
const listOpenedUrls = async () => (await app.shellCalls()).flatMap((call) => (call.kind === 'open-external' ? [call.url] : []))
const getLastRunKey = () => hub.requests.findLast(({ path }) => path === '/v1/chat/completions')?.headers['authorization']

async function typeReplacement(key: string): Promise<Page> {
  await button(en.key.replace).click()
  const window = await app.keyWindow()
  await window.getByLabel(en.keyWindow.page.label).fill(key)
  return window
}

test.describe('key settings', () => {
  test.beforeEach(async () => {
    hub = await startHub({ speed: 0 })
  })

  test.afterEach(async () => {
    await app.close()
    await hub.close()
  })

  test('replaces a key once the new one has answered a prompt', async () => {
    await startWithKey('fineGrainedScoped')
    const window = await typeReplacement(hub.keys.fineGrained)
    await expect(window.getByRole('heading')).toHaveText(en.keyWindow.replaceTitle.replace('{{name}}', 'fineGrainedScoped key'))
    await saveKey(window)
    await expect(panel()).toContainText(en.key.replaced)
    await expect(panel()).toContainText(en.key.statusRight)
    await expect(panel().getByRole('radio')).toHaveCount(1)
    expect(getLastRunKey()).toBe(`Bearer ${hub.keys.fineGrained}`)
    await button(en.key.openKeys).click()
    await expect.poll(listOpenedUrls).toEqual([keysAddress])
  })

  test('keeps the old key and says so if the new one does not work', async () => {
    await startWithKey('fineGrained')
    await hub.setFault('no-permission', { times: 1 })
    const window = await typeReplacement(hub.keys.read)
    await window.getByRole('button', { name: en.keyWindow.page.save }).click()
    await expect(window.getByRole('alert')).toContainText(`${en.failures['key-lacks-permission']} ${en.keyWindow.oldKeyStays}`)
    await cancelKey(window)
    await closeSettings()
    await sendPrompt(chat, '/say still here')
    expect(getLastRunKey()).toBe(`Bearer ${hub.keys.fineGrained}`)
  })

  test('revokes a lost key after confirmation, and opens the page for a new one', async () => {
    await startWithKey('fineGrained')
    await button(en.key.revoke).click()
    await chat.getByRole('alertdialog').getByRole('button', { name: en.settings.cancel }).click()
    expect(hub.requests.some(({ path }) => path === '/api/credentials/revoke')).toBe(false)
    await button(en.key.revoke).click()
    await button(en.key.revokeConfirm).click()
    await expect(panel()).toContainText(en.key.statusNone)
    await expect.poll(listOpenedUrls).toEqual([newKeyAddress])
    const reply = await fetch(`${hub.origin}/api/whoami-v2`, { headers: { authorization: `Bearer ${hub.keys.fineGrained}` } })
    expect(reply.status).toBe(401)
  })

  test('keeps a key that could not be revoked, and says why', async () => {
    await startWithKey('fineGrained')
    await hub.setFault('connection-refused', { scope: 'key' })
    await button(en.key.revoke).click()
    await button(en.key.revokeConfirm).click()
    await expect(chat.getByRole('alertdialog')).toContainText(en.failures.offline)
    await chat.getByRole('alertdialog').getByRole('button', { name: en.settings.close }).click()
    await expect(panel().getByRole('radio')).toHaveCount(1)
  })

  test('reminds of an old key until Later or Never, and opens the key window', async () => {
    await startWithKey('old')
    const keyAgeNotice = chat.getByText(/Your key “old key” is [\d,]+ days old\./)
    await expect(keyAgeNotice).toBeVisible()
    await panel().getByRole('button', { name: en.key.reminder }).click()
    await chat.getByRole('option', { name: en.key.reminderNever }).click()
    await expect(keyAgeNotice).toHaveCount(0)
    await panel().getByRole('button', { name: en.key.reminder }).click()
    await chat.getByRole('option', { name: 'After 365 days' }).click()
    await closeSettings()
    await expect(keyAgeNotice).toBeVisible()
    await button(en.notice.replaceKey).click()
    const window = await app.keyWindow()
    await expect(window.getByRole('heading')).toHaveText(en.keyWindow.replaceTitle.replace('{{name}}', 'old key'))
    await cancelKey(window)
    await button(en.notice.later).click()
    await expect(keyAgeNotice).toHaveCount(0)
  })

  test('warns of a key in the environment, also after it was saved, and explains its removal', async () => {
    await start({ environment: { HF_TOKEN: hub.keys.fineGrained } })
    const foundKeyRegion = chat.getByRole('region', { name: en.key.foundTitle })
    await expect(foundKeyRegion).toContainText(en.key.foundVariableRisk)
    await foundKeyRegion.getByRole('button', { name: en.key.keepInKeychain }).click()
    await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    await openSettings()
    await expect(panel().getByRole('region', { name: en.key.exposedTitle })).toContainText('delete the line with HF_TOKEN')
  })

  test.describe('with a home folder of its own', () => {
    let home: string

    test.beforeEach(() => {
      // Removed at the end of the process: the app is closed later and may still write there.
      home = createTempFolder('parley-home-').path
      mkdirSync(join(home, '.cache/huggingface'), { recursive: true })
    })

    test('offers a key from another program’s file by its last four characters, and names the file once saved', async () => {
      const file = join(home, '.cache/huggingface/token')
      writeFileSync(file, `${hub.keys.fineGrained}\n`)
      await start({ home })
      const foundKeyRegion = chat.getByRole('region', { name: en.key.foundTitle })
      await expect(foundKeyRegion).toContainText(`It is in ${file} and ends in ${hub.keys.fineGrained.slice(-4)}.`)
      await expect(foundKeyRegion).not.toContainText(hub.keys.fineGrained.slice(3, -4))
      await foundKeyRegion.getByRole('button', { name: en.key.keepInKeychain }).click()
      await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
      await openSettings()
      await expect(panel().getByRole('region', { name: en.key.exposedTitle })).toContainText(file)
    })
  })
})
