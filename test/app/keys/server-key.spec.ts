// A server's own key: typed in the key window, saved in a real keyring, sent to that server only, and forgotten.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, findForms, searchFolders } from '../../support/process/canary-forms.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring, type KeyringState } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { startLocalServer, type LocalServer } from '../../stand-ins/own-server/local-server.ts'
import { saveKey, sendPrompt, startNewConversation } from '../../support/app-actions.ts'

const serverKey = `sk-${'Q7w2'.repeat(9)}`

let hub: Hub
let home: LocalServer
let keyring: Keyring
let app: LaunchedApp
let chat: Page
let data: string

async function startWithKeyring(state: KeyringState): Promise<void> {
  data = mkdtempSync(join(tmpdir(), 'parley-server-key-'))
  keyring = await startKeyring(state)
  await start()
}

async function stopAll(): Promise<void> {
  if (app.processes().length > 0) await app.close()
  await keyring.stop()
  rmSync(data, { recursive: true })
}

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data, keychain: 'real', keyring, recordIpc: true })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

const button = (name: string) => chat.getByRole('button', { name, exact: true })
const serverItem = () => chat.getByRole('tabpanel').getByRole('listitem')
const answers = en.servers.modelCount_other.replace('{{count, number}}', '2')
const lastAnswer = () => chat.getByRole('article').last()

async function openServers(): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.servers }).click()
}

async function addHomeServer(): Promise<void> {
  await openServers()
  await button(en.servers.add).click()
  await chat.getByLabel(en.servers.name, { exact: true }).fill('Home')
  await chat.getByLabel(en.servers.address, { exact: true }).fill(home.address)
  await button(en.servers.connect).click()
  await button(en.servers.addAnyway).click()
  await expect(serverItem()).toContainText(en.failures['server-refused-key'])
}

async function removeHomeServer(): Promise<void> {
  await button(en.servers.remove).click()
  await button(en.servers.removeConfirm).click()
}

async function typeServerKey(key: string): Promise<Page> {
  await button(en.servers.setKey).click()
  const window = await app.keyWindow()
  await expect(window.getByRole('heading')).toHaveText(en.keyWindow.serverTitle.replace('{{name}}', 'Home'))
  await window.getByLabel(en.keyWindow.page.label).fill(key)
  return window
}

