// The tree of a conversation: switching branches, and deleting a message with its descendants.

import { randomUUID } from 'node:crypto'
import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
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
let conversationId: string
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
  conversationId = randomUUID()
})
test.afterEach(async () => {
  mock.timers.reset()
  await history.close()
  folder.remove()
})

const saveBranchTurn = (prompt: string, answer: string, parentId: string | null = null) =>
  savePromptAndAnswer(history, prompt, answer, { conversationId, parentId })

function saveOtherAnswer(promptId: string, text: string): string {
  const start = { ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: promptId } } as const
  unwrap(history.beginRun(start))
  unwrap(history.endRun(start.runId, createRunResult(text)))
  return start.runId
}

const messages = () => unwrap(history.open(conversationId))?.messages ?? []
/** The texts that are shown, with ordinal and count if there are siblings: "two, edited 2/2". */
const describeBranch = () =>
  messages().map(({ text, siblings: { ordinal, count } }) => (count === 1 ? text : `${text} ${ordinal}/${count}`))
const refused = { ok: false, failure: { code: 'bad-input' } }

test.describe('siblings', () => {
  test('have an ordinal and a count, also those of a first prompt', () => {
    const first = saveBranchTurn('one', 'eins')
    saveBranchTurn('other', 'anders')
    expect(describeBranch()).toEqual(['other 2/2', 'anders'])
    unwrap(history.showBranch(conversationId, first.promptId, 'current'))
    saveBranchTurn('two', 'zwei', first.answerId)
    const { promptId } = saveBranchTurn('two, edited', 'zwei!', first.answerId)
    saveOtherAnswer(promptId, 'deux')
    saveOtherAnswer(promptId, 'due')
    savePromptAndAnswer(history, 'elsewhere', 'dort')
    expect(describeBranch()).toEqual(['one 1/2', 'eins', 'two, edited 2/2', 'due 3/3'])
  })

  test('are switched with their newest branch, and not beyond the first and last', () => {
    const first = saveBranchTurn('one', 'eins')
    const { answerId } = saveBranchTurn('two', 'zwei', first.answerId)
    const { promptId } = saveBranchTurn('three', 'drei', answerId)
    saveOtherAnswer(promptId, 'trois')
    const other = saveOtherAnswer(first.promptId, 'un')
    expect(describeBranch()).toEqual(['one', 'un 2/2'])
    expect(history.showBranch(conversationId, other, 'previous').ok).toBe(true)
    expect(describeBranch()).toEqual(['one', 'eins 1/2', 'two', 'zwei', 'three', 'trois 2/2'])
    expect(history.showBranch(conversationId, first.answerId, 'previous')).toMatchObject(refused)
    expect(history.showBranch(conversationId, first.answerId, 'next').ok).toBe(true)
    expect(describeBranch()).toEqual(['one', 'un 2/2'])
    expect(history.showBranch(conversationId, other, 'next')).toMatchObject(refused)
  })
})

test.describe('branch', () => {
  test('of a target message is shown, unless the message is visible already', () => {
    const first = saveBranchTurn('one', 'eins')
    const otherBranch = saveBranchTurn('two', 'zwei', first.answerId)
    const right = saveBranchTurn('two, edited', 'zwei!', first.answerId)
    unwrap(history.showBranch(conversationId, otherBranch.promptId, 'current'))
    expect(describeBranch()).toEqual(['one', 'eins', 'two 1/2', 'zwei'])
    // The other branch is newer.
    unwrap(history.showBranch(conversationId, first.promptId, 'current'))
    expect(describeBranch()).toEqual(['one', 'eins', 'two 1/2', 'zwei'])
    unwrap(history.showBranch(conversationId, right.answerId, 'current'))
    expect(describeBranch()).toEqual(['one', 'eins', 'two, edited 2/2', 'zwei!'])
  })

  test('is refused for a message of another or a deleted conversation, and for an unknown one', () => {
    const { promptId } = saveBranchTurn('one', 'eins')
    const other = savePromptAndAnswer(history, 'other', 'anders')
    for (const id of [other.promptId, randomUUID()]) {
      expect(history.showBranch(conversationId, id, 'current')).toMatchObject(refused)
      expect(history.deleteMessage(conversationId, id)).toMatchObject(refused)
      expect(history.undoDeleteMessage(conversationId, id)).toMatchObject(refused)
    }
    expect(history.undoDeleteMessage(conversationId, promptId)).toMatchObject(refused)
    unwrap(history.delete(conversationId))
    expect(history.deleteMessage(conversationId, promptId)).toMatchObject(refused)
  })
})

