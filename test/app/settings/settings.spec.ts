// The settings dialog: keys, a key for one session, a locked keychain, a key found in the environment, the appearance, privacy and About.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { recordProof } from '../../support/proof.ts'
import { saveKey, sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launch({ hub: hub.origin, data, ...options })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

async function restart(options: LaunchOptions = {}): Promise<void> {
  await app.close()
  await start(options)
}

async function openSettings(page: string = en.settings.key): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: page }).click()
}

async function closeSettings(): Promise<void> {
  await chat.getByRole('button', { name: en.settings.close }).click()
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

/** Clicks a key's name, because the radio input beside it is visually hidden. */
const clickKeyName = (name: string) => panel().getByText(name, { exact: true }).first().click()
const panel = () => chat.getByRole('tabpanel')
const button = (name: string) => chat.getByRole('button', { name, exact: true })
const getBackgroundColour = () => chat.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** From its next load on, the page counts the changes after which it shows this text, however briefly. */
const countAppearancesOf = (expectedText: string) =>
  chat.addInitScript((searchedText) => {
    Object.assign(window, { timesSeen: 0 })
    new MutationObserver(() => {
      if (document.documentElement.textContent.includes(searchedText))
        Object.assign(window, { timesSeen: Number(Reflect.get(window, 'timesSeen')) + 1 })
    }).observe(document, { childList: true, subtree: true, characterData: true })
  }, expectedText)
const timesSeen = () => chat.evaluate(() => Number(Reflect.get(window, 'timesSeen')))

const lightBackground = 'rgb(255, 255, 255)'
const darkBackground = 'rgb(27, 27, 30)'
const countRequests = (path: string): number => hub.requests.filter((request) => request.path.startsWith(path)).length

test.describe('settings with a key', () => {
  test.beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'parley-settings-'))
    await start()
    await setKey(app, hub.keys.fineGrained)
    await openSettings()
  })
  test.afterAll(async () => {
    await app.close()
    rmSync(data, { recursive: true })
  })

  const keyVerdictCases = [
    ['fineGrained', en.key.statusRight],
    ['fineGrainedScoped', en.key.statusBroader],
    ['read', en.key.statusBroader],
    ['write', en.key.statusDangerous],
    ['whoamiFailing', en.key.statusUnknown],
  ] as const
  for (const [name, expectedText] of keyVerdictCases) {
    test(`show the verdict on the ${name} key: ${expectedText}`, async () => {
      await button(en.key.addAnother).click()
      const window = await app.keyWindow()
      await window.getByLabel(en.keyWindow.page.label).fill(hub.keys[name])
      await saveKey(window)
      await expect(panel()).toContainText(expectedText)
    })
  }

  test('explain why a key could not be checked', async () => {
    await expect(panel()).toContainText(en.failures['unexpected-reply'])
  })

  test('list the keys by name and activate the selected one', async () => {
    await expect(panel().getByRole('radio')).toHaveCount(keyVerdictCases.length)
    await clickKeyName('fineGrained key')
    await expect(panel()).toContainText(en.key.statusRight)
  })

  test('show the account, the key’s name, rights, age, payer and use', async () => {
    const year = String(new Date().getFullYear())
    await expect(panel().getByRole('definition')).toHaveText([
      'stand-in-account',
      'fineGrained key',
      en.key.rights['run-models'],
      en.key.keychain,
      /3 days ago/,
      RegExp(year),
      RegExp(`^${en.key.billToAccount}`),
      en.key.usedNever,
      /^After 90 days/,
    ])
  })

  test('rename a key', async () => {
    await button(en.key.rename).click()
    const field = panel().getByRole('textbox', { name: en.key.renameLabel })
    await field.fill('work')
    await field.press('Enter')
    await expect(panel().getByRole('radio', { name: /^work/ })).toBeChecked()
  })

  test('bill an organisation of the account', async () => {
    await panel().getByRole('button', { name: en.key.billTo }).click()
    await chat.getByRole('option', { name: 'stand-in-organisation' }).click()
    await expect(panel().getByRole('button', { name: en.key.billTo })).toContainText('stand-in-organisation')
    await button(en.key.try).click()
    await expect(panel()).toContainText(/It works: Llama-\S+ answered in/)
    expect(hub.requests.at(-1)?.headers['x-hf-bill-to']).toBe('stand-in-organisation')
  })

  test('try the key on a click and show why it does not work', async () => {
    await hub.setFault('no-permission', { times: 1 })
    await button(en.key.try).click()
    await expect(panel()).toContainText(en.failures['key-lacks-permission'])
  })

  test('count the prompts of a key, and answers name their key', async () => {
    await closeSettings()
    await sendPrompt(chat, '/say counted')
    await expect(chat.getByRole('article').last()).toContainText('with the key “work”')
    await openSettings()
    const month = new Date().toLocaleDateString('en', { month: 'long', year: 'numeric' })
    await expect(panel().getByRole('definition').filter({ hasText: month })).toContainText('1 prompt,')
  })

  test('check the key again on a click, and keep the verdict without an answer', async () => {
    const before = countRequests('/api/whoami-v2')
    await hub.setFault('too-many-requests', { scope: 'key', times: 1 })
    await button(en.key.checkAgain).click()
    await expect(panel()).toContainText(en.failures['too-many-requests'])
    await expect(panel()).toContainText(en.key.statusRight)
    await button(en.key.checkAgain).click()
    await expect(panel()).not.toContainText(en.failures['too-many-requests'])
    expect(countRequests('/api/whoami-v2')).toBe(before + 2)
  })

  test('show that the key was deleted at Hugging Face', async () => {
    const credentials = [hub.keys.fineGrained]
    await fetch(`${hub.origin}/api/credentials/revoke`, { method: 'POST', body: JSON.stringify({ credentials }) })
    await button(en.key.checkAgain).click()
    await expect(panel()).toContainText(en.key.statusRejected)
  })

  test('forget a key after confirmation', async () => {
    await button(en.key.forget).click()
    await chat.getByRole('alertdialog').getByRole('button', { name: en.settings.cancel }).click()
    await expect(button(en.key.forget)).toBeVisible()
    await button(en.key.forget).click()
    await button(en.key.forgetConfirm).click()
    await expect(panel().getByRole('radio')).toHaveCount(keyVerdictCases.length - 1)
    for (let remaining = keyVerdictCases.length - 1; remaining > 0; remaining -= 1) {
      await button(en.key.forget).click()
      await button(en.key.forgetConfirm).click()
      await expect(panel().getByRole('radio')).toHaveCount(remaining - 1)
    }
    await expect(panel()).toContainText(en.key.statusNone)
    await closeSettings()
    const before = countRequests('/v1/chat/completions')
    await sendPrompt(chat, '/say hello')
    await expect(chat.getByText(en.failures['key-missing'])).toBeVisible()
    expect(countRequests('/v1/chat/completions')).toBe(before)
    await openSettings()
  })

  test('list what leaves this computer and what stays', async () => {
    await chat.getByRole('tab', { name: en.settings.privacy }).click()
    const { privacy1, privacy2, privacy3, privacy4, stays1, stays2, stays3 } = en.settings
    await expect(panel().getByRole('listitem')).toHaveText([privacy1, privacy2, privacy3, privacy4, stays1, stays2, stays3])
  })

  test('show the version', async () => {
    await chat.getByRole('tab', { name: en.settings.about }).click()
    await expect(panel()).toContainText(/Version \d+\.\d+\.\d+/)
    await expect(panel()).toContainText(en.settings.license)
  })

  test('switch between light and dark at once, or follow the system', async () => {
    await chat.getByRole('tab', { name: en.settings.appearance }).click()
    await app.setSystemTheme('light')
    await chat.getByRole('radio', { name: en.settings.dark }).check({ force: true })
    await expect.poll(getBackgroundColour).toBe(darkBackground)
    await chat.getByRole('radio', { name: en.settings.light }).check({ force: true })
    await app.setSystemTheme('dark')
    await expect.poll(getBackgroundColour).toBe(lightBackground)
    await chat.getByRole('radio', { name: en.settings.system }).check({ force: true })
    await expect.poll(getBackgroundColour).toBe(darkBackground)
  })

  test('show a sample of each appearance', async () => {
    const samples = panel().locator('[aria-hidden] > span')
    const readSampleColours = () => samples.evaluateAll((parts) => parts.map((part) => getComputedStyle(part).backgroundColor))
    await expect.poll(readSampleColours).toEqual([lightBackground, darkBackground, lightBackground, darkBackground])
  })

  test('keep the appearance after a restart', async () => {
    await app.setSystemTheme('light')
    await chat.getByRole('radio', { name: en.settings.dark }).check({ force: true })
    await expect.poll(getBackgroundColour).toBe(darkBackground)
    await restart()
    await expect.poll(getBackgroundColour).toBe(darkBackground)
    await openSettings(en.settings.appearance)
    await expect(chat.getByRole('radio', { name: en.settings.dark })).toBeChecked()
  })
})

