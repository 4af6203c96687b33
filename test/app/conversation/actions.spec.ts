// What people do with what was said: each action once by pointer or by keyboard, and what the model and the history get of it.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { callMain, endOfAnswer, send, startNewConversation, startSending, startWithKey } from '../../support/session.ts'
import { giveVoices } from '../../support/page/voices.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await startWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test.beforeEach(async () => {
  hub.setSpeed(0)
  await startNewConversation(chat)
})

const words = en.chat
const box = () => chat.getByRole('textbox', { name: words.promptLabel })
const editor = () => chat.getByRole('textbox', { name: words.editLabel })
const message = (place: number) => chat.locator(`article[aria-posinset="${place}"]`)
const button = (name: string, within: Page | Locator = chat) => within.getByRole('button', { name, exact: true })
const item = (name: string | RegExp) => chat.getByRole('menuitem', { name })
const placeOfPrompt = (place: number, count: number) =>
  chat.getByText(words.placePrompt.replace('{{place}}', String(place)).replace('{{count}}', String(count)))
const placeOfAnswer = (place: number, count: number) =>
  chat.getByText(words.placeAnswer.replace('{{place}}', String(place)).replace('{{count}}', String(count)))
const chats = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const lastContents = (): readonly string[] =>
  chats()
    .at(-1)
    .messages.map(({ content }: { readonly content: string }) => content)
const rows = () => chat.getByRole('navigation').getByRole('listitem')

async function more(place: number, name: string | RegExp): Promise<void> {
  await button(place % 2 === 1 ? words.morePrompt : words.moreAnswer, message(place)).click()
  await item(name).click()
}

/** Presses Tab until the control has the focus. */
async function tabTo(name: string, key = 'Shift+Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await chat.keyboard.press(key)
    const label = await chat.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
    if (label === name) return
  }
  throw new Error(`${key} does not lead to “${name}”`)
}

/** Walks down an open menu to an item and takes it. */
async function take(name: string): Promise<void> {
  await expect(chat.getByRole('menu')).toBeVisible()
  for (let presses = 0; presses < 10; presses += 1) {
    const label = await chat.evaluate(() => document.activeElement?.textContent)
    if (label === name) return chat.keyboard.press('Enter')
    await chat.keyboard.press('ArrowDown')
  }
  throw new Error(`The menu does not lead to “${name}”`)
}

test('an edited prompt is another branch, and the arrows lead from one to the other with what followed each', async () => {
  await send(chat, '/say one')
  await send(chat, '/say two')
  await send(chat, '/say three')
  await button(words.edit, message(3)).click()
  await expect(editor()).toHaveValue('/say two')
  await editor().fill('/say zwei')
  await button(words.editSend).click()
  await endOfAnswer(chat, 4)
  expect(lastContents()).toEqual(['/say one', 'one', '/say zwei'])
  await expect(placeOfPrompt(2, 2)).toBeAttached()
  await button(words.previousPrompt).click()
  await expect(message(6)).toContainText('three')
  await expect(placeOfPrompt(1, 2)).toBeAttached()
  await chat.reload()
  await expect(message(6)).toContainText('three')
  await button(words.nextPrompt).click()
  await expect(message(4)).toContainText('zwei')
  await expect(message(5)).toHaveCount(0)
})

test('by keyboard: a prompt is edited and sent, and the focus stays on the arrow that was pressed', async () => {
  await send(chat, '/say one')
  await tabTo(words.edit)
  await chat.keyboard.press('Enter')
  await expect(editor()).toBeFocused()
  await chat.keyboard.press('Escape')
  await expect(button(words.edit)).toBeFocused()
  await chat.keyboard.press('Enter')
  await chat.keyboard.type(' and more')
  await chat.keyboard.press('ControlOrMeta+Enter')
  await endOfAnswer(chat, 2)
  await expect(message(2)).toContainText('one and more')
  await expect(box()).toBeFocused()
  await tabTo(words.previousPrompt)
  await chat.keyboard.press('Enter')
  await expect(placeOfPrompt(1, 2)).toBeAttached()
  // The arrow that was pressed leads nowhere from the first one.
  await expect(button(words.nextPrompt)).toBeFocused()
  await chat.keyboard.press('Enter')
  await expect(placeOfPrompt(2, 2)).toBeAttached()
})

test('what is typed into an editor is still there after another conversation was looked at', async () => {
  await send(chat, '/say where the edit is')
  await button(words.edit).click()
  await editor().fill('half a thought')
  await startNewConversation(chat)
  await button('/say where the edit is', chat.getByRole('navigation')).click()
  await expect(editor()).toHaveValue('half a thought')
  await button(words.editCancel).click()
  await expect(message(1)).toContainText('/say where the edit is')
})

