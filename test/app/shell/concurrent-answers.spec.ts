// Several answers at once: what the history says of those that go on while another conversation is read.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'

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
  await startNewConversation(chat)
})

const conversationRow = (title: string) => chat.getByRole('button', { name: title, exact: true })
const { writing, answered, failed } = en.history.badges

test('marks a conversation while its answer is written, and once it has come, until it is opened', async () => {
  await submitPrompt(chat, '/speed 3\n/say One word after the other comes slowly.')
  const first = conversationRow('/speed 3 /say One word after the other comes slowly.')
  await expect(first).toHaveAccessibleDescription(writing)
  await startNewConversation(chat)
  await expect(first).toHaveAccessibleDescription(writing)
  await submitPrompt(chat, '/say Meanwhile')
  await waitForAnswerEnd(chat, 2)
  await expect(conversationRow('/say Meanwhile')).toHaveAccessibleDescription('')
  await expect(first).toHaveAccessibleDescription(answered)
  await first.click()
  await expect(first).toHaveAccessibleDescription('')
  await conversationRow('/say Meanwhile').click()
  await expect(first).toHaveAccessibleDescription('')
})

test('marks one whose answer failed before anything came', async () => {
  await submitPrompt(chat, '/wait 30000\nThis fails.')
  await startNewConversation(chat)
  const title = '/wait 30000 This fails.'
  await expect(conversationRow(title)).toHaveAccessibleDescription(writing)
  // The stand-in ends, and cuts what it was asked.
  await hub.setFault('connection-refused')
  await expect(conversationRow(title)).toHaveAccessibleDescription(failed)
  await hub.setFault(null)
  await conversationRow(title).click()
  await expect(chat.getByRole('main').getByRole('region').getByText(en.failure.details, { exact: true })).toBeVisible()
  await expect(conversationRow(title)).toHaveAccessibleDescription('')
})

test('a conversation that is deleted while it is written, and taken back, is not marked as being written', async () => {
  await submitPrompt(chat, '/speed 200\n/length 20000\nIt goes on.')
  await chat.getByRole('article').last().getByText('This is sentence').first().waitFor()
  const request = hub.requests.at(-1)
  const title = '/speed 200 /length 20000 It goes on.'
  await startNewConversation(chat)
  await expect(conversationRow(title)).toHaveAccessibleDescription(writing)
  await conversationRow(title).press('Delete')
  await expect(conversationRow(title)).toHaveCount(0)
  await expect.poll(() => request?.closedEarly).toBe(true)
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(conversationRow(title)).toBeVisible()
  await expect(conversationRow(title)).toHaveAccessibleDescription('')
})
