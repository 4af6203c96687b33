// Accessibility: axe in every state of the window, light and dark; the main job by keyboard alone; the focus; reduced motion. No state may
// violate the policy of the page.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { openKeyWindow, setKey, waitForKeyWindow } from '../../pages/key-window.ts'
import { expectNoAxeViolations, findAxeViolations } from '../../support/axe.ts'
import { createPng } from '../../support/data/image-fixtures.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'

test.describe('accessibility', () => {
  test.describe('without a key', () => {
    // Without a keychain, so that the notices about that are checked too.
    test.use({ setup: { key: 'none', keychain: 'no-service', watchesPolicy: true } })

    test('no axe violations: first screen', ({ chat, app }) => expectNoAxeViolations(app, chat.page))

    test('no axe violations: key window, with and without a failure', async ({ app, hub, keyWindow }) => {
      await keyWindow.field.fill(hub.keys.rejected)
      await expectNoAxeViolations(app, keyWindow.page)
      await keyWindow.saveButton.click()
      await expect(keyWindow.alert).toBeVisible()
      await expectNoAxeViolations(app, keyWindow.page)
      await keyWindow.cancel()
    })

    test('the main job works with the keyboard alone', async ({ chat, app, hub, ownServer }) => {
      await chat.promptBox.field.focus()
      await chat.activate(chat.button(en.key.missingAction))
      const keyWindow = await waitForKeyWindow(app)
      await expect(keyWindow.field).toBeFocused()
      await keyWindow.page.keyboard.insertText(hub.keys.expiring)
      await keyWindow.page.keyboard.press('Enter')
      await expect(keyWindow.useOnceButton).toBeFocused()
      await keyWindow.pressToClose('Enter')
      await expect(chat.promptBox.field).toBeFocused()

      await chat.pressCommand('chooseModel')
      await expect(chat.modelPicker.search).toBeFocused()
      await chat.type('qwen2.5-7b')
      await chat.press('Enter')
      await expect(chat.promptBox.chosenModel('Qwen/Qwen2.5-7B-Instruct')).toBeVisible()
      await expect(chat.promptBox.field).toBeFocused()

      await chat.type('/speed 20')
      await chat.press('Shift+Enter')
      await chat.type('/length 4000')
      await chat.press('Enter')
      await expect(chat.conversation.lastMessage).toContainText('This is sentence 1 of')
      await chat.press('Escape')
      await expect(chat.page.getByText(en.chat.stopped)).toBeVisible()
      await chat.activate(chat.button(en.chat.retry))
      await expect(chat.conversation.stopButton).toBeVisible()
      await expect(chat.promptBox.field).toBeFocused()
      await expect(chat.conversation.lastMessage).toContainText('This is sentence 1 of')
      await chat.press('Escape')
      await chat.conversation.waitForAnswerEnd(2)
      await chat.activate(chat.button(en.chat.copy))
      await chat.tabTo(chat.promptBox.field)
      await chat.press('ControlOrMeta+v')
      await expect(chat.promptBox.field).toHaveValue(/^This is sentence 1 of/)
      await chat.press('ControlOrMeta+a')
      await chat.press('Delete')

      await chat.tabTo(chat.sidebar.search)
      await chat.type('sentence')
      await expect(chat.sidebar.highlights.first()).toBeVisible()
      await chat.press('Escape')
      await expect(chat.sidebar.search).toHaveValue('')
      await chat.press('Tab')
      await chat.press('F2')
      await chat.type('By hand')
      await chat.press('Enter')
      const renamed = chat.button('By hand')
      await expect(renamed).toBeFocused()
      await chat.press('Delete')
      await expect(renamed).toHaveCount(0)
      await chat.activate(chat.sidebar.undoButton)
      await expect(renamed).toBeVisible()

      await chat.pressCommand('settings')
      await expect(chat.dialog()).toBeVisible()
      await chat.tabTo(chat.settings.tab(en.settings.key))
      await chat.press('ArrowDown')
      await expect(chat.page.getByRole('heading', { name: en.settings.servers })).toBeVisible()
      await chat.activate(chat.button(en.servers.add))
      await chat.type('Home')
      await chat.press('Tab')
      await chat.type(ownServer.address)
      await chat.press('Enter')
      await expect(chat.settings.servers.items).toContainText('Home')
      await expect(chat.page.getByRole('button', { name: en.servers.add })).toBeFocused()
      await chat.closeDialogs()
    })
  })

  test.describe('with several keys', () => {
    test.use({
      setup: {
        key: 'none',
        watchesPolicy: true,
        // One key is old, so that there is a reminder, and is in the environment as well.
        launch: ({ hub }) => ({ environment: { HF_TOKEN: hub.keys.old } }),
        afterStart: async ({ app, chat, hub }) => {
          await setKey(app, hub.keys.write)
          await chat.settings.open()
          await chat.button(en.key.addAnother).click()
          const keyWindow = await waitForKeyWindow(app)
          await keyWindow.field.fill(hub.keys.old)
          await keyWindow.save()
          await expect(chat.page.getByRole('region', { name: en.key.exposedTitle })).toBeVisible()
        },
      },
    })

    test('no axe violations: keys with a reminder and an exposed key', ({ chat, app }) => expectNoAxeViolations(app, chat.page))

    test('no axe violations: choosing, renaming, revoking and trying a key', async ({ chat, app }) => {
      await chat.page.getByRole('button', { name: en.key.billTo }).click()
      await expect(chat.page.getByRole('listbox')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.key.rename }).click()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.key.try }).click()
      await expect(chat.page.getByText('It works:')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.page.getByRole('button', { name: en.key.revoke }).click()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('keys are chosen, renamed and added with the keyboard alone', async ({ chat }) => {
      await chat.tabTo(chat.button(en.key.addAnother))
      await chat.press('Shift+Tab')
      await chat.press('ArrowUp')
      await expect(chat.page.getByRole('radio', { name: /^write key/ })).toBeChecked()
      await chat.activate(chat.button(en.key.rename))
      await chat.type('private')
      await chat.press('Enter')
      await expect(chat.page.getByRole('radio', { name: /^private/ })).toBeChecked()
      await expect(chat.page.getByRole('button', { name: en.key.rename })).toBeVisible()
    })
  })

  test.describe('with a session key', () => {
    test.use({
      setup: {
        key: 'none',
        keychain: 'no-service',
        watchesPolicy: true,
        afterStart: async ({ app, hub }) => {
          const keyWindow = await openKeyWindow(app)
          await keyWindow.field.fill(hub.keys.fineGrained)
          await keyWindow.saveForSession()
        },
      },
    })

    test('no axe violations: empty conversation with the notice of a session key', async ({ chat, app }) => {
      await expect(chat.page.getByText(en.notice.sessionKey)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
    })

    test('no axe violations: field for a text', async ({ chat, app }) => {
      await chat.promptBox.field.fill('Can you summarize this text?')
      await expect(chat.promptBox.textField).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.promptBox.field.fill('')
    })

    test('no axe violations: secret review', async ({ chat, app }) => {
      await chat.promptBox.field.fill(`What is ${fakeKey} for?`)
      await chat.press('Enter')
      await expect(chat.secretReview.card.getByRole('alert')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.promptBox.field.fill('')
    })

    test('no axe violations: running answer', async ({ chat, app }) => {
      await chat.submit('/speed 5\n/think\n/length 3000')
      await expect(chat.page.getByRole('main').locator('summary')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.conversation.waitForAnswerEnd(2)
    })

    test('no axe violations: finished answers with reasoning and markdown', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/think\n/markdown')
      await chat.page.getByRole('main').locator('summary').first().click()
      await expectNoAxeViolations(app, chat.page)
    })

    test('no axe violations: versions, menu, editor and selection of a message', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/say The sea is salt.')
      await chat.button(en.chat.retry).click()
      await expect(chat.page.getByRole('button', { name: en.chat.previousAnswer })).toBeVisible()
      await chat.conversation.waitForAnswerEnd(2)
      await expectNoAxeViolations(app, chat.page)
      await chat.page.getByRole('button', { name: en.chat.moreAnswer }).click()
      await expect(chat.page.getByRole('menu')).toBeVisible()
      // Alone, because an open menu is in none of the page's landmarks.
      expect(await findAxeViolations(chat.page, { include: '[role="menu"]' })).toEqual([])
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.chat.edit }).click()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await expect(chat.conversation.editor).toHaveCount(0)
      // Closes the tooltip of the focused button, which is in none of the page's landmarks.
      await chat.press('Escape')
      await expect(chat.page.getByRole('tooltip')).toHaveCount(0)
      await chat.conversation.lastMessage
        .getByRole('paragraph')
        .first()
        .evaluate((element) => document.getSelection()?.selectAllChildren(element))
      await expect(chat.button(en.chat.quote)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
    })

    test('no axe violations: style, its numbers and the instructions', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.promptBox.styleButton.click()
      await chat.page.getByText(en.style.advanced, { exact: true }).click()
      const temperature = chat.page.getByRole('textbox', { name: en.style.names.temperature })
      await temperature.fill('9')
      await expect(chat.page.getByText(en.style.invalidValue)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await temperature.fill('')
      await chat.page.getByRole('button', { name: en.instructions.open }).click()
      await expect(chat.dialog(en.instructions.title)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('no axe violations: attachments in the box, in an editor and enlarged', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.promptBox.paste('A long text. '.repeat(500))
      await chat.promptBox.pasteFile({ name: 'blue.png', bytes: createPng(120, 80, () => [20, 60, 200, 255]) })
      const chip = chat.promptBox.attachment('blue.png')
      await expect(chip.locator('img')).toHaveJSProperty('complete', true)
      // The chosen model lacks vision, which the window says.
      await expect(chat.page.getByRole('button', { name: en.chat.chooseVisionModel })).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chip.click()
      await expect(chat.dialog().getByRole('img')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.promptBox.attachment(en.chat.attachmentName).click()
      await expect(chat.dialog()).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.chat.chooseVisionModel }).click()
      await expect(chat.modelPicker.search).toBeFocused()
      await chat.type('qwen2.5-vl-7b')
      await expect(chat.modelPicker.firstCell).toContainText('VL-7B')
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Enter')
      await chat.send('/say It is blue.')
      await chat.page.getByRole('button', { name: en.chat.edit }).click()
      await expect(chat.conversation.editor).toBeFocused()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('no axe violations: find bar, with and without matches', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/say Herring, and herring again.')
      await chat.findBar.search('herring')
      await chat.findBar.expectStatus(/^\d of 4/)
      await expectNoAxeViolations(app, chat.page)
      await chat.type(' or none')
      await chat.findBar.expectStatus(en.find.nothing)
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('no axe violations: choosing another model, and a comparison', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/say The tide is high.')
      await chat.conversation.chooseAction(chat.conversation.lastMessage, en.chat.retryWithOther)
      await expect(chat.dialog(en.models.retryTitle)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.system.commands.compare }).click()
      for (const model of ['gpt-oss-20b', 'Olmo-3-7B-Instruct', 'Qwen2.5-Coder-7B-Instruct', 'SmolLM3-3B']) {
        await chat.modelPicker.search.fill(model)
        await expect(chat.modelPicker.firstCell).toContainText(model)
        await chat.press('Enter')
      }
      await expect(chat.page.getByText(fillPlaceholders(en.compare.limitReached, { max: 4 }))).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('ControlOrMeta+Enter')
      await expect(chat.comparison.chosenModels).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.submit('/speed 20\n/think\n/length 4000')
      await expect(chat.comparison.columns.locator('[aria-busy="true"]')).toHaveCount(4)
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.comparison.waitForAnswersEnd(4)
      await expectNoAxeViolations(app, chat.page)
      await chat.promptBox.field.fill('And then?')
      await chat.press('Enter')
      await expect(chat.page.getByText(en.compare.pickFirst)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.promptBox.field.fill('')
    })

    test('no axe violations: command palette and list of shortcuts', async ({ chat, app }) => {
      await chat.pressCommand('palette')
      await expect(chat.palette.options.first()).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.type('xyzzy')
      await expect(chat.palette.options).toHaveCount(0)
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.pressCommand('shortcuts')
      await expect(chat.dialog(en.shortcuts.title)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('no axe violations: failure with its details', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/fault key-rejected')
      await chat.conversation.lastMessage.getByText(en.failure.details, { exact: true }).click()
      await expectNoAxeViolations(app, chat.page)
    })

    test('no axe violations: failure with suggested models, one chosen by keyboard', async ({ chat, app, hub }) => {
      await chat.startNewConversation()
      await hub.setFault('model-not-served', { times: 1 })
      await chat.send('/say And again.')
      await expect(chat.page.getByRole('button', { name: /^Use / })).toHaveCount(3)
      await expectNoAxeViolations(app, chat.page)
      await chat.activate(chat.page.getByRole('button', { name: /^Use / }).last())
      await expect(chat.conversation.paragraph('And again.')).toBeVisible()
    })

    test('no axe violations: offline and back online, with an unsent prompt', async ({ chat, app, hub }) => {
      await chat.startNewConversation()
      await hub.setFault('connection-refused')
      await chat.send('/say Later then.')
      await expect(chat.page.getByText(en.notice.offline)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await hub.setFault(null)
      // The event that the browser fires.
      await chat.page.evaluate(() => dispatchEvent(new Event('online')))
      await expect(chat.page.getByRole('button', { name: en.notice.sendUnsent_one })).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.activate(chat.button(en.notice.sendUnsent_one))
      await expect(chat.conversation.paragraph('Later then.')).toBeVisible()
    })

    test('no axe violations: model picker, also for a model that nobody runs', async ({ chat, app }) => {
      await chat.modelPicker.open()
      await expectNoAxeViolations(app, chat.page)
      await chat.modelPicker.search.fill('distilgpt2')
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Enter')
      await expect(chat.page.getByText(en.models.similar)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
    })

    test('no axe violations: history while it is searched, renamed and deleted from', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('/say Plums are blue')
      await chat.sidebar.search.fill('plums')
      await expect(chat.sidebar.highlights.first()).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.sidebar.search.fill('')
      await chat.sidebar.rows.first().focus()
      await chat.press('F2')
      await expect(chat.page.getByRole('textbox', { name: en.history.renameLabel })).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.press('Delete')
      await expect(chat.sidebar.undoButton).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
    })

    test('no axe violations: adding and removing a server, choosing its models', async ({ chat, app, ownServer }) => {
      await chat.settings.open(en.settings.servers)
      await chat.page.getByRole('button', { name: en.servers.add }).click()
      await chat.settings.servers.addressField.fill('https://abc.endpoints.huggingface.cloud/v1?x')
      await chat.page.getByRole('button', { name: en.servers.connect }).click()
      await expect(chat.page.getByText(en.servers.invalid.extra)).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.settings.servers.addressField.fill('https://abc.endpoints.huggingface.cloud/v1')
      await expect(chat.page.getByRole('checkbox')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.settings.servers.addressField.fill(ownServer.address)
      await chat.page.getByRole('button', { name: en.servers.connect }).click()
      await expect(chat.page.getByRole('button', { name: en.servers.add })).toBeFocused()
      await expectNoAxeViolations(app, chat.page)
      await chat.page.getByRole('button', { name: en.servers.remove }).click()
      await expect(chat.alertDialog).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.page.getByRole('button', { name: en.servers.chooseModel }).click()
      await expect(chat.modelPicker.search).toBeFocused()
      await chat.type('llama3.2')
      await expect(chat.modelPicker.rows.first()).toContainText('llama3.2:3b')
      await expectNoAxeViolations(app, chat.page)
      await chat.closeDialogs()
    })

    test('no axe violations: every page of the settings', async ({ chat, app }) => {
      await chat.pressCommand('settings')
      for (const page of [
        en.settings.key,
        en.settings.servers,
        en.settings.history,
        en.settings.appearance,
        en.settings.privacy,
        en.settings.about,
      ]) {
        await chat.settings.tab(page).click()
        await expectNoAxeViolations(app, chat.page)
      }
      await chat.page.getByRole('button', { name: en.settings.report }).click()
      const report = chat.dialog(en.report.title)
      await expect(report.getByRole('textbox')).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await expect(report).toHaveCount(0)
      await chat.settings.tab(en.settings.key).click()
      await chat.page.getByRole('button', { name: en.key.forget }).click()
      await expect(chat.alertDialog).toBeVisible()
      await expectNoAxeViolations(app, chat.page)
      await chat.press('Escape')
      await chat.press('Escape')
    })

    test('a dialog returns the focus to its opener', async ({ chat }) => {
      for (const [opener, dialog] of [
        [chat.page.getByRole('button', { name: en.settings.title }), en.settings.title],
        [chat.promptBox.modelButton, en.models.title],
      ] as const) {
        await opener.focus()
        await chat.press('Enter')
        await expect(chat.dialog(dialog)).toBeVisible()
        await chat.press('Escape')
        await expect(opener).toBeFocused()
      }
    })

    test('the focus is never lost', async ({ chat }) => {
      const { hide, show } = en.history
      for (const name of ['one', 'two', 'three']) {
        await chat.startNewConversation()
        await chat.send(`/say ${name}`)
      }
      for (const name of [hide, show]) {
        await chat.page.getByRole('button', { name }).focus()
        await chat.press('Enter')
        await expect(chat.promptBox.field).toBeFocused()
      }
      await chat.button('/say two').focus()
      await chat.press('Delete')
      await expect(chat.button('/say one')).toBeFocused()
    })

    test('nothing moves with reduced motion', async ({ chat }) => {
      await chat.pressCommand('settings')
      await expect(chat.dialog()).toBeVisible()
      const measureLongestTransition = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
        await chat.page.emulateMedia({ reducedMotion })
        const seconds = await chat.page.evaluate(() =>
          [...document.querySelectorAll('*')].flatMap((element) => {
            const { animationDuration, transitionDuration } = getComputedStyle(element)
            return `${animationDuration},${transitionDuration}`.split(',').map(Number.parseFloat)
          }),
        )
        return Math.max(...seconds)
      }
      expect(await measureLongestTransition('no-preference')).toBeGreaterThan(0)
      expect(await measureLongestTransition('reduce')).toBe(0)
      await chat.press('Escape')
      await chat.page.emulateMedia({ reducedMotion: null })
    })
  })
})
