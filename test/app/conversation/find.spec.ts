// Finding in the open conversation: all of it is looked through, though only some of it is on the page, and by keyboard alone.

import { expect, test, type Page } from '@playwright/test'
import { openDatabase } from '../../../electron/history/database.ts'
import { en } from '../../../shared/words/en/en.ts'
import { fillHistory, saveTestImage, openTestHistory, savePromptAndAnswer, unwrap } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lengthenWords, findClippedText } from '../../support/page/longer-text.ts'
import { waitForAnswerEnd, sendPrompt, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

const length = 10_000
const longTitle = 'The long one'

let folder: ReturnType<typeof createTempFolder>
let hub: Hub
let app: LaunchedApp
let chat: Page

/** All of its 10,000 messages are gone through: on a machine that does other things too that takes a while. */
const fullSearchTimeout = { timeout: 30_000 }

test.beforeAll(async () => {
  folder = createTempFolder('parley-find-')
  await fillHistory(folder.path, { messages: length, perConversation: length })
  await replaceMessageText(1, 'A quokka at the very beginning')
  await replaceMessageText(length / 2 + 1, 'Here a QUÓKKA, and there one more quokka')
  await replaceMessageText(length - 2, 'The quok**ka** of now')
  const history = await openTestHistory(folder.path)
  unwrap(history.rename(unwrap(history.list(null)).conversations[0]?.id ?? '', longTitle))
  savePromptAndAnswer(history, 'Another conversation', 'With a quokka of its own')
  const notes = { kind: 'text', name: 'a medlar.txt', text: 'A medlar that is not on the page' } as const
  const attachments = [notes, saveTestImage(history, 'medlar.png')]
  savePromptAndAnswer(history, 'What is a medlar?', 'A fruit.', { attachments })
  savePromptAndAnswer(history, 'Hum', `\`\`\`\n${`${'z'.repeat(200)}\n`.repeat(1_000)}\`\`\``)
  await history.close()
  hub = await startHub({ speed: 0 })
  app = await launch({ data: folder.path, hub: hub.origin })
  chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.removeFolder()
})
test.afterEach(async () => {
  if ((await findInput().count()) === 0) return
  await findInput().focus()
  await press('Escape')
})

/** Puts another text in the place of one of the long conversation. */
async function replaceMessageText(position: number, text: string): Promise<void> {
  const database = unwrap(await openDatabase(folder.path))
  database.prepare('update texts set text = ? where message = ?').run(text, position)
  database.close()
}

const press = (key: string) => chat.keyboard.press(key)
const findBar = () => chat.getByRole('search')
const findInput = () => findBar().getByRole('searchbox', { name: en.find.label })
const findStatus = () => findBar().getByRole('status')
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const messageAt = (position: number) => chat.locator(`article[aria-posinset="${position}"]`)
const getMessageTop = (position: number) => messageAt(position).evaluate((element) => element.getBoundingClientRect().top)
const openConversation = (title: string) => chat.getByRole('button', { name: title, exact: true }).click()

async function openLongConversationAtEnd(): Promise<void> {
  await startNewConversation(chat)
  await openConversation(longTitle)
  await expect(messageAt(length)).toBeInViewport()
}

/** Without a pause between the key and the words, as quick hands do it. */
async function typeFindQuery(query: string): Promise<void> {
  await press('ControlOrMeta+f')
  await chat.keyboard.type(query)
}

/** What is marked as the place that is looked at, where a person sees it; null where it is out of sight or covered. */
function readVisibleMatch(): Promise<string | null> {
  return chat.evaluate(() => {
    const [currentRange] = [...(CSS.highlights.get('found-current') ?? [])]
    if (!(currentRange instanceof Range)) return null
    const rect = currentRange.getClientRects()[0]
    if (rect === undefined) return null
    const elementAtMatch = document.elementFromPoint(rect.left + 1, rect.top + rect.height / 2)
    return elementAtMatch !== null && currentRange.intersectsNode(elementAtMatch) ? currentRange.toString() : null
  })
}
const countHighlights = () => chat.evaluate(() => ['found', 'found-current'].map((name) => CSS.highlights.get(name)?.size ?? 0))

test('takes what is typed right behind its key, also the first time', async () => {
  await openLongConversationAtEnd()
  await promptBox().focus()
  await typeFindQuery('quokka')
  await expect(findInput()).toHaveValue('quokka')
  await expect(promptBox()).toHaveValue('')
})

test('begins at what is in view, and goes round through all of the conversation', async () => {
  await openLongConversationAtEnd()
  await typeFindQuery('quokka')
  await expect(findStatus()).toHaveText('4 of 4', fullSearchTimeout)
  await expect.poll(readVisibleMatch).toBe('quokka')
  await press('Enter')
  await expect(findStatus()).toHaveText(`1 of 4 · ${en.find.fromBeginning}`)
  await expect(messageAt(1)).toBeInViewport()
  await expect.poll(readVisibleMatch).toBe('quokka')
  await press('Enter')
  await expect(findStatus()).toHaveText('2 of 4')
  await expect.poll(readVisibleMatch).toBe('QUÓKKA')
  await press('F3')
  await expect(findStatus()).toHaveText('3 of 4')
  await press('ControlOrMeta+Shift+g')
  await press('Shift+Enter')
  await expect.poll(readVisibleMatch).toBe('quokka')
  await expect(messageAt(1)).toBeInViewport()
  await press('Shift+Enter')
  await expect(findStatus()).toHaveText(`4 of 4 · ${en.find.fromEnd}`)
  await expect(messageAt(length - 2)).toBeInViewport()
})

test('finds whatever the accents, the case and the signs between, and says when there is nothing', async () => {
  await openLongConversationAtEnd()
  await typeFindQuery('quökKA of now')
  await expect(findStatus()).toHaveText('1 of 1')
  await expect.poll(readVisibleMatch).toBe('quokka of now')
  await chat.keyboard.type(' or never')
  await expect(findStatus()).toHaveText(en.find.nothing)
  expect(await countHighlights()).toEqual([0, 0])
  await expect(findBar().getByRole('button', { name: en.find.next })).toBeDisabled()
})

test('stays at the place that is looked at while the word gets longer', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/say fig\n\nfigs\n\nfigs\n\nfigleaf')
  await typeFindQuery('fi')
  await press('Enter')
  await press('Enter')
  await expect(findStatus()).toHaveText(/^\d of 8/)
  const number = await findStatus().textContent()
  await chat.keyboard.type('g')
  await expect(findStatus()).toHaveText(number ?? '')
})

