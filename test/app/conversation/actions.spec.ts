// What people do with what was said: each action once by pointer or by keyboard, and what the model and the history get of it.

import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { callMain, waitForAnswerEnd, sendPrompt, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'
import { installVoices } from '../../support/page/speech-synthesis.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub)
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

const chatWords = en.chat
const promptBox = () => chat.getByRole('textbox', { name: chatWords.promptLabel })
const editor = () => chat.getByRole('textbox', { name: chatWords.editLabel })
const messageAt = (position: number) => chat.locator(`article[aria-posinset="${position}"]`)
const button = (name: string, within: Page | Locator = chat) => within.getByRole('button', { name, exact: true })
const item = (name: string | RegExp) => chat.getByRole('menuitem', { name })
const promptPosition = (position: number, count: number) =>
  chat.getByText(chatWords.placePrompt.replace('{{place}}', String(position)).replace('{{count}}', String(count)))
const answerPosition = (position: number, count: number) =>
  chat.getByText(chatWords.placeAnswer.replace('{{place}}', String(position)).replace('{{count}}', String(count)))
const chatBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const lastMessageContents = (): readonly string[] =>
  chatBodies()
    .at(-1)
    .messages.map(({ content }: { readonly content: string }) => content)
const rows = () => chat.getByRole('navigation').getByRole('listitem')

async function openMoreMenu(position: number, name: string | RegExp): Promise<void> {
  await button(position % 2 === 1 ? chatWords.morePrompt : chatWords.moreAnswer, messageAt(position)).click()
  await item(name).click()
}

/** Presses Tab until the control has the focus. */
async function tabTo(name: string, key = 'Shift+Tab'): Promise<void> {
  for (let pressCount = 0; pressCount < 40; pressCount += 1) {
    await chat.keyboard.press(key)
    const label = await chat.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
    if (label === name) return
  }
  throw new Error(`${key} does not lead to “${name}”`)
}

/** Walks down an open menu to an item and takes it. */
async function chooseMenuItem(name: string): Promise<void> {
  await expect(chat.getByRole('menu')).toBeVisible()
  for (let pressCount = 0; pressCount < 10; pressCount += 1) {
    const label = await chat.evaluate(() => document.activeElement?.textContent)
    if (label === name) return chat.keyboard.press('Enter')
    await chat.keyboard.press('ArrowDown')
  }
  throw new Error(`The menu does not lead to “${name}”`)
}

test('an edited prompt is another branch, and the arrows lead from one to the other with what followed each', async () => {
  await sendPrompt(chat, '/say one')
  await sendPrompt(chat, '/say two')
  await sendPrompt(chat, '/say three')
  await button(chatWords.edit, messageAt(3)).click()
  await expect(editor()).toHaveValue('/say two')
  await editor().fill('/say zwei')
  await button(chatWords.editSend).click()
  await waitForAnswerEnd(chat, 4)
  expect(lastMessageContents()).toEqual(['/say one', 'one', '/say zwei'])
  await expect(promptPosition(2, 2)).toBeAttached()
  await button(chatWords.previousPrompt).click()
  await expect(messageAt(6)).toContainText('three')
  await expect(promptPosition(1, 2)).toBeAttached()
  await chat.reload()
  await expect(messageAt(6)).toContainText('three')
  await button(chatWords.nextPrompt).click()
  await expect(messageAt(4)).toContainText('zwei')
  await expect(messageAt(5)).toHaveCount(0)
})

test('by keyboard: a prompt is edited and sent, and the focus stays on the arrow that was pressed', async () => {
  await sendPrompt(chat, '/say one')
  await tabTo(chatWords.edit)
  await chat.keyboard.press('Enter')
  await expect(editor()).toBeFocused()
  await chat.keyboard.press('Escape')
  await expect(button(chatWords.edit)).toBeFocused()
  await chat.keyboard.press('Enter')
  await chat.keyboard.type(' and more')
  await chat.keyboard.press('ControlOrMeta+Enter')
  await waitForAnswerEnd(chat, 2)
  await expect(messageAt(2)).toContainText('one and more')
  await expect(promptBox()).toBeFocused()
  await tabTo(chatWords.previousPrompt)
  await chat.keyboard.press('Enter')
  await expect(promptPosition(1, 2)).toBeAttached()
  // The arrow that was pressed leads nowhere from the first one.
  await expect(button(chatWords.nextPrompt)).toBeFocused()
  await chat.keyboard.press('Enter')
  await expect(promptPosition(2, 2)).toBeAttached()
})

test('what is typed into an editor is still there after another conversation was looked at', async () => {
  await sendPrompt(chat, '/say where the edit is')
  await button(chatWords.edit).click()
  await editor().fill('half a thought')
  await startNewConversation(chat)
  await button('/say where the edit is', chat.getByRole('navigation')).click()
  await expect(editor()).toHaveValue('half a thought')
  await button(chatWords.editCancel).click()
  await expect(messageAt(1)).toContainText('/say where the edit is')
})

test('an edited prompt takes its texts along, but for those that are taken off', async () => {
  for (const text of ['first '.repeat(800), 'second '.repeat(800)]) {
    await promptBox().evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }
  await sendPrompt(chat, 'Sum it up.')
  await button(chatWords.edit).click()
  await button(chatWords.removeAttachment.replace('{{name}}', chatWords.attachmentName)).click()
  await button(chatWords.editSend).click()
  await waitForAnswerEnd(chat, 2)
  await expect(promptPosition(2, 2)).toBeAttached()
  expect(lastMessageContents()[0]).toBe(`Sum it up.\n\n${'second '.repeat(800)}`)
})

test('an editor can be opened while an answer is written, says why it does not send, and sends afterwards', async () => {
  await sendPrompt(chat, '/say one')
  await submitPrompt(chat, '/speed 20\n/length 4000')
  await expect(messageAt(4)).toContainText('This is sentence 1')
  await button(chatWords.edit, messageAt(1)).click()
  await editor().fill('/say uno')
  await expect(chat.getByText(chatWords.editWaits)).toBeVisible()
  await expect(button(chatWords.editSend)).toBeDisabled()
  await editor().press('ControlOrMeta+Enter')
  await expect(editor()).toHaveValue('/say uno')
  await button(chatWords.stop).click()
  await waitForAnswerEnd(chat, 4)
  await button(chatWords.editSend).click()
  await waitForAnswerEnd(chat, 2)
  await expect(messageAt(2)).toContainText('uno')
})

test('a secret in an edited prompt is held back, and sent only when that is said', async () => {
  await sendPrompt(chat, '/say one')
  const before = chatBodies().length
  await button(chatWords.edit).click()
  await editor().fill(`/say my key is ${hub.keys.write}`)
  await button(chatWords.editSend).click()
  await expect(chat.getByText(en.secret.title)).toBeVisible()
  expect(chatBodies()).toHaveLength(before)
  await button(en.secret.takeOut).click()
  await expect(editor()).toBeFocused()
  await button(en.secret.sendAnyway).click()
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies()).toHaveLength(before + 1)
})

