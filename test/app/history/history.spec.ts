// Finding conversations again: the list, search, names, pins, deleting and Undo, and what a restart keeps.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { fakeKeys } from '../../support/data/key-fixtures.ts'
import { openTestHistory, savePromptAndAnswer, unwrap } from '../../support/history/history-fixture.ts'

const olive = '/say The olive grows in the south'
const herring = '/say The herring swims in the north'
/** Each of these belongs to one test, which renames it or deletes it for good. */
const birch = '/say The birch sheds in the east'
const walrus = '/say The walrus sleeps in the west'
const gull = '/say The gull cries in the bay'
const threeDaysAgo = 'Three days ago'
const fiveDaysAgo = 'Five days ago'

async function fillFolder(folder: string): Promise<void> {
  const history = await openTestHistory(folder)
  const model = 'Qwen/Qwen2.5-7B-Instruct'
  const now = Date.now()
  for (const [index, prompt] of [gull, walrus, birch, herring, olive].entries()) {
    savePromptAndAnswer(history, prompt, prompt.replace('/say ', ''), { model, startedAt: now - 10 + index })
  }
  const dayMs = 24 * 60 * 60 * 1000
  savePromptAndAnswer(history, threeDaysAgo, 'Yes.', { model, startedAt: now - 3 * dayMs })
  const pinned = savePromptAndAnswer(history, fiveDaysAgo, 'Yes.', { model, startedAt: now - 5 * dayMs })
  unwrap(history.pin(pinned.conversationId, true))
  await history.close()
}

const paragraphWithText = (chat: ChatPage, text: string) =>
  chat.page.getByRole('main').getByRole('paragraph').filter({ hasText: text }).first()

