// The settings dialog: keys, a key for one session, a locked keychain, a key found in the environment, the appearance, privacy and About.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { keepFoundKey, openKeyWindow, setKey, waitForKeyWindow } from '../../pages/key-window.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'

/** Clicks a key's name, because the radio input beside it is visually hidden. */
const clickKeyName = (chat: ChatPage, name: string) => chat.settings.panel.getByText(name, { exact: true }).first().click()
const getBackgroundColour = (chat: ChatPage) => chat.page.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** From its next load on, the page counts the changes after which it shows this text, however briefly. */
const countAppearancesOf = (chat: ChatPage, expectedText: string) =>
  chat.page.addInitScript((searchedText) => {
    Object.assign(window, { timesSeen: 0 })
    new MutationObserver(() => {
      if (document.documentElement.textContent.includes(searchedText))
        Object.assign(window, { timesSeen: Number(Reflect.get(window, 'timesSeen')) + 1 })
    }).observe(document, { childList: true, subtree: true, characterData: true })
  }, expectedText)
const timesSeen = (chat: ChatPage) => chat.page.evaluate(() => Number(Reflect.get(window, 'timesSeen')))

const lightBackground = 'rgb(255, 255, 255)'
const darkBackground = 'rgb(27, 27, 30)'
const countRequests = (hub: Hub, path: string): number => hub.requests.filter((request) => request.path.startsWith(path)).length