async function closeDialog(): Promise<void> {
  await chat.keyboard.press('Escape')
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

async function chooseHomeModel(): Promise<void> {
  await chat.keyboard.press(getCommandKey('chooseModel'))
  await chat.getByRole('combobox', { name: en.models.search }).fill('home llama')
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

test.describe('server key', () => {
  test.skip(process.platform !== 'linux', 'this keyring exists on Linux only')

  test.beforeAll(async () => {
    hub = await startHub({ speed: 0 })
    home = await startLocalServer({ key: serverKey })
  })

  test.afterAll(async () => {
    await home.close()
    await hub.close()
  })

  test.describe('with an open keychain', () => {
    test.beforeAll(() => startWithKeyring('unlocked'))
    test.afterAll(stopAll)
    test.beforeEach(addHomeServer)
    test.afterEach(async () => {
      if ((await chat.getByRole('dialog').count()) === 0) await openServers()
      await removeHomeServer()
      await expect(serverItem()).toHaveCount(0)
      await closeDialog()
    })

    test('is forgotten after confirmation, and then the server refuses', async () => {
      await saveKey(await typeServerKey(serverKey))
      await expect(serverItem()).toContainText(answers)
      await button(en.servers.forgetKey).click()
      await chat.getByRole('alertdialog').getByRole('button', { name: en.settings.cancel }).click()
      await expect(serverItem()).toContainText(en.servers.keyOwn)
      await button(en.servers.forgetKey).click()
      await button(en.servers.forgetKeyConfirm).click()
      await expect(serverItem()).toContainText(en.servers.keyNone)
      await expect(serverItem()).toContainText(en.failures['server-refused-key'])
      await closeDialog()
      await chooseHomeModel()
      await sendPrompt(chat, 'Are you there?')
      await expect(chat.getByRole('region', { name: en.failures['server-refused-key'] })).toBeVisible()
      expect(home.requests.at(-1)?.headers['authorization']).toBeUndefined()
    })

    test('is forgotten with its address, which the form says before', async () => {
      await using otherServer = await startLocalServer()
      await saveKey(await typeServerKey(serverKey))
      await expect(serverItem()).toContainText(en.servers.keyOwn)
      await button(en.servers.change).click()
      await expect(chat.getByText(en.servers.losesKey)).toHaveCount(0)
      await chat.getByLabel(en.servers.address, { exact: true }).fill(otherServer.address)
      await expect(chat.getByText(en.servers.losesKey)).toBeVisible()
      await button(en.servers.save).click()
      await expect(serverItem()).toContainText(en.servers.keyNone)
      expect(findForms(JSON.stringify(otherServer.requests), canaryForms(serverKey))).toEqual([])
    })

    test('is removed with its server: a new one of the same name has none', async () => {
      await saveKey(await typeServerKey(serverKey))
      await expect(serverItem()).toContainText(answers)
      await removeHomeServer()
      await expect(button(en.servers.add)).toBeFocused()
      await closeDialog()
      await addHomeServer()
      await expect(serverItem()).toContainText(en.servers.keyNone)
    })

    test('may have any shape, but a Hugging Face key is questioned, and none is offered to be created', async () => {
      const window = await typeServerKey('x')
      await expect(window.getByRole('status').first()).toHaveText('')
      await expect(window.getByText(en.keyWindow.page.make)).toBeHidden()
      await window.getByLabel(en.keyWindow.page.label).fill(hub.keys.fineGrained)
      await expect(window.getByText(en.keyWindow.warnings.elsewhere)).toBeVisible()
      await window.getByLabel(en.keyWindow.page.label).fill(serverKey)
      await expect(window.getByText(en.keyWindow.warnings.elsewhere)).toHaveCount(0)
      await saveKey(window)
      expect(hub.requests.filter(({ path }) => path.startsWith('/api/whoami'))).toEqual([])
    })
  })

  test.describe('in a separate app', () => {
    test.afterEach(stopAll)

    test('is saved in the keychain, sent to its server only, and crosses IPC once', async () => {
      await startWithKeyring('unlocked')
      await addHomeServer()
      await saveKey(await typeServerKey(serverKey))
      await expect(serverItem()).toContainText(answers)
      await expect(serverItem()).toContainText(en.servers.keyOwn)
      await closeDialog()
      await chooseHomeModel()
      await sendPrompt(chat, 'Are you there?')
      await expect(lastAnswer()).toContainText('llama3.2:3b was asked: Are you there?')
      const forms = canaryForms(serverKey)
      const ipcMessagesWithKey = (await app.recordedIpc()).filter((message) => findForms(JSON.stringify(message), forms).length > 0)
      expect(ipcMessagesWithKey).toHaveLength(1)
      expect(JSON.stringify(ipcMessagesWithKey[0])).toContain('key.save')
      expect(searchFolders([data], forms).hits).toEqual([])
      await app.close()
      await start()
      await sendPrompt(chat, 'And after a restart?')
      await expect(lastAnswer()).toContainText('llama3.2:3b was asked: And after a restart?')
      expect(findForms(JSON.stringify(hub.requests), forms)).toEqual([])
    })

    test('cannot be removed with its server while the keyring is locked', async () => {
      await startWithKeyring('unlocked')
      await addHomeServer()
      await saveKey(await typeServerKey(serverKey))
      await expect(serverItem()).toContainText(answers)
      await closeDialog()
      await keyring.lock()
      await chooseHomeModel()
      await sendPrompt(chat, 'Are you there?')
      await expect(chat.getByRole('region', { name: en.failures['keychain-locked'] })).toBeVisible()
      await openServers()
      await removeHomeServer()
      await expect(chat.getByText(en.failures['keychain-locked']).last()).toBeVisible()
      await expect(serverItem()).toContainText('Home')
      // If a keychain prompt may still be open, quitting may end by force.
      await app.kill()
    })

    test('can be used for the session without a keychain, and is gone after a restart', async () => {
      await startWithKeyring('no-service')
      await addHomeServer()
      const window = await typeServerKey(serverKey)
      await window.getByRole('button', { name: en.keyWindow.page.save }).click()
      await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: en.keyWindow.page.useOnce }).click()])
      await expect(serverItem()).toContainText(answers)
      await expect(serverItem()).toContainText(en.servers.keySession)
      await app.close()
      await start()
      await startNewConversation(chat)
      await openServers()
      await expect(serverItem()).toContainText(en.servers.keyNone)
    })
  })
})