test.describe('history', () => {
  // One app for all: a test leaves the list as it was, except for conversations of its own.
  test.use({ setup: { prepare: fillFolder } })

  test.beforeEach(async ({ chat }) => {
    await chat.sidebar.search.fill('')
    await chat.sidebar.row(olive).click()
    await expect(paragraphWithText(chat, 'The olive grows')).toBeVisible()
  })

  test('lists conversations by day and opens the clicked one', async ({ chat }) => {
    await expect(chat.page.getByRole('heading', { name: en.history.today })).toBeVisible()
    await chat.sidebar.row(herring).click()
    await expect(paragraphWithText(chat, 'The herring swims')).toBeVisible()
  })

  test('finds a conversation by a word of an answer and highlights the word', async ({ chat }) => {
    await chat.sidebar.search.fill('herring')
    await expect(chat.sidebar.highlights.filter({ hasText: /herring/i }).first()).toBeVisible()
    await chat.sidebar.highlights.first().click()
    await expect(paragraphWithText(chat, 'The herring swims')).toBeVisible()
  })

  test('saves a conversation as Markdown and JSON without the key that is in it', async ({ chat, app, dataFolder }) => {
    const key = String(fakeKeys[0]?.[1])
    await chat.startNewConversation()
    await chat.promptBox.field.fill(`/say Is ${key} good?`)
    await chat.promptBox.field.press('Enter')
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    const title = String(await chat.sidebar.currentRow.textContent())
    for (const [format, extension] of [
      ['markdown', 'md'],
      ['json', 'json'],
    ] as const) {
      const path = join(dataFolder, `saved.${extension}`)
      await app.answerDialog({ kind: 'files', paths: [path] })
      await chat.sidebar.chooseAction(title, en.history.saveAs[format])
      await expect(chat.page.getByText(fillPlaceholders(en.history.savedWithout_other, { count: 3 }))).toBeVisible()
      // The notice of the first file is still there while the second is written.
      await expect.poll(() => existsSync(path)).toBe(true)
      const saved = readFileSync(path, 'utf8')
      expect(saved).toContain(en.system.exported.secret)
      expect(saved).not.toContain(key.slice(4))
    }
    const proposedNames = (await app.shellCalls()).flatMap((call) => (call.kind === 'save-dialog' ? [call.options.defaultPath] : []))
    expect(proposedNames).toEqual([expect.stringMatching(/^[^/]+\.md$/), expect.stringMatching(/^[^/]+\.json$/)])
  })

  test('says when nothing is found', async ({ chat }) => {
    await chat.sidebar.search.fill('zeppelin')
    await expect(chat.page.getByText(fillPlaceholders(en.history.nothingFound, { query: 'zeppelin' }))).toBeVisible()
  })

  test('a restart keeps the open conversation, drafts and names; deleted ones are not found', async ({ chat, app }) => {
    await chat.sidebar.chooseAction(birch, en.history.rename)
    await chat.page.getByRole('textbox', { name: en.history.renameLabel }).fill('About trees')
    await chat.press('Enter')
    await expect(chat.sidebar.row('About trees')).toBeVisible()
    await chat.sidebar.chooseAction(walrus, en.history.remove)
    await expect(chat.sidebar.row(walrus)).toHaveCount(0)
    await chat.sidebar.row(herring).click()
    await expect(paragraphWithText(chat, 'The herring swims')).toBeVisible()
    await chat.promptBox.field.fill('not sent yet')
    await app.restart()
    await expect(paragraphWithText(chat, 'The herring swims')).toBeVisible()
    await expect(chat.promptBox.field).toHaveValue('not sent yet')
    await expect(chat.sidebar.row('About trees')).toBeVisible()
    await expect(chat.sidebar.row(walrus)).toHaveCount(0)
    await chat.sidebar.search.fill('walrus')
    await expect(chat.page.getByText(fillPlaceholders(en.history.nothingFound, { query: 'walrus' }))).toBeVisible()
    await chat.promptBox.field.fill('')
  })

  test('keeps what is typed while another conversation is opened', async ({ chat }) => {
    await chat.page.evaluate(() => {
      // In one task, so that main's reply to the click comes after the typing.
      const other = [...document.querySelectorAll<HTMLElement>('[data-row]')].find(({ textContent }) => textContent.includes('herring'))
      const promptBox = document.querySelector<HTMLTextAreaElement>('textarea[data-prompt-box]')
      other?.click()
      promptBox?.select()
      document.execCommand('insertText', false, 'just typed')
    })
    await expect(paragraphWithText(chat, 'The herring swims')).toBeVisible()
    await expect(chat.promptBox.field).toHaveValue('')
    await chat.sidebar.row(olive).click()
    await expect(chat.promptBox.field).toHaveValue('just typed')
    await chat.promptBox.field.fill('')
  })

  test('Undo restores a deleted conversation', async ({ chat }) => {
    await chat.sidebar.chooseAction(herring, en.history.remove)
    await expect(chat.sidebar.row(herring)).toHaveCount(0)
    await chat.sidebar.undoButton.click()
    await expect(chat.sidebar.row(herring)).toBeVisible()
  })

  test('a second deletion keeps the Undo of the first', async ({ chat }) => {
    await chat.sidebar.chooseAction(herring, en.history.remove)
    await chat.sidebar.chooseAction(olive, en.history.remove)
    const undo = chat.sidebar.undoButton
    await expect(undo).toHaveCount(2)
    await undo.first().click()
    await expect(chat.sidebar.row(herring)).toBeVisible()
    await expect(chat.sidebar.row(olive)).toHaveCount(0)
    await undo.click()
    await expect(chat.sidebar.row(olive)).toBeVisible()
  })

  test('offers Undo only while it works, even under the pointer', async ({ chat }) => {
    await chat.page.clock.install()
    await chat.sidebar.chooseAction(gull, en.history.remove)
    const undo = chat.sidebar.undoButton
    await undo.hover()
    await chat.page.clock.runFor(11_000)
    await expect(undo).toBeVisible()
    await chat.page.clock.runFor(4_000)
    await expect(undo).toHaveCount(0)
  })

  test('lists an unpinned conversation under its day, and a pinned one first', async ({ chat }) => {
    const rows = chat.sidebar.rows
    const pinnedHeading = chat.page.getByRole('heading', { name: en.history.pinned })
    await expect(rows.first()).toHaveText(fiveDaysAgo)
    await chat.sidebar.chooseAction(fiveDaysAgo, en.history.unpin)
    await expect(pinnedHeading).toHaveCount(0)
    await expect(chat.sidebar.list.getByRole('heading', { level: 2 })).toHaveCount(3)
    await expect(rows.filter({ hasText: /olive|herring|days ago/ })).toHaveText([/olive/, /herring/, threeDaysAgo, fiveDaysAgo])
    await chat.sidebar.chooseAction(fiveDaysAgo, en.history.pin)
    await expect(pinnedHeading).toBeVisible()
    await expect(rows.first()).toHaveText(fiveDaysAgo)
  })
})
