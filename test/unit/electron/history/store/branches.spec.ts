// The tree of a conversation: going from one branch to another, and deleting a message with what follows it.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import { endOf, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof makeFolder>
let history: History
let conversationId: string
test.beforeEach(async () => {
  folder = makeFolder()
  history = await open(folder.path)
  conversationId = randomUUID()
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const turn = (prompt: string, answer: string, parentId: string | null = null) =>
  saveTurn(history, prompt, answer, { conversationId, parentId })

function answeredAgain(promptId: string, text: string): string {
  const start = { ...startOf(''), conversationId, prompt: { kind: 'again', id: promptId } } as const
  valueOf(history.beginRun(start))
  valueOf(history.endRun(start.runId, endOf(text)))
  return start.runId
}

const messages = () => valueOf(history.open(conversationId))?.messages ?? []
/** What is shown, with the place of each that does not stand alone: "two, edited 2/2". */
const shown = () => messages().map(({ text, siblings: { place, count } }) => (count === 1 ? text : `${text} ${place}/${count}`))
const refused = { ok: false, failure: { code: 'bad-input' } }

test('tells of each message its place among those beside it, also of first prompts', () => {
  const first = turn('one', 'eins')
  turn('other', 'anders')
  expect(shown()).toEqual(['other 2/2', 'anders'])
  valueOf(history.showBranch(conversationId, first.promptId, 'itself'))
  turn('two', 'zwei', first.answerId)
  const { promptId } = turn('two, edited', 'zwei!', first.answerId)
  answeredAgain(promptId, 'deux')
  answeredAgain(promptId, 'due')
  saveTurn(history, 'elsewhere', 'dort')
  expect(shown()).toEqual(['one 1/2', 'eins', 'two, edited 2/2', 'due 3/3'])
})

test('goes from sibling to sibling, to the newest that was said there, and not beyond the ends', () => {
  const first = turn('one', 'eins')
  const { answerId } = turn('two', 'zwei', first.answerId)
  const { promptId } = turn('three', 'drei', answerId)
  answeredAgain(promptId, 'trois')
  const other = answeredAgain(first.promptId, 'un')
  expect(shown()).toEqual(['one', 'un 2/2'])
  expect(history.showBranch(conversationId, other, 'previous').ok).toBe(true)
  expect(shown()).toEqual(['one', 'eins 1/2', 'two', 'zwei', 'three', 'trois 2/2'])
  expect(history.showBranch(conversationId, first.answerId, 'previous')).toMatchObject(refused)
  expect(history.showBranch(conversationId, first.answerId, 'next').ok).toBe(true)
  expect(shown()).toEqual(['one', 'un 2/2'])
  expect(history.showBranch(conversationId, other, 'next')).toMatchObject(refused)
})

test('shows the branch of a message that is looked for, and stays where that message is shown already', () => {
  const first = turn('one', 'eins')
  const left = turn('two', 'zwei', first.answerId)
  const right = turn('two, edited', 'zwei!', first.answerId)
  valueOf(history.showBranch(conversationId, left.promptId, 'itself'))
  expect(shown()).toEqual(['one', 'eins', 'two 1/2', 'zwei'])
  // Newer things stand below it, in the other branch.
  valueOf(history.showBranch(conversationId, first.promptId, 'itself'))
  expect(shown()).toEqual(['one', 'eins', 'two 1/2', 'zwei'])
  valueOf(history.showBranch(conversationId, right.answerId, 'itself'))
  expect(shown()).toEqual(['one', 'eins', 'two, edited 2/2', 'zwei!'])
})

test('refuses a message of another conversation, one that is not there, and one of a deleted conversation', () => {
  const { promptId } = turn('one', 'eins')
  const other = saveTurn(history, 'other', 'anders')
  for (const id of [other.promptId, randomUUID()]) {
    expect(history.showBranch(conversationId, id, 'itself')).toMatchObject(refused)
    expect(history.deleteMessage(conversationId, id)).toMatchObject(refused)
    expect(history.undoDeleteMessage(conversationId, id)).toMatchObject(refused)
  }
  expect(history.undoDeleteMessage(conversationId, promptId)).toMatchObject(refused)
  valueOf(history.delete(conversationId))
  expect(history.deleteMessage(conversationId, promptId)).toMatchObject(refused)
})

test('hides a deleted message with what follows it, and brings back just that', async () => {
  const first = turn('one', 'eins')
  const second = turn('two fjords', 'zwei', first.answerId)
  turn('three', 'drei fjords', second.answerId)
  const before = valueOf(history.open(conversationId))
  valueOf(history.deleteMessage(conversationId, second.promptId))
  expect(shown()).toEqual(['one', 'eins'])
  expect(history.summary(conversationId)).toMatchObject({ title: 'one', excerpt: 'eins' })
  expect(valueOf(await history.find('fjords'))).toEqual([])
  expect(history.deleteMessage(conversationId, second.answerId)).toMatchObject(refused)
  expect(history.beginRun(startOf('more', { conversationId, parentId: second.answerId }))).toMatchObject(refused)
  expect(history.showBranch(conversationId, second.promptId, 'itself')).toMatchObject(refused)

  expect(history.undoDeleteMessage(conversationId, second.promptId).ok).toBe(true)
  expect(valueOf(history.open(conversationId))).toEqual(before)
  expect(valueOf(await history.find('fjords'))).toHaveLength(2)
})

test('shows what stands beside a deleted message, the one before it first', () => {
  const { promptId, answerId } = turn('one', 'eins')
  const second = answeredAgain(promptId, 'un')
  turn('two', 'deux', second)
  const third = answeredAgain(promptId, 'uno')
  const fourth = answeredAgain(promptId, 'ein')
  valueOf(history.showBranch(conversationId, third, 'itself'))
  valueOf(history.deleteMessage(conversationId, third))
  expect(shown()).toEqual(['one', 'un 2/3', 'two', 'deux'])
  valueOf(history.deleteMessage(conversationId, fourth))
  expect(shown()).toEqual(['one', 'un 2/2', 'two', 'deux'])
  valueOf(history.showBranch(conversationId, answerId, 'itself'))
  valueOf(history.deleteMessage(conversationId, answerId))
  expect(shown()).toEqual(['one', 'un', 'two', 'deux'])
  valueOf(history.undoDeleteMessage(conversationId, third))
  expect(shown()).toEqual(['one', 'uno 2/2'])
})

test('keeps showing what is shown when a message of another branch is deleted', () => {
  const { promptId, answerId } = turn('one', 'eins')
  answeredAgain(promptId, 'un')
  const last = answeredAgain(promptId, 'uno')
  valueOf(history.showBranch(conversationId, answerId, 'itself'))
  valueOf(history.deleteMessage(conversationId, last))
  expect(shown()).toEqual(['one', 'eins 1/2'])
})

test('an answer can be deleted from its prompt, and the only prompt from its conversation', () => {
  const { promptId, answerId } = turn('one', 'eins')
  valueOf(history.deleteMessage(conversationId, answerId))
  expect(shown()).toEqual(['one'])
  expect(history.summary(conversationId)).toMatchObject({ title: 'one', excerpt: 'one' })
  valueOf(history.deleteMessage(conversationId, promptId))
  expect(shown()).toEqual([])
  expect(history.summary(conversationId)).toMatchObject({ title: '', excerpt: '' })
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(shown()).toEqual(['one'])
  valueOf(history.undoDeleteMessage(conversationId, answerId))
  expect(shown()).toEqual(['one', 'eins'])
})

test('names the conversation by what is left when its first prompt is deleted, unless it has an own title', () => {
  const { promptId } = turn('one', 'eins')
  turn('other', 'anders')
  valueOf(history.deleteMessage(conversationId, promptId))
  expect(history.summary(conversationId)).toMatchObject({ title: 'other', excerpt: 'anders' })
  expect(shown()).toEqual(['other', 'anders'])
  valueOf(history.rename(conversationId, 'Numbers'))
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(history.summary(conversationId)?.title).toBe('Numbers')
  expect(valueOf(history.rename(conversationId, '')).title).toBe('one')
})

test('brings back what was deleted before its prompt only together with that', async () => {
  const { promptId, answerId } = turn('one', 'eins')
  const other = turn('other', 'anders')
  valueOf(history.deleteMessage(conversationId, answerId))
  // Of the same millisecond they would be one deletion.
  for (const at = Date.now(); Date.now() === at;) await new Promise(setImmediate)
  valueOf(history.deleteMessage(conversationId, promptId))
  valueOf(history.undoDeleteMessage(conversationId, answerId))
  expect(messages().map(({ id }) => id)).toEqual([other.promptId, other.answerId])
  expect(valueOf(await history.find('eins'))).toEqual([])
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(shown()).toEqual(['one 1/2', 'eins'])
})

test('leaves nothing of an answer that ends after it was deleted in the list', () => {
  const start = startOf('Why?', { conversationId })
  valueOf(history.beginRun(start))
  valueOf(history.deleteMessage(conversationId, start.runId))
  expect(valueOf(history.endRun(start.runId, endOf('Because.'))).conversation).toMatchObject({ excerpt: 'Why?' })
  expect(shown()).toEqual(['Why?'])
})
