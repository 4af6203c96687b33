// Finding in the open conversation: all of it is looked through, though only some of it is on the page, and by keyboard alone.

import { expect, test, type Page } from '@playwright/test'
import { openDatabase } from '../../../electron/history/database.ts'
import { en } from '../../../shared/words/en/en.ts'
import { fill, keepPicture, open, saveTurn, valueOf } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lengthenWords, wordsWithoutRoom } from '../../support/page/longer-words.ts'
import { endOfAnswer, send, setKey, startNewConversation, startSending } from '../../support/session.ts'
import { throwAwayFolder } from '../../support/throw-away.ts'

const length = 10_000
const longTitle = 'The long one'

let folder: ReturnType<typeof throwAwayFolder>
let hub: Hub
let app: LaunchedApp
let chat: Page

/** All of its 10,000 messages are gone through: on a machine that does other things too that takes a while. */
const wholeConversation = { timeout: 30_000 }

test.beforeAll(async () => {
  folder = throwAwayFolder('parley-find-')
  await fill(folder.path, { messages: length, perConversation: length })
  await say(1, 'A quokka at the very beginning')
  await say(length / 2 + 1, 'Here a QUÓKKA, and there one more quokka')
  await say(length - 2, 'The quok**ka** of now')
  const history = await open(folder.path)
  valueOf(history.rename(valueOf(history.list(null)).conversations[0]?.id ?? '', longTitle))
  saveTurn(history, 'Another conversation', 'With a quokka of its own')
  const notes = { kind: 'text', name: 'a medlar.txt', text: 'A medlar that is not on the page' } as const
  const attachments = [notes, keepPicture(history, 'medlar.png')]
  saveTurn(history, 'What is a medlar?', 'A fruit.', { attachments })
  saveTurn(history, 'Hum', `\`\`\`\n${`${'z'.repeat(200)}\n`.repeat(1_000)}\`\`\``)
  await history.close()
  hub = await startHub({ speed: 0 })
  app = await launch({ data: folder.path, hub: hub.origin })
  chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.remove()
})
test.afterEach(async () => {
  if ((await field().count()) === 0) return
  await field().focus()
  await press('Escape')
})

/** Puts another text in the place of one of the long conversation. */
async function say(position: number, text: string): Promise<void> {
  const database = valueOf(await openDatabase(folder.path))
  database.prepare('update texts set text = ? where message = ?').run(text, position)
  database.close()
}

const press = (key: string) => chat.keyboard.press(key)
const bar = () => chat.getByRole('search')
const field = () => bar().getByRole('searchbox', { name: en.find.label })
const told = () => bar().getByRole('status')
const box = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const message = (position: number) => chat.locator(`article[aria-posinset="${position}"]`)
const topOf = (position: number) => message(position).evaluate((element) => element.getBoundingClientRect().top)
const openRow = (title: string) => chat.getByRole('button', { name: title, exact: true }).click()

async function openLongAtItsEnd(): Promise<void> {
  await startNewConversation(chat)
  await openRow(longTitle)
  await expect(message(length)).toBeInViewport()
}

/** Without a pause between the key and the words, as quick hands do it. */
async function find(query: string): Promise<void> {
  await press('ControlOrMeta+f')
  await chat.keyboard.type(query)
}

/** What is marked as the place that is looked at, where a person sees it; null where it is out of sight or covered. */
function seen(): Promise<string | null> {
  return chat.evaluate(() => {
    const [place] = [...(CSS.highlights.get('found-current') ?? [])]
    if (!(place instanceof Range)) return null
    const rect = place.getClientRects()[0]
    if (rect === undefined) return null
    const there = document.elementFromPoint(rect.left + 1, rect.top + rect.height / 2)
    return there !== null && place.intersectsNode(there) ? place.toString() : null
  })
}
const marked = () => chat.evaluate(() => ['found', 'found-current'].map((name) => CSS.highlights.get(name)?.size ?? 0))

test('takes what is typed right behind its key, also the first time', async () => {
  await openLongAtItsEnd()
  await box().focus()
  await find('quokka')
  await expect(field()).toHaveValue('quokka')
  await expect(box()).toHaveValue('')
})

