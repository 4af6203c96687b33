// Comparisons: which answers are shown side by side, picking one, showing them again, and deleting them.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../electron/history/history.ts'
import { maxComparedModels } from '../../../../shared/types/messages.ts'
import {
  createRunResult,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  createRunStart,
  unwrap,
} from '../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
let conversationId: string
let comparisonId: string
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
  conversationId = randomUUID()
  comparisonId = randomUUID()
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const refused = { ok: false, failure: { code: 'bad-input' } }

/** Saves one prompt with an answer by each of these models, whose text is the model's name. */
function saveComparison(models: readonly string[], parentId: string | null = null) {
  const first = createRunStart('Why?', { conversationId, comparisonId, parentId, model: models[0] ?? '' })
  unwrap(history.beginRun(first))
  const promptId = first.prompt.id
  const others = models.slice(1).map((model) => beginComparedAnswer(promptId, model))
  const answerIds = [first.runId, ...others]
  for (const [index, id] of answerIds.entries()) unwrap(history.endRun(id, createRunResult(models[index] ?? '')))
  return { promptId, answerIds, idOf: (model: string) => answerIds[models.indexOf(model)] ?? '' }
}

/** Begins another answer of the comparison. */
function beginComparedAnswer(promptId: string, model: string, kind: 'regenerate' | 'continue' = 'regenerate'): string {
  const start = { ...createRunStart(''), conversationId, comparisonId, model, prompt: { kind, id: promptId } } as const
  unwrap(history.beginRun(start))
  return start.runId
}

function saveComparedAnswer(promptId: string, model: string, text: string, kind: 'regenerate' | 'continue' = 'regenerate'): string {
  const id = beginComparedAnswer(promptId, model, kind)
  unwrap(history.endRun(id, createRunResult(text)))
  return id
}

/** The texts that are shown, with the answers side by side after a bar. */
function describeConversation(): string {
  const conversation = unwrap(history.open(conversationId))
  const messageTexts = conversation?.messages.map(({ text }) => text).join(', ') ?? ''
  return conversation?.comparison == null ? messageTexts : `${messageTexts} | ${conversation.comparison.map(({ text }) => text).join(', ')}`
}

