// Everything that Parley does, done once by keyboard alone. The page notes each button, menu item, tab, link, fold and choice that is
// offered at any key press (test/support/keyboard.ts), and the last spec fails for each that was met and never done: so does a new
// action wherever this walk passes. A command of shared/commands.ts without a walk does not compile.
// Controls without a word of Parley's own, such as a link of an answer, are not told apart. Others do by keyboard what is not passed
// here: faults.spec.ts what failures offer, accessibility.spec.ts what is done while the network is away, keyboard-trouble.spec.ts the
// ways on from a damaged history, and key-window.spec.ts the key window's own buttons.

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { commandNames, type CommandName } from '../../../shared/commands.ts'
import { en } from '../../../shared/words/en/en.ts'
import { archiveOver, backupsOf } from '../../support/history/archive-fixture.ts'
import { keyOf } from '../../support/command-keys.ts'
import { valueOf } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyboard, type Keyboard } from '../../support/keyboard.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { madePng } from '../../support/data/made-images.ts'
import { madeKey } from '../../support/data/made-keys.ts'
import { startOwnServer, type OwnServer } from '../../stand-ins/own-server/own-server.ts'
import { endOfAnswer } from '../../support/session.ts'
import { throwAwayFolder } from '../../support/throw-away.ts'
import { giveVoices } from '../../support/page/voices.ts'

let hub: Hub
let own: OwnServer
let app: LaunchedApp
let chat: Page
let hand: Keyboard
const folder = throwAwayFolder('parley-keyboard-')
const data = throwAwayFolder('parley-keyboard-data-')

// One walk: where a step fails, nothing can be said of those behind it.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  // The stand-in's browser is another user's.
  chmodSync(folder.path, 0o755)
  own = await startOwnServer()
  hub = await startHub({ speed: 0 })
  await leaveBackup()
  app = await launch({ hub: hub.origin, data: data.path })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
  // Playwright catches the system's box only while somebody listens, and needs a moment to begin.
  chat.on('filechooser', () => undefined)
  hand = await startKeyboard(chat)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  await own.close()
  folder.remove()
  data.remove()
})

/** Of one conversation, an hour ago. */
async function leaveBackup(): Promise<void> {
  const archive = archiveOver(data.path)
  await archive.save('About olives')
  valueOf(await backupsOf(data.path, { now: Date.now() - 60 * 60 * 1000 }).make())
  await archive.close()
}

const { commands } = en.system
const words = en.chat
const box = () => chat.getByRole('textbox', { name: words.promptLabel })
const dialog = (name?: string) => chat.getByRole('dialog', name === undefined ? {} : { name })
const button = (name: string | RegExp) => chat.getByRole('button', { name, exact: true })
const lastButton = (name: string | RegExp) => button(name).last()
const messages = () => chat.getByRole('article')
const search = () => chat.getByRole('combobox', { name: en.models.search })
const toast = (text: string) => chat.getByText(text, { exact: true })
const columns = () => chat.getByRole('article', { name: en.compare.answers }).getByRole('article')

async function ask(prompt: string, count: number): Promise<void> {
  await hand.reach(box())
  await hand.type(prompt)
  await hand.press('Enter')
  await endOfAnswer(chat, count)
}

async function empty(): Promise<void> {
  await hand.reach(box())
  await hand.press('ControlOrMeta+a')
  await hand.press('Delete')
}

async function startNew(): Promise<void> {
  await hand.press(keyOf('newConversation'))
  await expect(messages()).toHaveCount(0)
}

/** Takes an item of the last message's menu, or of the prompt before it. */
async function more(menu: string, item: string | RegExp): Promise<void> {
  await hand.enter(lastButton(menu))
  await hand.take(item)
}

async function fromPalette(name: CommandName): Promise<void> {
  await hand.press(keyOf('palette'))
  await expect(chat.getByRole('combobox', { name: en.palette.search })).toBeFocused()
  await hand.type(commands[name])
  await expect(chat.getByRole('option').first()).toContainText(commands[name])
  await hand.press('Enter')
}

async function undo(): Promise<void> {
  await hand.enter(lastButton(en.history.undo))
}

/** The answer of the system's own box that asks where to save. */
async function willSave(name: string): Promise<void> {
  await app.answerDialog({ kind: 'files', paths: [join(app.data, name)] })
}

