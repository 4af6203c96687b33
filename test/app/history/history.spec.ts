// Finding conversations again: the list, search, names, pins, deleting and its undoing, and what is there after a restart.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { openTestHistory as openHistory, savePromptAndAnswer, unwrap } from '../../support/history/history-fixture.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { fakeKeys } from '../../support/data/key-fixtures.ts'
import { waitForAnswerEnd, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
}

const olive = '/say The olive grows in the south'
const herring = '/say The herring swims in the north'
/** A spec that renames or deletes for good does it to one of its own. */
const birch = '/say The birch sheds in the east'
const walrus = '/say The walrus sleeps in the west'
const gull = '/say The gull cries in the bay'
const threeDaysAgo = 'Three days ago'
const fiveDaysAgo = 'Five days ago'

// One app for all: but for what is its own, each spec leaves the list as it was found.
test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'parley-history-'))
  hub = await startHub({ speed: 0 })
  const history = await openHistory(data)
  const model = 'Qwen/Qwen2.5-7B-Instruct'
  const now = Date.now()
  for (const [index, prompt] of [gull, walrus, birch, herring, olive].entries()) {
    savePromptAndAnswer(history, prompt, prompt.replace('/say ', ''), { model, startedAt: now - 10 + index })
  }
  const day = 24 * 60 * 60 * 1000
  savePromptAndAnswer(history, threeDaysAgo, 'Yes.', { model, startedAt: now - 3 * day })
  const oldTurn = savePromptAndAnswer(history, fiveDaysAgo, 'Yes.', { model, startedAt: now - 5 * day })
  unwrap(history.pin(oldTurn.conversationId, true))
  await history.close()
  await start()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(data, { recursive: true })
})

test.beforeEach(async () => {
  await search().fill('')
  await conversationRow(olive).click()
  await expect(paragraphWithText('The olive grows')).toBeVisible()
})

const conversationRow = (title: string) => chat.getByRole('button', { name: title, exact: true })
const paragraphWithText = (text: string) => chat.getByRole('main').getByRole('paragraph').filter({ hasText: text }).first()
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const search = () => chat.getByRole('searchbox', { name: en.history.search })

async function chooseRowAction(title: string, action: string): Promise<void> {
  await conversationRow(title).hover()
  await chat.getByRole('button', { name: en.history.more.replace('{{title}}', title) }).click()
  await chat.getByRole('menuitem', { name: action }).click()
}

test('lists conversations by day and opens the one that is clicked', async () => {
  await expect(chat.getByRole('heading', { name: en.history.today })).toBeVisible()
  await conversationRow(herring).click()
  await expect(paragraphWithText('The herring swims')).toBeVisible()
})

test('finds a conversation by a word of its answer and marks the word', async () => {
  await search().fill('herring')
  await expect(
    chat
      .locator('mark')
      .filter({ hasText: /herring/i })
      .first(),
  ).toBeVisible()
  await chat.locator('mark').first().click()
  await expect(paragraphWithText('The herring swims')).toBeVisible()
})

test('saves a conversation as Markdown and as JSON where the person chooses, without the key that was sent in it', async () => {
  const key = String(fakeKeys[0]?.[1])
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
  await promptBox().fill(`/say Is ${key} good?`)
  await promptBox().press('Enter')
  await chat.getByRole('button', { name: en.secret.sendAnyway }).click()
  await waitForAnswerEnd(chat, 2)
  const title = String(await chat.locator('[aria-current="page"]').textContent())
  for (const [format, extension] of [
    ['markdown', 'md'],
    ['json', 'json'],
  ] as const) {
    const path = join(data, `saved.${extension}`)
    await app.answerDialog({ kind: 'files', paths: [path] })
    await chooseRowAction(title, en.history.saveAs[format])
    await expect(chat.getByText(en.history.savedWithout_other.replace('{{count}}', '3'))).toBeVisible()
    // What was said of the first file is still there as the second is written.
    await expect.poll(() => existsSync(path)).toBe(true)
    const saved = readFileSync(path, 'utf8')
    expect(saved).toContain(en.system.saved.secret)
    expect(saved).not.toContain(key.slice(4))
  }
  const proposedFileName = (await app.shellCalls()).flatMap((call) => (call.kind === 'save-dialog' ? [call.options.defaultPath] : []))
  expect(proposedFileName).toEqual([expect.stringMatching(/^[^/]+\.md$/), expect.stringMatching(/^[^/]+\.json$/)])
})