test.describe('comparison', () => {
  test('shows its answers side by side, in the order of the models, also after a restart', async () => {
    saveComparison(['b', 'a', 'c'])
    expect(describeConversation()).toBe('Why? | b, a, c')
    expect(unwrap(history.readFullBranch(conversationId)).comparison?.map(({ model }) => model)).toEqual(['b', 'a', 'c'])
    await history.close()
    history = await openTestHistory(folder.path)
    expect(describeConversation()).toBe('Why? | b, a, c')
  })

  test('is not shown with a single answer', () => {
    unwrap(history.beginRun(createRunStart('Why?', { conversationId, comparisonId })))
    expect(unwrap(history.open(conversationId))).toMatchObject({ comparison: null, messages: [{ kind: 'prompt' }, { kind: 'answer' }] })
  })

  test('shows the newest answer of each model', () => {
    const { promptId, idOf } = saveComparison(['a', 'b'])
    saveComparedAnswer(promptId, 'a', 'a once more')
    expect(describeConversation()).toBe('Why? | a once more, b')
    // As the card of a failed answer requests it.
    const continuedRun = {
      ...createRunStart(''),
      conversationId,
      comparisonId,
      model: 'b',
      prompt: { kind: 'regenerate', id: promptId },
    } as const
    unwrap(history.beginRun(continuedRun))
    unwrap(history.endRun(continuedRun.runId, createRunResult('b, be', { outcome: { kind: 'interrupted' } })))
    saveComparedAnswer(continuedRun.runId, 'b', 'b, because', 'continue')
    expect(describeConversation()).toBe('Why? | a once more, b, because')
    expect(idOf('a')).not.toBe('')
  })

  test('is shown again on request, unless the answer has no siblings in it', () => {
    const { promptId, idOf } = saveComparison(['a', 'b'])
    unwrap(history.pickAnswer(conversationId, idOf('a')))
    unwrap(history.showComparison(conversationId, idOf('a')))
    expect(describeConversation()).toBe('Why? | a, b')
    const singleTurn = savePromptAndAnswer(history, 'One', 'eins')
    expect(history.showComparison(singleTurn.conversationId, singleTurn.answerId)).toMatchObject(refused)
    expect(history.showComparison(conversationId, promptId)).toMatchObject(refused)
    expect(history.pickAnswer(conversationId, promptId)).toMatchObject(refused)
  })

  test('ends when the prompt is sent to one model', () => {
    const { promptId } = saveComparison(['a', 'b'])
    unwrap(history.beginRun({ ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: promptId } }))
    expect(unwrap(history.open(conversationId))?.comparison).toBeNull()
  })

  test('belongs to one prompt and has at most four models; a refused run saves nothing', () => {
    const { promptId } = saveComparison(['a', 'b', 'c', 'd'])
    expect(maxComparedModels).toBe(4)
    const regeneratePrompt = { kind: 'regenerate', id: promptId } as const
    expect(history.beginRun({ ...createRunStart(''), conversationId, comparisonId, model: 'e', prompt: regeneratePrompt })).toMatchObject(
      refused,
    )
    const before = unwrap(history.open(conversationId))
    expect(history.beginRun(createRunStart('Another', { conversationId, comparisonId, model: 'a' }))).toMatchObject(refused)
    const other = savePromptAndAnswer(history, 'Elsewhere', 'there')
    const otherPrompt = { kind: 'regenerate', id: other.promptId } as const
    expect(
      history.beginRun({ ...createRunStart(''), conversationId: other.conversationId, comparisonId, prompt: otherPrompt }),
    ).toMatchObject(refused)
    expect(unwrap(history.open(conversationId))).toEqual(before)
    expect(history.beginRun({ ...createRunStart(''), conversationId, comparisonId, model: 'd', prompt: regeneratePrompt }).ok).toBe(true)
  })

  test('belongs to one of two versions of a prompt', () => {
    const first = saveComparison(['a', 'b'])
    comparisonId = randomUUID()
    const second = saveComparison(['a', 'b', 'c'])
    expect(describeConversation()).toBe('Why? | a, b, c')
    unwrap(history.showBranch(conversationId, second.promptId, 'previous'))
    expect(describeConversation()).toBe('Why? | a, b')
    unwrap(history.showBranch(conversationId, first.promptId, 'next'))
    expect(describeConversation()).toBe('Why? | a, b, c')
    unwrap(history.deleteMessage(conversationId, second.promptId))
    expect(describeConversation()).toBe('Why? | a, b')
    unwrap(history.undoDeleteMessage(conversationId, second.promptId))
    expect(describeConversation()).toBe('Why? | a, b, c')
  })

  test('is shown again with its prompt, whatever its sibling was asked', () => {
    const { promptId } = saveComparison(['a', 'b'])
    savePromptAndAnswer(history, 'Why not?', 'because', { conversationId, comparisonId: null })
    expect(describeConversation()).toBe('Why not?, because')
    unwrap(history.showBranch(conversationId, promptId, 'current'))
    expect(describeConversation()).toBe('Why? | a, b')
  })

  test('stays when a search leads to one of its answers, and not when it leads to an older one', () => {
    const { promptId, idOf } = saveComparison(['a', 'b'])
    saveComparedAnswer(promptId, 'a', 'a once more')
    unwrap(history.showBranch(conversationId, idOf('b'), 'current'))
    expect(describeConversation()).toBe('Why? | a once more, b')
    unwrap(history.showBranch(conversationId, idOf('a'), 'current'))
    expect(describeConversation()).toBe('Why?, a')
  })

  test('is interrupted by a crash with the saved text of each answer', async () => {
    const start = createRunStart('Why?', { conversationId, comparisonId, model: 'a' })
    unwrap(history.beginRun(start))
    const other = beginComparedAnswer(start.prompt.id, 'b')
    unwrap(history.savePartial(start.runId, 'one half', '', 1))
    unwrap(history.savePartial(other, 'another half', '', 1))
    await history.close()
    history = await openTestHistory(folder.path)
    const { comparison: answers } = unwrap(history.open(conversationId)) ?? {}
    expect(answers?.map(({ text, outcome }) => [text, outcome.kind])).toEqual([
      ['one half', 'interrupted'],
      ['another half', 'interrupted'],
    ])
  })

  test('is not copied by a fork, which ends with one answer', async () => {
    const { idOf } = saveComparison(['a', 'b'])
    const copy = unwrap(await history.fork(conversationId, idOf('a')))
    expect(unwrap(history.open(copy))).toMatchObject({ comparison: null, messages: [{ text: 'Why?' }, { text: 'a', comparisonId: null }] })
  })
})

