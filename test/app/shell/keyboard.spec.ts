// Everything that Parley does, once by keyboard alone. The page records each button, menu item, tab, link, fold and choice that is offered at
// any key press (test/support/control-coverage.ts), and the last test fails for each one that was offered and not used: so does a new action
// wherever this walk passes. A command of shared/commands.ts without a walk does not compile.
// Controls whose words are not Parley's, such as the links of an answer, are not told apart. Other specs cover by keyboard what is not
// passed here: faults.spec.ts the actions of failures, accessibility.spec.ts what is done offline, keyboard-recovery.spec.ts the ways out of a
// damaged history, and key-window.spec.ts the buttons of the key window.

import { join } from 'node:path'
import { type CommandName, commandNames } from '../../../shared/commands.ts'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { waitForKeyWindow } from '../../pages/key-window.ts'
import { readControlCoverage, recordControls } from '../../support/control-coverage.ts'
import { writeInputFiles } from '../../support/file-input.ts'
import { createPng } from '../../support/data/image-fixtures.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { createTestBackups, openTestArchive } from '../../support/history/archive-fixture.ts'
import { unwrap } from '../../support/history/history-fixture.ts'
import { installVoices } from '../../support/page/speech-synthesis.ts'

/** Makes a backup of one conversation, an hour ago. */
async function createBackup(folder: string): Promise<void> {
  const archive = openTestArchive(folder)
  await archive.savePrompt('About olives')
  unwrap(await createTestBackups(folder, { now: Date.now() - 60 * 60 * 1000 }).create())
  await archive.close()
}

const { commands } = en.system
const chatWords = en.chat
const lastButton = (chat: ChatPage, name: string | RegExp) => chat.button(name).last()
const toast = (chat: ChatPage, text: string) => chat.page.getByText(text, { exact: true })

async function sendByKeyboard(chat: ChatPage, prompt: string, messages: number): Promise<void> {
  await chat.tabTo(chat.promptBox.field)
  await chat.insertText(prompt)
  await chat.press('Enter')
  await chat.conversation.waitForAnswerEnd(messages)
}

async function clearPromptBox(chat: ChatPage): Promise<void> {
  await chat.tabTo(chat.promptBox.field)
  await chat.press('ControlOrMeta+a')
  await chat.press('Delete')
}

async function startNewConversationByKey(chat: ChatPage): Promise<void> {
  await chat.pressCommand('newConversation')
  await expect(chat.conversation.messages).toHaveCount(0)
}

/** Chooses an item in the menu of the last answer or prompt. */
async function chooseFromMoreMenu(chat: ChatPage, menu: string, item: string | RegExp): Promise<void> {
  await chat.activate(lastButton(chat, menu))
  await chat.chooseMenuItem(item)
}

async function runFromPalette(chat: ChatPage, name: CommandName): Promise<void> {
  await chat.pressCommand('palette')
  await expect(chat.palette.search).toBeFocused()
  await chat.insertText(commands[name])
  await expect(chat.palette.options.first()).toContainText(commands[name])
  await chat.press('Enter')
}

async function undoDelete(chat: ChatPage): Promise<void> {
  await chat.activate(lastButton(chat, en.history.undo))
}

/** Answers the system's dialog that asks where to save. */
async function answerSaveDialog(app: RestartableApp, name: string): Promise<void> {
  await app.answerDialog({ kind: 'files', paths: [join(app.data, name)] })
}

/** Closes the settings after the focused button has disappeared: the focus must still be in them. */
async function leaveSettings(chat: ChatPage): Promise<void> {
  await expect.poll(() => chat.dialog(en.settings.title).evaluate((settings) => settings.contains(document.activeElement))).toBe(true)
  await chat.press('Escape')
  await expect(chat.dialog()).toHaveCount(0)
}

async function leaveKeyWindow(app: RestartableApp): Promise<void> {
  const keyWindow = await waitForKeyWindow(app)
  await expect(keyWindow.field).toBeFocused()
  await keyWindow.pressToClose('Escape')
}

