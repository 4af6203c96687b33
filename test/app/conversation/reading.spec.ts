// Reading answers: the facts below them, right-to-left scripts, search results, narrow windows.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'

const sentenceAt = (chat: ChatPage, number: number) =>
  chat.conversation.lastMessage.getByRole('paragraph').filter({ hasText: `This is sentence ${number} of` })

/** Pixels from the left edge of a list item to its text. */
const measureTextIndent = (chat: ChatPage, text: string): Promise<number> =>
  chat.conversation.lastMessage
    .getByRole('listitem')
    .filter({ hasText: text })
    .evaluate((item) => {
      const textRange = new Range()
      textRange.selectNodeContents(item)
      return textRange.getBoundingClientRect().left - item.getBoundingClientRect().left
    })

test.describe('reading', () => {
  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('says how much was read and written, with the right plural', async ({ chat }) => {
    await chat.send('Hello')
    await expect(chat.conversation.lastMessage.getByText(/· about 1 word read · \d+ written$/)).toBeVisible()
  })

  test('offers to set another key when the key was rejected, without a duration', async ({ chat }) => {
    await chat.send('/fault key-rejected')
    await expect(chat.conversation.lastMessage.getByText(en.failures['key-rejected'])).toBeVisible()
    await expect(chat.conversation.lastMessage.getByRole('button', { name: en.failure['set-key'] })).toBeVisible()
    await expect(chat.conversation.lastMessage.getByText(/\d s$/)).toHaveCount(0)
  })

  test('aligns lists, quotations and tables by the direction of their script', async ({ chat }) => {
    await chat.send('/say - بند أول\n- English\n\n> اقتباس\n\n| اسم | قيمة |\n|---|---|\n| أ | 1 |\n\n1. one\n2. بند')
    const directionalBlocks = chat.conversation.lastMessage.locator('ul, blockquote, table, ol')
    const readDirections = () => directionalBlocks.evaluateAll((elements) => elements.map((element) => getComputedStyle(element).direction))
    await expect.poll(readDirections).toEqual(['rtl', 'rtl', 'rtl', 'ltr'])
  })

  test('aligns each list item by the direction of its own words', async ({ chat }) => {
    await chat.send('/say - one\n- שלום לך')
    expect(await measureTextIndent(chat, 'one')).toBeLessThan(2)
    expect(await measureTextIndent(chat, 'שלום')).toBeGreaterThan(200)
  })

  test('a search result scrolls to its match in a long answer and highlights it', async ({ chat }) => {
    await chat.send('/length 20000')
    await chat.startNewConversation()
    await chat.send('/say something else')
    await chat.sidebar.search.fill('sentence 150')
    await chat.sidebar.highlights.filter({ hasText: '150' }).first().click()
    await expect(sentenceAt(chat, 150)).toBeInViewport()
    await expect(sentenceAt(chat, 1)).not.toBeInViewport()
    expect(await chat.page.evaluate(() => [...(CSS.highlights.get('scroll-target') ?? [])].map(String))).toContain('150')
    await chat.sidebar.search.fill('')
  })

  test('a search result scrolls within the conversation that is already open', async ({ chat }) => {
    await chat.send('/say The fig is sweet')
    await chat.send('/length 20000')
    await chat.sidebar.search.fill('fig')
    await expect(chat.conversation.messages.first()).not.toBeInViewport()
    await chat.sidebar.highlights.first().click()
    await expect(chat.conversation.messages.filter({ hasText: 'The fig is sweet' }).first()).toBeInViewport()
    await chat.sidebar.search.fill('')
  })

  test('a narrow window hides the list until there is room or its button is pressed', async ({ chat, app }) => {
    await chat.send('/say anything')
    const list = chat.page.getByRole('navigation', { name: en.history.title })
    await app.resize(700, 600)
    await expect(list).toHaveCount(0)
    await chat.page.getByRole('button', { name: en.history.show }).click()
    await expect(chat.sidebar.row('/say anything')).toBeVisible()
    await chat.page.getByRole('button', { name: en.history.hide }).click()
    await expect(list).toHaveCount(0)
    await app.resize(1000, 600)
    await expect(list).toBeVisible()
  })
})
