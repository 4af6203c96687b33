// Find in the open conversation: it searches all messages, of which only some are on the page, and works by keyboard alone.

import { openDatabase } from '../../../electron/history/database.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { fillHistory, openTestHistory, savePromptAndAnswer, saveTestImage, unwrap } from '../../support/history/history-fixture.ts'
import { expectNoClippedText, lengthenWords } from '../../support/page/longer-text.ts'

const length = 10_000
const longTitle = 'The long one'

/** A conversation of 10,000 messages, four of them with “quokka”, and three short ones. */
async function fillFolder(folder: string): Promise<void> {
  await fillHistory(folder, { messages: length, perConversation: length })
  await replaceMessageText(folder, 1, 'A quokka at the very beginning')
  await replaceMessageText(folder, length / 2 + 1, 'Here a QUÓKKA, and there one more quokka')
  await replaceMessageText(folder, length - 2, 'The quok**ka** of now')
  const history = await openTestHistory(folder)
  unwrap(history.rename(unwrap(history.list(null)).conversations[0]?.id ?? '', longTitle))
  savePromptAndAnswer(history, 'Another conversation', 'With a quokka of its own')
  const notes = { kind: 'text', name: 'a medlar.txt', text: 'A medlar that is not on the page' } as const
  const attachments = [notes, saveTestImage(history, 'medlar.png')]
  savePromptAndAnswer(history, 'What is a medlar?', 'A fruit.', { attachments })
  savePromptAndAnswer(history, 'Hum', `\`\`\`\n${`${'z'.repeat(200)}\n`.repeat(1_000)}\`\`\``)
  await history.close()
}

/** Replaces the text of a message of the long conversation. */
async function replaceMessageText(folder: string, position: number, text: string): Promise<void> {
  const database = unwrap(await openDatabase(folder))
  database.prepare('update texts set text = ? where message = ?').run(text, position)
  database.close()
}

const getMessageTop = (chat: ChatPage, position: number) =>
  chat.conversation.message(position).evaluate((element) => element.getBoundingClientRect().top)

async function openLongConversationAtEnd(chat: ChatPage): Promise<void> {
  await chat.startNewConversation()
  await chat.sidebar.open(longTitle)
  await expect(chat.conversation.message(length)).toBeInViewport()
}

/** The text of the current match, when a person sees it; null when it is out of view or covered. */
function readVisibleMatch(chat: ChatPage): Promise<string | null> {
  return chat.page.evaluate(() => {
    const [currentRange] = [...(CSS.highlights.get('find-current') ?? [])]
    if (!(currentRange instanceof Range)) return null
    const rect = currentRange.getClientRects()[0]
    if (rect === undefined) return null
    const elementAtMatch = document.elementFromPoint(rect.left + 1, rect.top + rect.height / 2)
    return elementAtMatch !== null && currentRange.intersectsNode(elementAtMatch) ? currentRange.toString() : null
  })
}

const countHighlights = (chat: ChatPage) =>
  chat.page.evaluate(() => ['find-match', 'find-current'].map((name) => CSS.highlights.get(name)?.size ?? 0))