/** Runs each command once: by its key, or from the palette where it has none. */
const commandWalks: Readonly<Record<CommandName, (chat: ChatPage, app: RestartableApp) => Promise<void>>> = {
  async newConversation(chat) {
    await startNewConversationByKey(chat)
    await sendByKeyboard(chat, '/say something', 2)
  },
  async saveMarkdown(chat, app) {
    await answerSaveDialog(app, 'shown.md')
    await chat.pressCommand('saveMarkdown')
    await expect(toast(chat, en.history.saved).last()).toBeVisible()
  },
  async saveJson(chat, app) {
    await answerSaveDialog(app, 'shown.json')
    await runFromPalette(chat, 'saveJson')
    await expect(toast(chat, en.history.saved).last()).toBeVisible()
  },
  settings: (chat) => expectDialogOpens(chat, () => chat.pressCommand('settings'), en.settings.title),
  async find(chat) {
    await chat.pressCommand('find')
    await expect(chat.findBar.field).toBeFocused()
    await chat.press('Escape')
  },
  async searchHistory(chat) {
    await chat.pressCommand('searchHistory')
    await expect(chat.sidebar.search).toBeFocused()
  },
  chooseModel: (chat) => expectDialogOpens(chat, () => chat.pressCommand('chooseModel'), en.models.title),
  compare: (chat) => expectDialogOpens(chat, () => runFromPalette(chat, 'compare'), en.compare.title),
  async stop(chat) {
    await startSlowAnswer(chat)
    await chat.pressCommand('stop')
    await expect(chat.page.getByText(chatWords.stopped)).toBeVisible()
  },
  async stopAll(chat) {
    for (let times = 0; times < 2; times += 1) await startSlowAnswer(chat)
    await chat.activate(chat.button(fillPlaceholders(chatWords.stopAll, { count: 2 })))
    await expect(chat.page.getByText(chatWords.stopped)).toBeVisible()
    for (let times = 0; times < 2; times += 1) await startSlowAnswer(chat)
    await runFromPalette(chat, 'stopAll')
    await expect(chat.page.getByText(chatWords.stopped)).toBeVisible()
  },
  instructions: (chat) => expectDialogOpens(chat, () => runFromPalette(chat, 'instructions'), en.instructions.title),
  palette: (chat) => expectDialogOpens(chat, () => chat.pressCommand('palette'), en.palette.title),
  async toggleHistory(chat) {
    await chat.pressCommand('toggleHistory')
    await expect(chat.sidebar.list).toHaveCount(0)
    await chat.pressCommand('toggleHistory')
    await expect(chat.sidebar.list).toBeVisible()
  },
  shortcuts: (chat) => expectDialogOpens(chat, () => chat.pressCommand('shortcuts'), en.shortcuts.title),
  privacy: (chat) => expectDialogOpens(chat, () => runFromPalette(chat, 'privacy'), en.settings.title),
  report: (chat) => expectDialogOpens(chat, () => runFromPalette(chat, 'report'), en.report.title),
  about: (chat) => expectDialogOpens(chat, () => runFromPalette(chat, 'about'), en.settings.title),
}

/** Opens a dialog, and closes it by its button. */
async function expectDialogOpens(chat: ChatPage, openDialog: () => Promise<void>, title: string): Promise<void> {
  await openDialog()
  await expect(chat.dialog(title)).toBeVisible()
  await chat.activate(chat.dialog(title).getByRole('button', { name: en.settings.close }).first())
  await expect(chat.dialog()).toHaveCount(0)
}

async function startSlowAnswer(chat: ChatPage): Promise<void> {
  await startNewConversationByKey(chat)
  await chat.insertText('/speed 20\n/length 4000')
  await chat.press('Enter')
  await expect(chat.conversation.messages.last()).toContainText('This is sentence 1')
}

/**
 * Controls that the walk passes: the fold of the reasoning, whose name changes and which has a test here, the name of a button for a moment
 * after it was pressed, and React Aria's button that closes a popover for screen readers, where Escape works for all.
 */
const transientControls: readonly string[] = [chatWords.copied, chatWords.thought, chatWords.thoughtFor, 'Dismiss']
/** The picker's controls count as the same under each of its titles. */
const toEquivalentControl = (control: string): string => {
  const [location = '', name = ''] = control.split(' › ')
  if (location === en.compare.title || location === en.models.retryTitle) return `${en.models.title} › ${name}`
  return control
}