/** After a button whose work is done has gone: what has the focus now is in the settings all the same. */
async function leaveSettings(): Promise<void> {
  await expect.poll(() => dialog(en.settings.title).evaluate((settings) => settings.contains(document.activeElement))).toBe(true)
  await hand.press('Escape')
  await expect(dialog()).toHaveCount(0)
}

async function leaveKeyWindow(): Promise<void> {
  const window = await app.keyWindow()
  await expect(window.getByLabel(en.keyWindow.page.label)).toBeFocused()
  await Promise.all([window.waitForEvent('close'), window.keyboard.press('Escape').catch(() => undefined)])
}

test('a key is made, set and looked after', async () => {
  await hand.enter(button(en.key.make))
  await expect.poll(async () => (await app.shellCalls()).length).toBe(1)
  await hand.enter(button(en.key.set))
  const window = await app.keyWindow()
  await expect(window.getByLabel(en.keyWindow.page.label)).toBeFocused()
  await window.keyboard.insertText(hub.keys.fineGrained)
  await Promise.all([window.waitForEvent('close'), window.keyboard.press('Enter').catch(() => undefined)])
  await expect(button(en.key.set)).toHaveCount(0)

  await hand.enter(button(en.settings.title))
  await expect(dialog(en.settings.title)).toBeVisible()
  for (const opener of [en.key.addAnother, en.key.replace]) {
    await hand.enter(button(opener))
    await leaveKeyWindow()
  }
  await hand.enter(button(en.key.checkAgain))
  await hand.enter(button(en.key.try))
  await expect(chat.getByText('It works:')).toBeVisible()
  await hand.enter(button(en.key.rename))
  await hand.press('ControlOrMeta+a')
  await hand.type('by hand')
  await hand.press('Enter')
  await expect(chat.getByRole('radio', { name: /^by hand/ })).toBeVisible()
  await hand.reach(chat.getByRole('radio', { checked: true }))
  await hand.press('ArrowDown')
  for (const label of [en.key.billTo, en.key.reminder]) {
    await hand.enter(chat.getByRole('button', { name: new RegExp(label) }))
    await expect(chat.getByRole('listbox')).toBeVisible()
    await hand.press('Enter')
    await expect(chat.getByRole('listbox')).toHaveCount(0)
  }
})

test('the pages of the settings are turned, and what is on them is set', async () => {
  const turn = async (page: string) => {
    await hand.reach(chat.locator('[role="tab"][aria-selected="true"]'))
    await hand.press('ArrowDown')
    await expect(chat.getByRole('tab', { name: page })).toBeFocused()
  }
  await turn(en.settings.servers)
  await hand.enter(button(en.servers.add))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.servers.add))
  await hand.type('Home')
  await hand.press('Tab')
  await hand.type(own.address)
  await hand.enter(button(en.servers.connect))
  await hand.enter(button(en.servers.change))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.servers.change))
  await hand.enter(button(en.servers.save))
  await hand.enter(button(en.servers.setKey))
  await leaveKeyWindow()
  await hand.enter(button(en.servers.remove))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.servers.chooseModel))
  await expect(search()).toBeFocused()
  await hand.press('Escape')
  await hand.press(keyOf('settings'))
  await turn(en.settings.servers)
  await hand.enter(button(en.servers.remove))
  await hand.enter(button(en.servers.removeConfirm))
  await expect(button(en.servers.remove)).toHaveCount(0)

  await turn(en.settings.history)
  await turn(en.settings.instructions)
  await hand.reach(chat.getByRole('tabpanel').getByRole('textbox'))
  await turn(en.settings.appearance)
  await hand.reach(chat.getByRole('radio', { name: en.settings.system, exact: true }))
  await hand.press('ArrowRight')
  await expect(chat.locator('html')).toHaveAttribute('data-appearance', 'light')
  await hand.press('ArrowLeft')
  await hand.reach(chat.getByRole('radio', { name: en.settings.systemLanguage }))
  await hand.press('ArrowRight')
  await expect(chat.getByRole('radio', { name: 'English' })).toBeChecked()
  await hand.press('ArrowLeft')
  await turn(en.settings.leaves)
  await turn(en.settings.about)
  await hand.enter(button(en.settings.report))
  const report = dialog(en.report.title)
  await willSave('report.txt')
  await hand.enter(report.getByRole('button', { name: en.report.save }))
  await expect(report.getByText(en.report.saved)).toBeVisible()
  await hand.enter(report.getByRole('button', { name: en.report.copy }))
  await hand.enter(report.getByRole('button', { name: en.report.close }).last())
  await expect(report).toHaveCount(0)
  await hand.enter(dialog(en.settings.title).getByRole('button', { name: en.settings.close }))
  await expect(dialog()).toHaveCount(0)
})

