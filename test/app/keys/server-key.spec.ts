// The key of a server that was added by hand: typed in the key window, kept in a real keyring, sent to that server alone, forgotten.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { waitForKeyWindow, type KeyWindow } from '../../pages/key-window.ts'
import { startLocalServer, type LocalServer } from '../../stand-ins/own-server/local-server.ts'
import { canaryForms, findForms, searchFolders } from '../../support/process/canary-forms.ts'
import { fillFormatted } from '../../support/words.ts'

const serverKey = `sk-${'Q7w2'.repeat(9)}`
const answers = fillFormatted(en.servers.modelCount_other, { count: 2 })

/** Adds the server without its key. */
async function addServer(chat: ChatPage, server: LocalServer): Promise<void> {
  await chat.settings.open(en.settings.servers)
  await chat.settings.servers.add('Home', server.address)
  await chat.button(en.servers.addAnyway).click()
  await expect(chat.settings.servers.items).toContainText(en.failures['server-refused-key'])
}

async function typeServerKey(chat: ChatPage, app: RestartableApp, key: string): Promise<KeyWindow> {
  await chat.button(en.servers.setKey).click()
  const keyWindow = await waitForKeyWindow(app)
  await expect(keyWindow.heading).toHaveText(fillPlaceholders(en.keyWindow.serverTitle, { name: 'Home' }))
  await keyWindow.field.fill(key)
  return keyWindow
}