test('shows a place in code, in a table, in a quotation and in a text that scrolls inside itself', async () => {
  await startNewConversation(chat)
  const distantText = 'x'.repeat(300)
  const cells = Array.from({ length: 30 }, (_, index) => `column ${index}`)
  await sendPrompt(
    chat,
    [
      '/say > a quoted plum',
      `\`\`\`js\n${distantText} plum ${distantText}\n\`\`\``,
      `| ${cells.join(' | ')} | plum |\n|${'---|'.repeat(31)}\n| ${cells.join(' | ')} | pear |`,
      '1. one\n2. a **pl**um',
    ].join('\n\n'),
  )
  await sendPrompt(chat, `/say nothing\n${'A line of a long prompt\n'.repeat(80)}and a plum at its end`)
  await typeFindQuery('plum')
  // The signs of the list stand in its prompt.
  const total = 9
  await expect(findStatus()).toHaveText(new RegExp(` of ${total}$`))
  const numbers = new Set<string>()
  for (let step = 0; step < total; step += 1) {
    await expect.poll(readVisibleMatch).toBe('plum')
    numbers.add((await findStatus().textContent())?.slice(0, 1) ?? '')
    await press('Enter')
  }
  expect(numbers.size).toBe(total)
})

test('unfolds what was thought when the place is there', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/think\nWhy is the sky blue?')
  const reasoningDetails = chat.getByRole('article').last().locator('details')
  const word =
    ((await reasoningDetails.locator('[data-said]').textContent()) ?? '').split(/\s+/).find((each) => /^[a-z]{5,}$/i.test(each)) ?? ''
  await typeFindQuery(word)
  await expect(findStatus()).toHaveText(/^1 of /)
  await expect(reasoningDetails).toHaveAttribute('open')
  await expect.poll(readVisibleMatch).toBe(word)
})

test('shows a place far inside an answer of 200,000 characters', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/length 200000')
  await sendPrompt(chat, '/say something else')
  await typeFindQuery('sentence 1500 of')
  await expect(findStatus()).toHaveText('1 of 1')
  await expect.poll(readVisibleMatch).toBe('sentence 1500 of')
  await findInput().fill('sentence 20 of')
  await expect(findStatus()).toHaveText('1 of 1')
  await expect.poll(readVisibleMatch).toBe('sentence 20 of')
})

test('marks the first twenty thousand of places without number', async () => {
  await startNewConversation(chat)
  await openConversation('Hum')
  await expect(messageAt(2)).toBeInViewport()
  await typeFindQuery('z')
  await expect.poll(async () => (await countHighlights())[0], fullSearchTimeout).toBe(20_000)
})

test('finds the names of files and pictures that went along, as far as they are shown', async () => {
  await startNewConversation(chat)
  await openConversation('What is a medlar?')
  await expect(messageAt(2)).toContainText('A fruit.')
  await typeFindQuery('medlar')
  await expect.poll(async () => (await countHighlights())[0]).toBe(3)
  const numbers = new Set<string | null>()
  for (let step = 0; step < 3; step += 1) {
    await expect(findStatus()).toHaveText(/^[123] of 3/)
    await expect.poll(readVisibleMatch).toBe('medlar')
    numbers.add((await findStatus().textContent())?.slice(0, 1) ?? null)
    await press('Enter')
  }
  expect(numbers.size).toBe(3)
})

