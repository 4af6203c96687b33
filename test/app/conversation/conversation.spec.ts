// The main job through the window: prompt, streamed answer, stop, retry, copy, and prompts that refer to a text.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'
import { getLastSentChat, getLastSentTexts, listSentChats } from '../../support/hub-requests.ts'
import { callMain } from '../../support/page/call-main.ts'

test.describe('conversation', () => {
  test.use({ setup: { hub: { speed: 200 } } })

  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('shows the answer as markdown, with the provider and the time below it', async ({ chat }) => {
    await chat.send('/markdown')
    await expect(chat.page.getByRole('main').getByRole('table').first()).toBeVisible()
    await expect(chat.page.getByRole('main').getByText(/^by \S+ · [\d.]+ s · about/)).toBeVisible()
  })

  test('sends on Enter and keeps Shift+Enter for a new line', async ({ chat }) => {
    await chat.promptBox.field.fill('/say one')
    await chat.promptBox.field.press('Shift+Enter')
    await chat.promptBox.field.pressSequentially('more')
    await expect(chat.promptBox.field).toHaveValue('/say one\nmore')
    await chat.promptBox.field.press('Enter')
    await expect(chat.promptBox.field).toHaveValue('')
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('sends the conversation so far with the next prompt', async ({ chat, hub }) => {
    await chat.send('/say blue')
    await chat.send('/say And the second')
    const { messages } = getLastSentChat(hub)
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', '/say blue'],
      ['assistant', 'blue'],
      ['user', '/say And the second'],
    ])
  })

  test('Stop ends the request, keeps the text so far and says that it was stopped', async ({ chat, hub }) => {
    hub.setSpeed(20)
    await chat.submit('/length 5000')
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 1')
    await chat.conversation.stopButton.click()
    await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
    await expect(chat.page.getByText(en.chat.stopped)).toBeVisible()
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 1')
  })

  test('Retry answers the same prompt again', async ({ chat, hub }) => {
    await chat.send('/say again')
    const before = listSentChats(hub).length
    await chat.page.getByRole('button', { name: en.chat.retry }).click()
    await expect.poll(() => listSentChats(hub).length).toBe(before + 1)
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentChat(hub).messages).toEqual([{ role: 'user', content: '/say again' }])
  })

  test('copies the answer as markdown', async ({ chat }) => {
    await chat.send('/say **bold** and *slanted*')
    await chat.button(en.chat.copy).click()
    await expect(chat.button(en.chat.copied)).toBeVisible()
    await chat.promptBox.field.press('Control+V')
    await expect(chat.promptBox.field).toHaveValue('**bold** and *slanted*')
  })

  test('folds the reasoning and opens it on a click', async ({ chat }) => {
    await chat.send('/think')
    const reasoningDetails = chat.page.getByRole('main').locator('details')
    await expect(reasoningDetails).toHaveJSProperty('open', false)
    await reasoningDetails.locator('summary').click()
    await expect(reasoningDetails).toHaveJSProperty('open', true)
  })

  test('offers a field for “this text”, and sends the text with the prompt', async ({ chat, hub }) => {
    await chat.promptBox.field.fill('Can you summarize this text?')
    await chat.promptBox.textField.fill('The sea is salt. The rivers are not. Rain comes from the sea.')
    await chat.page.getByRole('button', { name: en.chat.pasteUse }).click()
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentTexts(hub)[0]).toBe('Can you summarize this text?\n\nThe sea is salt. The rivers are not. Rain comes from the sea.')
  })

  test('asks once for the missing text, and sends without it on the second press', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await chat.promptBox.field.fill('Can you summarize this text?')
    await chat.promptBox.field.press('Enter')
    await expect(chat.page.getByRole('button', { name: en.chat.pasteSkip })).toBeVisible()
    expect(listSentChats(hub).length).toBe(before)
    await chat.page.getByRole('button', { name: en.chat.pasteSkip }).click()
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentTexts(hub)[0]).toBe('Can you summarize this text?')
  })

  test('a failed answer keeps the prompt and says why, and Try again works', async ({ chat, hub }) => {
    await hub.setFault('empty-answer', { scope: 'runs', times: 1 })
    await chat.submit('/say worth it')
    await expect(chat.page.getByText(en.failures['answer-empty'])).toBeVisible()
    await expect(chat.conversation.prompts.getByText('/say worth it')).toBeVisible()
    await chat.page.getByRole('button', { name: en.failure.retry }).click()
    await expect(chat.conversation.paragraph('worth it')).toBeVisible()
  })

  test('Shorten puts a too long prompt back into the box and replaces it', async ({ chat, hub }) => {
    await chat.send('/say first')
    await chat.submit('/fault error-text-in-stream\nA long one.')
    await chat.page.getByRole('button', { name: en.failure.shorten }).click()
    await expect(chat.promptBox.field).toHaveValue('/fault error-text-in-stream\nA long one.')
    await chat.send('/say second')
    expect(getLastSentTexts(hub)).toEqual(['/say first', 'first', '/say second'])
  })

  test('an editor opened by keyboard is scrolled into view', async ({ chat, hub }) => {
    hub.setSpeed(0)
    await chat.send('/length 6000')
    await chat.promptBox.field.focus()
    await chat.activate(chat.button(en.chat.edit))
    await expect(chat.conversation.editor).toBeFocused()
    // The conversation would follow its growing end in the frame after it has grown.
    await chat.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await expect(chat.conversation.editor).toBeInViewport()
    await chat.press('Escape')
  })

  test('does not replace the text in the box with a prompt to shorten', async ({ chat }) => {
    await chat.submit('/fault error-text-in-stream\nA long one.')
    await chat.promptBox.field.fill('something else')
    await chat.page.getByRole('button', { name: en.failure.shorten }).click()
    await expect(chat.page.getByText(en.chat.promptNotEmpty)).toBeVisible()
    await expect(chat.promptBox.field).toHaveValue('something else')
  })

  test('puts a prompt that could not be saved back into the box, and sends it later', async ({ chat }) => {
    await chat.send('/say first')
    const list = await callMain(chat.page, 'history.list', { after: null })
    const conversationId: string = Reflect.get(Object(list), 'value').conversations[0].id
    // The window does not know of the deletion, so main refuses what the window sends.
    await callMain(chat.page, 'history.delete', { conversationId })
    await chat.promptBox.field.fill('/say second')
    await chat.promptBox.field.press('Enter')
    await expect(chat.page.getByText(en.failures['bad-input'])).toBeVisible()
    await expect(chat.promptBox.field).toHaveValue('/say second')
    await expect(chat.conversation.messages).toHaveCount(2)
    await callMain(chat.page, 'history.undoDelete', { conversationId })
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(4)
  })

  test('sends a text typed into its field without a press of its button', async ({ chat, hub }) => {
    await chat.promptBox.field.fill('Can you summarize this text?')
    await chat.promptBox.textField.fill('The sea is salt.')
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentTexts(hub)[0]).toBe('Can you summarize this text?\n\nThe sea is salt.')
  })

  test('keeps a text typed into its field while another conversation is open', async ({ chat }) => {
    await chat.send('/say somewhere else')
    await chat.startNewConversation()
    await chat.promptBox.field.fill('Can you summarize this text?')
    await chat.promptBox.textField.fill('The sea is salt.')
    await chat.sidebar.row('/say somewhere else').click()
    await expect(chat.promptBox.field).toHaveValue('')
    await chat.startNewConversation()
    await expect(chat.promptBox.field).toHaveValue('Can you summarize this text?')
    await expect(chat.promptBox.removeButton(en.chat.attachmentName)).toBeVisible()
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('attaches twenty texts and says that it takes no more', async ({ chat }) => {
    for (let count = 0; count < 21; count += 1) await chat.promptBox.paste(`${count} `.repeat(2_100))
    await expect(chat.page.getByText(fillPlaceholders(en.chat.maxAttachments, { count: 20 }))).toBeVisible()
    await expect(chat.promptBox.removeButtons).toHaveCount(20)
    await chat.send('/length 20')
  })

  test('says when the answer cannot be copied', async ({ chat }) => {
    await chat.send('/say copy me')
    await chat.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('The clipboard is in use'))
    })
    await chat.button(en.chat.copy).click()
    await expect(chat.page.getByText(en.chat.copyFailed)).toBeVisible()
  })

  test.describe('without a history', () => {
    test.use({
      setup: {
        key: 'none',
        prepare: (folder) => writeFileSync(join(folder, 'history.sqlite'), 'This is no database. '.repeat(500)),
      },
    })

    test('says that nothing can be sent, and keeps the prompt', async ({ chat, app, hub }) => {
      await setKey(app, hub.keys.fineGrained)
      await expect(chat.page.getByText(en.notice.noHistory)).toBeVisible()
      await chat.promptBox.field.fill('/say anything')
      await chat.promptBox.field.press('Enter')
      await expect(chat.page.getByText(en.failures['history-damaged'], { exact: true })).toBeVisible()
      await expect(chat.promptBox.field).toHaveValue('/say anything')
      await expect(chat.conversation.messages).toHaveCount(0)
    })
  })
})