test('a model is found, starred and chosen, and the list is fetched anew', async () => {
  await hand.enter(button(/^Model: /))
  await expect(search()).toBeFocused()
  await hand.type('qwen2.5-7b')
  await expect(chat.getByRole('gridcell').first()).toContainText('Qwen2.5-7B')
  await hand.press('ArrowRight')
  await hand.press('Enter')
  await expect(dialog().getByRole('button', { pressed: true })).toBeVisible()
  await hand.press('Enter')
  await expect(dialog().getByRole('button', { pressed: true })).toHaveCount(0)
  await hand.press('ArrowLeft')
  await hand.enter(button(/^List from /))
  await hand.enter(button(en.settings.close))
  await expect(dialog()).toHaveCount(0)
  await hand.press(keyOf('chooseModel'))
  await expect(search()).toBeFocused()
  await hand.type('qwen2.5-vl-7b')
  await expect(chat.getByRole('gridcell').first()).toContainText('VL-7B')
  await hand.press('Enter')
  await expect(button(/^Model: Qwen\/Qwen2.5-VL-7B-Instruct/)).toBeVisible()
})

test('an example is taken, and the text it speaks of is given, put into the box, and taken off', async () => {
  for (const example of [words.example1, words.example2]) {
    await startNew()
    await hand.enter(button(example))
    await endOfAnswer(chat, 2)
  }
  await startNew()
  await hand.enter(button(words.example3))
  await expect(box()).toHaveValue(words.example3)
  await hand.reach(chat.getByRole('textbox', { name: words.pasteHint }))
  await hand.type('A text.')
  await hand.enter(button(words.pasteUse))
  const chip = button(words.showAttachment.replace('{{name}}', words.attachmentName))
  await hand.enter(chip)
  await hand.enter(dialog().getByRole('button', { name: en.settings.close }))
  await hand.enter(chip)
  await hand.enter(button(words.putIntoBox))
  await expect(box()).toHaveValue(/A text\.$/)
  await empty()
  await hand.enter(button(words.add))
  await hand.take(words.addText)
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(words.add))
  await hand.take(words.addText)
  await hand.type('Another text.')
  await hand.enter(button(words.pasteUse))
  await hand.enter(button(words.removeAttachment.replace('{{name}}', words.attachmentName)))
  await expect(chip).toHaveCount(0)
})

