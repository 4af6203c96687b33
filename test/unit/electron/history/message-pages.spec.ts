// Long conversations are read in pages, from the end.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../electron/history/history.ts'
import { messagePageSize } from '../../../../shared/types/messages.ts'
import { fillHistory, createHistoryFolder, openTestHistory, savePromptAndAnswer, unwrap } from '../../../support/history/history-fixture.ts'

const length = 120

let folder: ReturnType<typeof createHistoryFolder>
let history: History
let conversationId: string
test.beforeEach(async () => {
  folder = createHistoryFolder()
  await fillHistory(folder.path, { messages: length, perConversation: length })
  history = await openTestHistory(folder.path)
  conversationId = unwrap(history.list(null)).conversations[0]?.id ?? ''
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const openFrom = (from: string | null = null) => {
  const conversation = unwrap(history.open(conversationId, from))
  if (conversation === null) throw new Error('The conversation is gone')
  return conversation
}

test.describe('long conversation', () => {
  test('opens with the newest page and the number of messages before it', () => {
    const { messages, earlier } = openFrom()
    expect([messages.length, earlier]).toEqual([50, 70])
  })

  test('has every message once and in order, page after page', () => {
    const { messages, earlier } = openFrom()
    let loadedMessages = messages
    let earlierCount = earlier
    while (earlierCount > 0) {
      const page = unwrap(history.readOlder(conversationId, loadedMessages[0]?.id ?? '', messagePageSize))
      loadedMessages = [...page.messages, ...loadedMessages]
      earlierCount = page.earlier
      expect(loadedMessages.length + earlierCount).toBe(length)
    }
    expect(loadedMessages.map(({ parentId }) => parentId)).toEqual([null, ...loadedMessages.slice(0, -1).map(({ id }) => id)])
    expect(loadedMessages).toHaveLength(length)
    expect(loadedMessages.slice(-50)).toEqual(messages)
  })

  test('returns the nearest messages, up to the limit', () => {
    const { messages } = openFrom()
    const first = messages[0]?.id ?? ''
    const page = unwrap(history.readOlder(conversationId, first, messagePageSize))
    const smallPage = unwrap(history.readOlder(conversationId, first, 3))
    expect([smallPage.messages, smallPage.earlier]).toEqual([page.messages.slice(-3), length - messages.length - 3])
  })

  test('reads back to a requested message, and some before it', () => {
    const { messages } = openFrom()
    const before = unwrap(history.readOlder(conversationId, messages[0]?.id ?? '', messagePageSize)).messages
    const targetMessage = before[20]
    const { messages: loadedMessages, earlier } = openFrom(targetMessage?.id)
    expect(loadedMessages.findIndex(({ id }) => id === targetMessage?.id)).toBe(10)
    expect(loadedMessages.length + earlier).toBe(length)
  })

  test('ignores a requested message that is not in its branch', () => {
    const otherConversation = savePromptAndAnswer(history, 'Elsewhere', 'Yes.')
    expect(openFrom(otherConversation.promptId)).toEqual(openFrom())
    expect(openFrom(randomUUID())).toEqual(openFrom())
  })

  test('refuses a message of another conversation, and one of a deleted conversation', () => {
    const otherConversation = savePromptAndAnswer(history, 'Elsewhere', 'Yes.')
    const { messages } = openFrom()
    const refused = { ok: false, failure: { code: 'bad-input', detail: 'No such message' } }
    expect(history.readOlder(conversationId, otherConversation.answerId, messagePageSize)).toEqual(refused)
    unwrap(history.delete(conversationId))
    expect(history.readOlder(conversationId, messages[0]?.id ?? '', messagePageSize)).toEqual(refused)
  })

  test('is sent to a model as the whole branch', () => {
    const prompt = openFrom().messages.findLast(({ kind }) => kind === 'prompt')
    expect(unwrap(history.readBranch(prompt?.id ?? ''))).toHaveLength(length - 1)
  })
})
