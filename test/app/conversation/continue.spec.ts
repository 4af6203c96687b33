// Continuing an answer that ended too early: at its maximum length, after Stop, and after a failure.

import { continuePrompt } from '../../../electron/runs/continuation.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { createLongAnswer } from '../../stand-ins/hub/answers.ts'
import { getLastSentChat } from '../../support/hub-requests.ts'

const paragraphs = (chat: ChatPage) => chat.conversation.lastMessage.getByRole('paragraph')

/** The text of the answer on screen, without the facts below it. */
async function readShownAnswer(chat: ChatPage): Promise<string> {
  const texts = await paragraphs(chat).allTextContents()
  return texts
    .filter((text) => text.startsWith('This is'))
    .join(' ')
    .trim()
}

/** The whole answer as it is shown. Its only markdown is its empty lines. */
const fullAnswer = createLongAnswer(600).replaceAll(/\s+/g, ' ').trim()

test.describe('continue an answer', () => {
  test.use({ setup: { hub: { speed: 200 } } })

  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('continues an answer cut by its maximum length, and repeats nothing', async ({ chat, hub }) => {
    await chat.send('/cut 20\n/repeat 30\n/length 600')
    await expect(chat.page.getByText(en.chat.length)).toBeVisible()
    await chat.button(en.chat.continue).click()
    await expect(chat.page.getByText(en.chat.length)).toHaveCount(0)
    await chat.conversation.waitForAnswerEnd(2)
    expect(await readShownAnswer(chat)).toBe(fullAnswer)
    const { messages } = getLastSentChat(hub)
    expect(messages).toHaveLength(3)
    expect(messages.at(-1)).toEqual({ role: 'user', content: continuePrompt })
    await expect(chat.button(en.chat.continue)).toHaveCount(0)
  })

  test('the next prompt sends the continued answer as one, and a reload keeps it', async ({ chat, hub }) => {
    await chat.send('/cut 20\n/length 600')
    await chat.button(en.chat.continue).click()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.send('/say next')
    expect(getLastSentChat(hub).messages[1]).toEqual({ role: 'assistant', content: createLongAnswer(600) })
    await chat.page.reload()
    await expect(chat.conversation.messages).toHaveCount(4)
    await expect(chat.conversation.messages.nth(1).getByText('This is sentence 1 of').first()).toBeVisible()
  })

  test('continues an answer that failed for another reason', async ({ chat, hub }) => {
    await chat.send('/cut 20\n/length 600')
    await hub.setFault('credits-used-up')
    await chat.button(en.chat.continue).click()
    await expect(chat.page.getByRole('button', { name: en.failure['open-billing-page'] })).toBeVisible()
    await hub.setFault(null)
    await chat.button(en.chat.continue).click()
    await expect(chat.page.getByRole('button', { name: en.failure['open-billing-page'] })).toHaveCount(0)
    await chat.conversation.waitForAnswerEnd(2)
    expect(await readShownAnswer(chat)).toBe(fullAnswer)
  })

  test('continues a stopped answer, and keeps its text in view meanwhile', async ({ chat, hub }) => {
    hub.setSpeed(30)
    // The continued request waits as well, so nothing new has come when the old text is checked.
    await chat.submit('/wait 1000\n/length 600')
    await paragraphs(chat).first().waitFor()
    await chat.conversation.stopButton.click()
    await expect(chat.page.getByText(en.chat.stopped)).toBeVisible()
    const stoppedText = await readShownAnswer(chat)
    await chat.button(en.chat.continue).click()
    await expect(chat.conversation.stopButton).toBeVisible()
    expect((await readShownAnswer(chat)).startsWith(stoppedText)).toBe(true)
    hub.setSpeed(0)
    await chat.page.getByText(en.chat.stopped).waitFor({ state: 'detached' })
    await chat.conversation.waitForAnswerEnd(2)
    expect(await readShownAnswer(chat)).toBe(fullAnswer)
  })
})
