// The main job through the window: prompt, streamed answer, stop, retry, copy, and what is kept over a restart.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { callMain, waitForAnswerEnd, sendPrompt, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 200 })
  app = await launch({ hub: hub.origin })
  chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test.beforeEach(async () => {
  hub.setSpeed(200)
  await startNewConversation(chat)
})

const promptBox = (page = chat) => page.getByRole('textbox', { name: en.chat.promptLabel })
const chatBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))

test('shows the answer as markdown, with the provider and the time under it', async () => {
  await sendPrompt(chat, '/markdown')
  await expect(chat.getByRole('main').getByRole('table').first()).toBeVisible()
  await expect(chat.getByRole('main').getByText(/^by \S+ · [\d.]+ s · about/)).toBeVisible()
})

test('breaks the line on Shift+Enter and sends on Enter', async () => {
  await promptBox().fill('/say one')
  await promptBox().press('Shift+Enter')
  await promptBox().pressSequentially('more')
  await expect(promptBox()).toHaveValue('/say one\nmore')
  await promptBox().press('Enter')
  await expect(promptBox()).toHaveValue('')
  await waitForAnswerEnd(chat, 2)
})

test('takes the conversation along with the next prompt', async () => {
  await sendPrompt(chat, '/say blue')
  await sendPrompt(chat, '/say And the second')
  const { messages } = chatBodies().at(-1)
  expect(messages.map(({ role, content }: { role: string; content: string }) => [role, content])).toEqual([
    ['user', '/say blue'],
    ['assistant', 'blue'],
    ['user', '/say And the second'],
  ])
})

test('stops within 200 ms, keeps what came and says that it was stopped', async () => {
  hub.setSpeed(20)
  await submitPrompt(chat, '/length 5000')
  await expect(chat.getByRole('main').getByRole('paragraph').first()).toBeVisible()
  await chat.getByRole('button', { name: en.chat.stop }).click()
  const pressedAt = Date.now()
  await expect.poll(() => hub.requests.at(-1)?.closedEarly, { intervals: [5] }).toBe(true)
  expect(Date.now() - pressedAt).toBeLessThan(200)
  await expect(chat.getByText(en.chat.stopped)).toBeVisible()
})

test('answers the same prompt once more on Retry', async () => {
  await sendPrompt(chat, '/say again')
  const before = chatBodies().length
  await chat.getByRole('button', { name: en.chat.retry }).click()
  await expect.poll(() => chatBodies().length).toBe(before + 1)
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).messages).toEqual([{ role: 'user', content: '/say again' }])
})

test('copies the answer as it was written, markdown and all', async () => {
  await sendPrompt(chat, '/say **bold** and *slanted*')
  await chat.getByRole('button', { name: en.chat.copy, exact: true }).click()
  await promptBox().press('Control+V')
  await expect(promptBox()).toHaveValue('**bold** and *slanted*')
})

test('folds the reasoning away and opens it on a click', async () => {
  await sendPrompt(chat, '/think')
  const reasoningDetails = chat.getByRole('main').locator('details')
  await expect(reasoningDetails).toHaveJSProperty('open', false)
  await reasoningDetails.locator('summary').click()
  await expect(reasoningDetails).toHaveJSProperty('open', true)
})

test('offers a place for "this text" when none was pasted, and sends it along', async () => {
  await promptBox().fill('Can you summarize this text?')
  const pastedTextBox = chat.getByRole('textbox', { name: en.chat.pasteHint })
  await pastedTextBox.fill('The sea is salt. The rivers are not. Rain comes from the sea.')
  await chat.getByRole('button', { name: en.chat.pasteUse }).click()
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).messages[0].content).toBe(
    'Can you summarize this text?\n\nThe sea is salt. The rivers are not. Rain comes from the sea.',
  )
})

test('asks once for the missing text, and sends without it on the second press', async () => {
  const before = chatBodies().length
  await promptBox().fill('Can you summarize this text?')
  await promptBox().press('Enter')
  await expect(chat.getByRole('button', { name: en.chat.pasteSkip })).toBeVisible()
  expect(chatBodies().length).toBe(before)
  await chat.getByRole('button', { name: en.chat.pasteSkip }).click()
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).messages[0].content).toBe('Can you summarize this text?')
})

test('a failed answer keeps the prompt, says why in a sentence, and Try again works', async () => {
  await hub.setFault('empty-answer', { scope: 'runs', times: 1 })
  await submitPrompt(chat, '/say worth it')
  await expect(chat.getByText(en.failures['answer-empty'])).toBeVisible()
  await expect(chat.getByRole('article', { name: en.chat.you }).getByText('/say worth it')).toBeVisible()
  await chat.getByRole('button', { name: en.failure.retry }).click()
  await expect(chat.getByRole('main').getByRole('paragraph').getByText('worth it', { exact: true })).toBeVisible()
})