test.describe('keyboard', () => {
  // One walk: after a failed step the later ones say nothing.
  test.describe.configure({ mode: 'serial' })
  test.use({ setup: { key: 'none', prepare: createBackup, afterStart: ({ chat }) => recordControls(chat.page) } })

  test('sets a key and manages it', async ({ chat, app, hub }) => {
    await chat.activate(chat.button(en.key.make))
    await expect.poll(async () => (await app.shellCalls()).length).toBe(1)
    await chat.activate(chat.button(en.key.set))
    const keyWindow = await waitForKeyWindow(app)
    await expect(keyWindow.field).toBeFocused()
    await keyWindow.page.keyboard.insertText(hub.keys.fineGrained)
    await keyWindow.pressToClose('Enter')
    await expect(chat.button(en.key.set)).toHaveCount(0)

    await chat.activate(chat.button(en.settings.title))
    await expect(chat.dialog(en.settings.title)).toBeVisible()
    for (const opener of [en.key.addAnother, en.key.replace]) {
      await chat.activate(chat.button(opener))
      await leaveKeyWindow(app)
    }
    await chat.activate(chat.button(en.key.checkAgain))
    await chat.activate(chat.button(en.key.try))
    await expect(chat.page.getByText('It works:')).toBeVisible()
    await chat.activate(chat.button(en.key.rename))
    await chat.press('ControlOrMeta+a')
    await chat.insertText('by hand')
    await chat.press('Enter')
    await expect(chat.page.getByRole('radio', { name: /^by hand/ })).toBeVisible()
    await chat.tabTo(chat.page.getByRole('radio', { checked: true }))
    await chat.press('ArrowDown')
    for (const label of [en.key.billTo, en.key.reminder]) {
      await chat.activate(chat.page.getByRole('button', { name: new RegExp(label) }))
      await expect(chat.page.getByRole('listbox')).toBeVisible()
      await chat.press('Enter')
      await expect(chat.page.getByRole('listbox')).toHaveCount(0)
    }
  })

  test('changes the settings on each page', async ({ chat, app, ownServer }) => {
    const selectSettingsPage = async (page: string) => {
      await chat.tabTo(chat.page.locator('[role="tab"][aria-selected="true"]'))
      await chat.press('ArrowDown')
      await expect(chat.settings.tab(page)).toBeFocused()
    }
    await selectSettingsPage(en.settings.servers)
    await chat.activate(chat.button(en.servers.add))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.servers.add))
    await chat.insertText('Home')
    await chat.press('Tab')
    await chat.insertText(ownServer.address)
    await chat.activate(chat.button(en.servers.connect))
    await chat.activate(chat.button(en.servers.change))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.servers.change))
    await chat.activate(chat.button(en.servers.save))
    await chat.activate(chat.button(en.servers.setKey))
    await leaveKeyWindow(app)
    await chat.activate(chat.button(en.servers.remove))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.servers.chooseModel))
    await expect(chat.modelPicker.search).toBeFocused()
    await chat.press('Escape')
    await chat.pressCommand('settings')
    await selectSettingsPage(en.settings.servers)
    await chat.activate(chat.button(en.servers.remove))
    await chat.activate(chat.button(en.servers.removeConfirm))
    await expect(chat.button(en.servers.remove)).toHaveCount(0)

    await selectSettingsPage(en.settings.history)
    await selectSettingsPage(en.settings.instructions)
    await chat.tabTo(chat.settings.panel.getByRole('textbox'))
    await selectSettingsPage(en.settings.appearance)
    await chat.tabTo(chat.page.getByRole('radio', { name: en.settings.system, exact: true }))
    await chat.press('ArrowRight')
    await expect(chat.page.locator('html')).toHaveAttribute('data-appearance', 'light')
    await chat.press('ArrowLeft')
    await chat.tabTo(chat.page.getByRole('radio', { name: en.settings.systemLanguage }))
    await chat.press('ArrowRight')
    await expect(chat.page.getByRole('radio', { name: 'English' })).toBeChecked()
    await chat.press('ArrowLeft')
    await selectSettingsPage(en.settings.privacy)
    await selectSettingsPage(en.settings.about)
    await chat.activate(chat.button(en.settings.report))
    const report = chat.dialog(en.report.title)
    await answerSaveDialog(app, 'report.txt')
    await chat.activate(report.getByRole('button', { name: en.report.save }))
    await expect(report.getByText(en.report.saved)).toBeVisible()
    await chat.activate(report.getByRole('button', { name: en.report.copy }))
    await chat.activate(report.getByRole('button', { name: en.report.close }).last())
    await expect(report).toHaveCount(0)
    await chat.activate(chat.dialog(en.settings.title).getByRole('button', { name: en.settings.close }))
    await expect(chat.dialog()).toHaveCount(0)
  })

  test('finds, stars and chooses a model, and refreshes the list', async ({ chat }) => {
    await chat.activate(chat.promptBox.modelButton)
    await expect(chat.modelPicker.search).toBeFocused()
    await chat.insertText('qwen2.5-7b')
    await expect(chat.modelPicker.firstCell).toContainText('Qwen2.5-7B')
    await chat.press('ArrowRight')
    await chat.press('Enter')
    await expect(chat.dialog().getByRole('button', { pressed: true })).toBeVisible()
    await chat.press('Enter')
    await expect(chat.dialog().getByRole('button', { pressed: true })).toHaveCount(0)
    await chat.press('ArrowLeft')
    await chat.activate(chat.button(en.models.refresh))
    await chat.activate(chat.button(en.settings.close))
    await expect(chat.dialog()).toHaveCount(0)
    await chat.pressCommand('chooseModel')
    await expect(chat.modelPicker.search).toBeFocused()
    await chat.insertText('qwen2.5-vl-7b')
    await expect(chat.modelPicker.firstCell).toContainText('VL-7B')
    await chat.press('Enter')
    await expect(chat.button(/^Model: Qwen\/Qwen2.5-VL-7B-Instruct/)).toBeVisible()
  })

  test('takes an example, and adds, inserts and removes the text it refers to', async ({ chat }) => {
    for (const example of [chatWords.example1, chatWords.example2]) {
      await startNewConversationByKey(chat)
      await chat.activate(chat.button(example))
      await chat.conversation.waitForAnswerEnd(2)
    }
    await startNewConversationByKey(chat)
    await chat.activate(chat.button(chatWords.example3))
    await expect(chat.promptBox.field).toHaveValue(chatWords.example3)
    await chat.tabTo(chat.page.getByRole('textbox', { name: chatWords.pasteHint }))
    await chat.insertText('A text.')
    await chat.activate(chat.button(chatWords.pasteUse))
    const chip = chat.button(fillPlaceholders(chatWords.showAttachment, { name: chatWords.attachmentName }))
    await chat.activate(chip)
    await chat.activate(chat.dialog().getByRole('button', { name: en.settings.close }))
    await chat.activate(chip)
    await chat.activate(chat.button(chatWords.insertIntoPrompt))
    await expect(chat.promptBox.field).toHaveValue(/A text\.$/)
    await clearPromptBox(chat)
    await chat.activate(chat.button(chatWords.add))
    await chat.chooseMenuItem(chatWords.addText)
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(chatWords.add))
    await chat.chooseMenuItem(chatWords.addText)
    await chat.insertText('Another text.')
    await chat.activate(chat.button(chatWords.pasteUse))
    await chat.activate(chat.button(fillPlaceholders(chatWords.removeAttachment, { name: chatWords.attachmentName })))
    await expect(chip).toHaveCount(0)
  })

  test('adds, opens and sends a file and an image', async ({ chat }) => {
    const paths = writeInputFiles([
      { name: 'tides.txt', bytes: 'High at noon.' },
      { name: 'blue.png', bytes: createPng(60, 40, () => [20, 60, 200, 255]) },
    ])
    await chat.activate(chat.button(chatWords.add))
    const chooser = chat.page.waitForEvent('filechooser')
    await chat.chooseMenuItem(chatWords.addFiles)
    await (await chooser).setFiles([...paths])
    const imageButton = chat.button(fillPlaceholders(chatWords.showAttachment, { name: 'blue.png' }))
    await chat.activate(imageButton)
    await expect(chat.dialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
    await chat.press('Escape')
    await expect(imageButton).toBeFocused()
    await chat.tabTo(chat.promptBox.field)
    await chat.insertText('/say It is blue.')
    await chat.activate(chat.button(chatWords.send))
    await chat.conversation.waitForAnswerEnd(2)
    await chat.activate(imageButton)
    await expect(chat.dialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
    await chat.activate(chat.dialog().getByRole('button', { name: en.settings.close }))
    await expect(chat.dialog()).toHaveCount(0)
  })

  test('sets style and instructions', async ({ chat }) => {
    const chip = chat.promptBox.styleButton
    await chat.activate(chip)
    await chat.press('ArrowDown')
    await chat.tabTo(chat.page.getByRole('radio', { name: en.style.normal, exact: true }))
    await chat.press('ArrowRight')
    await chat.activate(chat.page.getByText(en.style.advanced, { exact: true }))
    await chat.tabTo(chat.page.getByRole('textbox', { name: en.style.names.temperature }))
    await chat.insertText('1.5')
    await chat.activate(chat.button(en.style.reset))
    await chat.activate(chat.button(en.instructions.open))
    await expect(chat.page.getByRole('textbox', { name: en.instructions.label })).toBeFocused()
    await chat.insertText('Be brief.')
    await chat.activate(chat.button(en.instructions.done))
    await chat.activate(chat.button(en.instructions.chip))
    await chat.press('ControlOrMeta+a')
    await chat.press('Delete')
    await chat.activate(chat.dialog().getByRole('button', { name: en.settings.close }))
    await expect(chat.button(en.instructions.chip)).toHaveCount(0)
  })

  test('uses links, images, footnotes and code of an answer', async ({ chat, app }) => {
    await startNewConversationByKey(chat)
    await sendByKeyboard(
      chat,
      '/say The [docs](https://huggingface.co/docs) say so.[^1]\n\n![A quay](https://example.com/quay.png)\n\n```js\nlet tide = 1\n```\n\n[^1]: Not all of them.',
      2,
    )
    const before = (await app.shellCalls()).length
    await chat.activate(chat.page.getByRole('link').first())
    await app.answerDialog({ kind: 'button', index: 1 })
    await expect.poll(async () => (await app.shellCalls()).length).toBe(before + 1)
    await chat.activate(chat.button(/Picture on example\.com/))
    await app.answerDialog({ kind: 'button', index: 1 })
    await expect.poll(async () => (await app.shellCalls()).length).toBe(before + 2)
    await chat.activate(chat.button(fillPlaceholders(chatWords.footnote, { number: '1' })))
    await chat.activate(chat.button(fillPlaceholders(chatWords.backToText, { number: '1' })))
    await chat.activate(chat.button(chatWords.copyCode))
    await chat.tabTo(chat.promptBox.field)
    await chat.press('ControlOrMeta+v')
    await expect(chat.promptBox.field).toHaveValue(/^let tide = 1\n?$/)
    await clearPromptBox(chat)
  })

  test('does everything with an answer', async ({ chat, app }) => {
    await startNewConversationByKey(chat)
    await sendByKeyboard(chat, '/say The sea is salt.', 2)
    const { endSentence } = await installVoices(chat.page)
    await chat.activate(lastButton(chat, chatWords.copy))
    await chat.activate(lastButton(chat, chatWords.retry))
    await expect(chat.button(chatWords.previousAnswer)).toBeVisible()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.activate(chat.button(chatWords.previousAnswer))
    await expect(chat.button(chatWords.nextAnswer)).toBeFocused()
    await chat.press('Enter')
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.copyPlain)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.quote)
    await expect(chat.promptBox.field).toHaveValue('> The sea is salt.\n\n')
    await clearPromptBox(chat)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.readAloud)
    await chat.activate(chat.button(chatWords.stopReading))
    await endSentence()
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.retryWithOther)
    await expect(chat.modelPicker.search).toBeFocused()
    await chat.insertText('gpt-oss-20b')
    await chat.press('Enter')
    await expect(chat.conversation.messages.last()).toHaveAccessibleName(/gpt-oss-20b/)
    await chat.conversation.waitForAnswerEnd(2)
    await chat.activate(chat.button(chatWords.previousAnswer))
    await expect(chat.conversation.messages.last()).toHaveAccessibleName(/Qwen/)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, /^Retry with gpt-oss/)
    await expect(chat.conversation.messages.last()).toHaveAccessibleName(/gpt-oss-20b/)
    await chat.conversation.waitForAnswerEnd(2)
    for (const format of ['markdown', 'json'] as const) {
      await answerSaveDialog(app, `answer.${format}`)
      await chooseFromMoreMenu(chat, chatWords.moreAnswer, en.history.saveAs[format])
      await chat.activate(lastButton(chat, en.history.dismiss))
    }
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.remove)
    await undoDelete(chat)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.fork)
    await expect(chat.button(chatWords.previousAnswer)).toHaveCount(0)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, chatWords.remove)
    await chat.activate(chat.button(chatWords.answerPrompt))
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('does everything with a prompt', async ({ chat, app }) => {
    await startNewConversationByKey(chat)
    await sendByKeyboard(chat, '/say one', 2)
    await chat.activate(chat.button(chatWords.copyPrompt))
    await chat.activate(chat.button(chatWords.edit))
    await chat.activate(chat.button(chatWords.editCancel))
    await chat.activate(chat.button(chatWords.edit))
    await chat.insertText(' and two')
    await chat.activate(chat.button(chatWords.editSend))
    await expect(chat.button(chatWords.previousPrompt)).toBeVisible()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.activate(chat.button(chatWords.previousPrompt))
    await expect(chat.button(chatWords.nextPrompt)).toBeFocused()
    await chat.press('Enter')
    for (const format of ['markdown', 'json'] as const) {
      await answerSaveDialog(app, `prompt.${format}`)
      await chooseFromMoreMenu(chat, chatWords.morePrompt, en.history.saveAs[format])
      await expect(toast(chat, en.history.saved).first()).toBeVisible()
    }
    await chooseFromMoreMenu(chat, chatWords.morePrompt, chatWords.remove)
    await undoDelete(chat)
    await chooseFromMoreMenu(chat, chatWords.morePrompt, chatWords.fork)
    await expect(chat.button(chatWords.previousPrompt)).toHaveCount(0)
  })

  test('stops and continues an answer', async ({ chat }) => {
    await startNewConversationByKey(chat)
    await chat.insertText('/speed 20\n/length 4000')
    await chat.press('Enter')
    await expect(chat.conversation.messages.last()).toContainText('This is sentence 1')
    await chat.activate(chat.button(chatWords.stop))
    await chat.conversation.waitForAnswerEnd(2)
    await chat.activate(chat.button(chatWords.continue))
    await expect(chat.button(chatWords.stop)).toBeVisible()
    await chat.press('Escape')
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('returns to the end of a running answer', async ({ chat }) => {
    await startNewConversationByKey(chat)
    await sendByKeyboard(chat, '/length 6000', 2)
    await chat.insertText('/speed 20\n/length 4000')
    await chat.press('Enter')
    await expect(chat.conversation.messages.last()).toContainText('This is sentence 1 of an answer of 4000')
    await chat.tabTo(chat.page.getByRole('region', { name: chatWords.conversation }))
    await chat.press('PageUp')
    await chat.activate(chat.button(chatWords.newest))
    await expect(chat.button(chatWords.newest)).toHaveCount(0)
    await expect(chat.conversation.messages.last()).toBeInViewport()
    await expect(chat.promptBox.field).toBeFocused()
    await chat.press('Escape')
    await chat.conversation.waitForAnswerEnd(4)
  })

  test('removes a secret from a prompt, or sends it anyway', async ({ chat }) => {
    const secret = `/say before ${fakeKey}`
    const expectFocusInSettings = async () => {
      await chat.tabTo(chat.promptBox.field)
      await chat.insertText(secret)
      await chat.press('Enter')
      await expect(chat.secretReview.card).toBeVisible()
    }
    await startNewConversationByKey(chat)
    await expectFocusInSettings()
    await chat.activate(chat.button(en.secret.remove))
    await expect(chat.promptBox.field).toBeFocused()
    await chat.press('Delete')
    await expect(chat.promptBox.field).toHaveValue('/say before ')
    await clearPromptBox(chat)
    await expectFocusInSettings()
    await chat.activate(chat.button(en.secret.sendAnyway))
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.messages.last()).toContainText('before')
  })

  test('opens the reasoning of an answer', async ({ chat }) => {
    await startNewConversationByKey(chat)
    await sendByKeyboard(chat, '/think\nWhy is it late?', 2)
    await chat.activate(chat.conversation.messages.last().locator('summary'))
    await expect(chat.conversation.messages.last().locator('details')).toHaveAttribute('open')
  })

  test('chooses, reads, picks from and reopens a comparison', async ({ chat }) => {
    await startNewConversationByKey(chat)
    await chat.activate(chat.button(commands.compare))
    for (const model of ['Llama-3.3-70B-Instruct', 'Qwen2.5-7B-Instruct']) {
      await expect(chat.modelPicker.search).toBeFocused()
      await chat.press('ControlOrMeta+a')
      await chat.insertText(model)
      await expect(chat.modelPicker.firstCell).toContainText(model)
      await chat.press('Enter')
      await expect(chat.page.getByText(/ chosen: /)).toContainText(model)
    }
    await chat.activate(chat.button(fillPlaceholders(en.compare.start, { count: '3' })))
    await chat.activate(chat.button(/ models, compared: /))
    await chat.press('Escape')
    await chat.activate(chat.button(fillPlaceholders(en.compare.remove, { model: 'Qwen/Qwen2.5-7B-Instruct' })))
    await chat.activate(chat.button(en.compare.end))
    await runFromPalette(chat, 'compare')
    await expect(chat.modelPicker.search).toBeFocused()
    await chat.insertText('Llama-3.3-70B-Instruct')
    await expect(chat.modelPicker.firstCell).toContainText('Llama-3.3-70B-Instruct')
    await chat.press('Enter')
    await chat.press('ControlOrMeta+Enter')
    await chat.tabTo(chat.promptBox.field)
    await chat.insertText('/say Side by side.')
    await chat.press('Enter')
    await expect(chat.comparison.columns.locator('[aria-busy="false"]')).toHaveCount(2)
    await chat.tabTo(chat.comparison.columns.first())
    await chat.press('Alt+ArrowRight')
    await expect(chat.comparison.columns.last()).toBeFocused()
    await chat.activate(chat.comparison.columns.last().getByRole('button', { name: new RegExp(`^${en.compare.pick}`) }))
    await expect(chat.comparison.columns).toHaveCount(0)
    await chooseFromMoreMenu(chat, chatWords.moreAnswer, en.compare.showSideBySide)
    await expect(chat.comparison.columns).toHaveCount(2)
  })

  test('finds matches in the conversation', async ({ chat }) => {
    await chat.pressCommand('find')
    await chat.insertText('side')
    await expect(chat.findBar.status).toHaveText(/^\d of \d/)
    await chat.activate(chat.button(en.find.next))
    await chat.activate(chat.button(en.find.previous))
    await chat.activate(chat.button(en.find.close))
    await expect(chat.page.getByRole('search')).toHaveCount(0)
  })

  test('renames, pins, saves, finds, opens and deletes a conversation', async ({ chat, app }) => {
    const row = chat.sidebar.currentRow
    const rows = chat.sidebar.rows
    const chooseFromRowMenu = async (item: string) => {
      await chat.tabTo(row)
      await chat.press('Tab')
      await chat.press('Enter')
      await chat.chooseMenuItem(item)
    }
    await chooseFromRowMenu(en.history.rename)
    await expect(chat.page.getByRole('textbox', { name: en.history.renameLabel })).toBeFocused()
    await chat.insertText('Tides')
    await chat.press('Enter')
    await expect(row).toHaveText('Tides')
    await chooseFromRowMenu(en.history.pin)
    await expect(chat.page.getByRole('heading', { name: en.history.pinned })).toBeVisible()
    await chooseFromRowMenu(en.history.unpin)
    await expect(chat.page.getByRole('heading', { name: en.history.pinned })).toHaveCount(0)
    for (const format of ['markdown', 'json'] as const) {
      await answerSaveDialog(app, `conversation.${format}`)
      await chooseFromRowMenu(en.history.saveAs[format])
      await expect(toast(chat, en.history.saved).first()).toBeVisible()
    }
    await chat.pressCommand('searchHistory')
    await chat.insertText('salt')
    await expect(chat.sidebar.highlights.first()).toBeVisible()
    await chat.activate(chat.button(en.history.clear))
    await chat.tabTo(chat.sidebar.search)
    await chat.insertText('blue')
    await expect(chat.sidebar.highlights.first()).toHaveText('blue')
    await chat.press('Tab')
    await chat.press('Tab')
    await chat.press('Enter')
    await expect(chat.conversation.messages.last()).toContainText('It is blue.')
    await chat.activate(chat.button(en.history.clear))
    await expect(row).toBeVisible()
    const count = await rows.count()
    await chooseFromRowMenu(en.history.remove)
    await expect(rows).toHaveCount(count - 1)
    await undoDelete(chat)
    await expect(rows).toHaveCount(count)
    await chat.tabTo(chat.page.locator('[data-row][tabindex="0"]'))
    await chat.press('ArrowDown')
    await chat.press('Enter')
    await expect(row).toBeVisible()
    await chat.activate(chat.button(en.history.hide))
    await chat.activate(chat.button(en.history.newConversation))
    await chat.activate(chat.button(en.history.show))
    await chat.activate(chat.button(en.history.newConversation))
  })

  test('runs every command by its key or from the palette', async ({ chat, app }) => {
    for (const name of commandNames) await commandWalks[name](chat, app)
  })

  test('restores a backup and deletes the backups', async ({ chat }) => {
    const restore = chat.page.getByRole('button', { name: new RegExp(`^${en.backups.restoreLabel.split('{{')[0]}`) })
    await chat.pressCommand('settings')
    await chat.tabTo(chat.page.locator('[role="tab"][aria-selected="true"]'))
    for (const page of [en.settings.servers, en.settings.history]) {
      await chat.press('ArrowDown')
      await expect(chat.settings.tab(page)).toBeFocused()
    }
    await chat.activate(restore.last())
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(restore.last())
    await chat.activate(chat.button(en.backups.restoreConfirm))
    await expect(chat.alertDialog).toHaveCount(0)
    // What was there is a backup now.
    await expect(chat.page.getByText(en.backups.replaced)).toBeVisible()
    await chat.activate(chat.button(en.backups.remove))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.backups.remove))
    await chat.activate(chat.button(en.backups.removeConfirm))
    await expect(chat.page.getByText(en.backups.none)).toBeVisible()
    await leaveSettings(chat)
    await expect(chat.sidebar.rows).toHaveText(['About olives'])
  })

  test('revokes and forgets the key', async ({ chat, app, hub }) => {
    await chat.pressCommand('settings')
    await chat.activate(chat.button(en.key.revoke))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.key.forget))
    await chat.activate(chat.button(en.settings.cancel))
    await chat.activate(chat.button(en.key.revoke))
    await chat.activate(chat.button(en.key.revokeConfirm))
    await expect(chat.button(en.key.revoke)).toHaveCount(0)
    await chat.activate(chat.dialog().getByRole('button', { name: en.failure['set-key'] }))
    const keyWindow = await waitForKeyWindow(app)
    await expect(keyWindow.field).toBeFocused()
    await keyWindow.page.keyboard.insertText(hub.keys.fineGrainedScoped)
    await keyWindow.pressToClose('Enter')
    await chat.activate(chat.button(en.failure['open-key-page']))
    await chat.activate(chat.button(en.key.forget))
    await chat.activate(chat.button(en.key.forgetConfirm))
    await expect(chat.alertDialog).toHaveCount(0)
    await expect(chat.button(en.key.forget)).toHaveCount(0)
    await leaveSettings(chat)
  })

  test('every offered control was used, and no pointer', async ({ chat }) => {
    const { seen, used, pointerUses } = await readControlCoverage(chat.page)
    expect(seen.length).toBeGreaterThan(80)
    expect(
      seen.filter(
        (control) =>
          !used.includes(toEquivalentControl(control)) &&
          !used.includes(control) &&
          !transientControls.some((name) => control.endsWith(name)),
      ),
    ).toEqual([])
    expect(pointerUses).toBe(0)
  })
})