test.describe('picked answer', () => {
  test('ends the branch, gives the conversation its model, and keeps the others as siblings', () => {
    const { idOf } = saveComparison(['a', 'b', 'c'])
    unwrap(history.pickAnswer(conversationId, idOf('b')))
    expect(describeConversation()).toBe('Why?, b')
    expect(history.getSummary(conversationId)).toMatchObject({ model: 'b', excerpt: 'b' })
    expect(unwrap(history.open(conversationId))?.messages.at(-1)?.siblings).toEqual({ ordinal: 2, count: 3, comparedCount: 3 })
  })

  test('continues at the end of its branch', () => {
    const { idOf } = saveComparison(['a', 'b'])
    unwrap(history.pickAnswer(conversationId, idOf('a')))
    savePromptAndAnswer(history, 'And then?', 'Then this.', { conversationId, parentId: idOf('a') })
    unwrap(history.showComparison(conversationId, idOf('b')))
    expect(describeConversation()).toBe('Why? | a, b')
    unwrap(history.pickAnswer(conversationId, idOf('a')))
    expect(describeConversation()).toBe('Why?, a, And then?, Then this.')
  })

  test('stays alone when the messages after it are deleted', () => {
    const { idOf } = saveComparison(['a', 'b'])
    unwrap(history.pickAnswer(conversationId, idOf('a')))
    const next = savePromptAndAnswer(history, 'And then?', 'Then this.', { conversationId, parentId: idOf('a') })
    unwrap(history.deleteMessage(conversationId, next.promptId))
    expect(describeConversation()).toBe('Why?, a')
  })

  test('is the excerpt, not an answer that ends later', () => {
    const start = createRunStart('Why?', { conversationId, comparisonId, model: 'a' })
    unwrap(history.beginRun(start))
    const lateAnswer = beginComparedAnswer(start.prompt.id, 'b')
    unwrap(history.endRun(start.runId, createRunResult('chosen')))
    unwrap(history.pickAnswer(conversationId, start.runId))
    unwrap(history.endRun(lateAnswer, createRunResult('late')))
    expect(history.getSummary(conversationId)?.excerpt).toBe('chosen')
  })
})

test.describe('deleting saveComparison answers', () => {
  test('leaves two of three, ends a comparison of two, and can be undone', () => {
    const { idOf } = saveComparison(['a', 'b', 'c'])
    unwrap(history.deleteMessage(conversationId, idOf('c')))
    expect(describeConversation()).toBe('Why? | a, b')
    unwrap(history.deleteMessage(conversationId, idOf('a')))
    expect(describeConversation()).toBe('Why?, b')
    unwrap(history.undoDeleteMessage(conversationId, idOf('a')))
    expect(describeConversation()).toBe('Why? | a, b')
    unwrap(history.undoDeleteMessage(conversationId, idOf('c')))
    expect(describeConversation()).toBe('Why? | a, b, c')
    expect([idOf('a'), idOf('c')].map(history.isDeleted)).toEqual([false, false])
  })

  test('keeps the remaining ones side by side when an older sibling precedes the deleted one', () => {
    const first = savePromptAndAnswer(history, 'Why?', 'alone', { conversationId })
    const [oldestAnswer = ''] = ['a', 'b', 'c'].map((model) => saveComparedAnswer(first.promptId, model, model))
    unwrap(history.showComparison(conversationId, oldestAnswer))
    unwrap(history.deleteMessage(conversationId, oldestAnswer))
    expect(describeConversation()).toBe('Why? | b, c')
  })

  test('with their prompt is undone side by side', () => {
    const { promptId, idOf } = saveComparison(['a', 'b'], savePromptAndAnswer(history, 'Hello', 'hi', { conversationId }).answerId)
    unwrap(history.deleteMessage(conversationId, promptId))
    expect(describeConversation()).toBe('Hello, hi')
    expect(history.isDeleted(idOf('a'))).toBe(true)
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(describeConversation()).toBe('Hello, hi, Why? | a, b')
  })

  test('cannot be undone when other models have filled the comparison, not even by a later undo', () => {
    const { promptId, idOf } = saveComparison(['a', 'b', 'c', 'd'])
    unwrap(history.deleteMessage(conversationId, idOf('c')))
    unwrap(history.deleteMessage(conversationId, idOf('d')))
    saveComparedAnswer(promptId, 'e', 'e')
    unwrap(history.undoDeleteMessage(conversationId, idOf('c')))
    expect(describeConversation()).toBe('Why? | a, b, c, e')
    expect(history.undoDeleteMessage(conversationId, idOf('d'))).toMatchObject(refused)
    expect(describeConversation()).toBe('Why? | a, b, c, e')
    unwrap(history.deleteMessage(conversationId, promptId))
    expect(history.undoDeleteMessage(conversationId, idOf('d'))).toMatchObject(refused)
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(describeConversation()).toBe('Why? | a, b, c, e')
  })

  test('can be undone when its own model was asked again meanwhile', () => {
    const { promptId, idOf } = saveComparison(['a', 'b', 'c', 'd'])
    unwrap(history.deleteMessage(conversationId, idOf('d')))
    saveComparedAnswer(promptId, 'd', 'd once more')
    unwrap(history.undoDeleteMessage(conversationId, idOf('d')))
    expect(describeConversation()).toBe('Why? | a, b, c, d once more')
  })
})