test('sends an edited prompt in the place of the one that was too long', async () => {
  await sendPrompt(chat, '/say first')
  await submitPrompt(chat, '/fault error-text-in-stream\nA long one.')
  await chat.getByRole('button', { name: en.failure.shorten }).click()
  await expect(promptBox()).toHaveValue('/fault error-text-in-stream\nA long one.')
  await promptBox().fill('/say second')
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 4)
  expect(
    chatBodies()
      .at(-1)
      .messages.map(({ content }: { content: string }) => content),
  ).toEqual(['/say first', 'first', '/say second'])
})

test('a prompt far above is edited in sight when its editor is opened by keys', async () => {
  hub.setSpeed(0)
  await sendPrompt(chat, '/length 6000')
  const editButton = chat.getByRole('button', { name: en.chat.edit })
  await promptBox().focus()
  await expect
    .poll(
      async () => {
        await chat.keyboard.press('Shift+Tab')
        return editButton.evaluate((element) => element === document.activeElement)
      },
      { intervals: [10] },
    )
    .toBe(true)
  await chat.keyboard.press('Enter')
  const editor = chat.getByRole('textbox', { name: en.chat.editLabel })
  await expect(editor).toBeFocused()
  // What grows is followed in the frame in which it has grown.
  await chat.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await expect(editor).toBeInViewport()
  await chat.keyboard.press('Escape')
})

test('does not replace what is in the box with a prompt to edit', async () => {
  await submitPrompt(chat, '/fault error-text-in-stream\nA long one.')
  await promptBox().fill('something else')
  await chat.getByRole('button', { name: en.failure.shorten }).click()
  await expect(chat.getByText(en.chat.boxInUse)).toBeVisible()
  await expect(promptBox()).toHaveValue('something else')
})

test('puts a prompt that could not be saved back into the box, and goes on once it can be', async () => {
  await sendPrompt(chat, '/say first')
  const list = await callMain(chat, 'history.list', { after: null })
  const conversationId: string = Reflect.get(Object(list), 'value').conversations[0].id
  // Behind the window's back, so that main refuses what the window sends.
  await callMain(chat, 'history.delete', { conversationId })
  await promptBox().fill('/say second')
  await promptBox().press('Enter')
  await expect(chat.getByText(en.failures['bad-input'])).toBeVisible()
  await expect(promptBox()).toHaveValue('/say second')
  await expect(chat.getByRole('article')).toHaveCount(2)
  await callMain(chat, 'history.undoDelete', { conversationId })
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 4)
})

test('without a history says that nothing can be asked, and keeps the prompt in the box', async () => {
  const data = mkdtempSync(join(tmpdir(), 'parley-damaged-'))
  writeFileSync(join(data, 'history.sqlite'), 'This is no database. '.repeat(500))
  const other = await launch({ hub: hub.origin, data })
  const page = await other.chatWindow()
  await setKey(other, hub.keys.fineGrained)
  await expect(page.getByText(en.notice.noHistory)).toBeVisible()
  await expect(page.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
  await promptBox(page).fill('/say anything')
  await promptBox(page).press('Enter')
  await expect(page.getByText(en.failures['history-damaged'], { exact: true })).toBeVisible()
  await expect(promptBox(page)).toHaveValue('/say anything')
  await expect(page.getByRole('article')).toHaveCount(0)
  await other.close()
  rmSync(data, { recursive: true })
})

test('sends a text that was typed in its place without a press of its button', async () => {
  await promptBox().fill('Can you summarize this text?')
  await chat.getByRole('textbox', { name: en.chat.pasteHint }).fill('The sea is salt.')
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
  expect(chatBodies().at(-1).messages[0].content).toBe('Can you summarize this text?\n\nThe sea is salt.')
})

test('keeps a text that was typed in its place when another conversation is opened', async () => {
  await sendPrompt(chat, '/say somewhere else')
  await startNewConversation(chat)
  await promptBox().fill('Can you summarize this text?')
  await chat.getByRole('textbox', { name: en.chat.pasteHint }).fill('The sea is salt.')
  await chat.getByRole('navigation').getByRole('button', { name: '/say somewhere else', exact: true }).click()
  await expect(promptBox()).toHaveValue('')
  await startNewConversation(chat)
  await expect(promptBox()).toHaveValue('Can you summarize this text?')
  await expect(chat.getByRole('button', { name: en.chat.removeAttachment.replace('{{name}}', en.chat.attachmentName) })).toBeVisible()
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
})

test('takes twenty texts along and says that it takes no more', async () => {
  for (let count = 0; count < 21; count += 1) await pasteInto(promptBox(), `${count} `.repeat(2_100))
  await expect(chat.getByText(en.chat.mostTexts.replace('{{count}}', '20'))).toBeVisible()
  await expect(chat.getByRole('button', { name: /^Remove Pasted text/ })).toHaveCount(20)
  await promptBox().fill('/length 20')
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
})

test('says so when the answer cannot be copied', async () => {
  await sendPrompt(chat, '/say copy me')
  await chat.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('The clipboard is in use'))
  })
  await chat.getByRole('button', { name: en.chat.copy, exact: true }).click()
  await expect(chat.getByText(en.chat.notCopied)).toBeVisible()
})

function pasteInto(target: Locator, text: string): Promise<void> {
  return target.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
