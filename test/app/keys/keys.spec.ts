// Keys in the settings: replace one, revoke one, be reminded of its age, and keep one that was found.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { keysAddress, newKeyAddress } from '../../../shared/link.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { keepFoundKey, setKey, waitForKeyWindow, type KeyWindow } from '../../pages/key-window.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { listOpenedUrls } from '../../support/shell-calls.ts'

/** Sets the key and opens the settings. */
async function useKey(chat: ChatPage, app: RestartableApp, hub: Hub, name: keyof Hub['keys']): Promise<void> {
  await setKey(app, hub.keys[name])
  await chat.settings.open()
}

const foundKey = (chat: ChatPage) => chat.page.getByRole('region', { name: en.key.foundTitle })
const getLastRunKey = (hub: Hub) => hub.requests.findLast(({ path }) => path === '/v1/chat/completions')?.headers['authorization']

async function typeReplacement(chat: ChatPage, app: RestartableApp, key: string): Promise<KeyWindow> {
  await chat.button(en.key.replace).click()
  const keyWindow = await waitForKeyWindow(app)
  await keyWindow.field.fill(key)
  return keyWindow
}

test.describe('keys', () => {
  test.use({ setup: { scope: 'test', key: 'none' } })

  test('a new key replaces the old one after it has answered a prompt', async ({ chat, app, hub }) => {
    await useKey(chat, app, hub, 'fineGrainedScoped')
    const keyWindow = await typeReplacement(chat, app, hub.keys.fineGrained)
    await expect(keyWindow.heading).toHaveText(fillPlaceholders(en.keyWindow.replaceTitle, { name: 'fineGrainedScoped key' }))
    await keyWindow.save()
    await expect(chat.settings.panel).toContainText(en.key.replaced)
    await expect(chat.settings.panel).toContainText(en.key.statusRight)
    await expect(chat.settings.panel.getByRole('radio')).toHaveCount(1)
    expect(getLastRunKey(hub)).toBe(`Bearer ${hub.keys.fineGrained}`)
    await chat.button(en.key.openKeys).click()
    await expect.poll(() => listOpenedUrls(app)).toEqual([keysAddress])
  })

  test('keeps the old key and says so when the new one does not work', async ({ chat, app, hub }) => {
    await useKey(chat, app, hub, 'fineGrained')
    await hub.setFault('no-permission', { times: 1 })
    const keyWindow = await typeReplacement(chat, app, hub.keys.read)
    await keyWindow.saveButton.click()
    await expect(keyWindow.alert).toContainText(`${en.failures['key-lacks-permission']} ${en.keyWindow.oldKeyStays}`)
    await keyWindow.cancel()
    await chat.settings.close()
    await chat.send('/say still here')
    expect(getLastRunKey(hub)).toBe(`Bearer ${hub.keys.fineGrained}`)
  })

  test('revokes a lost key after confirmation, and opens the page for a new one', async ({ chat, app, hub }) => {
    await useKey(chat, app, hub, 'fineGrained')
    await chat.button(en.key.revoke).click()
    await chat.alertDialog.getByRole('button', { name: en.settings.cancel }).click()
    expect(hub.requests.some(({ path }) => path === '/api/credentials/revoke')).toBe(false)
    await chat.button(en.key.revoke).click()
    await chat.button(en.key.revokeConfirm).click()
    await expect(chat.settings.panel).toContainText(en.key.statusNone)
    await expect.poll(() => listOpenedUrls(app)).toEqual([newKeyAddress])
    const reply = await fetch(`${hub.origin}/api/whoami-v2`, { headers: { authorization: `Bearer ${hub.keys.fineGrained}` } })
    expect(reply.status).toBe(401)
  })

  test('keeps a key that could not be revoked, and says why', async ({ chat, app, hub }) => {
    await useKey(chat, app, hub, 'fineGrained')
    await hub.setFault('connection-refused', { scope: 'key' })
    await chat.button(en.key.revoke).click()
    await chat.button(en.key.revokeConfirm).click()
    await expect(chat.alertDialog).toContainText(en.failures.offline)
    await chat.alertDialog.getByRole('button', { name: en.settings.close }).click()
    await expect(chat.settings.panel.getByRole('radio')).toHaveCount(1)
  })

  test('reminds of an old key until Later or Never, and opens the window for a new one', async ({ chat, app, hub }) => {
    await useKey(chat, app, hub, 'old')
    const keyAgeNotice = chat.page.getByText(/Your key “old key” is [\d,]+ days old\./)
    await expect(keyAgeNotice).toBeVisible()
    await chat.settings.panel.getByRole('button', { name: en.key.reminder }).click()
    await chat.page.getByRole('option', { name: en.key.reminderNever }).click()
    await expect(keyAgeNotice).toHaveCount(0)
    await chat.settings.panel.getByRole('button', { name: en.key.reminder }).click()
    await chat.page.getByRole('option', { name: 'After 365 days' }).click()
    await chat.settings.close()
    await expect(keyAgeNotice).toBeVisible()
    await chat.button(en.notice.replaceKey).click()
    const keyWindow = await waitForKeyWindow(app)
    await expect(keyWindow.heading).toHaveText(fillPlaceholders(en.keyWindow.replaceTitle, { name: 'old key' }))
    await keyWindow.cancel()
    await chat.button(en.notice.later).click()
    await expect(keyAgeNotice).toHaveCount(0)
  })

  test.describe('in the environment', () => {
    test.use({ setup: { scope: 'test', key: 'none', launch: ({ hub }) => ({ environment: { HF_TOKEN: hub.keys.fineGrained } }) } })

    test('is said to be open to every program, also when it was kept, and how to remove it', async ({ chat, app }) => {
      await expect(foundKey(chat)).toContainText(en.key.foundVariableRisk)
      await keepFoundKey(app)
      await chat.settings.open()
      await expect(chat.settings.panel.getByRole('region', { name: en.key.exposedTitle })).toContainText('delete the line with HF_TOKEN')
    })
  })

  test.describe('in a file of another program', () => {
    test.use({
      setup: {
        scope: 'test',
        key: 'none',
        launch: ({ hub, folder }) => {
          const home = join(folder, 'home')
          mkdirSync(join(home, '.cache/huggingface'), { recursive: true })
          writeFileSync(join(home, '.cache/huggingface/token'), `${hub.keys.fineGrained}\n`)
          return { home }
        },
      },
    })

    test('is offered by its last four characters, and the file is named once it is kept', async ({ chat, app, hub, dataFolder }) => {
      const file = join(dataFolder, '../home/.cache/huggingface/token')
      await expect(foundKey(chat)).toContainText(`It is in ${file} and ends in ${hub.keys.fineGrained.slice(-4)}.`)
      await expect(foundKey(chat)).not.toContainText(hub.keys.fineGrained.slice(3, -4))
      await keepFoundKey(app)
      await chat.settings.open()
      await expect(chat.settings.panel.getByRole('region', { name: en.key.exposedTitle })).toContainText(file)
    })
  })
})
