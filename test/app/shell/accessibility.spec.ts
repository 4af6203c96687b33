// For everyone: axe in every state of the window, light and dark; the whole main job by keyboard; where the focus goes; less motion;
// and no violation of the pages' policy in all of that.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { createPng } from '../../support/data/image-fixtures.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { startLocalServer, type LocalServer } from '../../stand-ins/own-server/local-server.ts'
import {
  cancelKey,
  waitForAnswerEnd,
  saveKey,
  sendPrompt,
  setKey,
  startNewConversation,
  submitPrompt,
  typeKey,
} from '../../support/app-actions.ts'

let hub: Hub
let ownServer: LocalServer
let app: LaunchedApp
let chat: Page
let keyring: Keyring

test.beforeAll(async () => {
  ownServer = await startLocalServer()
  hub = await startHub({ speed: 0 })
  // Without a keychain, so that the notice of a key for one session is part of what is looked at.
  keyring = await startKeyring('no-service')
})
test.afterAll(async () => {
  await keyring.stop()
  await hub.close()
  await ownServer.close()
})

async function start(options: LaunchOptions = { keychain: 'real', keyring }): Promise<void> {
  app = await launch({ hub: hub.origin, ...options })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
  await chat.evaluate(() => {
    document.addEventListener('securitypolicyviolation', () => {
      const { dataset } = document.documentElement
      dataset['violations'] = String(Number(dataset['violations'] ?? 0) + 1)
    })
  })
}

/** All that was done in this start may not have tried anything that the page's policy forbids. */
async function stop(): Promise<void> {
  const violations = await chat.evaluate(() => document.documentElement.dataset['violations'] ?? '0')
  await app.close()
  expect(violations).toBe('0')
}

const maxPresses = 40

const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const search = () => chat.getByRole('searchbox', { name: en.history.search })
const press = (key: string) => chat.keyboard.press(key)

/** What axe finds; in the dark only of the colours, as nothing else differs. */
async function expectNoAxeViolations(page = chat): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemTheme(theme)
    // Colours that are still on their way would be measured in between. A change that is overtaken by another is rejected.
    await page.evaluate(async () => {
      // They set out in the first frame that knows of the theme.
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      // In a fold that is closed a change waits until it is opened.
      const focusedElement = document
        .getAnimations()
        .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility() === true)
      return Promise.allSettled(focusedElement.map((animation) => animation.finished))
    })
    // In legacy mode, for the other one opens a page of its own in the app's browser.
    // It is given to a page once, and does not collect what it finds well done: both take longer than the looking.
    const hasAxe = await page.evaluate(() => 'axe' in window)
    const builder = new AxeBuilder({ page, ...(hasAxe ? { axeSource: ';' } : {}) })
    const axe = builder.setLegacyMode().options({ resultTypes: ['violations'] })
    const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    expect(violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html)])).toEqual([])
  }
}

/** Presses Tab until the control has the focus, as somebody without a pointer would. */
async function tabToControl(name: string, key = 'Tab'): Promise<void> {
  const focusedNames: string[] = []
  while (focusedNames.length < maxPresses) {
    await press(key)
    const label = await chat.evaluate(() => {
      const { activeElement: focusHolder, body } = document
      return focusHolder === body ? '' : (focusHolder?.getAttribute('aria-label') ?? focusHolder?.textContent ?? '')
    })
    if (label.includes(name)) return
    focusedNames.push(label.slice(0, 40))
  }
  throw new Error(`${key} does not lead to “${name}”, but to ${focusedNames.join(', ')}`)
}

async function useKeyForSession(window: Page): Promise<void> {
  await window.getByLabel(en.keyWindow.page.label).fill(hub.keys.fineGrained)
  await window.getByRole('button', { name: en.keyWindow.page.save }).click()
  await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: en.keyWindow.page.useOnce }).click()])
}