test('a file and a picture are added, looked at, and sent', async () => {
  const paths = [join(folder.path, 'tides.txt'), join(folder.path, 'blue.png')]
  writeFileSync(paths[0] ?? '', 'High at noon.')
  writeFileSync(
    paths[1] ?? '',
    madePng(60, 40, () => [20, 60, 200, 255]),
  )
  await hand.enter(button(words.add))
  const chooser = chat.waitForEvent('filechooser')
  await hand.take(words.addFiles)
  await (await chooser).setFiles(paths)
  const picture = button(words.showAttachment.replace('{{name}}', 'blue.png'))
  await hand.enter(picture)
  await expect(dialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
  await hand.press('Escape')
  await expect(picture).toBeFocused()
  await hand.reach(box())
  await hand.type('/say It is blue.')
  await hand.enter(button(words.send))
  await endOfAnswer(chat, 2)
  await hand.enter(picture)
  await expect(dialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
  await hand.enter(dialog().getByRole('button', { name: en.settings.close }))
  await expect(dialog()).toHaveCount(0)
})

test('style and instructions are set', async () => {
  const chip = button(/^Style: /)
  await hand.enter(chip)
  await hand.press('ArrowDown')
  await hand.reach(chat.getByRole('radio', { name: en.style.normal, exact: true }))
  await hand.press('ArrowRight')
  await hand.enter(chat.getByText(en.style.advanced, { exact: true }))
  await hand.reach(chat.getByRole('textbox', { name: en.style.names.temperature }))
  await hand.type('1.5')
  await hand.enter(button(en.style.reset))
  await hand.enter(button(en.instructions.open))
  await expect(chat.getByRole('textbox', { name: en.instructions.label })).toBeFocused()
  await hand.type('Be brief.')
  await hand.enter(button(en.instructions.done))
  await hand.enter(button(en.instructions.chip))
  await hand.press('ControlOrMeta+a')
  await hand.press('Delete')
  await hand.enter(dialog().getByRole('button', { name: en.settings.close }))
  await expect(button(en.instructions.chip)).toHaveCount(0)
})

test('what is in an answer is used: its links, pictures, notes and code', async () => {
  await startNew()
  await ask(
    '/say The [docs](https://huggingface.co/docs) say so.[^1]\n\n![A quay](https://example.com/quay.png)\n\n```js\nlet tide = 1\n```\n\n[^1]: Not all of them.',
    2,
  )
  const before = (await app.shellCalls()).length
  await hand.enter(chat.getByRole('link').first())
  await app.answerDialog({ kind: 'button', index: 1 })
  await expect.poll(async () => (await app.shellCalls()).length).toBe(before + 1)
  await hand.enter(button(/Picture on example\.com/))
  await app.answerDialog({ kind: 'button', index: 1 })
  await expect.poll(async () => (await app.shellCalls()).length).toBe(before + 2)
  await hand.enter(button(words.footnote.replace('{{number}}', '1')))
  await hand.enter(button(words.toText.replace('{{number}}', '1')))
  await hand.enter(button(words.copyCode))
  await hand.reach(box())
  await hand.press('ControlOrMeta+v')
  await expect(box()).toHaveValue(/^let tide = 1\n?$/)
  await empty()
})

test('everything is done with an answer', async () => {
  await startNew()
  await ask('/say The sea is salt.', 2)
  const { endSentence } = await giveVoices(chat)
  await hand.enter(lastButton(words.copy))
  await hand.enter(lastButton(words.retry))
  await expect(button(words.previousAnswer)).toBeVisible()
  await endOfAnswer(chat, 2)
  await hand.enter(button(words.previousAnswer))
  await expect(button(words.nextAnswer)).toBeFocused()
  await hand.press('Enter')
  await more(words.moreAnswer, words.copyPlain)
  await more(words.moreAnswer, words.quote)
  await expect(box()).toHaveValue('> The sea is salt.\n\n')
  await empty()
  await more(words.moreAnswer, words.readAloud)
  await hand.enter(button(words.stopReading))
  await endSentence()
  await more(words.moreAnswer, words.retryWithOther)
  await expect(search()).toBeFocused()
  await hand.type('gpt-oss-20b')
  await hand.press('Enter')
  await expect(messages().last()).toHaveAccessibleName(/gpt-oss-20b/)
  await endOfAnswer(chat, 2)
  await hand.enter(button(words.previousAnswer))
  await expect(messages().last()).toHaveAccessibleName(/Qwen/)
  await more(words.moreAnswer, /^Retry with gpt-oss/)
  await expect(messages().last()).toHaveAccessibleName(/gpt-oss-20b/)
  await endOfAnswer(chat, 2)
  for (const format of ['markdown', 'json'] as const) {
    await willSave(`answer.${format}`)
    await more(words.moreAnswer, en.history.saveAs[format])
    await hand.enter(lastButton(en.history.dismiss))
  }
  await more(words.moreAnswer, words.remove)
  await undo()
  await more(words.moreAnswer, words.fork)
  await expect(button(words.previousAnswer)).toHaveCount(0)
  await more(words.moreAnswer, words.remove)
  await hand.enter(button(words.answerPrompt))
  await endOfAnswer(chat, 2)
})

test('everything is done with a prompt', async () => {
  await startNew()
  await ask('/say one', 2)
  await hand.enter(button(words.copyPrompt))
  await hand.enter(button(words.edit))
  await hand.enter(button(words.editCancel))
  await hand.enter(button(words.edit))
  await hand.type(' and two')
  await hand.enter(button(words.editSend))
  await expect(button(words.previousPrompt)).toBeVisible()
  await endOfAnswer(chat, 2)
  await hand.enter(button(words.previousPrompt))
  await expect(button(words.nextPrompt)).toBeFocused()
  await hand.press('Enter')
  for (const format of ['markdown', 'json'] as const) {
    await willSave(`prompt.${format}`)
    await more(words.morePrompt, en.history.saveAs[format])
    await expect(toast(en.history.saved).first()).toBeVisible()
  }
  await more(words.morePrompt, words.remove)
  await undo()
  await more(words.morePrompt, words.fork)
  await expect(button(words.previousPrompt)).toHaveCount(0)
})

test('an answer is stopped and gone on with', async () => {
  await startNew()
  await hand.type('/speed 20\n/length 4000')
  await hand.press('Enter')
  await expect(messages().last()).toContainText('This is sentence 1')
  await hand.enter(button(words.stop))
  await endOfAnswer(chat, 2)
  await hand.enter(button(words.continue))
  await expect(button(words.stop)).toBeVisible()
  await hand.press('Escape')
  await endOfAnswer(chat, 2)
})

test('the end of an answer that is being written is gone back to', async () => {
  await startNew()
  await ask('/length 6000', 2)
  await hand.type('/speed 20\n/length 4000')
  await hand.press('Enter')
  await expect(messages().last()).toContainText('This is sentence 1 of an answer of 4000')
  await hand.reach(chat.getByRole('region', { name: words.conversation }))
  await hand.press('PageUp')
  await hand.enter(button(words.newest))
  await expect(button(words.newest)).toHaveCount(0)
  await expect(messages().last()).toBeInViewport()
  await expect(box()).toBeFocused()
  await hand.press('Escape')
  await endOfAnswer(chat, 4)
})

test('a prompt that is held back for a secret is changed, and sent all the same', async () => {
  const secret = `/say before ${madeKey}`
  const hold = async () => {
    await hand.reach(box())
    await hand.type(secret)
    await hand.press('Enter')
    await expect(chat.getByRole('region', { name: en.secret.title })).toBeVisible()
  }
  await startNew()
  await hold()
  await hand.enter(button(en.secret.takeOut))
  await expect(box()).toBeFocused()
  await hand.press('Delete')
  await expect(box()).toHaveValue('/say before ')
  await empty()
  await hold()
  await hand.enter(button(en.secret.sendAnyway))
  await endOfAnswer(chat, 2)
  await expect(messages().last()).toContainText('before')
})

test('what a model thought is unfolded', async () => {
  await startNew()
  await ask('/think\nWhy is it late?', 2)
  await hand.enter(messages().last().locator('summary'))
  await expect(messages().last().locator('details')).toHaveAttribute('open')
})

test('a comparison is chosen, looked at column by column, picked from and shown again', async () => {
  await startNew()
  await hand.enter(button(commands.compare))
  for (const model of ['Llama-3.3-70B-Instruct', 'Qwen2.5-7B-Instruct']) {
    await expect(search()).toBeFocused()
    await hand.press('ControlOrMeta+a')
    await hand.type(model)
    await expect(chat.getByRole('gridcell').first()).toContainText(model)
    await hand.press('Enter')
    await expect(chat.getByText(/ chosen: /)).toContainText(model)
  }
  await hand.enter(button(en.compare.take.replace('{{count}}', '3')))
  await hand.enter(button(/ models, compared: /))
  await hand.press('Escape')
  await hand.enter(button(/^Take Qwen\/Qwen2.5-7B-Instruct out/))
  await hand.enter(button(en.compare.end))
  await fromPalette('compare')
  await expect(search()).toBeFocused()
  await hand.type('Llama-3.3-70B-Instruct')
  await expect(chat.getByRole('gridcell').first()).toContainText('Llama-3.3-70B-Instruct')
  await hand.press('Enter')
  await hand.press('ControlOrMeta+Enter')
  await hand.reach(box())
  await hand.type('/say Side by side.')
  await hand.press('Enter')
  await expect(columns().locator('[aria-busy="false"]')).toHaveCount(2)
  await hand.reach(columns().first())
  await hand.press('Alt+ArrowRight')
  await expect(columns().last()).toBeFocused()
  await hand.enter(
    columns()
      .last()
      .getByRole('button', { name: /^Go on with this answer/ }),
  )
  await expect(columns()).toHaveCount(0)
  await more(words.moreAnswer, en.compare.again)
  await expect(columns()).toHaveCount(2)
})

test('places are found in the conversation', async () => {
  await hand.press(keyOf('find'))
  await hand.type('side')
  await expect(chat.getByRole('search').getByRole('status')).toHaveText(/^\d of \d/)
  await hand.enter(button(en.find.next))
  await hand.enter(button(en.find.previous))
  await hand.enter(button(en.find.close))
  await expect(chat.getByRole('search')).toHaveCount(0)
})

test('a conversation is renamed, pinned, saved, searched for, opened and deleted from the list', async () => {
  const row = chat.locator('[data-row][aria-current="page"]')
  const rows = chat.locator('[data-row]')
  const fromRow = async (item: string) => {
    await hand.reach(row)
    await hand.press('Tab')
    await hand.press('Enter')
    await hand.take(item)
  }
  await fromRow(en.history.rename)
  await expect(chat.getByRole('textbox', { name: en.history.renameLabel })).toBeFocused()
  await hand.type('Tides')
  await hand.press('Enter')
  await expect(row).toHaveText('Tides')
  await fromRow(en.history.pin)
  await expect(chat.getByRole('heading', { name: en.history.pinned })).toBeVisible()
  await fromRow(en.history.unpin)
  await expect(chat.getByRole('heading', { name: en.history.pinned })).toHaveCount(0)
  for (const format of ['markdown', 'json'] as const) {
    await willSave(`conversation.${format}`)
    await fromRow(en.history.saveAs[format])
    await expect(toast(en.history.saved).first()).toBeVisible()
  }
  await hand.press(keyOf('searchHistory'))
  await hand.type('salt')
  await expect(chat.locator('mark').first()).toBeVisible()
  await hand.enter(button(en.history.clear))
  await hand.reach(chat.getByRole('searchbox', { name: en.history.search }))
  await hand.type('blue')
  await expect(chat.locator('mark').first()).toHaveText('blue')
  await hand.press('Tab')
  await hand.press('Tab')
  await hand.press('Enter')
  await expect(messages().last()).toContainText('It is blue.')
  await hand.enter(button(en.history.clear))
  await expect(row).toBeVisible()
  const count = await rows.count()
  await fromRow(en.history.remove)
  await expect(rows).toHaveCount(count - 1)
  await undo()
  await expect(rows).toHaveCount(count)
  await hand.reach(chat.locator('[data-row][tabindex="0"]'))
  await hand.press('ArrowDown')
  await hand.press('Enter')
  await expect(row).toBeVisible()
  await hand.enter(button(en.history.hide))
  await hand.enter(button(en.history.newConversation))
  await hand.enter(button(en.history.show))
  await hand.enter(button(en.history.newConversation))
})

/** Each command once: by its key, or from the palette where it has none. */
const walks: Readonly<Record<CommandName, () => Promise<void>>> = {
  async newConversation() {
    await startNew()
    await ask('/say something', 2)
  },
  async saveMarkdown() {
    await willSave('shown.md')
    await hand.press(keyOf('saveMarkdown'))
    await expect(toast(en.history.saved).last()).toBeVisible()
  },
  async saveJson() {
    await willSave('shown.json')
    await fromPalette('saveJson')
    await expect(toast(en.history.saved).last()).toBeVisible()
  },
  settings: () => opens(() => hand.press(keyOf('settings')), en.settings.title),
  async find() {
    await hand.press(keyOf('find'))
    await expect(chat.getByRole('searchbox', { name: en.find.label })).toBeFocused()
    await hand.press('Escape')
  },
  async searchHistory() {
    await hand.press(keyOf('searchHistory'))
    await expect(chat.getByRole('searchbox', { name: en.history.search })).toBeFocused()
  },
  chooseModel: () => opens(() => hand.press(keyOf('chooseModel')), en.models.title),
  compare: () => opens(() => fromPalette('compare'), en.compare.title),
  async stop() {
    await startSlowly()
    await hand.press(keyOf('stop'))
    await expect(chat.getByText(words.stopped)).toBeVisible()
  },
  async stopAll() {
    for (let times = 0; times < 2; times += 1) await startSlowly()
    await hand.enter(button(words.stopAll.replace('{{count}}', '2')))
    await expect(chat.getByText(words.stopped)).toBeVisible()
    for (let times = 0; times < 2; times += 1) await startSlowly()
    await fromPalette('stopAll')
    await expect(chat.getByText(words.stopped)).toBeVisible()
  },
  instructions: () => opens(() => fromPalette('instructions'), en.instructions.title),
  palette: () => opens(() => hand.press(keyOf('palette')), en.palette.title),
  async toggleHistory() {
    await hand.press(keyOf('toggleHistory'))
    await expect(chat.getByRole('navigation')).toHaveCount(0)
    await hand.press(keyOf('toggleHistory'))
    await expect(chat.getByRole('navigation')).toBeVisible()
  },
  shortcuts: () => opens(() => hand.press(keyOf('shortcuts')), en.shortcuts.title),
  leaves: () => opens(() => fromPalette('leaves'), en.settings.title),
  report: () => opens(() => fromPalette('report'), en.report.title),
  about: () => opens(() => fromPalette('about'), en.settings.title),
}

/** Opens a dialog, and closes it by its button. */
async function opens(how: () => Promise<void>, title: string): Promise<void> {
  await how()
  await expect(dialog(title)).toBeVisible()
  await hand.enter(dialog(title).getByRole('button', { name: en.settings.close }).first())
  await expect(dialog()).toHaveCount(0)
}

async function startSlowly(): Promise<void> {
  await startNew()
  await hand.type('/speed 20\n/length 4000')
  await hand.press('Enter')
  await expect(messages().last()).toContainText('This is sentence 1')
}

test('every command is done by its key, or from the palette', async () => {
  for (const name of commandNames) await walks[name]()
})

test('a backup is gone back to, and the backups are deleted', async () => {
  const restore = chat.getByRole('button', { name: new RegExp(`^${en.backups.restoreLabel.split('{{')[0]}`) })
  await hand.press(keyOf('settings'))
  await hand.reach(chat.locator('[role="tab"][aria-selected="true"]'))
  for (const page of [en.settings.servers, en.settings.history]) {
    await hand.press('ArrowDown')
    await expect(chat.getByRole('tab', { name: page })).toBeFocused()
  }
  await hand.enter(restore.last())
  await hand.enter(button(en.settings.cancel))
  await hand.enter(restore.last())
  await hand.enter(button(en.backups.restoreConfirm))
  await expect(chat.getByRole('alertdialog')).toHaveCount(0)
  // What was there is a backup now.
  await expect(chat.getByText(en.backups.replaced)).toBeVisible()
  await hand.enter(button(en.backups.remove))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.backups.remove))
  await hand.enter(button(en.backups.removeConfirm))
  await expect(chat.getByText(en.backups.none)).toBeVisible()
  await leaveSettings()
  await expect(chat.locator('[data-row]')).toHaveText(['About olives'])
})

