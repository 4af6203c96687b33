// Reading the searchable text before a message, in pages.

import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import type { SearchableText } from '../../../../../shared/types/search.ts'
import {
  createRunResult,
  saveTestImage,
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

test.describe('searchable text', () => {
  test('has the messages of the branch before one, in order, with reasoning', async () => {
    const first = savePromptAndAnswer(history, 'One', 'First')
    const { conversationId } = first
    const start = createRunStart('Two', { conversationId, parentId: first.answerId })
    unwrap(history.beginRun(start))
    unwrap(history.endRun(start.runId, createRunResult('Second', { reasoning: 'Hm' })))
    savePromptAndAnswer(history, 'Elsewhere in the tree', 'Yes', { conversationId, parentId: first.answerId })
    const last = savePromptAndAnswer(history, 'Three', 'Third', { conversationId, parentId: start.runId })
    const { messages, isBeginning } = unwrap(await history.readText(conversationId, last.promptId))
    expect(messages).toEqual([
      { kind: 'prompt', id: first.promptId, text: 'One', attachmentNames: [] },
      { kind: 'answer', id: first.answerId, text: 'First', reasoning: '', task: 'chat' },
      { kind: 'prompt', id: start.prompt.id, text: 'Two', attachmentNames: [] },
      { kind: 'answer', id: start.runId, text: 'Second', reasoning: 'Hm', task: 'chat' },
    ])
    expect(isBeginning).toBe(true)
  })

  test('has the names of attachments in order, and not their content', async () => {
    const attachments = [{ kind: 'text', name: 'notes.md', text: 'The sea is salt.' } as const, saveTestImage(history)]
    const { conversationId, answerId, promptId } = savePromptAndAnswer(history, 'Look', 'I see.', { attachments })
    expect(unwrap(await history.readText(conversationId, answerId)).messages).toEqual([
      { kind: 'prompt', id: promptId, text: 'Look', attachmentNames: ['notes.md', 'tide.png'] },
    ])
  })

  test('comes in several pages if it is long', async () => {
    let parentId: string | null = null
    let conversationId: string | undefined
    const all: string[] = []
    for (let index = 0; index < 12; index += 1) {
      const startOptions: Parameters<typeof createRunStart>[1] = conversationId === undefined ? { parentId } : { parentId, conversationId }
      const saved = savePromptAndAnswer(history, `Turn ${index}`, 'x'.repeat(200_000), startOptions)
      conversationId = saved.conversationId
      parentId = saved.answerId
      all.push(saved.promptId, saved.answerId)
    }
    const pages: SearchableText[] = []
    let parts = 0
    let isBeginning = false
    while (!isBeginning) {
      const page = unwrap(await history.readText(conversationId ?? '', pages[0]?.id ?? all.at(-1) ?? ''))
      pages.unshift(...page.messages)
      isBeginning = page.isBeginning
      parts += 1
    }
    expect(pages.map(({ id }) => id)).toEqual(all.slice(0, -1))
    expect(parts).toBe(12)
  })

  test('is refused for a message of another conversation, and for a deleted conversation', async () => {
    const firstTurn = savePromptAndAnswer(history, 'One', 'First')
    const other = savePromptAndAnswer(history, 'Other', 'Yes')
    const refused = { ok: false, failure: { code: 'bad-input', detail: 'No such message' } }
    expect(await history.readText(firstTurn.conversationId, other.answerId)).toEqual(refused)
    unwrap(history.delete(firstTurn.conversationId))
    expect(await history.readText(firstTurn.conversationId, firstTurn.answerId)).toEqual(refused)
  })
})