test.describe('before a key is set', () => {
  test.beforeAll(() => start())
  test.afterAll(stop)

  test('axe finds nothing on the first screen', () => expectNoAxeViolations())

  test('axe finds nothing in the key window, with and without a failure', async () => {
    const window = await typeKey(app, hub.keys.rejected)
    await expectNoAxeViolations(window)
    await window.getByRole('button', { name: en.keyWindow.page.save }).click()
    await expect(window.getByRole('alert')).toBeVisible()
    await expectNoAxeViolations(window)
    await cancelKey(window)
  })

  test('the whole main job is done with the keyboard alone', async () => {
    await promptBox().focus()
    await tabToControl(en.key.missingAction, 'Shift+Tab')
    await press('Enter')
    const window = await app.keyWindow()
    await expect(window.getByLabel(en.keyWindow.page.label)).toBeFocused()
    await window.keyboard.insertText(hub.keys.expiring)
    await window.keyboard.press('Enter')
    await expect(window.getByRole('button', { name: en.keyWindow.page.useOnce })).toBeFocused()
    await Promise.all([window.waitForEvent('close'), window.keyboard.press('Enter').catch(() => undefined)])
    await expect(promptBox()).toBeFocused()

    await press(getCommandKey('chooseModel'))
    await expect(chat.getByRole('combobox', { name: en.models.search })).toBeFocused()
    await chat.keyboard.type('qwen2.5-7b')
    await press('Enter')
    await expect(chat.getByRole('button', { name: /^Model: Qwen\/Qwen2.5-7B-Instruct/ })).toBeVisible()
    await expect(promptBox()).toBeFocused()

    await chat.keyboard.type('/speed 20')
    await press('Shift+Enter')
    await chat.keyboard.type('/length 4000')
    await press('Enter')
    await expect(chat.getByRole('article').last()).toContainText('This is sentence 1 of')
    await press('Escape')
    await expect(chat.getByText(en.chat.stopped)).toBeVisible()
    await tabToControl(en.chat.retry, 'Shift+Tab')
    await press('Enter')
    await expect(chat.getByRole('button', { name: en.chat.stop })).toBeVisible()
    await expect(promptBox()).toBeFocused()
    await expect(chat.getByRole('article').last()).toContainText('This is sentence 1 of')
    await press('Escape')
    await waitForAnswerEnd(chat, 2)
    await tabToControl(en.chat.copy, 'Shift+Tab')
    await press('Enter')
    await tabToControl(en.chat.promptLabel)
    await press('ControlOrMeta+v')
    await expect(promptBox()).toHaveValue(/^This is sentence 1 of/)
    await press('ControlOrMeta+a')
    await press('Delete')

    await tabToControl(en.history.search, 'Shift+Tab')
    await chat.keyboard.type('sentence')
    await expect(chat.locator('mark').first()).toBeVisible()
    await press('Escape')
    await expect(search()).toHaveValue('')
    await press('Tab')
    await press('F2')
    await chat.keyboard.type('By hand')
    await press('Enter')
    const renamed = chat.getByRole('button', { name: 'By hand', exact: true })
    await expect(renamed).toBeFocused()
    await press('Delete')
    await expect(renamed).toHaveCount(0)
    await tabToControl(en.history.undo)
    await press('Enter')
    await expect(renamed).toBeVisible()

    await press('ControlOrMeta+,')
    await expect(chat.getByRole('dialog')).toBeVisible()
    await tabToControl(en.settings.key)
    await press('ArrowDown')
    await expect(chat.getByRole('heading', { name: en.settings.servers })).toBeVisible()
    await tabToControl(en.servers.add)
    await press('Enter')
    await chat.keyboard.type('Home')
    await press('Tab')
    await chat.keyboard.type(ownServer.address)
    await press('Enter')
    await expect(chat.getByRole('tabpanel').getByRole('listitem')).toContainText('Home')
    await expect(chat.getByRole('button', { name: en.servers.add })).toBeFocused()
    await press('Escape')
    await expect(chat.getByRole('dialog')).toHaveCount(0)
  })
})