test('says in words that nothing was found', async () => {
  await search().fill('zeppelin')
  await expect(chat.getByText(en.history.nothingFound.replace('{{query}}', 'zeppelin'))).toBeVisible()
})

test('a restart keeps the open conversation, its unsent words and a new name, and what was deleted is not found after it', async () => {
  await chooseRowAction(birch, en.history.rename)
  await chat.getByRole('textbox', { name: en.history.renameLabel }).fill('About trees')
  await chat.keyboard.press('Enter')
  await expect(conversationRow('About trees')).toBeVisible()
  await chooseRowAction(walrus, en.history.remove)
  await expect(conversationRow(walrus)).toHaveCount(0)
  await conversationRow(herring).click()
  await expect(paragraphWithText('The herring swims')).toBeVisible()
  await promptBox().fill('not sent yet')
  await app.close()
  await start()
  await expect(paragraphWithText('The herring swims')).toBeVisible()
  await expect(promptBox()).toHaveValue('not sent yet')
  await expect(conversationRow('About trees')).toBeVisible()
  await expect(conversationRow(walrus)).toHaveCount(0)
  await search().fill('walrus')
  await expect(chat.getByText(en.history.nothingFound.replace('{{query}}', 'walrus'))).toBeVisible()
  await promptBox().fill('')
})

test('keeps what is typed while another conversation is being opened', async () => {
  await chat.evaluate(() => {
    // In one go, so that main's reply to the click comes after the typing.
    const other = [...document.querySelectorAll<HTMLElement>('[data-row]')].find(({ textContent }) => textContent.includes('herring'))
    const home = document.querySelector<HTMLTextAreaElement>('textarea[data-home]')
    other?.click()
    home?.select()
    document.execCommand('insertText', false, 'just typed')
  })
  await expect(paragraphWithText('The herring swims')).toBeVisible()
  await expect(promptBox()).toHaveValue('')
  await conversationRow(olive).click()
  await expect(promptBox()).toHaveValue('just typed')
  await promptBox().fill('')
})

test('brings a deleted conversation back on Undo', async () => {
  await chooseRowAction(herring, en.history.remove)
  await expect(conversationRow(herring)).toHaveCount(0)
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(conversationRow(herring)).toBeVisible()
})

test('a second deletion leaves the Undo of the first where it is', async () => {
  await chooseRowAction(herring, en.history.remove)
  await chooseRowAction(olive, en.history.remove)
  const undo = chat.getByRole('button', { name: en.history.undo })
  await expect(undo).toHaveCount(2)
  await undo.first().click()
  await expect(conversationRow(herring)).toBeVisible()
  await expect(conversationRow(olive)).toHaveCount(0)
  await undo.click()
  await expect(conversationRow(olive)).toBeVisible()
})

test('offers Undo no longer than it works, also while it is pointed at', async () => {
  await chat.clock.install()
  await chooseRowAction(gull, en.history.remove)
  const undo = chat.getByRole('button', { name: en.history.undo })
  await undo.hover()
  await chat.clock.runFor(11_000)
  await expect(undo).toBeVisible()
  await chat.clock.runFor(4_000)
  await expect(undo).toHaveCount(0)
})

test('puts an unpinned conversation back under its day, and a pinned one on top', async () => {
  const rows = chat.locator('[data-row]')
  const pinnedHeading = chat.getByRole('heading', { name: en.history.pinned })
  await expect(rows.first()).toHaveText(fiveDaysAgo)
  await chooseRowAction(fiveDaysAgo, en.history.unpin)
  await expect(pinnedHeading).toHaveCount(0)
  await expect(chat.getByRole('navigation').getByRole('heading', { level: 2 })).toHaveCount(3)
  await expect(rows.filter({ hasText: /olive|herring|days ago/ })).toHaveText([/olive/, /herring/, threeDaysAgo, fiveDaysAgo])
  await chooseRowAction(fiveDaysAgo, en.history.pin)
  await expect(pinnedHeading).toBeVisible()
  await expect(rows.first()).toHaveText(fiveDaysAgo)
})