test('begins at what is in view, and goes round through all of the conversation', async () => {
  await openLongAtItsEnd()
  await find('quokka')
  await expect(told()).toHaveText('4 of 4', wholeConversation)
  await expect.poll(seen).toBe('quokka')
  await press('Enter')
  await expect(told()).toHaveText(`1 of 4 · ${en.find.fromBeginning}`)
  await expect(message(1)).toBeInViewport()
  await expect.poll(seen).toBe('quokka')
  await press('Enter')
  await expect(told()).toHaveText('2 of 4')
  await expect.poll(seen).toBe('QUÓKKA')
  await press('F3')
  await expect(told()).toHaveText('3 of 4')
  await press('ControlOrMeta+Shift+g')
  await press('Shift+Enter')
  await expect.poll(seen).toBe('quokka')
  await expect(message(1)).toBeInViewport()
  await press('Shift+Enter')
  await expect(told()).toHaveText(`4 of 4 · ${en.find.fromEnd}`)
  await expect(message(length - 2)).toBeInViewport()
})

test('finds whatever the accents, the case and the signs between, and says when there is nothing', async () => {
  await openLongAtItsEnd()
  await find('quökKA of now')
  await expect(told()).toHaveText('1 of 1')
  await expect.poll(seen).toBe('quokka of now')
  await chat.keyboard.type(' or never')
  await expect(told()).toHaveText(en.find.nothing)
  expect(await marked()).toEqual([0, 0])
  await expect(bar().getByRole('button', { name: en.find.next })).toBeDisabled()
})

test('stays at the place that is looked at while the word gets longer', async () => {
  await startNewConversation(chat)
  await send(chat, '/say fig\n\nfigs\n\nfigs\n\nfigleaf')
  await find('fi')
  await press('Enter')
  await press('Enter')
  await expect(told()).toHaveText(/^\d of 8/)
  const number = await told().textContent()
  await chat.keyboard.type('g')
  await expect(told()).toHaveText(number ?? '')
})

test('shows a place in code, in a table, in a quotation and in a text that scrolls inside itself', async () => {
  await startNewConversation(chat)
  const far = 'x'.repeat(300)
  const cells = Array.from({ length: 30 }, (_, index) => `column ${index}`)
  await send(
    chat,
    [
      '/say > a quoted plum',
      `\`\`\`js\n${far} plum ${far}\n\`\`\``,
      `| ${cells.join(' | ')} | plum |\n|${'---|'.repeat(31)}\n| ${cells.join(' | ')} | pear |`,
      '1. one\n2. a **pl**um',
    ].join('\n\n'),
  )
  await send(chat, `/say nothing\n${'A line of a long prompt\n'.repeat(80)}and a plum at its end`)
  await find('plum')
  // The signs of the list stand in its prompt.
  const total = 9
  await expect(told()).toHaveText(new RegExp(` of ${total}$`))
  const numbers = new Set<string>()
  for (let turn = 0; turn < total; turn += 1) {
    await expect.poll(seen).toBe('plum')
    numbers.add((await told().textContent())?.slice(0, 1) ?? '')
    await press('Enter')
  }
  expect(numbers.size).toBe(total)
})

test('unfolds what was thought when the place is there', async () => {
  await startNewConversation(chat)
  await send(chat, '/think\nWhy is the sky blue?')
  const thought = chat.getByRole('article').last().locator('details')
  const word = ((await thought.locator('[data-said]').textContent()) ?? '').split(/\s+/).find((each) => /^[a-z]{5,}$/i.test(each)) ?? ''
  await find(word)
  await expect(told()).toHaveText(/^1 of /)
  await expect(thought).toHaveAttribute('open')
  await expect.poll(seen).toBe(word)
})

test('shows a place far inside an answer of 200,000 characters', async () => {
  await startNewConversation(chat)
  await send(chat, '/length 200000')
  await send(chat, '/say something else')
  await find('sentence 1500 of')
  await expect(told()).toHaveText('1 of 1')
  await expect.poll(seen).toBe('sentence 1500 of')
  await field().fill('sentence 20 of')
  await expect(told()).toHaveText('1 of 1')
  await expect.poll(seen).toBe('sentence 20 of')
})

test('marks the first twenty thousand of places without number', async () => {
  await startNewConversation(chat)
  await openRow('Hum')
  await expect(message(2)).toBeInViewport()
  await find('z')
  await expect.poll(async () => (await marked())[0], wholeConversation).toBe(20_000)
})

test('finds the names of files and pictures that went along, as far as they are shown', async () => {
  await startNewConversation(chat)
  await openRow('What is a medlar?')
  await expect(message(2)).toContainText('A fruit.')
  await find('medlar')
  await expect.poll(async () => (await marked())[0]).toBe(3)
  const numbers = new Set<string | null>()
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(told()).toHaveText(/^[123] of 3/)
    await expect.poll(seen).toBe('medlar')
    numbers.add((await told().textContent())?.slice(0, 1) ?? null)
    await press('Enter')
  }
  expect(numbers.size).toBe(3)
})