test.describe('with several keys', () => {
  test.beforeAll(async () => {
    // One of them old, so that the reminder is there, and one that lies in the environment as well.
    await start({ environment: { HF_TOKEN: hub.keys.old } })
    await setKey(app, hub.keys.write)
    await press('ControlOrMeta+,')
    await chat.getByRole('button', { name: en.key.addAnother }).click()
    const window = await app.keyWindow()
    await window.getByLabel(en.keyWindow.page.label).fill(hub.keys.old)
    await saveKey(window)
    await expect(chat.getByRole('region', { name: en.key.exposedTitle })).toBeVisible()
  })
  test.afterAll(stop)

  test('axe finds nothing where the keys are, with a reminder and a key that lies open', () => expectNoAxeViolations())

  test('axe finds nothing in what is chosen from, named, asked and told there', async () => {
    await chat.getByRole('button', { name: en.key.billTo }).click()
    await expect(chat.getByRole('listbox')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.key.rename }).click()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.key.try }).click()
    await expect(chat.getByText('It works:')).toBeVisible()
    await expectNoAxeViolations()
    await chat.getByRole('button', { name: en.key.revoke }).click()
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('the keys are chosen, named and added with the keyboard alone', async () => {
    await tabToControl(en.key.addAnother)
    await press('Shift+Tab')
    await press('ArrowUp')
    await expect(chat.getByRole('radio', { name: /^write key/ })).toBeChecked()
    await tabToControl(en.key.rename)
    await press('Enter')
    await chat.keyboard.type('private')
    await press('Enter')
    await expect(chat.getByRole('radio', { name: /^private/ })).toBeChecked()
    await expect(chat.getByRole('button', { name: en.key.rename })).toBeVisible()
  })
})

