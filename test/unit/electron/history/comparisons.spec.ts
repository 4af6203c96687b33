// Answers side by side: which of them are shown, going on with one, showing them again, and what deleting leaves.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { deletedMessages } from '../../../../electron/history/migrations/003-deleted-messages.ts'
import { conversations } from '../../../../electron/history/migrations/001-conversations.ts'
import { keys } from '../../../../electron/history/migrations/002-keys.ts'
import { setups } from '../../../../electron/history/migrations/004-setups.ts'
import { migrate } from '../../../../electron/history/migrate.ts'
import type { History } from '../../../../electron/history/history.ts'
import { mostCompared } from '../../../../shared/types/conversations.ts'
import { endOf, makeFolder, open, saveTurn, startOf, valueOf } from '../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof makeFolder>
let history: History
let conversationId: string
let comparison: string
test.beforeEach(async () => {
  folder = makeFolder()
  history = await open(folder.path)
  conversationId = randomUUID()
  comparison = randomUUID()
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const refused = { ok: false, failure: { code: 'bad-input' } }

/** One prompt to these models side by side, each with its name as its answer; gives the prompt's id and theirs. */
function compared(models: readonly string[], parentId: string | null = null) {
  const first = startOf('Why?', { conversationId, comparison, parentId, model: models[0] ?? '' })
  valueOf(history.beginRun(first))
  const promptId = first.prompt.id
  const others = models.slice(1).map((model) => besides(promptId, model))
  const answerIds = [first.runId, ...others]
  for (const [index, id] of answerIds.entries()) valueOf(history.endRun(id, endOf(models[index] ?? '')))
  return { promptId, answerIds, idOf: (model: string) => answerIds[models.indexOf(model)] ?? '' }
}

/** Begins another answer of the comparison. */
function besides(promptId: string, model: string, kind: 'again' | 'continue' = 'again'): string {
  const start = { ...startOf(''), conversationId, comparison, model, prompt: { kind, id: promptId } } as const
  valueOf(history.beginRun(start))
  return start.runId
}

function answeredBesides(promptId: string, model: string, text: string, kind: 'again' | 'continue' = 'again'): string {
  const id = besides(promptId, model, kind)
  valueOf(history.endRun(id, endOf(text)))
  return id
}

/** What is shown: messages one after the other, and what is side by side behind a bar. */
function shown(): string {
  const conversation = valueOf(history.open(conversationId))
  const said = conversation?.messages.map(({ text }) => text).join(', ') ?? ''
  return conversation?.comparison == null ? said : `${said} | ${conversation.comparison.map(({ text }) => text).join(', ')}`
}

test('shows the answers of a comparison side by side, in the order in which they were asked for, also when it is opened again', async () => {
  compared(['b', 'a', 'c'])
  expect(shown()).toBe('Why? | b, a, c')
  expect(valueOf(history.whole(conversationId)).comparison?.map(({ model }) => model)).toEqual(['b', 'a', 'c'])
  await history.close()
  history = await open(folder.path)
  expect(shown()).toBe('Why? | b, a, c')
})

test('one answer is not side by side with anything', () => {
  valueOf(history.beginRun(startOf('Why?', { conversationId, comparison })))
  expect(valueOf(history.open(conversationId))).toMatchObject({ comparison: null, messages: [{ kind: 'prompt' }, { kind: 'answer' }] })
})

test('the newest answer of each model is the one that is shown, in its place', () => {
  const { promptId, idOf } = compared(['a', 'b'])
  answeredBesides(promptId, 'a', 'a once more')
  expect(shown()).toBe('Why? | a once more, b')
  // Asked for as by a card that says that it failed.
  const cut = { ...startOf(''), conversationId, comparison, model: 'b', prompt: { kind: 'again', id: promptId } } as const
  valueOf(history.beginRun(cut))
  valueOf(history.endRun(cut.runId, endOf('b, be', { outcome: { kind: 'interrupted' } })))
  answeredBesides(cut.runId, 'b', 'b, because', 'continue')
  expect(shown()).toBe('Why? | a once more, b, because')
  expect(idOf('a')).not.toBe('')
})

test('going on with one answer makes it the end of the branch, with its model, and the others stand beside it', () => {
  const { idOf } = compared(['a', 'b', 'c'])
  valueOf(history.pick(conversationId, idOf('b')))
  expect(shown()).toBe('Why?, b')
  expect(history.summary(conversationId)).toMatchObject({ model: 'b', excerpt: 'b' })
  expect(valueOf(history.open(conversationId))?.messages.at(-1)?.siblings).toEqual({ place: 2, count: 3, compared: 3 })
})

test('an answer that was said more to is gone on with where that ended', () => {
  const { idOf } = compared(['a', 'b'])
  valueOf(history.pick(conversationId, idOf('a')))
  saveTurn(history, 'And then?', 'Then this.', { conversationId, parentId: idOf('a') })
  valueOf(history.compare(conversationId, idOf('b')))
  expect(shown()).toBe('Why? | a, b')
  valueOf(history.pick(conversationId, idOf('a')))
  expect(shown()).toBe('Why?, a, And then?, Then this.')
})

test('shows a comparison side by side again, and refuses to where nothing stands beside the answer', () => {
  const { promptId, idOf } = compared(['a', 'b'])
  valueOf(history.pick(conversationId, idOf('a')))
  valueOf(history.compare(conversationId, idOf('a')))
  expect(shown()).toBe('Why? | a, b')
  const alone = saveTurn(history, 'One', 'eins')
  expect(history.compare(alone.conversationId, alone.answerId)).toMatchObject(refused)
  expect(history.compare(conversationId, promptId)).toMatchObject(refused)
  expect(history.pick(conversationId, promptId)).toMatchObject(refused)
})

test('a prompt that is sent to one model ends the comparison', () => {
  const { promptId } = compared(['a', 'b'])
  valueOf(history.beginRun({ ...startOf(''), conversationId, prompt: { kind: 'again', id: promptId } }))
  expect(valueOf(history.open(conversationId))?.comparison).toBeNull()
})

test('deleting one of three leaves two, and one of two ends the comparison; each comes back to its place', () => {
  const { idOf } = compared(['a', 'b', 'c'])
  valueOf(history.deleteMessage(conversationId, idOf('c')))
  expect(shown()).toBe('Why? | a, b')
  valueOf(history.deleteMessage(conversationId, idOf('a')))
  expect(shown()).toBe('Why?, b')
  valueOf(history.undoDeleteMessage(conversationId, idOf('a')))
  expect(shown()).toBe('Why? | a, b')
  valueOf(history.undoDeleteMessage(conversationId, idOf('c')))
  expect(shown()).toBe('Why? | a, b, c')
  expect([idOf('a'), idOf('c')].map(history.isDeleted)).toEqual([false, false])
})

test('the answers that are left stay side by side also where another stands before the one that goes', () => {
  const first = saveTurn(history, 'Why?', 'alone', { conversationId })
  const [oldest = ''] = ['a', 'b', 'c'].map((model) => answeredBesides(first.promptId, model, model))
  valueOf(history.compare(conversationId, oldest))
  valueOf(history.deleteMessage(conversationId, oldest))
  expect(shown()).toBe('Why? | b, c')
})

test('what is deleted with the prompt comes back side by side', () => {
  const { promptId, idOf } = compared(['a', 'b'], saveTurn(history, 'Hello', 'hi', { conversationId }).answerId)
  valueOf(history.deleteMessage(conversationId, promptId))
  expect(shown()).toBe('Hello, hi')
  expect(history.isDeleted(idOf('a'))).toBe(true)
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(shown()).toBe('Hello, hi, Why? | a, b')
})

test('a search for words of an answer that is side by side leaves it there, and one for an older answer shows that', () => {
  const { promptId, idOf } = compared(['a', 'b'])
  answeredBesides(promptId, 'a', 'a once more')
  valueOf(history.showBranch(conversationId, idOf('b'), 'itself'))
  expect(shown()).toBe('Why? | a once more, b')
  valueOf(history.showBranch(conversationId, idOf('a'), 'itself'))
  expect(shown()).toBe('Why?, a')
})

test('a prompt that is come back to has its answers side by side, whatever was asked beside it', () => {
  const { promptId } = compared(['a', 'b'])
  saveTurn(history, 'Why not?', 'because', { conversationId, comparison: null })
  expect(shown()).toBe('Why not?, because')
  valueOf(history.showBranch(conversationId, promptId, 'itself'))
  expect(shown()).toBe('Why? | a, b')
})

test('each of two versions of a prompt has its own answers side by side', () => {
  const first = compared(['a', 'b'])
  comparison = randomUUID()
  const second = compared(['a', 'b', 'c'])
  expect(shown()).toBe('Why? | a, b, c')
  valueOf(history.showBranch(conversationId, second.promptId, 'previous'))
  expect(shown()).toBe('Why? | a, b')
  valueOf(history.showBranch(conversationId, first.promptId, 'next'))
  expect(shown()).toBe('Why? | a, b, c')
  valueOf(history.deleteMessage(conversationId, second.promptId))
  expect(shown()).toBe('Why? | a, b')
  valueOf(history.undoDeleteMessage(conversationId, second.promptId))
  expect(shown()).toBe('Why? | a, b, c')
})

test('an answer that was gone on with stays alone when what was said after it is deleted', () => {
  const { idOf } = compared(['a', 'b'])
  valueOf(history.pick(conversationId, idOf('a')))
  const next = saveTurn(history, 'And then?', 'Then this.', { conversationId, parentId: idOf('a') })
  valueOf(history.deleteMessage(conversationId, next.promptId))
  expect(shown()).toBe('Why?, a')
})

test('a comparison is of one prompt and of no more than four models, and a refused one leaves nothing behind', () => {
  const { promptId } = compared(['a', 'b', 'c', 'd'])
  expect(mostCompared).toBe(4)
  const again = { kind: 'again', id: promptId } as const
  expect(history.beginRun({ ...startOf(''), conversationId, comparison, model: 'e', prompt: again })).toMatchObject(refused)
  const before = valueOf(history.open(conversationId))
  expect(history.beginRun(startOf('Another', { conversationId, comparison, model: 'a' }))).toMatchObject(refused)
  const other = saveTurn(history, 'Elsewhere', 'there')
  const elsewhere = { kind: 'again', id: other.promptId } as const
  expect(history.beginRun({ ...startOf(''), conversationId: other.conversationId, comparison, prompt: elsewhere })).toMatchObject(refused)
  expect(valueOf(history.open(conversationId))).toEqual(before)
  expect(history.beginRun({ ...startOf(''), conversationId, comparison, model: 'd', prompt: again }).ok).toBe(true)
})

test('an answer whose place another model has taken is not taken back, also with what was deleted later', () => {
  const { promptId, idOf } = compared(['a', 'b', 'c', 'd'])
  valueOf(history.deleteMessage(conversationId, idOf('c')))
  valueOf(history.deleteMessage(conversationId, idOf('d')))
  answeredBesides(promptId, 'e', 'e')
  valueOf(history.undoDeleteMessage(conversationId, idOf('c')))
  expect(shown()).toBe('Why? | a, b, c, e')
  expect(history.undoDeleteMessage(conversationId, idOf('d'))).toMatchObject(refused)
  expect(shown()).toBe('Why? | a, b, c, e')
  valueOf(history.deleteMessage(conversationId, promptId))
  expect(history.undoDeleteMessage(conversationId, idOf('d'))).toMatchObject(refused)
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(shown()).toBe('Why? | a, b, c, e')
})

test('an answer whose model was asked again meanwhile is taken back, as that model has its column already', () => {
  const { promptId, idOf } = compared(['a', 'b', 'c', 'd'])
  valueOf(history.deleteMessage(conversationId, idOf('d')))
  answeredBesides(promptId, 'd', 'd once more')
  valueOf(history.undoDeleteMessage(conversationId, idOf('d')))
  expect(shown()).toBe('Why? | a, b, c, d once more')
})

test('all that was being written side by side is interrupted by a crash, with what was saved of each', async () => {
  const start = startOf('Why?', { conversationId, comparison, model: 'a' })
  valueOf(history.beginRun(start))
  const other = besides(start.prompt.id, 'b')
  valueOf(history.savePartial(start.runId, 'one half', '', 1))
  valueOf(history.savePartial(other, 'another half', '', 1))
  await history.close()
  history = await open(folder.path)
  const { comparison: answers } = valueOf(history.open(conversationId)) ?? {}
  expect(answers?.map(({ text, outcome }) => [text, outcome.kind])).toEqual([
    ['one half', 'interrupted'],
    ['another half', 'interrupted'],
  ])
})

test('an answer that ends after another was chosen is not what was said last', () => {
  const start = startOf('Why?', { conversationId, comparison, model: 'a' })
  valueOf(history.beginRun(start))
  const late = besides(start.prompt.id, 'b')
  valueOf(history.endRun(start.runId, endOf('chosen')))
  valueOf(history.pick(conversationId, start.runId))
  valueOf(history.endRun(late, endOf('late')))
  expect(history.summary(conversationId)?.excerpt).toBe('chosen')
})

test('a copy of a conversation has the one answer up to which it goes, and no comparison', async () => {
  const { idOf } = compared(['a', 'b'])
  const copy = valueOf(await history.fork(conversationId, idOf('a')))
  expect(valueOf(history.open(copy))).toMatchObject({ comparison: null, messages: [{ text: 'Why?' }, { text: 'a', comparison: null }] })
})

test('in a history from before there were comparisons every answer stands alone', async () => {
  await history.close()
  folder.remove()
  folder = makeFolder()
  const before = new sqlite(join(folder.path, 'history.sqlite'))
  migrate(before, [conversations, keys, deletedMessages, setups])
  before.exec(`insert into conversations (number, id, first_words, updated_at, excerpt, leaf) values (1, 'c', 'Why?', 1, 'Because.', 2)`)
  before.exec(
    `insert into messages (number, id, conversation, parent, kind, created_at) values (1, 'p', 1, null, 'prompt', 1), (2, 'a', 1, 1, 'answer', 2)`,
  )
  before.exec(`insert into runs (answer, model, task, outcome) values (2, 'org/model', 'chat', 'finished')`)
  before.close()
  history = await open(folder.path)
  expect(valueOf(history.open('c'))).toMatchObject({
    comparison: null,
    messages: [{ id: 'p' }, { id: 'a', comparison: null, siblings: { compared: 0 } }],
  })
})