test.describe('settings', () => {
  test.describe('with a key', () => {
    // The tests build on each other, in one app with its settings open.
    test.use({
      setup: {
        key: 'none',
        afterStart: async ({ app, chat, hub }) => {
          await setKey(app, hub.keys.fineGrained)
          await chat.settings.open()
        },
      },
    })

    const keyVerdictCases = [
      ['fineGrained', en.key.statusRight],
      ['fineGrainedScoped', en.key.statusBroader],
      ['read', en.key.statusBroader],
      ['write', en.key.statusDangerous],
      ['whoamiFailing', en.key.statusUnknown],
    ] as const
    for (const [name, expectedText] of keyVerdictCases) {
      test(`show the verdict on the ${name} key: ${expectedText}`, async ({ chat, app, hub }) => {
        await chat.button(en.key.addAnother).click()
        const keyWindow = await waitForKeyWindow(app)
        await keyWindow.field.fill(hub.keys[name])
        await keyWindow.save()
        await expect(chat.settings.panel).toContainText(expectedText)
      })
    }

    test('explain why a key could not be checked', async ({ chat }) => {
      await expect(chat.settings.panel).toContainText(en.failures['unexpected-reply'])
    })

    test('list the keys by name and activate the selected one', async ({ chat }) => {
      await expect(chat.settings.panel.getByRole('radio')).toHaveCount(keyVerdictCases.length)
      await clickKeyName(chat, 'fineGrained key')
      await expect(chat.settings.panel).toContainText(en.key.statusRight)
    })

    test('show the account, the key’s name, rights, age, payer and use', async ({ chat }) => {
      const year = String(new Date().getFullYear())
      await expect(chat.settings.panel.getByRole('definition')).toHaveText([
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

    test('rename a key', async ({ chat }) => {
      await chat.button(en.key.rename).click()
      const field = chat.settings.panel.getByRole('textbox', { name: en.key.renameLabel })
      await field.fill('work')
      await field.press('Enter')
      await expect(chat.settings.panel.getByRole('radio', { name: /^work/ })).toBeChecked()
    })

    test('bill an organisation of the account', async ({ chat, hub }) => {
      await chat.settings.panel.getByRole('button', { name: en.key.billTo }).click()
      await chat.page.getByRole('option', { name: 'stand-in-organisation' }).click()
      await expect(chat.settings.panel.getByRole('button', { name: en.key.billTo })).toContainText('stand-in-organisation')
      await chat.button(en.key.try).click()
      await expect(chat.settings.panel).toContainText(/It works: Llama-\S+ answered in/)
      expect(hub.requests.at(-1)?.headers['x-hf-bill-to']).toBe('stand-in-organisation')
    })

    test('try the key on a click and show why it does not work', async ({ chat, hub }) => {
      await hub.setFault('no-permission', { times: 1 })
      await chat.button(en.key.try).click()
      await expect(chat.settings.panel).toContainText(en.failures['key-lacks-permission'])
    })

    test('count the prompts of a key, and answers name their key', async ({ chat }) => {
      await chat.settings.close()
      await chat.send('/say counted')
      await expect(chat.conversation.lastMessage).toContainText('with the key “work”')
      await chat.settings.open()
      const month = new Date().toLocaleDateString('en', { month: 'long', year: 'numeric' })
      await expect(chat.settings.panel.getByRole('definition').filter({ hasText: month })).toContainText('1 prompt,')
    })

    test('check the key again on a click, and keep the verdict without an answer', async ({ chat, hub }) => {
      const before = countRequests(hub, '/api/whoami-v2')
      await hub.setFault('too-many-requests', { scope: 'key', times: 1 })
      await chat.button(en.key.checkAgain).click()
      await expect(chat.settings.panel).toContainText(en.failures['too-many-requests'])
      await expect(chat.settings.panel).toContainText(en.key.statusRight)
      await chat.button(en.key.checkAgain).click()
      await expect(chat.settings.panel).not.toContainText(en.failures['too-many-requests'])
      expect(countRequests(hub, '/api/whoami-v2')).toBe(before + 2)
    })

    test('show that the key was deleted at Hugging Face', async ({ chat, hub }) => {
      const credentials = [hub.keys.fineGrained]
      await fetch(`${hub.origin}/api/credentials/revoke`, { method: 'POST', body: JSON.stringify({ credentials }) })
      await chat.button(en.key.checkAgain).click()
      await expect(chat.settings.panel).toContainText(en.key.statusRejected)
    })

    test('forget a key after confirmation', async ({ chat, hub }) => {
      await chat.button(en.key.forget).click()
      await chat.alertDialog.getByRole('button', { name: en.settings.cancel }).click()
      await expect(chat.button(en.key.forget)).toBeVisible()
      await chat.button(en.key.forget).click()
      await chat.button(en.key.forgetConfirm).click()
      await expect(chat.settings.panel.getByRole('radio')).toHaveCount(keyVerdictCases.length - 1)
      for (let remaining = keyVerdictCases.length - 1; remaining > 0; remaining -= 1) {
        await chat.button(en.key.forget).click()
        await chat.button(en.key.forgetConfirm).click()
        await expect(chat.settings.panel.getByRole('radio')).toHaveCount(remaining - 1)
      }
      await expect(chat.settings.panel).toContainText(en.key.statusNone)
      await chat.settings.close()
      const before = countRequests(hub, '/v1/chat/completions')
      await chat.send('/say hello')
      await expect(chat.page.getByText(en.failures['key-missing'])).toBeVisible()
      expect(countRequests(hub, '/v1/chat/completions')).toBe(before)
      await chat.settings.open()
    })

    test('list what leaves this computer and what stays', async ({ chat }) => {
      await chat.settings.tab(en.settings.privacy).click()
      const { privacy1, privacy2, privacy3, privacy4, stays1, stays2, stays3 } = en.settings
      await expect(chat.settings.panel.getByRole('listitem')).toHaveText([privacy1, privacy2, privacy3, privacy4, stays1, stays2, stays3])
    })

    test('show the version', async ({ chat }) => {
      await chat.settings.tab(en.settings.about).click()
      await expect(chat.settings.panel).toContainText(/Version \d+\.\d+\.\d+/)
      await expect(chat.settings.panel).toContainText(en.settings.license)
    })

    test('switch between light and dark at once, or follow the system', async ({ chat, app }) => {
      await chat.settings.tab(en.settings.appearance).click()
      await app.setSystemTheme('light')
      await chat.page.getByRole('radio', { name: en.settings.dark }).check({ force: true })
      await expect.poll(() => getBackgroundColour(chat)).toBe(darkBackground)
      await chat.page.getByRole('radio', { name: en.settings.light }).check({ force: true })
      await app.setSystemTheme('dark')
      await expect.poll(() => getBackgroundColour(chat)).toBe(lightBackground)
      await chat.page.getByRole('radio', { name: en.settings.system }).check({ force: true })
      await expect.poll(() => getBackgroundColour(chat)).toBe(darkBackground)
    })

    test('show a sample of each appearance', async ({ chat }) => {
      const samples = chat.settings.panel.locator('[aria-hidden] > span')
      const readSampleColours = () => samples.evaluateAll((parts) => parts.map((part) => getComputedStyle(part).backgroundColor))
      await expect.poll(readSampleColours).toEqual([lightBackground, darkBackground, lightBackground, darkBackground])
    })

    test('keep the appearance after a restart', async ({ chat, app }) => {
      await app.setSystemTheme('light')
      await chat.page.getByRole('radio', { name: en.settings.dark }).check({ force: true })
      await expect.poll(() => getBackgroundColour(chat)).toBe(darkBackground)
      await app.restart()
      await expect.poll(() => getBackgroundColour(chat)).toBe(darkBackground)
      await chat.settings.open(en.settings.appearance)
      await expect(chat.page.getByRole('radio', { name: en.settings.dark })).toBeChecked()
    })
  })

  test.describe('with a locked keyring that has a key', () => {
    test.use({
      setup: {
        key: 'none',
        keychain: 'unlocked',
        afterStart: async ({ app, hub, keyring }) => {
          await setKey(app, hub.keys.expiring)
          await keyring?.lock()
          await app.restart()
        },
      },
    })

    test('list the keys and offer to add one; forgetting one fails with the reason', async ({ chat }) => {
      await chat.settings.open()
      await expect(chat.settings.panel.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
      await expect(chat.settings.panel.getByRole('radio', { name: /^expiring key/ })).toBeChecked()
      await expect(chat.button(en.key.addAnother)).toBeVisible()
      await chat.button(en.key.forget).click()
      await chat.button(en.key.forgetConfirm).click()
      await expect(chat.page.getByText(en.failures['keychain-locked']).first()).toBeVisible()
      await expect(chat.settings.panel.getByRole('radio', { name: /^expiring key/ })).toBeChecked()
      await chat.settings.close()
    })

    test('[row 9] say so, never show the first-run screen, and continue once it is unlocked', async ({ chat, app, keyring }) => {
      await expect(chat.page.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
      await countAppearancesOf(chat, en.key.welcome)
      await chat.page.reload()
      await expect(chat.page.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
      await chat.button(en.key.lockedAction).click()
      await expect(chat.button(en.key.lockedAction)).toBeEnabled()
      await expect(chat.page.getByRole('heading', { name: en.key.lockedTitle })).toBeVisible()
      await keyring.unlock()
      await chat.button(en.key.lockedAction).click()
      await expect(chat.page.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
      expect(await timesSeen(chat)).toBe(0)
      // Control: the counter sees what is on screen now.
      await countAppearancesOf(chat, en.chat.greeting)
      await chat.page.reload()
      await expect.poll(() => timesSeen(chat)).toBeGreaterThan(0)
      await chat.send('/say hello')
      await expect(chat.conversation.paragraph('hello')).toBeVisible()
      recordProof({
        figure: 'showed locked at the start, after a reload and after another try, and never the first-run screen',
        cases: 3,
        where: [getProofTarget(app), 'Linux keyring'],
      })
    })
  })

  test.describe('without a keychain', () => {
    test.use({ setup: { key: 'none', keychain: 'no-service' } })

    test('say of a session key that it is one, and lose it with a restart', async ({ chat, app, hub }) => {
      const keyWindow = await openKeyWindow(app)
      await keyWindow.field.fill(hub.keys.expiring)
      await keyWindow.saveForSession()
      const sessionKeyNotice = () => chat.page.getByText(en.notice.sessionKey)
      await expect(sessionKeyNotice()).toBeVisible()
      await chat.send('/say hello')
      await expect(chat.conversation.paragraph('hello')).toBeVisible()
      await chat.startNewConversation()
      await expect(sessionKeyNotice()).toBeVisible()
      await chat.settings.open()
      await expect(chat.settings.panel).toContainText(en.key.sessionOnly)
      await expect(sessionKeyNotice()).toBeVisible()
      await app.restart()
      await chat.startNewConversation()
      await expect(chat.button(en.key.missingAction)).toBeVisible()
      await expect(sessionKeyNotice()).toHaveCount(0)
    })
  })

  test.describe('with a key in the environment', () => {
    test.use({
      setup: { key: 'none', keychain: 'unlocked', launch: ({ hub }) => ({ environment: { HF_TOKEN: hub.keys.expiring } }) },
    })

    test('show the end of a key in the environment, and use it only after a click', async ({ chat, app, hub }) => {
      const key = hub.keys.expiring
      const countRequestsWithKey = (): number => hub.requests.filter((request) => JSON.stringify(request).includes(key)).length
      const foundKeyRegion = chat.page.getByRole('region', { name: en.key.foundTitle })
      await expect(foundKeyRegion).toContainText(key.slice(-4))
      expect(await chat.page.evaluate(() => document.documentElement.outerHTML)).not.toContain(key.slice(3, -4))
      await chat.send('/say too early')
      await expect(chat.page.getByText(en.failures['key-missing'])).toBeVisible()
      expect(countRequestsWithKey()).toBe(0)
      await chat.startNewConversation()
      await keepFoundKey(app)
      await chat.send('/say now')
      // One request to check it, one to run.
      expect(countRequestsWithKey()).toBe(2)
      await app.restart({ environment: {} })
      await chat.startNewConversation()
      await expect(chat.page.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    })
  })
})
