// Reading what was answered: what is said under it, scripts that are read from the right, places found by a search, narrow windows.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { sendPrompt, startNewConversation, launchWithKey } from '../../support/app-actions.ts'

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

test.beforeEach(() => startNewConversation(chat))

const answer = () => chat.getByRole('article').last()
const conversationRow = (title: string) => chat.getByRole('button', { name: title, exact: true })
const search = () => chat.getByRole('searchbox', { name: en.history.search })
const sentenceAt = (number: number) =>
  answer()
    .getByRole('paragraph')
    .filter({ hasText: `This is sentence ${number} of` })

/** Pixels from the left edge of a list's item to its words. */
const measureTextIndent = (text: string): Promise<number> =>
  answer()
    .getByRole('listitem')
    .filter({ hasText: text })
    .evaluate((item) => {
      const textRange = new Range()
      textRange.selectNodeContents(item)
      return textRange.getBoundingClientRect().left - item.getBoundingClientRect().left
    })

test('says how much was read and written in words that fit the number', async () => {
  await sendPrompt(chat, 'Hello')
  await expect(answer().getByText(/· about 1 word read · \d+ written$/)).toBeVisible()
})

test('offers to set another key when the one in use was refused, and does not say how long that took', async () => {
  await sendPrompt(chat, '/fault key-rejected')
  await expect(answer().getByText(en.failures['key-rejected'])).toBeVisible()
  await expect(answer().getByRole('button', { name: en.failure['set-key'] })).toBeVisible()
  await expect(answer().getByText(/\d s$/)).toHaveCount(0)
})

test('puts the marks of a list, the bar of a quotation and the columns of a table where their script begins', async () => {
  await sendPrompt(chat, '/say - بند أول\n- English\n\n> اقتباس\n\n| اسم | قيمة |\n|---|---|\n| أ | 1 |\n\n1. one\n2. بند')
  const directionalBlocks = answer().locator('ul, blockquote, table, ol')
  const readDirections = () => directionalBlocks.evaluateAll((elements) => elements.map((element) => getComputedStyle(element).direction))
  await expect.poll(readDirections).toEqual(['rtl', 'rtl', 'rtl', 'ltr'])
})

test('lets each item of a list begin where its own words do', async () => {
  await sendPrompt(chat, '/say - one\n- שלום לך')
  expect(await measureTextIndent('one')).toBeLessThan(2)
  expect(await measureTextIndent('שלום')).toBeGreaterThan(200)
})

test('leads from what was found to its place in a long answer, and marks it there', async () => {
  await sendPrompt(chat, '/length 20000')
  await startNewConversation(chat)
  await sendPrompt(chat, '/say something else')
  await search().fill('sentence 150')
  await chat.locator('mark').filter({ hasText: '150' }).first().click()
  await expect(sentenceAt(150)).toBeInViewport()
  await expect(sentenceAt(1)).not.toBeInViewport()
  expect(await chat.evaluate(() => [...(CSS.highlights.get('sought') ?? [])].map(String))).toContain('150')
  await search().fill('')
})

test('leads to another place in the conversation that is open already', async () => {
  await sendPrompt(chat, '/say The fig is sweet')
  await sendPrompt(chat, '/length 20000')
  await search().fill('fig')
  await expect(chat.getByRole('article').first()).not.toBeInViewport()
  await chat.locator('mark').first().click()
  await expect(chat.getByRole('article').filter({ hasText: 'The fig is sweet' }).first()).toBeInViewport()
  await search().fill('')
})

test('leaves a narrow window to the conversation, and shows the list again with the room or on its button', async () => {
  await sendPrompt(chat, '/say anything')
  const list = chat.getByRole('navigation', { name: en.history.title })
  await app.resize(700, 600)
  await expect(list).toHaveCount(0)
  await chat.getByRole('button', { name: en.history.show }).click()
  await expect(conversationRow('/say anything')).toBeVisible()
  await chat.getByRole('button', { name: en.history.hide }).click()
  await expect(list).toHaveCount(0)
  await app.resize(1000, 600)
  await expect(list).toBeVisible()
})
