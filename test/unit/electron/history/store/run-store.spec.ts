// Saving a run: the prompt before anything else, the answer as it grows, its end, and the tree that retries and edits create.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../../electron/history/database.ts'
import type { History } from '../../../../../electron/history/history.ts'
import { defaultTask, taskNames } from '../../../../../shared/tasks.ts'
import type { Outcome } from '../../../../../shared/types/messages.ts'
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

/** Restarts, and opens the conversation. */
async function reopenConversation(conversationId: string) {
  await history.close()
  history = await openTestHistory(folder.path)
  return unwrap(history.open(conversationId))
}

const outcomes: readonly Outcome[] = [
  { kind: 'length' },
  { kind: 'filtered' },
  { kind: 'stopped' },
  { kind: 'interrupted' },
  { kind: 'failed', failure: { code: 'too-many-requests', detail: 'status 429', retryAfterSeconds: 1.5 } },
  { kind: 'failed', failure: { code: 'offline' } },
]

async function setSavedTask(task: string): Promise<void> {
  const database = unwrap(await openDatabase(folder.path))
  database.prepare('update runs set task = ?').run(task)
  database.close()
}

/** Saves an answer that reached the maximum length, and creates the start of a run that continues it. */
function saveContinuation(text: string, reasoning = '') {
  const start = createRunStart('Why?')
  unwrap(history.beginRun(start))
  unwrap(history.endRun(start.runId, createRunResult(text, { reasoning, outcome: { kind: 'length' } })))
  const { conversationId, runId: cutOffRunId, prompt } = start
  return {
    cutOffRunId,
    promptId: prompt.id,
    start: { ...createRunStart(''), conversationId, prompt: { kind: 'continue', id: cutOffRunId } } as const,
  }
}

/** All saved answers, of every branch. */
async function readSavedAnswers(): Promise<readonly unknown[]> {
  const database = unwrap(await openDatabase(folder.path))
  const answers = database.prepare(
    `select messages.id, outcome, text from messages join runs on answer = messages.number left join texts on message = messages.number
     where messages.kind = 'answer' order by messages.number`,
  )
  const answerRows = answers.all()
  database.close()
  return answerRows
}

test.describe('beginning a run', () => {
  test('saves the prompt with its attachments, and a running answer', () => {
    const attachments = ['one', 'two'].map((name) => ({ kind: 'text', name, text: `text ${name}` }) as const)
    const start = createRunStart('Summarize this text', { attachments })
    expect(history.beginRun(start)).toEqual({ ok: true, value: { promptId: start.prompt.id, text: '', reasoning: '' } })
    const { messages } = unwrap(history.open(start.conversationId)) ?? {}
    const siblings = { ordinal: 1, count: 1, comparedCount: 0 }
    expect(messages).toEqual([
      { kind: 'prompt', id: start.prompt.id, parentId: null, text: 'Summarize this text', attachments, createdAt: 1_000, siblings },
      {
        kind: 'answer',
        id: start.runId,
        parentId: start.prompt.id,
        text: '',
        reasoning: '',
        model: 'org/model',
        task: 'chat',
        provider: null,
        outcome: { kind: 'running' },
        usage: null,
        keyName: null,
        style: null,
        comparisonId: null,
        startedAt: 1_000,
        firstTextMs: null,
        totalMs: null,
        siblings,
      },
    ])
  })

  test('saves nothing if any part of it is invalid', () => {
    const { conversationId, promptId, answerId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    const other = savePromptAndAnswer(history, 'Other', 'Other.')
    const invalidStarts = [
      createRunStart('id used', { id: promptId, conversationId, parentId: answerId }),
      createRunStart('run used', { runId: answerId, conversationId, parentId: answerId }),
      createRunStart('parent of another conversation', { conversationId, parentId: other.answerId }),
      createRunStart('parent unknown', { parentId: randomUUID() }),
      { ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: other.promptId } as const },
      { ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: answerId } as const },
      { ...createRunStart(''), conversationId, prompt: { kind: 'continue', id: promptId } as const },
      { ...createRunStart(''), conversationId, prompt: { kind: 'continue', id: randomUUID() } as const },
      // The answer is complete.
      { ...createRunStart(''), conversationId, prompt: { kind: 'continue', id: answerId } as const },
    ]
    const before = unwrap(history.list(null))
    for (const start of invalidStarts) expect(history.beginRun(start)).toMatchObject({ failure: { code: 'bad-input' } })
    expect(unwrap(history.list(null))).toEqual(before)
    expect(unwrap(history.open(conversationId))?.messages).toHaveLength(2)
  })
})