test('counts on in an answer that grows, and does not move what is in view', async () => {
  await startNewConversation(chat)
  await send(chat, '/length 6000')
  await startSending(chat, '/speed 300\n/length 60000')
  await find('This is sentence 5 of')
  await expect(told()).toHaveText(/of 2$/)
  // It begins at the one in view: that of the answer that comes in has perhaps left it already.
  if ((await told().textContent())?.startsWith('2') === true) await press('Shift+Enter')
  await expect(told()).toHaveText(/^1 of 2/)
  await expect.poll(seen).toBe('This is sentence 5 of')
  const before = await topOf(2)
  await field().fill('sentence')
  const counted = async (): Promise<number> => Number(/of ([\d,]+)/.exec((await told().textContent()) ?? '')?.[1]?.replace(',', '') ?? 0)
  await expect.poll(counted).toBeGreaterThan(100)
  const some = await counted()
  await expect.poll(counted).toBeGreaterThan(some)
  expect(await topOf(2)).toBe(before)
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await endOfAnswer(chat, 4)
})

test('finds in answers that stand side by side, also in the columns that are out of sight', async () => {
  await startNewConversation(chat)
  await send(chat, '/say something else')
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
  await startSending(chat, `/say ${'A line of a long answer\n\n'.repeat(60)}and a juniper at its end`)
  const columns = chat.getByRole('article', { name: en.compare.answers }).getByRole('article')
  await expect(columns.locator('[aria-busy="false"]')).toHaveCount(4)
  await find('juniper')
  await expect(told()).toHaveText(/^\d of 5/)
  const before = new Set<string>()
  for (let turn = 0; turn < 5; turn += 1) {
    await expect.poll(seen).toBe('juniper')
    before.add((await told().textContent())?.slice(0, 1) ?? '')
    await press('Enter')
  }
  expect(before.size).toBe(5)
  await expect.poll(async () => (await marked())[0]).toBe(5)
  // Once one of them is chosen, the others are no part of what is shown.
  await columns
    .last()
    .getByRole('button', { name: new RegExp(`^${en.compare.pick}`) })
    .press('Enter')
  await expect(told()).toHaveText(/^\d of 2/)
  await app.resize(1280, 800)
})

test('Escape leaves nothing marked, and gives the focus back', async () => {
  await openLongAtItsEnd()
  await box().focus()
  await find('quokka')
  await expect.poll(async () => (await marked())[1]).toBe(1)
  await press('Escape')
  await expect(bar()).toHaveCount(0)
  expect(await marked()).toEqual([0, 0])
  await expect(box()).toBeFocused()
})

test('closes when another conversation is opened', async () => {
  await openLongAtItsEnd()
  await find('quokka')
  await expect(told()).toHaveText(/of 4$/, wholeConversation)
  await openRow('Another conversation')
  await expect(bar()).toHaveCount(0)
  expect(await marked()).toEqual([0, 0])
})

test('takes what is selected, and is there for a conversation only', async () => {
  await startNewConversation(chat)
  await press('ControlOrMeta+f')
  await expect(bar()).toHaveCount(0)
  await send(chat, '/say the quince is yellow')
  await expect(chat.locator('[data-markdown] p')).toBeVisible()
  await chat.evaluate(() => {
    const text = document.querySelector('[data-markdown] p')?.firstChild
    if (text == null) throw new Error('There is no answer')
    document.getSelection()?.setBaseAndExtent(text, 4, text, 10)
  })
  await press('ControlOrMeta+f')
  await expect(field()).toHaveValue('quince')
  await expect(told()).toHaveText(/of 2$/)
})

test('has room for longer words, down to the smallest window', async () => {
  await openLongAtItsEnd()
  await lengthenWords(chat)
  await chat.reload()
  await expect(message(length)).toBeInViewport()
  await find('quokka')
  await expect(told()).toHaveAttribute('aria-busy', 'false')
  await press('Enter')
  await expect(told()).toContainText('·')
  for (const [width, height] of [
    [900, 600],
    [640, 480],
  ] as const) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    expect(await wordsWithoutRoom(chat), `${width}×${height}`).toEqual([])
    await expect(field()).toBeInViewport()
  }
})
