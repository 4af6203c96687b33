// What looks like a secret is not sent by accident: the prompt stays in its box, and sending it takes a second click.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { getLastSentTexts, listSentChats } from '../../support/hub-requests.ts'
import { callMain, createRunInput } from '../../support/page/call-main.ts'

const secret = `/say before ${fakeKey} after`
const getSelectedText = (chat: ChatPage) => chat.page.evaluate(() => getSelection()?.toString())

async function sendExpectingReview(chat: ChatPage, text: string): Promise<void> {
  await chat.promptBox.field.fill(text)
  await chat.promptBox.field.press('Enter')
  await expect(chat.secretReview.card).toBeVisible()
}

/** Pastes a text so long that it becomes an attachment. */
async function pasteAsAttachment(chat: ChatPage, text: string): Promise<void> {
  await chat.promptBox.paste(text)
  await expect(chat.promptBox.removeButton(en.chat.attachmentName)).toBeVisible()
}

test.describe('secret review', () => {
  test.beforeEach(async ({ chat }) => {
    await chat.startNewConversation()
    await chat.promptBox.field.fill('')
  })

  test('keeps a prompt with a secret in the box, and shows four characters of the secret', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await sendExpectingReview(chat, secret)
    await expect(chat.promptBox.field).toHaveValue(secret)
    await expect(chat.secretReview.card.getByRole('alert')).toContainText('In your prompt: a Hugging Face key, hf_')
    expect(await chat.secretReview.card.textContent()).not.toContain(fakeKey.slice(0, 5))
    await expect(chat.conversation.messages).toHaveCount(0)
    await expect(chat.sidebar.list.getByText('/say before')).toHaveCount(0)
    expect(listSentChats(hub).length).toBe(before)
  })

  test('never shows a held-back prompt as sent', async ({ chat }) => {
    await chat.page.evaluate(() => {
      new MutationObserver(() => {
        if (document.querySelector('article') !== null) document.documentElement.dataset['flashed'] = 'yes'
      }).observe(document.body, { childList: true, subtree: true })
    })
    await sendExpectingReview(chat, secret)
    expect(await chat.page.evaluate(() => document.documentElement.dataset['flashed'])).toBeUndefined()
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    // The control: the same watch sees the sent prompt.
    expect(await chat.page.evaluate(() => document.documentElement.dataset['flashed'])).toBe('yes')
  })

  test('“Send anyway” sends it once', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await sendExpectingReview(chat, secret)
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.secretReview.card).toHaveCount(0)
    await expect(chat.promptBox.field).toHaveValue('')
    expect(listSentChats(hub).slice(before)).toHaveLength(1)
    expect(getLastSentTexts(hub).join()).toContain(fakeKey)
  })

  test('asks again for the same prompt', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await sendExpectingReview(chat, secret)
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    await sendExpectingReview(chat, secret)
    expect(listSentChats(hub).length).toBe(before + 1)
  })

  test('a second Enter does not confirm', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await sendExpectingReview(chat, secret)
    await chat.promptBox.field.press('Enter')
    await chat.button(en.chat.send).click()
    await expect(chat.secretReview.card).toBeVisible()
    expect(listSentChats(hub).length).toBe(before)
  })

  test('Retry of a confirmed prompt does not ask again', async ({ chat, hub }) => {
    await sendExpectingReview(chat, secret)
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    const before = listSentChats(hub).length
    await chat.page.getByRole('button', { name: en.chat.retry }).click()
    await expect.poll(() => listSentChats(hub).length).toBe(before + 1)
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('“Remove it…” selects the secret in the prompt box and removes nothing', async ({ chat }) => {
    const lines = 'A line of its own.\n'.repeat(60)
    await sendExpectingReview(chat, `${lines}${secret}\n${lines}`)
    await chat.secretReview.removeButton.click()
    await expect(chat.promptBox.field).toBeFocused()
    expect(await getSelectedText(chat)).toBe(fakeKey)
    await expect(chat.promptBox.field).toHaveValue(`${lines}${secret}\n${lines}`)
    // The secret is in the middle of the prompt, which is scrolled into view.
    const scrolledFraction = await chat.promptBox.field.evaluate(
      ({ scrollTop, clientHeight, scrollHeight }) => (scrollHeight / 2 - scrollTop) / clientHeight,
    )
    expect(scrolledFraction).toBeGreaterThan(0)
    expect(scrolledFraction).toBeLessThan(1)
    await chat.press('Delete')
    await expect(chat.secretReview.card).toHaveCount(0)
    await expect(chat.promptBox.field).toHaveValue(/before {2}after\n/)
  })

  test('typing hides the card', async ({ chat }) => {
    await sendExpectingReview(chat, secret)
    await chat.promptBox.field.press('End')
    await chat.promptBox.field.pressSequentially('!')
    await expect(chat.secretReview.card).toHaveCount(0)
  })

  test('names the attachment with the secret, and moves the focus to its button', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    await pasteAsAttachment(chat, `${'A harmless text. '.repeat(300)}${fakeKey}`)
    await sendExpectingReview(chat, '/say nothing')
    await expect(chat.secretReview.card).toContainText(`In “${en.chat.attachmentName}”: a Hugging Face key, hf_`)
    await chat.secretReview.removeButton.click()
    await expect(chat.promptBox.removeButton(en.chat.attachmentName)).toBeFocused()
    await expect(chat.promptBox.removeButton(en.chat.attachmentName)).toBeInViewport()
    expect(listSentChats(hub).length).toBe(before)
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentTexts(hub).join()).toContain(fakeKey)
  })

  test('finds a secret in the field for a text', async ({ chat, hub }) => {
    await chat.promptBox.field.fill('Can you summarize this text?')
    await chat.promptBox.textField.fill(`The sea is salt. ${fakeKey}`)
    await sendExpectingReview(chat, 'Can you summarize this text?')
    await chat.secretReview.removeButton.click()
    await expect(chat.promptBox.textField).toBeFocused()
    expect(await getSelectedText(chat)).toBe(fakeKey)
    await chat.promptBox.textField.fill('The sea is salt.')
    await expect(chat.secretReview.card).toHaveCount(0)
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentTexts(hub).join()).not.toContain(fakeKey)
  })

  test('both buttons are reached by keyboard', async ({ chat }) => {
    await sendExpectingReview(chat, secret)
    await chat.promptBox.field.press('Shift+Tab')
    await expect(chat.secretReview.sendAnywayButton).toBeFocused()
    await chat.press('Shift+Tab')
    await expect(chat.secretReview.removeButton).toBeFocused()
    await chat.press('Enter')
    await expect(chat.promptBox.field).toBeFocused()
    expect(await getSelectedText(chat)).toBe(fakeKey)
    await chat.promptBox.field.press('Shift+Tab')
    await chat.press('Enter')
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.promptBox.field).toBeFocused()
  })

  test('names two secrets and counts the others', async ({ chat }) => {
    await sendExpectingReview(chat, Array.from({ length: 5 }, () => fakeKey).join(' '))
    await expect(chat.secretReview.card.getByRole('listitem')).toHaveCount(3)
    await expect(chat.secretReview.card).toContainText('and 3 more')
  })

  test('loses nothing when another conversation is opened', async ({ chat, hub }) => {
    await chat.send('/say somewhere else')
    await chat.startNewConversation()
    await sendExpectingReview(chat, secret)
    await chat.sidebar.row('/say somewhere else').click()
    await expect(chat.promptBox.field).toHaveValue('')
    await expect(chat.secretReview.card).toHaveCount(0)
    await chat.startNewConversation()
    await expect(chat.promptBox.field).toHaveValue(secret)
    await expect(chat.secretReview.card).toHaveCount(0)
    const before = listSentChats(hub).length
    await chat.promptBox.field.press('Enter')
    await expect(chat.secretReview.card).toBeVisible()
    expect(listSentChats(hub).length).toBe(before)
  })

  test('main refuses a secret, whatever the window asks for', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    const request = createRunInput(secret)
    expect(await callMain(chat.page, 'run.start', request)).toEqual({ ok: false, failure: { code: 'secret-in-prompt' } })
    expect(await callMain(chat.page, 'history.open', { conversationId: request.conversationId, from: null })).toEqual({
      ok: true,
      value: null,
    })
    expect(listSentChats(hub).length).toBe(before)
  })

  test('puts back into the box what only main detects, with the card above it', async ({ chat, hub }) => {
    const before = listSentChats(hub).length
    // The window can no longer detect secrets, so it asks main.
    await chat.page.evaluate(() => {
      Reflect.set(String.prototype, 'originalMatchAll', Reflect.get(String.prototype, 'matchAll'))
      Reflect.set(String.prototype, 'matchAll', () => [])
    })
    await sendExpectingReview(chat, secret)
    await chat.page.evaluate(() => Reflect.set(String.prototype, 'matchAll', Reflect.get(String.prototype, 'originalMatchAll')))
    await expect(chat.promptBox.field).toHaveValue(secret)
    await expect(chat.conversation.messages).toHaveCount(0)
    expect(listSentChats(hub).length).toBe(before)
    await chat.secretReview.sendAnywayButton.click()
    await chat.conversation.waitForAnswerEnd(2)
    expect(listSentChats(hub).length).toBe(before + 1)
  })
})