test.describe('deleting a message', () => {
  test('hides it with its descendants, and undoing restores exactly those', async () => {
    const first = saveBranchTurn('one', 'eins')
    const second = saveBranchTurn('two fjords', 'zwei', first.answerId)
    saveBranchTurn('three', 'drei fjords', second.answerId)
    const before = unwrap(history.open(conversationId))
    unwrap(history.deleteMessage(conversationId, second.promptId))
    expect(describeBranch()).toEqual(['one', 'eins'])
    expect(history.getSummary(conversationId)).toMatchObject({ title: 'one', excerpt: 'eins' })
    expect(unwrap(await history.find('fjords'))).toEqual([])
    expect(history.deleteMessage(conversationId, second.answerId)).toMatchObject(refused)
    expect(history.beginRun(createRunStart('more', { conversationId, parentId: second.answerId }))).toMatchObject(refused)
    expect(history.showBranch(conversationId, second.promptId, 'current')).toMatchObject(refused)

    expect(history.undoDeleteMessage(conversationId, second.promptId).ok).toBe(true)
    expect(unwrap(history.open(conversationId))).toEqual(before)
    expect(unwrap(await history.find('fjords'))).toHaveLength(2)
  })

  test('shows a sibling instead, the previous one first', () => {
    const { promptId, answerId } = saveBranchTurn('one', 'eins')
    const second = saveOtherAnswer(promptId, 'un')
    saveBranchTurn('two', 'deux', second)
    const third = saveOtherAnswer(promptId, 'uno')
    const fourth = saveOtherAnswer(promptId, 'ein')
    unwrap(history.showBranch(conversationId, third, 'current'))
    unwrap(history.deleteMessage(conversationId, third))
    expect(describeBranch()).toEqual(['one', 'un 2/3', 'two', 'deux'])
    unwrap(history.deleteMessage(conversationId, fourth))
    expect(describeBranch()).toEqual(['one', 'un 2/2', 'two', 'deux'])
    unwrap(history.showBranch(conversationId, answerId, 'current'))
    unwrap(history.deleteMessage(conversationId, answerId))
    expect(describeBranch()).toEqual(['one', 'un', 'two', 'deux'])
    unwrap(history.undoDeleteMessage(conversationId, third))
    expect(describeBranch()).toEqual(['one', 'uno 2/2'])
  })

  test('of another branch changes nothing that is shown', () => {
    const { promptId, answerId } = saveBranchTurn('one', 'eins')
    saveOtherAnswer(promptId, 'un')
    const last = saveOtherAnswer(promptId, 'uno')
    unwrap(history.showBranch(conversationId, answerId, 'current'))
    unwrap(history.deleteMessage(conversationId, last))
    expect(describeBranch()).toEqual(['one', 'eins 1/2'])
  })

  test('works for the only answer, and for the only prompt', () => {
    const { promptId, answerId } = saveBranchTurn('one', 'eins')
    unwrap(history.deleteMessage(conversationId, answerId))
    expect(describeBranch()).toEqual(['one'])
    expect(history.getSummary(conversationId)).toMatchObject({ title: 'one', excerpt: 'one' })
    unwrap(history.deleteMessage(conversationId, promptId))
    expect(describeBranch()).toEqual([])
    expect(history.getSummary(conversationId)).toMatchObject({ title: '', excerpt: '' })
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(describeBranch()).toEqual(['one'])
    unwrap(history.undoDeleteMessage(conversationId, answerId))
    expect(describeBranch()).toEqual(['one', 'eins'])
  })

  test('derives the title from the remaining prompts, unless there is a custom title', () => {
    const { promptId } = saveBranchTurn('one', 'eins')
    saveBranchTurn('other', 'anders')
    unwrap(history.deleteMessage(conversationId, promptId))
    expect(history.getSummary(conversationId)).toMatchObject({ title: 'other', excerpt: 'anders' })
    expect(describeBranch()).toEqual(['other', 'anders'])
    unwrap(history.rename(conversationId, 'Numbers'))
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(history.getSummary(conversationId)?.title).toBe('Numbers')
    expect(unwrap(history.rename(conversationId, '')).title).toBe('one')
  })

  test('before its prompt is undone only together with the prompt', async () => {
    const { promptId, answerId } = saveBranchTurn('one', 'eins')
    const other = saveBranchTurn('other', 'anders')
    // Deletions in the same millisecond would count as one.
    mock.timers.enable({ apis: ['Date'], now: 1_000 })
    unwrap(history.deleteMessage(conversationId, answerId))
    mock.timers.setTime(1_001)
    unwrap(history.deleteMessage(conversationId, promptId))
    mock.timers.reset()
    unwrap(history.undoDeleteMessage(conversationId, answerId))
    expect(messages().map(({ id }) => id)).toEqual([other.promptId, other.answerId])
    expect(unwrap(await history.find('eins'))).toEqual([])
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(describeBranch()).toEqual(['one 1/2', 'eins'])
  })

  test('keeps an answer that ends later out of the list', () => {
    const start = createRunStart('Why?', { conversationId })
    unwrap(history.beginRun(start))
    unwrap(history.deleteMessage(conversationId, start.runId))
    expect(unwrap(history.endRun(start.runId, createRunResult('Because.'))).conversation).toMatchObject({ excerpt: 'Why?' })
    expect(describeBranch()).toEqual(['Why?'])
  })
})