test.describe('server key', () => {
  test.skip(process.platform !== 'linux', 'This keyring exists on Linux only.')

  test.use({ ownServerKey: serverKey })

  test.describe('with an open keychain', () => {
    test.use({ setup: { key: 'none', keychain: 'unlocked' } })
    test.beforeEach(({ chat, ownServer }) => addServer(chat, ownServer))
    test.afterEach(async ({ chat }) => {
      if ((await chat.dialog().count()) === 0) await chat.settings.open(en.settings.servers)
      await chat.settings.servers.removeFirst()
      await expect(chat.settings.servers.items).toHaveCount(0)
      await chat.closeDialogs()
    })

    test('is forgotten after confirmation, and the server refuses again', async ({ chat, app, ownServer }) => {
      await (await typeServerKey(chat, app, serverKey)).save()
      await expect(chat.settings.servers.items).toContainText(answers)
      await chat.button(en.servers.forgetKey).click()
      await chat.alertDialog.getByRole('button', { name: en.settings.cancel }).click()
      await expect(chat.settings.servers.items).toContainText(en.servers.keyOwn)
      await chat.button(en.servers.forgetKey).click()
      await chat.button(en.servers.forgetKeyConfirm).click()
      await expect(chat.settings.servers.items).toContainText(en.servers.keyNone)
      await expect(chat.settings.servers.items).toContainText(en.failures['server-refused-key'])
      await chat.closeDialogs()
      await chat.modelPicker.choose('home llama')
      await chat.send('Are you there?')
      await expect(chat.page.getByRole('region', { name: en.failures['server-refused-key'] })).toBeVisible()
      expect(ownServer.requests.at(-1)?.headers['authorization']).toBeUndefined()
    })

    test('is forgotten with its address, after a warning in the form', async ({ chat, app }) => {
      await using otherServer = await startLocalServer()
      await (await typeServerKey(chat, app, serverKey)).save()
      await expect(chat.settings.servers.items).toContainText(en.servers.keyOwn)
      await chat.button(en.servers.change).click()
      await expect(chat.page.getByText(en.servers.losesKey)).toHaveCount(0)
      await chat.page.getByLabel(en.servers.address, { exact: true }).fill(otherServer.address)
      await expect(chat.page.getByText(en.servers.losesKey)).toBeVisible()
      await chat.button(en.servers.save).click()
      await expect(chat.settings.servers.items).toContainText(en.servers.keyNone)
      expect(findForms(JSON.stringify(otherServer.requests), canaryForms(serverKey))).toEqual([])
    })

    test('is removed with its server: a new server of the same name has none', async ({ chat, app, ownServer }) => {
      await (await typeServerKey(chat, app, serverKey)).save()
      await expect(chat.settings.servers.items).toContainText(answers)
      await chat.settings.servers.removeFirst()
      await expect(chat.button(en.servers.add)).toBeFocused()
      await chat.closeDialogs()
      await addServer(chat, ownServer)
      await expect(chat.settings.servers.items).toContainText(en.servers.keyNone)
    })

    test('may have any form, but a Hugging Face key is questioned', async ({ chat, app, hub }) => {
      const keyWindow = await typeServerKey(chat, app, 'x')
      await expect(keyWindow.page.getByRole('status').first()).toHaveText('')
      await expect(keyWindow.page.getByText(en.keyWindow.page.make)).toBeHidden()
      await keyWindow.field.fill(hub.keys.fineGrained)
      await expect(keyWindow.page.getByText(en.keyWindow.warnings.elsewhere)).toBeVisible()
      await keyWindow.field.fill(serverKey)
      await expect(keyWindow.page.getByText(en.keyWindow.warnings.elsewhere)).toHaveCount(0)
      await keyWindow.save()
      expect(hub.requests.filter(({ path }) => path.startsWith('/api/whoami'))).toEqual([])
    })
  })

  test.describe('in its own app', () => {
    test.use({ setup: { scope: 'test', key: 'none', keychain: 'unlocked', launch: { recordIpc: true } } })

    test('is kept in the keychain, goes to its server alone, and crosses IPC once', async ({ chat, app, hub, dataFolder, ownServer }) => {
      await addServer(chat, ownServer)
      await (await typeServerKey(chat, app, serverKey)).save()
      await expect(chat.settings.servers.items).toContainText(answers)
      await expect(chat.settings.servers.items).toContainText(en.servers.keyOwn)
      await chat.closeDialogs()
      await chat.modelPicker.choose('home llama')
      await chat.send('Are you there?')
      await expect(chat.conversation.lastMessage).toContainText('llama3.2:3b was asked: Are you there?')
      const forms = canaryForms(serverKey)
      const ipcMessagesWithKey = (await app.recordedIpc()).filter((message) => findForms(JSON.stringify(message), forms).length > 0)
      expect(ipcMessagesWithKey).toHaveLength(1)
      expect(JSON.stringify(ipcMessagesWithKey[0])).toContain('key.save')
      expect(searchFolders([dataFolder], forms).hits).toEqual([])
      await app.restart()
      await chat.send('And after a restart?')
      await expect(chat.conversation.lastMessage).toContainText('llama3.2:3b was asked: And after a restart?')
      expect(findForms(JSON.stringify(hub.requests), forms)).toEqual([])
    })

    test('cannot be read from a locked keyring, and its server is not removed then', async ({ chat, app, keyring, ownServer }) => {
      await addServer(chat, ownServer)
      await (await typeServerKey(chat, app, serverKey)).save()
      await expect(chat.settings.servers.items).toContainText(answers)
      await chat.closeDialogs()
      await keyring.lock()
      await chat.modelPicker.choose('home llama')
      await chat.send('Are you there?')
      await expect(chat.page.getByRole('region', { name: en.failures['keychain-locked'] })).toBeVisible()
      await chat.settings.open(en.settings.servers)
      await chat.button(en.servers.remove).click()
      await chat.button(en.servers.removeConfirm).click()
      await expect(chat.page.getByText(en.failures['keychain-locked']).last()).toBeVisible()
      await expect(chat.settings.servers.items).toContainText('Home')
      // Quitting would end by force, because the keychain may never answer.
      await app.kill()
    })
  })

  test.describe('without a keychain', () => {
    test.use({ setup: { scope: 'test', key: 'none', keychain: 'no-service' } })

    test('is used until Parley quits, and says so', async ({ chat, app, ownServer }) => {
      await addServer(chat, ownServer)
      const keyWindow = await typeServerKey(chat, app, serverKey)
      await keyWindow.saveForSession()
      await expect(chat.settings.servers.items).toContainText(answers)
      await expect(chat.settings.servers.items).toContainText(en.servers.keySession)
      await app.restart()
      await chat.startNewConversation()
      await chat.settings.open(en.settings.servers)
      await expect(chat.settings.servers.items).toContainText(en.servers.keyNone)
    })
  })
})