test('an edit that main does not take is still in its editor, and is sent once it can be', async () => {
  await sendPrompt(chat, '/say one')
  const list = await callMain(chat, 'history.list', { after: null })
  const conversationId: string = Reflect.get(Object(list), 'value').conversations[0].id
  // Behind the window's back, so that main refuses what the window sends.
  await callMain(chat, 'history.delete', { conversationId })
  await button(chatWords.edit).click()
  await editor().fill('/say two')
  await button(chatWords.editSend).click()
  await expect(chat.getByText(en.failures['bad-input'])).toBeVisible()
  await expect(editor()).toHaveValue('/say two')
  await expect(messageAt(2)).toContainText('one')
  await callMain(chat, 'history.undoDelete', { conversationId })
  await button(chatWords.editSend).click()
  await expect(promptPosition(2, 2)).toBeAttached()
  await waitForAnswerEnd(chat, 2)
})

test('another answer to the same prompt stands beside the first, from the same model', async () => {
  await sendPrompt(chat, '/say again')
  await sendPrompt(chat, '/say later')
  await button(chatWords.retry, messageAt(2)).click()
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1)).toMatchObject({ messages: [{ role: 'user', content: '/say again' }] })
  await expect(answerPosition(2, 2)).toBeAttached()
  await button(chatWords.previousAnswer).click()
  await expect(messageAt(4)).toContainText('later')
})