test('counts on in an answer that grows, and does not move what is in view', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/length 6000')
  await submitPrompt(chat, '/speed 300\n/length 60000')
  await typeFindQuery('This is sentence 5 of')
  await expect(findStatus()).toHaveText(/of 2$/)
  // It begins at the one in view: that of the answer that comes in has perhaps left it already.
  if ((await findStatus().textContent())?.startsWith('2') === true) await press('Shift+Enter')
  await expect(findStatus()).toHaveText(/^1 of 2/)
  await expect.poll(readVisibleMatch).toBe('This is sentence 5 of')
  const before = await getMessageTop(2)
  await findInput().fill('sentence')
  const readMatchCount = async (): Promise<number> =>
    Number(/of ([\d,]+)/.exec((await findStatus().textContent()) ?? '')?.[1]?.replace(',', '') ?? 0)
  await expect.poll(readMatchCount).toBeGreaterThan(100)
  const initialCount = await readMatchCount()
  await expect.poll(readMatchCount).toBeGreaterThan(initialCount)
  expect(await getMessageTop(2)).toBe(before)
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await waitForAnswerEnd(chat, 4)
})

test('finds in answers that stand side by side, also in the columns that are out of sight', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/say something else')
  await press('ControlOrMeta+k')
  await expect(chat.getByRole('combobox', { name: en.palette.search })).toBeFocused()
  await chat.keyboard.type(en.system.commands.compare)
  await press('Enter')
  const search = chat.getByRole('combobox', { name: en.models.search })
  for (const model of ['gpt-oss-20b', 'Qwen2.5-7B-Instruct', 'Olmo-3-7B-Instruct']) {
    await search.fill(model)
    await expect(chat.getByRole('gridcell').first()).toContainText(model)
    await press('Enter')
    await expect(chat.getByText(/ chosen: /)).toContainText(model)
  }
  await press('ControlOrMeta+Enter')
  await app.resize(900, 600)
  await submitPrompt(chat, `/say ${'A line of a long answer\n\n'.repeat(60)}and a juniper at its end`)
  const columns = chat.getByRole('article', { name: en.compare.answers }).getByRole('article')
  await expect(columns.locator('[aria-busy="false"]')).toHaveCount(4)
  await typeFindQuery('juniper')
  await expect(findStatus()).toHaveText(/^\d of 5/)
  const before = new Set<string>()
  for (let step = 0; step < 5; step += 1) {
    await expect.poll(readVisibleMatch).toBe('juniper')
    before.add((await findStatus().textContent())?.slice(0, 1) ?? '')
    await press('Enter')
  }
  expect(before.size).toBe(5)
  await expect.poll(async () => (await countHighlights())[0]).toBe(5)
  // Once one of them is chosen, the others are no part of what is shown.
  await columns
    .last()
    .getByRole('button', { name: new RegExp(`^${en.compare.pick}`) })
    .press('Enter')
  await expect(findStatus()).toHaveText(/^\d of 2/)
  await app.resize(1280, 800)
})

test('Escape leaves nothing marked, and gives the focus back', async () => {
  await openLongConversationAtEnd()
  await promptBox().focus()
  await typeFindQuery('quokka')
  await expect.poll(async () => (await countHighlights())[1]).toBe(1)
  await press('Escape')
  await expect(findBar()).toHaveCount(0)
  expect(await countHighlights()).toEqual([0, 0])
  await expect(promptBox()).toBeFocused()
})

test('closes when another conversation is opened', async () => {
  await openLongConversationAtEnd()
  await typeFindQuery('quokka')
  await expect(findStatus()).toHaveText(/of 4$/, fullSearchTimeout)
  await openConversation('Another conversation')
  await expect(findBar()).toHaveCount(0)
  expect(await countHighlights()).toEqual([0, 0])
})

test('takes what is selected, and is there for a conversation only', async () => {
  await startNewConversation(chat)
  await press('ControlOrMeta+f')
  await expect(findBar()).toHaveCount(0)
  await sendPrompt(chat, '/say the quince is yellow')
  await expect(chat.locator('[data-markdown] p')).toBeVisible()
  await chat.evaluate(() => {
    const text = document.querySelector('[data-markdown] p')?.firstChild
    if (text == null) throw new Error('There is no answer')
    document.getSelection()?.setBaseAndExtent(text, 4, text, 10)
  })
  await press('ControlOrMeta+f')
  await expect(findInput()).toHaveValue('quince')
  await expect(findStatus()).toHaveText(/of 2$/)
})

test('has room for longer words, down to the smallest window', async () => {
  await openLongConversationAtEnd()
  await lengthenWords(chat)
  await chat.reload()
  await expect(messageAt(length)).toBeInViewport()
  await typeFindQuery('quokka')
  await expect(findStatus()).toHaveAttribute('aria-busy', 'false')
  await press('Enter')
  await expect(findStatus()).toContainText('·')
  for (const [width, height] of [
    [900, 600],
    [640, 480],
  ] as const) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    expect(await findClippedText(chat), `${width}×${height}`).toEqual([])
    await expect(findInput()).toBeInViewport()
  }
})
