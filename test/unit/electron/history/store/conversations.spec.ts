// Conversations in the list: order, titles, pages, deleting with undo, drafts, and the last opened one.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import type { ConversationPage } from '../../../../../shared/types/conversations.ts'
import {
  createRunResult,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  createRunStart,
  unwrap,
} from '../../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const getTitles = (page: ConversationPage): readonly string[] => page.conversations.map(({ title }) => title)
const listTitles = (): readonly string[] => getTitles(unwrap(history.list(null)))
const unknownConversation = { ok: false, failure: { code: 'bad-input', detail: 'No such conversation' } }

test.describe('summary of a conversation', () => {
  test('has the first words, the newest model and the beginning of the last answer', () => {
    const { conversationId, answerId } = savePromptAndAnswer(history, 'What is\n a fjord?', 'A fjord is a narrow inlet.', { startedAt: 5 })
    const laterRun = createRunStart('And a fjell?', { conversationId, parentId: answerId, model: 'org/other', startedAt: 70 })
    unwrap(history.beginRun(laterRun))
    unwrap(history.endRun(laterRun.runId, createRunResult('A **mountain**.', { totalMs: 30.4 })))
    expect(history.getSummary(conversationId)).toEqual({
      id: conversationId,
      title: 'What is a fjord?',
      isPinned: false,
      model: 'org/other',
      updatedAt: 100,
      excerpt: 'A **mountain**.',
    })
  })

  test('has a title that is cut between words, and never within a character', () => {
    savePromptAndAnswer(history, 'word '.repeat(100), 'Yes.')
    savePromptAndAnswer(history, `x${'😀'.repeat(100)}`, 'Yes.')
    expect(listTitles()).toEqual([`x${'😀'.repeat(29)}…`, `${'word '.repeat(12).trim()}…`])
  })

  test('has a title from the attachment if the prompt has no text', () => {
    savePromptAndAnswer(history, ' ', 'Yes.', { attachments: [{ kind: 'text', name: 'notes.txt', text: 'Dear diary' }] })
    expect(listTitles()).toEqual(['Dear diary'])
  })

  test('has a custom title until that is cleared', () => {
    const { conversationId } = savePromptAndAnswer(history, 'first words', 'Yes.')
    expect(unwrap(history.rename(conversationId, '  My \n fjords ')).title).toBe('My fjords')
    expect(unwrap(history.rename(conversationId, ' ')).title).toBe('first words')
  })
})

test.describe('list of conversations', () => {
  test('has pinned conversations first, then the newest first', () => {
    const ids = [1, 2, 3, 4].map((time) => savePromptAndAnswer(history, `number ${time}`, 'Yes.', { startedAt: time }).conversationId)
    unwrap(history.pin(ids[1] ?? '', true))
    expect(listTitles()).toEqual(['number 2', 'number 4', 'number 3', 'number 1'])
    expect(unwrap(history.pin(ids[1] ?? '', false))).toMatchObject({ title: 'number 2', isPinned: false })
    expect(listTitles()).toEqual(['number 4', 'number 3', 'number 2', 'number 1'])
  })

  test('does not count deleted conversations', () => {
    const [first] = [1, 2, 3].map((time) => savePromptAndAnswer(history, `number ${time}`, 'Yes.', { startedAt: time }).conversationId)
    unwrap(history.delete(first ?? ''))
    expect(history.count()).toEqual({ ok: true, value: 2 })
  })

  test('moves a conversation to the top when it continues', () => {
    const { conversationId, answerId } = savePromptAndAnswer(history, 'first', 'Yes.', { startedAt: 1 })
    savePromptAndAnswer(history, 'second', 'Yes.', { startedAt: 2 })
    unwrap(history.beginRun(createRunStart('more', { conversationId, parentId: answerId, startedAt: 3 })))
    expect(listTitles()).toEqual(['first', 'second'])
  })

  test('has every conversation once, fifty on a page, also if many have the same time', () => {
    const saved = Array.from({ length: 120 }, (_, index) => `number ${index}`)
    for (const [index, prompt] of saved.entries()) {
      const { conversationId } = savePromptAndAnswer(history, prompt, 'Yes.', { startedAt: 1 + (index % 3) })
      if (index % 40 === 0) unwrap(history.pin(conversationId, true))
    }
    const pages: (readonly string[])[] = []
    for (let next: string | null = null, page: ConversationPage; pages.length === 0 || next !== null; next = page.next) {
      page = unwrap(history.list(next))
      pages.push(getTitles(page))
    }
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20])
    expect(pages.flat().toSorted()).toEqual(saved.toSorted())
  })

  test('refuses an invalid end of a page', () => {
    for (const after of ['', 'x.y.z', '1.2']) expect(history.list(after)).toMatchObject({ failure: { code: 'bad-input' } })
  })
})