test('by keyboard: another answer is asked of another model', async () => {
  await sendPrompt(chat, '/say again')
  const { model } = chatBodies().at(-1)
  await tabTo(chatWords.moreAnswer)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.retryWithOther)
  await expect(chat.getByRole('dialog', { name: en.models.retryTitle })).toBeVisible()
  await chat.keyboard.type('qwen2.5-7b')
  await chat.keyboard.press('Enter')
  await expect(answerPosition(2, 2)).toBeAttached()
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).model).toContain('Qwen2.5-7B-Instruct')
  // What is chosen for the next prompt may differ from the model of an answer, and is one choice away.
  await button(chatWords.previousAnswer).click()
  await expect(answerPosition(1, 2)).toBeAttached()
  await openMoreMenu(2, chatWords.retryWith.replace('{{model}}', 'Qwen2.5-7B-Instruct'))
  await expect(answerPosition(3, 3)).toBeAttached()
  await waitForAnswerEnd(chat, 2)
  await button(chatWords.previousAnswer).click()
  await button(chatWords.previousAnswer).click()
  await button(chatWords.retry).click()
  await expect(answerPosition(4, 4)).toBeAttached()
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).model).toBe(model)
})

test('a deleted answer goes with what follows it, comes back by Undo, and can be asked for anew', async () => {
  await sendPrompt(chat, '/say one')
  await sendPrompt(chat, '/say two')
  await openMoreMenu(2, chatWords.remove)
  await expect(chat.getByText(chatWords.deletedAnswerOn)).toBeVisible()
  await expect(chat.getByRole('article')).toHaveCount(1)
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(chat.getByRole('article')).toHaveCount(4)
  await openMoreMenu(2, chatWords.remove)
  await button(chatWords.answerPrompt).click()
  await waitForAnswerEnd(chat, 2)
  await expect(messageAt(2)).toContainText('one')
})

test('by keyboard: a prompt is deleted and brought back', async () => {
  await sendPrompt(chat, '/say one')
  await sendPrompt(chat, '/say two')
  await tabTo(chatWords.morePrompt)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.remove)
  await expect(chat.getByText(chatWords.deletedPrompt)).toBeVisible()
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(promptBox()).toBeFocused()
  await tabTo(en.history.undo)
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('article')).toHaveCount(4)
})

test('deleting the only first prompt deletes the conversation, which comes back as a whole', async () => {
  await sendPrompt(chat, '/say the only one')
  await openMoreMenu(1, chatWords.remove)
  await expect(chat.getByRole('article')).toHaveCount(0)
  await expect(button('/say the only one', rows())).toHaveCount(0)
  await chat.getByRole('button', { name: en.history.undo }).last().click()
  await button('/say the only one', rows()).click()
  await expect(chat.getByRole('article')).toHaveCount(2)
})

test('deleting what is being answered stops the answer', async () => {
  await sendPrompt(chat, '/say one')
  await submitPrompt(chat, '/speed 20\n/length 4000')
  await expect(messageAt(4)).toContainText('This is sentence 1')
  await openMoreMenu(3, chatWords.remove)
  await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
  await expect(chat.getByRole('article')).toHaveCount(2)
  await sendPrompt(chat, '/say two')
})