test.describe('settings with a locked keyring that has a key', () => {
  let keyring: Keyring
  let isLocked = false

  test.beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'parley-settings-'))
    keyring = await startKeyring('unlocked')
    await start({ keychain: 'real', keyring })
    await setKey(app, hub.keys.expiring)
  })
  test.afterAll(async () => {
    await app.close()
    await keyring.stop()
    rmSync(data, { recursive: true })
  })
  test.beforeEach(async () => {
    if (isLocked) return
    await app.close()
    await keyring.lock()
    isLocked = true
    await start({ keychain: 'real', keyring })
  })

  test('list the keys and offer to add one; forgetting one fails with the reason', async () => {
    await openSettings()
    await expect(panel().getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
    await expect(panel().getByRole('radio', { name: /^expiring key/ })).toBeChecked()
    await expect(button(en.key.addAnother)).toBeVisible()
    await button(en.key.forget).click()
    await button(en.key.forgetConfirm).click()
    await expect(chat.getByText(en.failures['keychain-locked']).first()).toBeVisible()
    await expect(panel().getByRole('radio', { name: /^expiring key/ })).toBeChecked()
    await closeSettings()
  })

  test('[row 9] say that the keyring is locked, never show the first-run screen, and continue once it is unlocked', async () => {
    await expect(chat.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
    await countAppearancesOf(en.key.welcome)
    await chat.reload()
    await expect(chat.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
    await button(en.key.lockedAction).click()
    await expect(button(en.key.lockedAction)).toBeEnabled()
    await expect(chat.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
    isLocked = false
    await keyring.unlock()
    await button(en.key.lockedAction).click()
    await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    expect(await timesSeen()).toBe(0)
    // Control: the counter sees what is on screen now.
    await countAppearancesOf(en.chat.greeting)
    await chat.reload()
    await expect.poll(timesSeen).toBeGreaterThan(0)
    await sendPrompt(chat, '/say hello')
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('hello', { exact: true })).toBeVisible()
    recordProof({
      figure: 'showed locked at the start, after a reload and after another try, and never the first-run screen',
      cases: 3,
      where: [app.isStandIn ? 'stand-in' : 'Electron', 'Linux keyring'],
    })
  })
})

test.describe('settings with a keyring', () => {
  let keyring: Keyring

  test.beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'parley-settings-'))
  })
  test.afterEach(async () => {
    await app.close()
    await keyring.stop()
    rmSync(data, { recursive: true })
  })

  test('say of a session key that it is one, and lose it with a restart', async () => {
    keyring = await startKeyring('no-service')
    await start({ keychain: 'real', keyring })
    await button(en.key.missingAction).click()
    const window = await app.keyWindow()
    await window.getByLabel(en.keyWindow.page.label).fill(hub.keys.expiring)
    await window.getByRole('button', { name: en.keyWindow.page.save }).click()
    await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: en.keyWindow.page.useOnce }).click()])
    const sessionKeyNotice = () => chat.getByText(en.notice.sessionKey)
    await expect(sessionKeyNotice()).toBeVisible()
    await sendPrompt(chat, '/say hello')
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('hello', { exact: true })).toBeVisible()
    await startNewConversation(chat)
    await expect(sessionKeyNotice()).toBeVisible()
    await openSettings()
    await expect(panel()).toContainText(en.key.sessionOnly)
    await expect(sessionKeyNotice()).toBeVisible()
    await restart({ keychain: 'real', keyring })
    await startNewConversation(chat)
    await expect(button(en.key.missingAction)).toBeVisible()
    await expect(sessionKeyNotice()).toHaveCount(0)
  })

  test('show the end of a key in the environment, and use it only after a click', async () => {
    keyring = await startKeyring('unlocked')
    const key = hub.keys.expiring
    const countRequestsWithKey = (): number => hub.requests.slice(before).filter((request) => JSON.stringify(request).includes(key)).length
    const before = hub.requests.length
    await start({ keychain: 'real', keyring, environment: { HF_TOKEN: key } })
    const foundKeyRegion = chat.getByRole('region', { name: en.key.foundTitle })
    await expect(foundKeyRegion).toContainText(key.slice(-4))
    expect(await chat.evaluate(() => document.documentElement.outerHTML)).not.toContain(key.slice(3, -4))
    await sendPrompt(chat, '/say too early')
    await expect(chat.getByText(en.failures['key-missing'])).toBeVisible()
    expect(countRequestsWithKey()).toBe(0)
    await startNewConversation(chat)
    await foundKeyRegion.getByRole('button', { name: en.key.keepInKeychain }).click()
    await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    await sendPrompt(chat, '/say now')
    // One request to check it, one to run.
    expect(countRequestsWithKey()).toBe(2)
    await restart({ keychain: 'real', keyring })
    await startNewConversation(chat)
    await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
  })
})
