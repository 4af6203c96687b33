// The conversations in the list: order, titles, pages, deleting and its undoing, drafts, and where the app was left.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import type { ConversationPage } from '../../../../../shared/types/conversations.ts'
import { endOf, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof makeFolder>
let history: History
test.beforeEach(async () => {
  folder = makeFolder()
  history = await open(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const titles = (page: ConversationPage): readonly string[] => page.conversations.map(({ title }) => title)
const listed = (): readonly string[] => titles(valueOf(history.list(null)))
const unknown = { ok: false, failure: { code: 'bad-input', detail: 'No such conversation' } }

test('tells of a conversation its first words, its newest model and the beginning of its last answer', () => {
  const { conversationId, answerId } = saveTurn(history, 'What is\n a fjord?', 'A fjord is a narrow inlet.', { startedAt: 5 })
  const again = startOf('And a fjell?', { conversationId, parentId: answerId, model: 'org/other', startedAt: 70 })
  valueOf(history.beginRun(again))
  valueOf(history.endRun(again.runId, endOf('A **mountain**.', { totalMs: 30.4 })))
  expect(history.summary(conversationId)).toEqual({
    id: conversationId,
    title: 'What is a fjord?',
    isPinned: false,
    model: 'org/other',
    updatedAt: 100,
    excerpt: 'A **mountain**.',
  })
})

test('cuts a long title between words, and never through a character', () => {
  saveTurn(history, 'word '.repeat(100), 'Yes.')
  saveTurn(history, `x${'😀'.repeat(100)}`, 'Yes.')
  expect(listed()).toEqual([`x${'😀'.repeat(29)}…`, `${'word '.repeat(12).trim()}…`])
})

test('names a conversation by its attachment when the prompt has no words', () => {
  saveTurn(history, ' ', 'Yes.', { attachments: [{ kind: 'text', name: 'notes.txt', text: 'Dear diary' }] })
  expect(listed()).toEqual(['Dear diary'])
})

test('lists pinned conversations first, then the newest first', () => {
  const ids = [1, 2, 3, 4].map((time) => saveTurn(history, `number ${time}`, 'Yes.', { startedAt: time }).conversationId)
  valueOf(history.pin(ids[1] ?? '', true))
  expect(listed()).toEqual(['number 2', 'number 4', 'number 3', 'number 1'])
  expect(valueOf(history.pin(ids[1] ?? '', false))).toMatchObject({ title: 'number 2', isPinned: false })
  expect(listed()).toEqual(['number 4', 'number 3', 'number 2', 'number 1'])
})

test('counts the conversations, without those that are deleted', () => {
  const [first] = [1, 2, 3].map((time) => saveTurn(history, `number ${time}`, 'Yes.', { startedAt: time }).conversationId)
  valueOf(history.delete(first ?? ''))
  expect(history.count()).toEqual({ ok: true, value: 2 })
})

test('brings a conversation to the top when it goes on', () => {
  const { conversationId, answerId } = saveTurn(history, 'first', 'Yes.', { startedAt: 1 })
  saveTurn(history, 'second', 'Yes.', { startedAt: 2 })
  valueOf(history.beginRun(startOf('more', { conversationId, parentId: answerId, startedAt: 3 })))
  expect(listed()).toEqual(['first', 'second'])
})

test('lists every conversation once, fifty a page, also where many share one time', () => {
  const saved = Array.from({ length: 120 }, (_, index) => `number ${index}`)
  for (const [index, prompt] of saved.entries()) {
    const { conversationId } = saveTurn(history, prompt, 'Yes.', { startedAt: 1 + (index % 3) })
    if (index % 40 === 0) valueOf(history.pin(conversationId, true))
  }
  const pages: (readonly string[])[] = []
  for (let next: string | null = null, page: ConversationPage; pages.length === 0 || next !== null; next = page.next) {
    page = valueOf(history.list(next))
    pages.push(titles(page))
  }
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20])
  expect(pages.flat().toSorted()).toEqual(saved.toSorted())
})

test('refuses the end of a page that is none', () => {
  for (const after of ['', 'x.y.z', '1.2']) expect(history.list(after)).toMatchObject({ failure: { code: 'bad-input' } })
})

test('keeps an own title, and takes the first words again when it is emptied', () => {
  const { conversationId } = saveTurn(history, 'first words', 'Yes.')
  expect(valueOf(history.rename(conversationId, '  My \n fjords ')).title).toBe('My fjords')
  expect(valueOf(history.rename(conversationId, ' ')).title).toBe('first words')
})

test('hides a deleted conversation everywhere, and brings all of it back', async () => {
  const { conversationId } = saveTurn(history, 'about fjords', 'Yes.')
  valueOf(history.setLastOpened(conversationId))
  const before = valueOf(history.open(conversationId))
  expect(history.delete(conversationId)).toEqual({ ok: true, value: undefined })
  expect(listed()).toEqual([])
  expect(valueOf(history.open(conversationId))).toBeNull()
  expect(history.summary(conversationId)).toBeNull()
  expect(history.lastOpened()).toBeNull()
  expect(valueOf(await history.find('fjords'))).toEqual([])
  expect(history.rename(conversationId, 'x')).toEqual(unknown)
  expect(history.beginRun(startOf('more', { conversationId }))).toMatchObject({ failure: { code: 'bad-input' } })

  expect(valueOf(history.undoDelete(conversationId)).title).toBe('about fjords')
  expect(valueOf(history.open(conversationId))).toEqual(before)
  expect(history.lastOpened()).toBe(conversationId)
  expect(valueOf(await history.find('fjords'))).toHaveLength(1)
})

test('answers for a conversation that is not there', () => {
  const id = randomUUID()
  expect(valueOf(history.open(id))).toBeNull()
  for (const reply of [
    history.rename(id, 'x'),
    history.pin(id, true),
    history.delete(id),
    history.saveDraft(id, { text: 'x', attachments: [] }),
  ]) {
    expect(reply).toEqual(unknown)
  }
  expect(history.undoDelete(id)).toMatchObject({ failure: { code: 'bad-input' } })
})

test('keeps one draft for each conversation and one for the next, across restarts', async () => {
  const { conversationId } = saveTurn(history, 'first', 'Yes.')
  const mine = { text: 'not yet', attachments: [{ kind: 'text', name: 'a', text: 'b' }] } as const
  valueOf(history.saveDraft(conversationId, { text: 'older', attachments: [] }))
  valueOf(history.saveDraft(conversationId, mine))
  valueOf(history.saveDraft(null, { text: 'a new one', attachments: [] }))
  await history.close()
  history = await open(folder.path)
  expect(valueOf(history.open(conversationId))?.draft).toEqual(mine)
  expect(valueOf(history.draft(null))).toEqual({ text: 'a new one', attachments: [] })
  valueOf(history.saveDraft(null, { text: '', attachments: [] }))
  expect(valueOf(history.draft(null))).toEqual({ text: '', attachments: [] })
})

test('takes a draft back once its prompt is saved, and keeps those of others', () => {
  const draft = { text: 'unsent', attachments: [] }
  const other = saveTurn(history, 'other', 'Yes.')
  valueOf(history.saveDraft(null, draft))
  const { conversationId, promptId, answerId } = saveTurn(history, 'unsent', 'Yes.')
  expect(valueOf(history.draft(null)).text).toBe('')

  for (const id of [null, conversationId, other.conversationId]) valueOf(history.saveDraft(id, draft))
  valueOf(history.beginRun({ ...startOf('', { conversationId }), prompt: { kind: 'again', id: promptId } }))
  expect(valueOf(history.draft(conversationId)).text).toBe('unsent')
  valueOf(history.beginRun(startOf('unsent', { conversationId, parentId: answerId })))
  expect(valueOf(history.draft(conversationId)).text).toBe('')
  expect(valueOf(history.draft(other.conversationId)).text).toBe('unsent')
  expect(valueOf(history.draft(null)).text).toBe('unsent')
})

test('remembers the conversation that was open last', async () => {
  expect(history.lastOpened()).toBeNull()
  const { conversationId } = saveTurn(history, 'first', 'Yes.')
  valueOf(history.setLastOpened(conversationId))
  await history.close()
  history = await open(folder.path)
  expect(history.lastOpened()).toBe(conversationId)
  valueOf(history.setLastOpened(null))
  expect(history.lastOpened()).toBeNull()
})