test('an edited prompt takes its texts along, but for those that are taken off', async () => {
  for (const text of ['first '.repeat(800), 'second '.repeat(800)]) {
    await box().evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }
  await send(chat, 'Sum it up.')
  await button(words.edit).click()
  await button(words.removeAttachment.replace('{{name}}', words.attachmentName)).click()
  await button(words.editSend).click()
  await endOfAnswer(chat, 2)
  await expect(placeOfPrompt(2, 2)).toBeAttached()
  expect(lastContents()[0]).toBe(`Sum it up.\n\n${'second '.repeat(800)}`)
})

test('an editor can be opened while an answer is written, says why it does not send, and sends afterwards', async () => {
  await send(chat, '/say one')
  await startSending(chat, '/speed 20\n/length 4000')
  await expect(message(4)).toContainText('This is sentence 1')
  await button(words.edit, message(1)).click()
  await editor().fill('/say uno')
  await expect(chat.getByText(words.editWaits)).toBeVisible()
  await expect(button(words.editSend)).toBeDisabled()
  await editor().press('ControlOrMeta+Enter')
  await expect(editor()).toHaveValue('/say uno')
  await button(words.stop).click()
  await endOfAnswer(chat, 4)
  await button(words.editSend).click()
  await endOfAnswer(chat, 2)
  await expect(message(2)).toContainText('uno')
})

test('a secret in an edited prompt is held back, and sent only when that is said', async () => {
  await send(chat, '/say one')
  const before = chats().length
  await button(words.edit).click()
  await editor().fill(`/say my key is ${hub.keys.write}`)
  await button(words.editSend).click()
  await expect(chat.getByText(en.secret.title)).toBeVisible()
  expect(chats()).toHaveLength(before)
  await button(en.secret.takeOut).click()
  await expect(editor()).toBeFocused()
  await button(en.secret.sendAnyway).click()
  await endOfAnswer(chat, 2)
  expect(chats()).toHaveLength(before + 1)
})

test('an edit that main does not take is still in its editor, and is sent once it can be', async () => {
  await send(chat, '/say one')
  const list = await callMain(chat, 'history.list', { after: null })
  const conversationId: string = Reflect.get(Object(list), 'value').conversations[0].id
  // Behind the window's back, so that main refuses what the window sends.
  await callMain(chat, 'history.delete', { conversationId })
  await button(words.edit).click()
  await editor().fill('/say two')
  await button(words.editSend).click()
  await expect(chat.getByText(en.failures['bad-input'])).toBeVisible()
  await expect(editor()).toHaveValue('/say two')
  await expect(message(2)).toContainText('one')
  await callMain(chat, 'history.undoDelete', { conversationId })
  await button(words.editSend).click()
  await expect(placeOfPrompt(2, 2)).toBeAttached()
  await endOfAnswer(chat, 2)
})

test('another answer to the same prompt stands beside the first, from the same model', async () => {
  await send(chat, '/say again')
  await send(chat, '/say later')
  await button(words.retry, message(2)).click()
  await endOfAnswer(chat, 2)
  expect(chats().at(-1)).toMatchObject({ messages: [{ role: 'user', content: '/say again' }] })
  await expect(placeOfAnswer(2, 2)).toBeAttached()
  await button(words.previousAnswer).click()
  await expect(message(4)).toContainText('later')
})

test('by keyboard: another answer is asked of another model', async () => {
  await send(chat, '/say again')
  const { model } = chats().at(-1)
  await tabTo(words.moreAnswer)
  await chat.keyboard.press('Enter')
  await take(words.retryWithOther)
  await expect(chat.getByRole('dialog', { name: en.models.retryTitle })).toBeVisible()
  await chat.keyboard.type('qwen2.5-7b')
  await chat.keyboard.press('Enter')
  await expect(placeOfAnswer(2, 2)).toBeAttached()
  await endOfAnswer(chat, 2)
  expect(chats().at(-1).model).toContain('Qwen2.5-7B-Instruct')
  // What is chosen for the next prompt may differ from the model of an answer, and is one choice away.
  await button(words.previousAnswer).click()
  await expect(placeOfAnswer(1, 2)).toBeAttached()
  await more(2, words.retryWith.replace('{{model}}', 'Qwen2.5-7B-Instruct'))
  await expect(placeOfAnswer(3, 3)).toBeAttached()
  await endOfAnswer(chat, 2)
  await button(words.previousAnswer).click()
  await button(words.previousAnswer).click()
  await button(words.retry).click()
  await expect(placeOfAnswer(4, 4)).toBeAttached()
  await endOfAnswer(chat, 2)
  expect(chats().at(-1).model).toBe(model)
})