test.describe('with a key for one session', () => {
  test.beforeAll(async () => {
    await start()
    await useKeyForSession(await typeKey(app, ''))
  })
  test.afterAll(stop)

  test('axe finds nothing in an empty conversation, with the notice of a key for one session', async () => {
    await expect(chat.getByText(en.notice.sessionKey)).toBeVisible()
    await expectNoAxeViolations()
  })

  test('axe finds nothing where a text is asked for', async () => {
    await promptBox().fill('Can you summarize this text?')
    await expect(chat.getByRole('textbox', { name: en.chat.pasteHint })).toBeVisible()
    await expectNoAxeViolations()
    await promptBox().fill('')
  })

  test('axe finds nothing where a prompt was held back because of a secret in it', async () => {
    await promptBox().fill(`What is ${fakeKey} for?`)
    await press('Enter')
    await expect(chat.getByRole('region', { name: en.secret.title }).getByRole('alert')).toBeVisible()
    await expectNoAxeViolations()
    await promptBox().fill('')
  })

  test('axe finds nothing while an answer comes in', async () => {
    await submitPrompt(chat, '/speed 5\n/think\n/length 3000')
    await expect(chat.getByRole('main').locator('summary')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await waitForAnswerEnd(chat, 2)
  })

  test('axe finds nothing in finished answers, with reasoning and all of markdown', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/think\n/markdown')
    await chat.getByRole('main').locator('summary').first().click()
    await expectNoAxeViolations()
  })

  test('axe finds nothing in what is done with a message: its versions, its menu, its editor, and what is selected in it', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/say The sea is salt.')
    await chat.getByRole('button', { name: en.chat.retry, exact: true }).click()
    await expect(chat.getByRole('button', { name: en.chat.previousAnswer })).toBeVisible()
    await waitForAnswerEnd(chat, 2)
    await expectNoAxeViolations()
    await chat.getByRole('button', { name: en.chat.moreAnswer }).click()
    await expect(chat.getByRole('menu')).toBeVisible()
    // By itself: a menu that is open stands in none of the page's regions.
    const { violations } = await new AxeBuilder({ page: chat }).setLegacyMode().include('[role="menu"]').analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await press('Escape')
    await chat.getByRole('button', { name: en.chat.edit }).click()
    await expectNoAxeViolations()
    await press('Escape')
    // The name of the button that has the focus again stands in none of the page's regions while it is shown.
    await expect(chat.getByRole('textbox', { name: en.chat.editLabel })).toHaveCount(0)
    await press('Escape')
    await expect(chat.getByRole('tooltip')).toHaveCount(0)
    await chat
      .getByRole('article')
      .last()
      .getByRole('paragraph')
      .first()
      .evaluate((element) => document.getSelection()?.selectAllChildren(element))
    await expect(chat.getByRole('button', { name: en.chat.quote, exact: true })).toBeVisible()
    await expectNoAxeViolations()
  })

  test('axe finds nothing in the style, its numbers, and the instructions', async () => {
    await startNewConversation(chat)
    await chat.getByRole('button', { name: /^Style: / }).click()
    await chat.getByText(en.style.advanced, { exact: true }).click()
    const temperature = chat.getByRole('textbox', { name: en.style.names.temperature })
    await temperature.fill('9')
    await expect(chat.getByText(en.style.invalidValue)).toBeVisible()
    await expectNoAxeViolations()
    await temperature.fill('')
    await chat.getByRole('button', { name: en.instructions.open }).click()
    await expect(chat.getByRole('dialog', { name: en.instructions.title })).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('axe finds nothing in texts and pictures that go along, in the box, in an editor, and large', async () => {
    await startNewConversation(chat)
    await promptBox().evaluate(
      (element, [text, imageBase64]) => {
        for (const type of ['text', 'picture']) {
          const clipboardData = new DataTransfer()
          const bytes = Uint8Array.from(atob(imageBase64), (letter) => letter.charCodeAt(0))
          if (type === 'text') clipboardData.setData('text/plain', text)
          else clipboardData.items.add(new File([bytes], 'blue.png'))
          element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
        }
      },
      ['A long text. '.repeat(500), createPng(120, 80, () => [20, 60, 200, 255]).toString('base64')] as const,
    )
    const chip = chat.getByRole('button', { name: en.chat.showAttachment.replace('{{name}}', 'blue.png') })
    await expect(chip.locator('img')).toHaveJSProperty('complete', true)
    // The chosen model does not see, and that is said.
    await expect(chat.getByRole('button', { name: en.chat.chooseVisionModel })).toBeVisible()
    await expectNoAxeViolations()
    await chip.click()
    await expect(chat.getByRole('dialog').getByRole('img')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.chat.showAttachment.replace('{{name}}', en.chat.attachmentName) }).click()
    await expect(chat.getByRole('dialog')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.chat.chooseVisionModel }).click()
    await expect(chat.getByRole('combobox', { name: en.models.search })).toBeFocused()
    await chat.keyboard.type('qwen2.5-vl-7b')
    await expect(chat.getByRole('gridcell').first()).toContainText('VL-7B')
    await expectNoAxeViolations()
    await press('Enter')
    await sendPrompt(chat, '/say It is blue.')
    await chat.getByRole('button', { name: en.chat.edit }).click()
    await expect(chat.getByRole('textbox', { name: en.chat.editLabel })).toBeFocused()
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('axe finds nothing in the bar that finds, with places and without', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/say Herring, and herring again.')
    await press(getCommandKey('find'))
    await chat.keyboard.type('herring')
    const findStatus = chat.getByRole('search').getByRole('status')
    await expect(findStatus).toHaveText(/^\d of 4/)
    await expectNoAxeViolations()
    await chat.keyboard.type(' or none')
    await expect(findStatus).toHaveText(en.find.nothing)
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('axe finds nothing where another model is chosen for an answer, where several are compared, and in what they say', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/say The tide is high.')
    await chat.getByRole('button', { name: en.chat.moreAnswer }).click()
    await chat.getByRole('menuitem', { name: en.chat.retryWithOther }).click()
    await expect(chat.getByRole('dialog', { name: en.models.retryTitle })).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.system.commands.compare }).click()
    const query = chat.getByRole('combobox', { name: en.models.search })
    for (const model of ['gpt-oss-20b', 'Olmo-3-7B-Instruct', 'Qwen2.5-Coder-7B-Instruct', 'SmolLM3-3B']) {
      await query.fill(model)
      await expect(chat.getByRole('gridcell').first()).toContainText(model)
      await press('Enter')
    }
    await expect(chat.getByText(en.compare.limitReached.replace('{{max}}', '4'))).toBeVisible()
    await expectNoAxeViolations()
    await press('ControlOrMeta+Enter')
    await expect(chat.getByRole('list', { name: en.compare.list })).toBeVisible()
    await expectNoAxeViolations()
    await submitPrompt(chat, '/speed 20\n/think\n/length 4000')
    const columns = chat.getByRole('article', { name: en.compare.answers }).getByRole('article')
    await expect(columns.locator('[aria-busy="true"]')).toHaveCount(4)
    await expectNoAxeViolations()
    await press('Escape')
    await expect(columns.locator('[aria-busy="false"]')).toHaveCount(4)
    await expectNoAxeViolations()
    await promptBox().fill('And then?')
    await press('Enter')
    await expect(chat.getByText(en.compare.pickFirst)).toBeVisible()
    await expectNoAxeViolations()
    await promptBox().fill('')
  })

  test('axe finds nothing in the palette and in the sheet of keys', async () => {
    await press(getCommandKey('palette'))
    await expect(chat.getByRole('option').first()).toBeVisible()
    await expectNoAxeViolations()
    await chat.keyboard.type('xyzzy')
    await expect(chat.getByRole('option')).toHaveCount(0)
    await expectNoAxeViolations()
    await press('Escape')
    await press(getCommandKey('shortcuts'))
    await expect(chat.getByRole('dialog', { name: en.shortcuts.title })).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('axe finds nothing in a failure with its details', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/fault key-rejected')
    await chat.getByRole('article').last().getByText(en.failure.details, { exact: true }).click()
    await expectNoAxeViolations()
  })

  test('axe finds nothing in a failure that names other models, and one is taken with the keyboard', async () => {
    await startNewConversation(chat)
    await hub.setFault('model-not-served', { times: 1 })
    await sendPrompt(chat, '/say And again.')
    await expect(chat.getByRole('button', { name: /^Use / })).toHaveCount(3)
    await expectNoAxeViolations()
    await tabToControl('Use ', 'Shift+Tab')
    await press('Enter')
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('And again.', { exact: true })).toBeVisible()
  })

  test('axe finds nothing while it is offline and once it is back, and what was not sent is sent with the keyboard', async () => {
    await startNewConversation(chat)
    await hub.setFault('connection-refused')
    await sendPrompt(chat, '/say Later then.')
    await expect(chat.getByText(en.notice.offline)).toBeVisible()
    await expectNoAxeViolations()
    await hub.setFault(null)
    // As the browser tells it.
    await chat.evaluate(() => dispatchEvent(new Event('online')))
    await expect(chat.getByRole('button', { name: en.notice.sendUnsent_one })).toBeVisible()
    await expectNoAxeViolations()
    await tabToControl(en.notice.sendUnsent_one)
    await press('Enter')
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('Later then.', { exact: true })).toBeVisible()
  })

  test('axe finds nothing in the list of models, and in what it says of a model that nobody runs', async () => {
    await press(getCommandKey('chooseModel'))
    const query = chat.getByRole('combobox', { name: en.models.search })
    await expect(query).toBeFocused()
    await expectNoAxeViolations()
    await query.fill('distilgpt2')
    await expectNoAxeViolations()
    await press('Enter')
    await expect(chat.getByText(en.models.similar)).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
  })

  test('axe finds nothing in the history while it is searched, renamed in and deleted from', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, '/say Plums are blue')
    await search().fill('plums')
    await expect(chat.locator('mark').first()).toBeVisible()
    await expectNoAxeViolations()
    await search().fill('')
    await chat.locator('[data-row]').first().focus()
    await press('F2')
    await expect(chat.getByRole('textbox', { name: en.history.renameLabel })).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await press('Delete')
    await expect(chat.getByRole('button', { name: en.history.undo })).toBeVisible()
    await expectNoAxeViolations()
  })

  test('axe finds nothing where a server is added, listed and removed, and its models are chosen', async () => {
    await press('ControlOrMeta+,')
    await chat.getByRole('tab', { name: en.settings.servers }).click()
    await chat.getByRole('button', { name: en.servers.add }).click()
    await chat.getByLabel(en.servers.address, { exact: true }).fill('https://abc.endpoints.huggingface.cloud/v1?x')
    await chat.getByRole('button', { name: en.servers.connect }).click()
    await expect(chat.getByText(en.servers.invalid.extra)).toBeVisible()
    await expectNoAxeViolations()
    await chat.getByLabel(en.servers.address, { exact: true }).fill('https://abc.endpoints.huggingface.cloud/v1')
    await expect(chat.getByRole('checkbox')).toBeVisible()
    await expectNoAxeViolations()
    await chat.getByLabel(en.servers.address, { exact: true }).fill(ownServer.address)
    await chat.getByRole('button', { name: en.servers.connect }).click()
    await expect(chat.getByRole('button', { name: en.servers.add })).toBeFocused()
    await expectNoAxeViolations()
    await chat.getByRole('button', { name: en.servers.remove }).click()
    await expect(chat.getByRole('alertdialog')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await chat.getByRole('button', { name: en.servers.chooseModel }).click()
    await expect(chat.getByRole('combobox', { name: en.models.search })).toBeFocused()
    await chat.keyboard.type('llama3.2')
    await expect(chat.getByRole('row').first()).toContainText('llama3.2:3b')
    await expectNoAxeViolations()
    await press('Escape')
    await expect(chat.getByRole('dialog')).toHaveCount(0)
  })

  test('axe finds nothing on any page of the settings', async () => {
    await press('ControlOrMeta+,')
    for (const page of [
      en.settings.key,
      en.settings.servers,
      en.settings.history,
      en.settings.appearance,
      en.settings.privacy,
      en.settings.about,
    ]) {
      await chat.getByRole('tab', { name: page }).click()
      await expectNoAxeViolations()
    }
    await chat.getByRole('button', { name: en.settings.report }).click()
    const report = chat.getByRole('dialog', { name: en.report.title })
    await expect(report.getByRole('textbox')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await expect(report).toHaveCount(0)
    await chat.getByRole('tab', { name: en.settings.key }).click()
    await chat.getByRole('button', { name: en.key.forget }).click()
    await expect(chat.getByRole('alertdialog')).toBeVisible()
    await expectNoAxeViolations()
    await press('Escape')
    await press('Escape')
  })

  test('a dialog gives the focus back to what opened it', async () => {
    for (const [opener, dialog] of [
      [chat.getByRole('button', { name: en.settings.title }), en.settings.title],
      [chat.getByRole('button', { name: /^Model: / }), en.models.title],
    ] as const) {
      await opener.focus()
      await press('Enter')
      await expect(chat.getByRole('dialog', { name: dialog })).toBeVisible()
      await press('Escape')
      await expect(opener).toBeFocused()
    }
  })

  test('the focus is never nowhere: what takes it away hands it on', async () => {
    const { hide, show } = en.history
    for (const name of ['one', 'two', 'three']) {
      await startNewConversation(chat)
      await sendPrompt(chat, `/say ${name}`)
    }
    for (const name of [hide, show]) {
      await chat.getByRole('button', { name }).focus()
      await press('Enter')
      await expect(promptBox()).toBeFocused()
    }
    await chat.getByRole('button', { name: '/say two', exact: true }).focus()
    await press('Delete')
    await expect(chat.getByRole('button', { name: '/say one', exact: true })).toBeFocused()
  })

  test('nothing moves when the system asks for less motion', async () => {
    await press('ControlOrMeta+,')
    await expect(chat.getByRole('dialog')).toBeVisible()
    const measureLongestTransition = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
      await chat.emulateMedia({ reducedMotion })
      const seconds = await chat.evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) => {
          const { animationDuration, transitionDuration } = getComputedStyle(element)
          return `${animationDuration},${transitionDuration}`.split(',').map(Number.parseFloat)
        }),
      )
      return Math.max(...seconds)
    }
    expect(await measureLongestTransition('no-preference')).toBeGreaterThan(0)
    expect(await measureLongestTransition('reduce')).toBe(0)
    await press('Escape')
    await chat.emulateMedia({ reducedMotion: null })
  })
})