test('the key is revoked and forgotten', async () => {
  await hand.press(keyOf('settings'))
  await hand.enter(button(en.key.revoke))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.key.forget))
  await hand.enter(button(en.settings.cancel))
  await hand.enter(button(en.key.revoke))
  await hand.enter(button(en.key.revokeConfirm))
  await expect(button(en.key.revoke)).toHaveCount(0)
  await hand.enter(dialog().getByRole('button', { name: en.key.set }))
  const window = await app.keyWindow()
  await expect(window.getByLabel(en.keyWindow.page.label)).toBeFocused()
  await window.keyboard.insertText(hub.keys.fineGrainedScoped)
  await Promise.all([window.waitForEvent('close'), window.keyboard.press('Enter').catch(() => undefined)])
  await hand.enter(button(en.key.forget))
  await hand.enter(button(en.key.forgetConfirm))
  await expect(chat.getByRole('alertdialog')).toHaveCount(0)
  await expect(button(en.key.forget)).toHaveCount(0)
  await leaveSettings()
})

/**
 * Met in passing: the fold of what was thought, whose name depends on who saw it and has a spec of its own here, what a button is called
 * for a moment after it was pressed, and what React Aria adds to close a popover for those who listen, where Escape does it for all.
 */
const passing: readonly string[] = [words.copied, words.thought, words.thoughtFor, 'Dismiss']
/** What is the same control in another place, by where it is done: in the picker with other titles, and the way to a key in the settings. */
const elsewhere = (each: string): string => {
  const [place = '', name = ''] = each.split(' › ')
  if (place === en.compare.title || place === en.models.retryTitle) return `${en.models.title} › ${name}`
  return name === en.key.make ? name : each
}

test('whatever was offered on the way was done, and no pointer was used', async () => {
  const { met, done, pointed } = await hand.noted()
  expect(met.length).toBeGreaterThan(80)
  expect(
    met.filter((each) => !done.includes(elsewhere(each)) && !done.includes(each) && !passing.some((name) => each.endsWith(name))),
  ).toEqual([])
  expect(pointed).toBe(0)
})
