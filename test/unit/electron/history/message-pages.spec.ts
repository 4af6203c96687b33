// A long conversation is read in pages, from its end.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../electron/history/history.ts'
import { messagesOfPage } from '../../../../shared/types/conversations.ts'
import { fill, makeFolder, open, saveTurn, valueOf } from '../../../support/history/history-fixture.ts'

const length = 120

let folder: ReturnType<typeof makeFolder>
let history: History
let conversationId: string
test.beforeEach(async () => {
  folder = makeFolder()
  await fill(folder.path, { messages: length, perConversation: length })
  history = await open(folder.path)
  conversationId = valueOf(history.list(null)).conversations[0]?.id ?? ''
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const opened = (from: string | null = null) => {
  const conversation = valueOf(history.open(conversationId, from))
  if (conversation === null) throw new Error('The conversation is gone')
  return conversation
}

test('opens with the newest page, and tells how many messages are before it', () => {
  const { messages, earlier } = opened()
  expect([messages.length, earlier]).toEqual([50, 70])
})

test('page after page leads to the first message, each once and in order', () => {
  const { messages, earlier } = opened()
  let read = messages
  let left = earlier
  while (left > 0) {
    const page = valueOf(history.older(conversationId, read[0]?.id ?? '', messagesOfPage))
    read = [...page.messages, ...read]
    left = page.earlier
    expect(read.length + left).toBe(length)
  }
  expect(read.map(({ parentId }) => parentId)).toEqual([null, ...read.slice(0, -1).map(({ id }) => id)])
  expect(read).toHaveLength(length)
  expect(read.slice(-50)).toEqual(messages)
})

test('gives no more than is asked for, of what is nearest', () => {
  const { messages } = opened()
  const first = messages[0]?.id ?? ''
  const page = valueOf(history.older(conversationId, first, messagesOfPage))
  const few = valueOf(history.older(conversationId, first, 3))
  expect([few.messages, few.earlier]).toEqual([page.messages.slice(-3), length - messages.length - 3])
})

test('reads back to the message it is opened for, and some before that', () => {
  const { messages } = opened()
  const before = valueOf(history.older(conversationId, messages[0]?.id ?? '', messagesOfPage)).messages
  const sought = before[20]
  const { messages: read, earlier } = opened(sought?.id)
  expect(read.findIndex(({ id }) => id === sought?.id)).toBe(10)
  expect(read.length + earlier).toBe(length)
})

test('opens as ever for a message that is not in its branch', () => {
  const elsewhere = saveTurn(history, 'Elsewhere', 'Yes.')
  expect(opened(elsewhere.promptId)).toEqual(opened())
  expect(opened(randomUUID())).toEqual(opened())
})

test('gives nothing before a message of another conversation, or of one that is deleted', () => {
  const elsewhere = saveTurn(history, 'Elsewhere', 'Yes.')
  const { messages } = opened()
  const refused = { ok: false, failure: { code: 'bad-input', detail: 'No such message' } }
  expect(history.older(conversationId, elsewhere.answerId, messagesOfPage)).toEqual(refused)
  valueOf(history.delete(conversationId))
  expect(history.older(conversationId, messages[0]?.id ?? '', messagesOfPage)).toEqual(refused)
})

test('tells a model the whole branch all the same', () => {
  const prompt = opened().messages.findLast(({ kind }) => kind === 'prompt')
  expect(valueOf(history.branch(prompt?.id ?? ''))).toHaveLength(length - 1)
})