test.describe('conversation', () => {
  test('is hidden everywhere when it is deleted, and completely restored by undoing that', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'about fjords', 'Yes.')
    unwrap(history.setLastOpened(conversationId))
    const before = unwrap(history.open(conversationId))
    expect(history.delete(conversationId)).toEqual({ ok: true, value: undefined })
    expect(listTitles()).toEqual([])
    expect(unwrap(history.open(conversationId))).toBeNull()
    expect(history.getSummary(conversationId)).toBeNull()
    expect(history.getLastOpened()).toBeNull()
    expect(unwrap(await history.find('fjords'))).toEqual([])
    expect(history.rename(conversationId, 'x')).toEqual(unknownConversation)
    expect(history.beginRun(createRunStart('more', { conversationId }))).toMatchObject({ failure: { code: 'bad-input' } })

    expect(unwrap(history.undoDelete(conversationId)).title).toBe('about fjords')
    expect(unwrap(history.open(conversationId))).toEqual(before)
    expect(history.getLastOpened()).toBe(conversationId)
    expect(unwrap(await history.find('fjords'))).toHaveLength(1)
  })

  test('is reported as unknown if it does not exist', () => {
    const id = randomUUID()
    expect(unwrap(history.open(id))).toBeNull()
    for (const reply of [
      history.rename(id, 'x'),
      history.pin(id, true),
      history.delete(id),
      history.saveDraft(id, { text: 'x', attachments: [] }),
    ]) {
      expect(reply).toEqual(unknownConversation)
    }
    expect(history.undoDelete(id)).toMatchObject({ failure: { code: 'bad-input' } })
  })

  test('is remembered as the last opened one', async () => {
    expect(history.getLastOpened()).toBeNull()
    const { conversationId } = savePromptAndAnswer(history, 'first', 'Yes.')
    unwrap(history.setLastOpened(conversationId))
    await history.close()
    history = await openTestHistory(folder.path)
    expect(history.getLastOpened()).toBe(conversationId)
    unwrap(history.setLastOpened(null))
    expect(history.getLastOpened()).toBeNull()
  })
})

test.describe('draft', () => {
  test('is saved for each conversation and for the new one, across restarts', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'first', 'Yes.')
    const savedDraft = { text: 'not yet', attachments: [{ kind: 'text', name: 'a', text: 'b' }] } as const
    unwrap(history.saveDraft(conversationId, { text: 'older', attachments: [] }))
    unwrap(history.saveDraft(conversationId, savedDraft))
    unwrap(history.saveDraft(null, { text: 'a new one', attachments: [] }))
    await history.close()
    history = await openTestHistory(folder.path)
    expect(unwrap(history.open(conversationId))?.draft).toEqual(savedDraft)
    expect(unwrap(history.getDraft(null))).toEqual({ text: 'a new one', attachments: [] })
    unwrap(history.saveDraft(null, { text: '', attachments: [] }))
    expect(unwrap(history.getDraft(null))).toEqual({ text: '', attachments: [] })
  })

  test('is removed when its prompt is saved, and others are not', () => {
    const draft = { text: 'unsent', attachments: [] }
    const other = savePromptAndAnswer(history, 'other', 'Yes.')
    unwrap(history.saveDraft(null, draft))
    const { conversationId, promptId, answerId } = savePromptAndAnswer(history, 'unsent', 'Yes.')
    expect(unwrap(history.getDraft(null)).text).toBe('')

    for (const id of [null, conversationId, other.conversationId]) unwrap(history.saveDraft(id, draft))
    unwrap(history.beginRun({ ...createRunStart('', { conversationId }), prompt: { kind: 'regenerate', id: promptId } }))
    expect(unwrap(history.getDraft(conversationId)).text).toBe('unsent')
    unwrap(history.beginRun(createRunStart('unsent', { conversationId, parentId: answerId })))
    expect(unwrap(history.getDraft(conversationId)).text).toBe('')
    expect(unwrap(history.getDraft(other.conversationId)).text).toBe('unsent')
    expect(unwrap(history.getDraft(null)).text).toBe('unsent')
  })
})
