// Several answers at once: what the history says of those that go on while another conversation is read.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { endOfAnswer, startNewConversation, startSending, startWithKey } from '../../support/session.ts'

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
  await startNewConversation(chat)
})

const row = (title: string) => chat.getByRole('button', { name: title, exact: true })
const { writing, answered, failed } = en.history.marks

test('marks a conversation while its answer is written, and once it has come, until it is opened', async () => {
  await startSending(chat, '/speed 3\n/say One word after the other comes slowly.')
  const first = row('/speed 3 /say One word after the other comes slowly.')
  await expect(first).toHaveAccessibleDescription(writing)
  await startNewConversation(chat)
  await expect(first).toHaveAccessibleDescription(writing)
  await startSending(chat, '/say Meanwhile')
  await endOfAnswer(chat, 2)
  await expect(row('/say Meanwhile')).toHaveAccessibleDescription('')
  await expect(first).toHaveAccessibleDescription(answered)
  await first.click()
  await expect(first).toHaveAccessibleDescription('')
  await row('/say Meanwhile').click()
  await expect(first).toHaveAccessibleDescription('')
})

test('marks one whose answer failed before anything came', async () => {
  await startSending(chat, '/wait 30000\nThis fails.')
  await startNewConversation(chat)
  const title = '/wait 30000 This fails.'
  await expect(row(title)).toHaveAccessibleDescription(writing)
  // The stand-in ends, and cuts what it was asked.
  await hub.setFault('connection-refused')
  await expect(row(title)).toHaveAccessibleDescription(failed)
  await hub.setFault(null)
  await row(title).click()
  await expect(chat.getByRole('main').getByRole('region').getByText(en.failure.details, { exact: true })).toBeVisible()
  await expect(row(title)).toHaveAccessibleDescription('')
})

test('a conversation that is deleted while it is written, and taken back, is not marked as being written', async () => {
  await startSending(chat, '/speed 200\n/length 20000\nIt goes on.')
  await chat.getByRole('article').last().getByText('This is sentence').first().waitFor()
  const request = hub.requests.at(-1)
  const title = '/speed 200 /length 20000 It goes on.'
  await startNewConversation(chat)
  await expect(row(title)).toHaveAccessibleDescription(writing)
  await row(title).press('Delete')
  await expect(row(title)).toHaveCount(0)
  await expect.poll(() => request?.closedEarly).toBe(true)
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(row(title)).toBeVisible()
  await expect(row(title)).toHaveAccessibleDescription('')
})