test.describe('find', () => {
  test.use({ setup: { prepare: fillFolder } })

  test.afterEach(async ({ chat }) => {
    if ((await chat.findBar.field.count()) === 0) return
    await chat.findBar.field.focus()
    await chat.press('Escape')
  })

  test('keeps what is typed right after its key, even the first time', async ({ chat }) => {
    await openLongConversationAtEnd(chat)
    await chat.promptBox.field.focus()
    // No pause between the key and the query.
    await chat.pressCommand('find')
    await chat.type('quokka')
    await expect(chat.findBar.field).toHaveValue('quokka')
    await expect(chat.promptBox.field).toHaveValue('')
  })

  test('starts at what is in view and wraps around the whole conversation', async ({ chat }) => {
    await openLongConversationAtEnd(chat)
    await chat.findBar.search('quokka')
    await chat.findBar.expectStatus('4 of 4')
    await expect.poll(() => readVisibleMatch(chat)).toBe('quokka')
    await chat.press('Enter')
    await chat.findBar.expectStatus(`1 of 4 · ${en.find.fromBeginning}`)
    await expect(chat.conversation.message(1)).toBeInViewport()
    await expect.poll(() => readVisibleMatch(chat)).toBe('quokka')
    await chat.press('Enter')
    await chat.findBar.expectStatus('2 of 4')
    await expect.poll(() => readVisibleMatch(chat)).toBe('QUÓKKA')
    await chat.press('F3')
    await chat.findBar.expectStatus('3 of 4')
    await chat.press('ControlOrMeta+Shift+g')
    await chat.press('Shift+Enter')
    await expect.poll(() => readVisibleMatch(chat)).toBe('quokka')
    await expect(chat.conversation.message(1)).toBeInViewport()
    await chat.press('Shift+Enter')
    await chat.findBar.expectStatus(`4 of 4 · ${en.find.fromEnd}`)
    await expect(chat.conversation.message(length - 2)).toBeInViewport()
  })

  test('ignores accents, case and markdown signs, and says when there is no match', async ({ chat }) => {
    await openLongConversationAtEnd(chat)
    await chat.findBar.search('quökKA of now')
    await chat.findBar.expectStatus('1 of 1')
    await expect.poll(() => readVisibleMatch(chat)).toBe('quokka of now')
    await chat.type(' or never')
    await chat.findBar.expectStatus(en.find.nothing)
    expect(await countHighlights(chat)).toEqual([0, 0])
    await expect(chat.findBar.bar.getByRole('button', { name: en.find.next })).toBeDisabled()
  })

  test('stays at the current match while the query gets longer', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.send('/say fig\n\nfigs\n\nfigs\n\nfigleaf')
    await chat.findBar.search('fi')
    await chat.press('Enter')
    await chat.press('Enter')
    await chat.findBar.expectStatus(/^\d of 8/)
    const number = await chat.findBar.status.textContent()
    await chat.type('g')
    await chat.findBar.expectStatus(number ?? '')
  })

  test('shows a match in code, in a table, in a quotation and in a box that scrolls', async ({ chat }) => {
    await chat.startNewConversation()
    const longLine = 'x'.repeat(300)
    const cells = Array.from({ length: 30 }, (_, index) => `column ${index}`)
    await chat.send(
      [
        '/say > a quoted plum',
        `\`\`\`js\n${longLine} plum ${longLine}\n\`\`\``,
        `| ${cells.join(' | ')} | plum |\n|${'---|'.repeat(31)}\n| ${cells.join(' | ')} | pear |`,
        '1. one\n2. a **pl**um',
      ].join('\n\n'),
    )
    await chat.send(`/say nothing\n${'A line of a long prompt\n'.repeat(80)}and a plum at its end`)
    await chat.findBar.search('plum')
    // Each of the four is in the prompt as well, and one more is in the second prompt.
    const total = 9
    await chat.findBar.expectStatus(new RegExp(` of ${total}$`))
    const numbers = new Set<string>()
    for (let step = 0; step < total; step += 1) {
      await expect.poll(() => readVisibleMatch(chat)).toBe('plum')
      numbers.add((await chat.findBar.status.textContent())?.slice(0, 1) ?? '')
      await chat.press('Enter')
    }
    expect(numbers.size).toBe(total)
  })

  test('opens the reasoning when the match is in it', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.send('/think\nWhy is the sky blue?')
    const reasoningDetails = chat.conversation.lastMessage.locator('details')
    const word =
      ((await reasoningDetails.locator('[data-searchable]').textContent()) ?? '').split(/\s+/).find((each) => /^[a-z]{5,}$/i.test(each)) ??
      ''
    await chat.findBar.search(word)
    await chat.findBar.expectStatus(/^1 of /)
    await expect(reasoningDetails).toHaveAttribute('open')
    await expect.poll(() => readVisibleMatch(chat)).toBe(word)
  })

  test('shows a match far inside an answer of 200,000 characters', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.send('/length 200000')
    await chat.send('/say something else')
    // The page now only knows the sizes of the paragraphs that have been in view since.
    await chat.page.reload()
    await expect(chat.conversation.lastMessage).toBeInViewport()
    await chat.findBar.search('sentence 1500 of')
    await chat.findBar.expectStatus('1 of 1')
    await expect.poll(() => readVisibleMatch(chat)).toBe('sentence 1500 of')
    await chat.findBar.field.fill('sentence 20 of')
    await chat.findBar.expectStatus('1 of 1')
    await expect.poll(() => readVisibleMatch(chat)).toBe('sentence 20 of')
  })

  test('highlights the first twenty thousand of countless matches', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.sidebar.open('Hum')
    await expect(chat.conversation.message(2)).toBeInViewport()
    await chat.findBar.search('z')
    await expect.poll(async () => (await countHighlights(chat))[0], { timeout: 30_000 }).toBe(20_000)
  })

  test('finds the names of attached files and images where they are shown', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.sidebar.open('What is a medlar?')
    await expect(chat.conversation.message(2)).toContainText('A fruit.')
    await chat.findBar.search('medlar')
    await expect.poll(async () => (await countHighlights(chat))[0]).toBe(3)
    const numbers = new Set<string | null>()
    for (let step = 0; step < 3; step += 1) {
      await chat.findBar.expectStatus(/^[123] of 3/)
      await expect.poll(() => readVisibleMatch(chat)).toBe('medlar')
      numbers.add((await chat.findBar.status.textContent())?.slice(0, 1) ?? null)
      await chat.press('Enter')
    }
    expect(numbers.size).toBe(3)
  })

  test('keeps counting in a growing answer without moving what is in view', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.send('/length 6000')
    await chat.submit('/speed 300\n/length 60000')
    await chat.findBar.search('This is sentence 5 of')
    await chat.findBar.expectStatus(/of 2$/)
    // It starts at the match in view. The one in the growing answer may have left the view already.
    if ((await chat.findBar.status.textContent())?.startsWith('2') === true) await chat.press('Shift+Enter')
    await chat.findBar.expectStatus(/^1 of 2/)
    await expect.poll(() => readVisibleMatch(chat)).toBe('This is sentence 5 of')
    const before = await getMessageTop(chat, 2)
    await chat.findBar.field.fill('sentence')
    const readMatchCount = async (): Promise<number> =>
      Number(/of ([\d,]+)/.exec((await chat.findBar.status.textContent()) ?? '')?.[1]?.replace(',', '') ?? 0)
    await expect.poll(readMatchCount).toBeGreaterThan(100)
    const initialCount = await readMatchCount()
    await expect.poll(readMatchCount).toBeGreaterThan(initialCount)
    expect(await getMessageTop(chat, 2)).toBe(before)
    await chat.conversation.stopButton.click()
    await chat.conversation.waitForAnswerEnd(4)
  })

  test('finds in answers side by side, including columns out of view', async ({ chat, app }) => {
    await chat.startNewConversation()
    await chat.send('/say something else')
    const models = ['Llama-3.3-70B-Instruct', 'gpt-oss-20b', 'Qwen2.5-7B-Instruct', 'Olmo-3-7B-Instruct']
    await chat.comparison.choose(models)
    await app.resize(900, 600)
    await chat.submit(`/say ${'A line of a long answer\n\n'.repeat(60)}and a juniper at its end`)
    await chat.comparison.waitForAnswersEnd(models.length)
    await chat.findBar.search('juniper')
    await chat.findBar.expectStatus(/^\d of 5/)
    const numbers = new Set<string>()
    for (let step = 0; step < 5; step += 1) {
      await expect.poll(() => readVisibleMatch(chat)).toBe('juniper')
      numbers.add((await chat.findBar.status.textContent())?.slice(0, 1) ?? '')
      await chat.press('Enter')
    }
    expect(numbers.size).toBe(5)
    await expect.poll(async () => (await countHighlights(chat))[0]).toBe(5)
    // The other answers are no longer shown once one is chosen.
    await chat.comparison.pickButton(chat.comparison.columns.last()).press('Enter')
    await chat.findBar.expectStatus(/^\d of 2/)
    await app.resize(1280, 800)
  })

  test('Escape removes the highlights and restores the focus', async ({ chat }) => {
    await openLongConversationAtEnd(chat)
    await chat.promptBox.field.focus()
    await chat.findBar.search('quokka')
    await expect.poll(async () => (await countHighlights(chat))[1]).toBe(1)
    await chat.press('Escape')
    await expect(chat.findBar.bar).toHaveCount(0)
    expect(await countHighlights(chat)).toEqual([0, 0])
    await expect(chat.promptBox.field).toBeFocused()
  })

  test('closes when another conversation is opened', async ({ chat }) => {
    await openLongConversationAtEnd(chat)
    await chat.findBar.search('quokka')
    await chat.findBar.expectStatus(/of 4$/)
    await chat.sidebar.open('Another conversation')
    await expect(chat.findBar.bar).toHaveCount(0)
    expect(await countHighlights(chat)).toEqual([0, 0])
  })

  test('starts with the selected text, and needs a conversation', async ({ chat }) => {
    await chat.startNewConversation()
    await chat.pressCommand('find')
    await expect(chat.findBar.bar).toHaveCount(0)
    await chat.send('/say the quince is yellow')
    await expect(chat.page.locator('[data-markdown] p')).toBeVisible()
    await chat.page.evaluate(() => {
      const text = document.querySelector('[data-markdown] p')?.firstChild
      if (text == null) throw new Error('There is no answer')
      document.getSelection()?.setBaseAndExtent(text, 4, text, 10)
    })
    await chat.pressCommand('find')
    await expect(chat.findBar.field).toHaveValue('quince')
    await chat.findBar.expectStatus(/of 2$/)
  })

  test('has room for longer words, down to the smallest window', async ({ chat, app }) => {
    await openLongConversationAtEnd(chat)
    await lengthenWords(chat.page)
    await chat.page.reload()
    await expect(chat.conversation.message(length)).toBeInViewport()
    await chat.findBar.search('quokka')
    await expect(chat.findBar.status).toHaveAttribute('aria-busy', 'false')
    await chat.press('Enter')
    await expect(chat.findBar.status).toContainText('·')
    await expectNoClippedText(app, chat.page)
    await expect(chat.findBar.field).toBeInViewport()
  })
})