test('a search leads to a message in a branch that is not shown', async () => {
  await sendPrompt(chat, '/say one fjord')
  await button(chatWords.edit).click()
  await editor().fill('/say another')
  await button(chatWords.editSend).click()
  await waitForAnswerEnd(chat, 2)
  const search = chat.getByRole('searchbox', { name: en.history.search })
  await search.fill('fjord')
  await chat.getByRole('navigation').getByRole('listitem').first().getByRole('button').click()
  await expect(messageAt(2)).toContainText('one fjord')
  await expect(promptPosition(1, 2)).toBeAttached()
  await search.fill('')
})

test('what was said up to a message goes on in a new conversation', async () => {
  await sendPrompt(chat, '/say one')
  await sendPrompt(chat, '/say two')
  const conversationCount = await rows().count()
  await openMoreMenu(2, chatWords.fork)
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(rows()).toHaveCount(conversationCount + 1)
  await expect(promptBox()).toBeFocused()
  await sendPrompt(chat, '/say other')
  expect(lastMessageContents()).toEqual(['/say one', 'one', '/say other'])
  await chat.reload()
  await expect(messageAt(4)).toContainText('other')
})

test('by keyboard: a conversation is gone on with in a new one', async () => {
  await sendPrompt(chat, '/say keyboard')
  await tabTo(chatWords.moreAnswer)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.fork)
  await expect(promptBox()).toBeFocused()
  await expect(chat.getByRole('article')).toHaveCount(2)
  await expect(button('/say keyboard', rows())).toHaveCount(2)
})

test('copies an answer without the signs of its markdown, and a prompt as it was typed', async () => {
  await sendPrompt(chat, '/say # Title\n\nSome **bold** text with a [link](https://example.com/).\n\n1. one\n2. two')
  await openMoreMenu(2, chatWords.copyPlain)
  await expect(chat.getByText(chatWords.copied)).toBeVisible()
  await promptBox().press('ControlOrMeta+v')
  await expect(promptBox()).toHaveValue('Title\n\nSome bold text with a link (https://example.com/).\n\n1. one\n2. two')
  await promptBox().fill('')
  await button(chatWords.copyPrompt).click()
  // What was copied before may still be there.
  await expect(async () => {
    await promptBox().fill('')
    await promptBox().press('ControlOrMeta+v')
    expect(await promptBox().inputValue()).toMatch(/^\/say # Title\n\nSome \*\*bold/)
  }).toPass({ timeout: 10_000 })
  await promptBox().fill('')
})

test('by keyboard: an answer is copied as plain text', async () => {
  await sendPrompt(chat, '/say *slanted*')
  // It would be taken for this copy's own word.
  await expect(chat.getByText(chatWords.copied)).toHaveCount(0)
  await tabTo(chatWords.moreAnswer)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.copyPlain)
  await expect(chat.getByText(chatWords.copied)).toBeVisible()
  await tabTo(chatWords.promptLabel, 'Tab')
  await chat.keyboard.press('ControlOrMeta+v')
  await expect(promptBox()).toHaveValue('slanted')
  await promptBox().fill('')
})

/** Selects these words of an answer, as dragging over them would. */
async function selectText(text: string): Promise<void> {
  await chat
    .getByRole('article')
    .last()
    .getByText(text)
    .evaluate((element, selection) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
      const start = node?.nodeValue?.indexOf(selection) ?? -1
      if (node === null || start === -1) throw new Error(`No “${selection}”`)
      document.getSelection()?.setBaseAndExtent(node, start, node, start + selection.length)
    }, text)
}

test('what is selected in an answer can be quoted in the prompt, behind what stands there', async () => {
  await sendPrompt(chat, '/say The sea is salt. The rivers are not.')
  await expect(button(chatWords.quote)).toHaveCount(0)
  await promptBox().fill('You said:')
  await selectText('The sea is salt.')
  await button(chatWords.quote).click()
  await expect(promptBox()).toHaveValue('You said:\n\n> The sea is salt.\n\n')
  await expect(promptBox()).toBeFocused()
  await expect(button(chatWords.quote)).toHaveCount(0)
  await chat.keyboard.type('Why?')
  await expect(promptBox()).toHaveValue('You said:\n\n> The sea is salt.\n\nWhy?')
  await promptBox().fill('')
})