test.describe('running answer', () => {
  test('is shown as it was last saved', () => {
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    unwrap(history.savePartial(start.runId, '', 'Let me', 8.4))
    unwrap(history.savePartial(start.runId, 'Be', 'Let me think', 8.4))
    unwrap(history.savePartial(start.runId, 'Because', 'Let me think', 8.4))
    expect(unwrap(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({
      text: 'Because',
      reasoning: 'Let me think',
      firstTextMs: 8,
      outcome: { kind: 'running' },
    })
  })

  test('keeps a character that arrives in two halves', async () => {
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    for (const text of ['So \uD83D', 'So \uD83D\uDE00', 'So \uD83D\uDE00!']) unwrap(history.savePartial(start.runId, text, text, null))
    expect((await reopenConversation(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'So 😀!', reasoning: 'So 😀!' })
  })

  test('is written in chunks of what is new', async () => {
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    for (let length = 10_000; length <= 200_000; length += 10_000) {
      unwrap(history.savePartial(start.runId, 'x'.repeat(length), '', null))
    }
    const database = unwrap(await openDatabase(folder.path))
    expect(database.prepare('select sum(length(text)) as length, count(*) as count from chunks').get()).toEqual({
      length: 200_000,
      count: 20,
    })
    database.close()
    unwrap(history.endRun(start.runId, createRunResult('x'.repeat(200_000))))
    expect(unwrap(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'x'.repeat(200_000) })
  })

  test('becomes interrupted by a crash, with its saved text, which can be found', async () => {
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    unwrap(history.savePartial(start.runId, 'Because of the fjords', 'Hm.', 7))
    const conversation = await reopenConversation(start.conversationId)
    expect(conversation?.messages.at(-1)).toMatchObject({
      text: 'Because of the fjords',
      reasoning: 'Hm.',
      firstTextMs: 7,
      outcome: { kind: 'interrupted' },
    })
    expect(conversation?.excerpt).toBe('Because of the fjords')
    expect(unwrap(await history.find('fjords'))).toMatchObject([{ messageId: start.runId }])
  })
})

test.describe('ended run', () => {
  test('keeps everything that is known about it', async () => {
    const start = createRunStart('Why?', { task: 'continue', model: 'distilgpt2' })
    unwrap(history.beginRun(start))
    const usage = { inputTokens: 3, outputTokens: 5 }
    const result = createRunResult('Because. 😀\0\u2028', {
      reasoning: 'Hm.',
      provider: 'someone',
      usage,
      firstTextMs: 12.6,
      totalMs: 99.2,
    })
    const { key: _key, ...shownResult } = result
    const endedRun = unwrap(history.endRun(start.runId, { ...result, key: { id: '1', name: 'work' } }))
    const { conversationId: id, runId, prompt } = start
    const answer = { kind: 'answer', id: runId, parentId: prompt.id, model: 'distilgpt2', task: 'continue', startedAt: 1_000 } as const
    expect(endedRun).toEqual({
      conversation: { id, title: 'Why?', isPinned: false, model: 'distilgpt2', updatedAt: 1_099, excerpt: 'Because. 😀\0' },
      answer: { ...answer, ...shownResult, keyName: 'work', style: null, comparisonId: null, firstTextMs: 13, totalMs: 99 },
    })
    expect((await reopenConversation(id))?.messages.at(-1)).toEqual({
      ...endedRun.answer,
      siblings: { ordinal: 1, count: 1, comparedCount: 0 },
    })
  })

  for (const outcome of outcomes) {
    test(`keeps the outcome ${JSON.stringify(outcome)}`, async () => {
      const start = createRunStart('Why?')
      unwrap(history.beginRun(start))
      expect(unwrap(history.endRun(start.runId, createRunResult('Half', { outcome }))).answer.outcome).toEqual(outcome)
      expect((await reopenConversation(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'Half', outcome })
    })
  }

  test('cannot end or be saved again', () => {
    const { answerId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    for (const id of [answerId, randomUUID()]) {
      expect(history.endRun(id, createRunResult('Other'))).toMatchObject({ failure: { code: 'bad-input' } })
      expect(history.savePartial(id, 'Other', '', null)).toMatchObject({ failure: { code: 'bad-input' } })
    }
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    expect(history.endRun(start.runId, createRunResult('', { outcome: { kind: 'running' } }))).toMatchObject({
      failure: { code: 'bad-input' },
    })
  })

  test('reads as interrupted with its saved text if its end cannot be saved', async () => {
    const start = createRunStart('Why?')
    unwrap(history.beginRun(start))
    unwrap(history.savePartial(start.runId, 'Because', '', 1))
    const other = unwrap(await openDatabase(folder.path))
    other.exec(`create trigger no_end before update of outcome on runs begin select raise(abort, 'not now'); end`)
    expect(history.endRun(start.runId, createRunResult('Because.'))).toMatchObject({ ok: false })
    other.exec('drop trigger no_end')
    other.close()
    expect(unwrap(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'Because', outcome: { kind: 'interrupted' } })
  })

  test('has the default task if the table of tasks does not contain the saved one', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { task: 'continue' })
    await setSavedTask('draw')
    expect(unwrap(history.open(conversationId))?.messages.at(-1)).toMatchObject({ text: 'Because.', task: defaultTask })
    for (const task of taskNames) {
      await setSavedTask(task)
      expect(unwrap(history.open(conversationId))?.messages.at(-1)).toMatchObject({ task })
    }
  })
})

test.describe('tree of answers', () => {
  test('has a new sibling, which is shown, when a prompt is answered again', () => {
    const { conversationId, promptId, answerId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    const regenerateStart = { ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: promptId } } as const
    expect(history.beginRun(regenerateStart)).toEqual({ ok: true, value: { promptId, text: '', reasoning: '' } })
    unwrap(history.endRun(regenerateStart.runId, createRunResult('Therefore.')))
    const shownResult = unwrap(history.open(conversationId))?.messages.map(({ id }) => id)
    expect(shownResult).toEqual([promptId, regenerateStart.runId])
    expect(unwrap(history.readBranch(promptId)).map(({ id }) => id)).toEqual([promptId])
    expect(answerId).not.toBe(regenerateStart.runId)
  })

  test('has a sibling with the text so far when an answer is continued', async () => {
    const { cutOffRunId, promptId, start } = saveContinuation('Because the', 'Hm.')
    expect(history.beginRun(start)).toEqual({ ok: true, value: { promptId, text: 'Because the', reasoning: 'Hm.' } })
    expect(unwrap(history.open(start.conversationId))?.messages).toMatchObject([
      { id: promptId },
      { id: start.runId, parentId: promptId, text: 'Because the', reasoning: 'Hm.', outcome: { kind: 'running' } },
    ])
    unwrap(history.endRun(start.runId, createRunResult('Because the sea.', { reasoning: 'Hm.' })))
    expect(await readSavedAnswers()).toEqual([
      { id: cutOffRunId, outcome: 'length', text: 'Because the' },
      { id: start.runId, outcome: 'finished', text: 'Because the sea.' },
    ])
  })

  for (const [moment, addedText] of [
    ['before anything is added', ''],
    ['in the middle', ' sea'],
  ] as const) {
    test(`keeps a continued answer after a crash ${moment}`, async () => {
      const { start } = saveContinuation('Because the', 'Hm.')
      unwrap(history.beginRun(start))
      unwrap(history.savePartial(start.runId, `Because the${addedText}`, 'Hm.', null))
      const last = (await reopenConversation(start.conversationId))?.messages.at(-1)
      expect(last).toMatchObject({ text: `Because the${addedText}`, reasoning: 'Hm.', outcome: { kind: 'interrupted' } })
    })
  }

  test('is read as the branch from the first prompt to a later one', () => {
    const first = savePromptAndAnswer(history, 'one', 'eins')
    const { conversationId } = first
    const otherBranch = savePromptAndAnswer(history, 'two', 'zwei', { conversationId, parentId: first.answerId })
    const right = savePromptAndAnswer(history, 'two, edited', 'zwei!', { conversationId, parentId: first.answerId })
    expect(unwrap(history.readBranch(otherBranch.promptId)).map(({ text }) => text)).toEqual(['one', 'eins', 'two'])
    expect(unwrap(history.readBranch(right.promptId)).map(({ text }) => text)).toEqual(['one', 'eins', 'two, edited'])
    expect(unwrap(history.open(conversationId))?.messages.map(({ text }) => text)).toEqual(['one', 'eins', 'two, edited', 'zwei!'])
    expect(unwrap(history.readBranch(randomUUID()))).toEqual([])
  })
})
