// A conversation of a thousand messages: only some are on the page, and scrolling does not show it.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { fillHistory } from '../../support/history/history-fixture.ts'

const length = 1_000
const newestButton = (chat: ChatPage) => chat.page.getByRole('button', { name: en.chat.newest })

/** Runs in the page: records in each frame, from the first one in which the answer is there, whether it has its format. */
function recordFormatPerFrame(position: number): void {
  const hadFormat: boolean[] = []
  Object.assign(window, { hadFormat })
  const checkFrame = () => {
    const answer = document.querySelector(`article[aria-posinset="${position}"] [data-quotable]`)
    if (answer !== null) hadFormat.push(answer.querySelector('p') !== null)
    if (hadFormat.length < 100) requestAnimationFrame(checkFrame)
  }
  checkFrame()
}

function readFormatPerFrame(chat: ChatPage): Promise<readonly boolean[]> {
  return chat.page.evaluate(() => ('hadFormat' in window && Array.isArray(window.hadFormat) ? window.hadFormat : []))
}

async function findFirstVisibleMessage(chat: ChatPage): Promise<{ readonly position: number; readonly top: number }> {
  return chat.conversation.region.evaluate((box) => {
    const from = box.getBoundingClientRect().top
    const firstVisible = [...box.querySelectorAll('article')].find((target) => target.getBoundingClientRect().bottom > from + 1)
    return { position: Number(firstVisible?.ariaPosInSet), top: firstVisible?.getBoundingClientRect().top ?? Number.NaN }
  })
}

function getMessageTop(chat: ChatPage, position: number): Promise<number> {
  return chat.conversation.message(position).evaluate((element) => element.getBoundingClientRect().top)
}

test.describe('long conversation', () => {
  test.use({
    setup: {
      prepare: (folder) => fillHistory(folder, { messages: length, perConversation: length }),
      afterStart: async ({ chat }) => {
        await chat.page.evaluate(recordFormatPerFrame, length)
        await chat.sidebar.rows.first().click()
      },
    },
  })

  test('shows answers formatted from the first frame, before heights could change', async ({ chat }) => {
    await expect.poll(async () => (await readFormatPerFrame(chat)).length).toBeGreaterThan(30)
    expect(await readFormatPerFrame(chat)).not.toContain(false)
  })

  test('opens at its end, and each message knows its position', async ({ chat }) => {
    await expect(chat.conversation.message(length)).toBeInViewport()
    await expect(chat.conversation.message(length)).toHaveAttribute('aria-setsize', String(length))
    expect(await chat.conversation.messages.count()).toBeLessThan(40)
  })

  test('scrolls back to older messages by wheel without a jump', async ({ chat }) => {
    await chat.conversation.region.hover()
    for (let scrollStep = 0; scrollStep < 40; scrollStep += 1) {
      const before = await findFirstVisibleMessage(chat)
      await chat.page.mouse.wheel(0, -300)
      // The page scrolls by whole pixels, while heights are fractions.
      await expect.poll(async () => Math.abs((await getMessageTop(chat, before.position)) - before.top - 300)).toBeLessThan(2)
    }
    await expect(chat.conversation.message(length)).toHaveCount(0)
    await newestButton(chat).click()
    await expect(chat.conversation.message(length)).toBeInViewport()
    await expect(newestButton(chat)).toHaveCount(0)
  })

  test('moves from message to message by keyboard', async ({ chat }) => {
    await chat.conversation.message(length).focus()
    for (let step = 1; step <= 60; step += 1) {
      await chat.press('Alt+ArrowUp')
      await expect(chat.conversation.message(length - step)).toBeFocused()
    }
    await chat.press('Alt+ArrowDown')
    await expect(chat.conversation.message(length - 59)).toBeFocused()
  })

  test('shows what is sent at its end', async ({ chat }) => {
    await chat.send('/length 3000')
    await expect(chat.conversation.message(length + 2)).toBeInViewport()
    await expect(newestButton(chat)).toHaveCount(0)
  })

  test('leaving it while it is forked does not open the fork', async ({ chat }) => {
    await chat.button(en.chat.moreAnswer, chat.conversation.message(length + 2)).click()
    // Both clicks in one task, so that the fork cannot be ready between them.
    await chat.menuItem(en.chat.fork).evaluate((fork, name) => {
      const newConversation = [...document.querySelectorAll('button')].find((one) => one.ariaLabel === name || one.textContent === name)
      for (const target of [fork, newConversation]) if (target instanceof HTMLElement) target.click()
    }, en.history.newConversation)
    await expect(chat.sidebar.rows).toHaveCount(2)
    await expect(chat.conversation.messages).toHaveCount(0)
  })

  test('one press of Page Up leaves the end, however fast an answer arrives', async ({ chat }) => {
    await chat.startNewConversation()
    // The model of this history is made up.
    await chat.modelPicker.ensureChosen('Qwen/Qwen2.5-7B-Instruct')
    await chat.submit('/speed 400\n/length 200000')
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 200 of')
    for (let round = 1; round <= 10; round += 1) {
      await chat.conversation.region.focus()
      await chat.press('PageUp')
      await expect(newestButton(chat)).toBeVisible()
      await newestButton(chat).click()
      await expect(newestButton(chat)).toHaveCount(0)
    }
    await chat.conversation.stopButton.click()
    await chat.conversation.waitForAnswerEnd(2)
  })
})