test('by keyboard: what is selected is quoted from the menu, and without a selection all of the answer', async () => {
  await sendPrompt(chat, '/say The sea is salt. The rivers are not.')
  await selectText('The rivers are not.')
  await tabTo(chatWords.moreAnswer)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.quoteSelection)
  await expect(promptBox()).toBeFocused()
  await expect(promptBox()).toHaveValue('> The rivers are not.\n\n')
  await promptBox().fill('')
  await tabTo(chatWords.moreAnswer)
  await chat.keyboard.press('Enter')
  await chooseMenuItem(chatWords.quote)
  await expect(promptBox()).toHaveValue('> The sea is salt. The rivers are not.\n\n')
  await promptBox().fill('')
})

test('all answers are stopped at once, and the button for it is there only while there are several', async () => {
  await submitPrompt(chat, '/speed 20\n/length 4000')
  await expect(messageAt(2)).toContainText('This is sentence 1')
  await expect(chat.getByRole('button', { name: /^Stop all/ })).toHaveCount(0)
  await startNewConversation(chat)
  await submitPrompt(chat, '/speed 20\n/length 4000')
  await expect(messageAt(2)).toContainText('This is sentence 1')
  const lastRequests = hub.requests.slice(-2)
  await tabTo(chatWords.stopAll.replace('{{count}}', '2'))
  await chat.keyboard.press('Enter')
  await waitForAnswerEnd(chat, 2)
  await expect.poll(() => lastRequests.map(({ closedEarly }) => closedEarly)).toEqual([true, true])
  await expect(chat.getByRole('button', { name: /^Stop all/ })).toHaveCount(0)
})

test('an answer is read aloud sentence by sentence, by a voice of this computer, until it is stopped', async () => {
  await sendPrompt(chat, '/say The **sea** is salt. The [rivers](https://example.com/) are not.\n\nRain is sweet.')
  await button(chatWords.moreAnswer).click()
  // This browser has no voice, so nothing is offered.
  await expect(item(chatWords.copyPlain)).toBeVisible()
  await expect(item(chatWords.readAloud)).toHaveCount(0)
  await chat.keyboard.press('Escape')
  const { heard, endSentence } = await installVoices(chat)
  await openMoreMenu(2, chatWords.readAloud)
  await expect.poll(async () => (await heard()).sentences).toEqual(['The sea is salt.'])
  await endSentence()
  expect(await heard()).toEqual({ sentences: ['The sea is salt.', 'The rivers are not.'], isCancelled: false })
  await button(chatWords.stopReading).click()
  await expect(button(chatWords.stopReading)).toHaveCount(0)
  expect((await heard()).isCancelled).toBe(true)
  await endSentence()
  expect((await heard()).sentences).toHaveLength(2)
  await chat.reload()
})

test('by keyboard: an answer is read to its end, and the voice ends by Escape and with the conversation', async () => {
  await sendPrompt(chat, '/say One. Two.')
  const { heard, endSentence } = await installVoices(chat)
  const read = async () => {
    await tabTo(chatWords.moreAnswer)
    await chat.keyboard.press('Enter')
    await chooseMenuItem(chatWords.readAloud)
    await expect(button(chatWords.stopReading)).toBeVisible()
  }
  await read()
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.'])
  await endSentence()
  await endSentence()
  await expect(button(chatWords.stopReading)).toHaveCount(0)
  await read()
  // On a button with its name in sight, Escape takes that away first.
  await tabTo(chatWords.promptLabel, 'Tab')
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.'])
  await chat.keyboard.press('Escape')
  await expect(button(chatWords.stopReading)).toHaveCount(0)
  expect((await heard()).isCancelled).toBe(true)
  await read()
  await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.', 'One.'])
  await startNewConversation(chat)
  await endSentence()
  expect((await heard()).sentences).toHaveLength(4)
  await chat.reload()
})
