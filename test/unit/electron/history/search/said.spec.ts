// What was said before a message, in parts, for who looks for something in it.

import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import type { Said } from '../../../../../shared/types/conversations.ts'
import { endOf, keepPicture, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'

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

test('gives the messages of the branch before one, in order, with what was thought', async () => {
  const first = saveTurn(history, 'One', 'First')
  const { conversationId } = first
  const start = startOf('Two', { conversationId, parentId: first.answerId })
  valueOf(history.beginRun(start))
  valueOf(history.endRun(start.runId, endOf('Second', { reasoning: 'Hm' })))
  saveTurn(history, 'Elsewhere in the tree', 'Yes', { conversationId, parentId: first.answerId })
  const last = saveTurn(history, 'Three', 'Third', { conversationId, parentId: start.runId })
  const { messages, isBeginning } = valueOf(await history.said(conversationId, last.promptId))
  expect(messages).toEqual([
    { kind: 'prompt', id: first.promptId, text: 'One', names: [] },
    { kind: 'answer', id: first.answerId, text: 'First', reasoning: '', task: 'chat' },
    { kind: 'prompt', id: start.prompt.id, text: 'Two', names: [] },
    { kind: 'answer', id: start.runId, text: 'Second', reasoning: 'Hm', task: 'chat' },
  ])
  expect(isBeginning).toBe(true)
})

test('gives the names of what went along, in their order, and nothing of what is in it', async () => {
  const attachments = [{ kind: 'text', name: 'notes.md', text: 'The sea is salt.' } as const, keepPicture(history)]
  const { conversationId, answerId, promptId } = saveTurn(history, 'Look', 'I see.', { attachments })
  expect(valueOf(await history.said(conversationId, answerId)).messages).toEqual([
    { kind: 'prompt', id: promptId, text: 'Look', names: ['notes.md', 'tide.png'] },
  ])
})

test('gives long texts in several parts, which are all of it', async () => {
  let parentId: string | null = null
  let conversationId: string | undefined
  const all: string[] = []
  for (let turn = 0; turn < 12; turn += 1) {
    const given: Parameters<typeof startOf>[1] = conversationId === undefined ? { parentId } : { parentId, conversationId }
    const saved = saveTurn(history, `Turn ${turn}`, 'x'.repeat(200_000), given)
    conversationId = saved.conversationId
    parentId = saved.answerId
    all.push(saved.promptId, saved.answerId)
  }
  const read: Said[] = []
  let parts = 0
  let isBeginning = false
  while (!isBeginning) {
    const page = valueOf(await history.said(conversationId ?? '', read[0]?.id ?? all.at(-1) ?? ''))
    read.unshift(...page.messages)
    isBeginning = page.isBeginning
    parts += 1
  }
  expect(read.map(({ id }) => id)).toEqual(all.slice(0, -1))
  expect(parts).toBe(12)
})

test('gives nothing before a message that is not in the conversation, or of one that is deleted', async () => {
  const one = saveTurn(history, 'One', 'First')
  const other = saveTurn(history, 'Other', 'Yes')
  const refused = { ok: false, failure: { code: 'bad-input', detail: 'No such message' } }
  expect(await history.said(one.conversationId, other.answerId)).toEqual(refused)
  valueOf(history.delete(one.conversationId))
  expect(await history.said(one.conversationId, one.answerId)).toEqual(refused)
})