test('a deleted answer goes with what follows it, comes back by Undo, and can be asked for anew', async () => {
  await send(chat, '/say one')
  await send(chat, '/say two')
  await more(2, words.remove)
  await expect(chat.getByText(words.deletedAnswerOn)).toBeVisible()
  await expect(chat.getByRole('article')).toHaveCount(1)
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(chat.getByRole('article')).toHaveCount(4)
  await more(2, words.remove)
  await button(words.answerPrompt).click()
  await endOfAnswer(chat, 2)
  await expect(message(2)).toContainText('one')
})

test('by keyboard: a prompt is deleted and brought back', async () => {
  await send(chat, '/say one')
  await send(chat, '/say two')
  await tabTo(words.morePrompt)
  await chat.keyboard.press('Enter')
  await take(words.remove)
  await expect(chat.getByText(words.deletedPrompt)).toBeVisible()
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(box()).toBeFocused()
  await tabTo(en.history.undo)
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('article')).toHaveCount(4)
})

test('deleting the only first prompt deletes the conversation, which comes back as a whole', async () => {
  await send(chat, '/say the only one')
  await more(1, words.remove)
  await expect(chat.getByRole('article')).toHaveCount(0)
  await expect(button('/say the only one', rows())).toHaveCount(0)
  await chat.getByRole('button', { name: en.history.undo }).last().click()
  await button('/say the only one', rows()).click()
  await expect(chat.getByRole('article')).toHaveCount(2)
})

test('deleting what is being answered stops the answer', async () => {
  await send(chat, '/say one')
  await startSending(chat, '/speed 20\n/length 4000')
  await expect(message(4)).toContainText('This is sentence 1')
  await more(3, words.remove)
  await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
  await expect(chat.getByRole('article')).toHaveCount(2)
  await send(chat, '/say two')
})

test('a search leads to a message in a branch that is not shown', async () => {
  await send(chat, '/say one fjord')
  await button(words.edit).click()
  await editor().fill('/say another')
  await button(words.editSend).click()
  await endOfAnswer(chat, 2)
  const search = chat.getByRole('searchbox', { name: en.history.search })
  await search.fill('fjord')
  await chat.getByRole('navigation').getByRole('listitem').first().getByRole('button').click()
  await expect(message(2)).toContainText('one fjord')
  await expect(placeOfPrompt(1, 2)).toBeAttached()
  await search.fill('')
})

test('what was said up to a message goes on in a new conversation', async () => {
  await send(chat, '/say one')
  await send(chat, '/say two')
  const listed = await rows().count()
  await more(2, words.fork)
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(rows()).toHaveCount(listed + 1)
  await expect(box()).toBeFocused()
  await send(chat, '/say other')
  expect(lastContents()).toEqual(['/say one', 'one', '/say other'])
  await chat.reload()
  await expect(message(4)).toContainText('other')
})

test('by keyboard: a conversation is gone on with in a new one', async () => {
  await send(chat, '/say keyboard')
  await tabTo(words.moreAnswer)
  await chat.keyboard.press('Enter')
  await take(words.fork)
  await expect(box()).toBeFocused()
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(button('/say keyboard', rows())).toHaveCount(2)
})

test('copies an answer without the signs of its markdown, and a prompt as it was typed', async () => {
  await send(chat, '/say # Title\n\nSome **bold** text with a [link](https://example.com/).\n\n1. one\n2. two')
  await more(2, words.copyPlain)
  await expect(chat.getByText(words.copied)).toBeVisible()
  await box().press('ControlOrMeta+v')
  await expect(box()).toHaveValue('Title\n\nSome bold text with a link (https://example.com/).\n\n1. one\n2. two')
  await box().fill('')
  await button(words.copyPrompt).click()
  // What was copied before may still be there.
  await expect(async () => {
    await box().fill('')
    await box().press('ControlOrMeta+v')
    expect(await box().inputValue()).toMatch(/^\/say # Title\n\nSome \*\*bold/)
  }).toPass({ timeout: 10_000 })
  await box().fill('')
})

test('by keyboard: an answer is copied as plain text', async () => {
  await send(chat, '/say *slanted*')
  // It would be taken for this copy's own word.
  await expect(chat.getByText(words.copied)).toHaveCount(0)
  await tabTo(words.moreAnswer)
  await chat.keyboard.press('Enter')
  await take(words.copyPlain)
  await expect(chat.getByText(words.copied)).toBeVisible()
  await tabTo(words.promptLabel, 'Tab')
  await chat.keyboard.press('ControlOrMeta+v')
  await expect(box()).toHaveValue('slanted')
  await box().fill('')
})

/** Selects these words of an answer, as dragging over them would. */
async function select(text: string): Promise<void> {
  await chat
    .getByRole('article')
    .last()
    .getByText(text)
    .evaluate((element, wanted) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
      const at = node?.nodeValue?.indexOf(wanted) ?? -1
      if (node === null || at === -1) throw new Error(`No “${wanted}”`)
      document.getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
    }, text)
}

test('what is selected in an answer can be quoted in the prompt, behind what stands there', async () => {
  await send(chat, '/say The sea is salt. The rivers are not.')
  await expect(button(words.quote)).toHaveCount(0)
  await box().fill('You said:')
  await select('The sea is salt.')
  await button(words.quote).click()
  await expect(box()).toHaveValue('You said:\n\n> The sea is salt.\n\n')
  await expect(box()).toBeFocused()
  await expect(button(words.quote)).toHaveCount(0)
  await chat.keyboard.type('Why?')
  await expect(box()).toHaveValue('You said:\n\n> The sea is salt.\n\nWhy?')
  await box().fill('')
})

test('by keyboard: what is selected is quoted from the menu, and without a selection all of the answer', async () => {
  await send(chat, '/say The sea is salt. The rivers are not.')
  await select('The rivers are not.')
  await tabTo(words.moreAnswer)
  await chat.keyboard.press('Enter')
  await take(words.quoteSelection)
  await expect(box()).toBeFocused()
  await expect(box()).toHaveValue('> The rivers are not.\n\n')
  await box().fill('')
  await tabTo(words.moreAnswer)
  await chat.keyboard.press('Enter')
  await take(words.quote)
  await expect(box()).toHaveValue('> The sea is salt. The rivers are not.\n\n')
  await box().fill('')
})

test('all answers are stopped at once, and the button for it is there only while there are several', async () => {
  await startSending(chat, '/speed 20\n/length 4000')
  await expect(message(2)).toContainText('This is sentence 1')
  await expect(chat.getByRole('button', { name: /^Stop all/ })).toHaveCount(0)
  await startNewConversation(chat)
  await startSending(chat, '/speed 20\n/length 4000')
  await expect(message(2)).toContainText('This is sentence 1')
  const asked = hub.requests.slice(-2)
  await tabTo(words.stopAll.replace('{{count}}', '2'))
  await chat.keyboard.press('Enter')
  await endOfAnswer(chat, 2)
  await expect.poll(() => asked.map(({ closedEarly }) => closedEarly)).toEqual([true, true])
  await expect(chat.getByRole('button', { name: /^Stop all/ })).toHaveCount(0)
})

test('an answer is read aloud sentence by sentence, by a voice of this computer, until it is stopped', async () => {
  await send(chat, '/say The **sea** is salt. The [rivers](https://example.com/) are not.\n\nRain is sweet.')
  await button(words.moreAnswer).click()
  // This browser has no voice, so nothing is offered.
  await expect(item(words.copyPlain)).toBeVisible()
  await expect(item(words.readAloud)).toHaveCount(0)
  await chat.keyboard.press('Escape')
  const { heard, endSentence } = await giveVoices(chat)
  await more(2, words.readAloud)
  await expect.poll(async () => (await heard()).sentences).toEqual(['The sea is salt.'])
  await endSentence()
  expect(await heard()).toEqual({ sentences: ['The sea is salt.', 'The rivers are not.'], isSilenced: false })
  await button(words.stopReading).click()
  await expect(button(words.stopReading)).toHaveCount(0)
  expect((await heard()).isSilenced).toBe(true)
  await endSentence()
  expect((await heard()).sentences).toHaveLength(2)
  await chat.reload()
})

test('by keyboard: an answer is read to its end, and the voice ends by Escape and with the conversation', async () => {
  await send(chat, '/say One. Two.')
  const { heard, endSentence } = await giveVoices(chat)
  const read = async () => {
    await tabTo(words.moreAnswer)
    await chat.keyboard.press('Enter')
    await take(words.readAloud)
    await expect(button(words.stopReading)).toBeVisible()
  }
  await read()
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.'])
  await endSentence()
  await endSentence()
  await expect(button(words.stopReading)).toHaveCount(0)
  await read()
  // On a button with its name in sight, Escape takes that away first.
  await tabTo(words.promptLabel, 'Tab')
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.'])
  await chat.keyboard.press('Escape')
  await expect(button(words.stopReading)).toHaveCount(0)
  expect((await heard()).isSilenced).toBe(true)
  await read()
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.', 'One.'])
  await startNewConversation(chat)
  await endSentence()
  expect((await heard()).sentences).toHaveLength(4)
  await chat.reload()
})
