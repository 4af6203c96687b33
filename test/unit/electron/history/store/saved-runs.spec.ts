// What a run leaves: the prompt before all else, the answer as it comes, its end, and the tree that retries and edits make.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { openDatabase } from '../../../../../electron/history/database.ts'
import type { History } from '../../../../../electron/history/history.ts'
import type { Outcome } from '../../../../../shared/types/conversations.ts'
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

/** What is there after a restart. */
async function reopened(conversationId: string) {
  await history.close()
  history = await open(folder.path)
  return valueOf(history.open(conversationId))
}

test('saves the prompt with its attachments, and an answer that is running, before anything is sent', () => {
  const attachments = ['one', 'two'].map((name) => ({ kind: 'text', name, text: `text ${name}` }) as const)
  const start = startOf('Summarize this text', { attachments })
  expect(history.beginRun(start)).toEqual({ ok: true, value: { promptId: start.prompt.id, text: '', reasoning: '' } })
  const { messages } = valueOf(history.open(start.conversationId)) ?? {}
  const siblings = { place: 1, count: 1, compared: 0 }
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
      comparison: null,
      startedAt: 1_000,
      firstTextMs: null,
      totalMs: null,
      siblings,
    },
  ])
})

test('keeps all there is to know of a run', async () => {
  const start = startOf('Why?', { task: 'continue', model: 'distilgpt2' })
  valueOf(history.beginRun(start))
  const usage = { inputTokens: 3, outputTokens: 5 }
  const result = endOf('Because. 😀\0\u2028', { reasoning: 'Hm.', provider: 'someone', usage, firstTextMs: 12.6, totalMs: 99.2 })
  const { key: _key, ...shown } = result
  const ended = valueOf(history.endRun(start.runId, { ...result, key: { id: '1', name: 'work' } }))
  const { conversationId: id, runId, prompt } = start
  const answer = { kind: 'answer', id: runId, parentId: prompt.id, model: 'distilgpt2', task: 'continue', startedAt: 1_000 } as const
  expect(ended).toEqual({
    conversation: { id, title: 'Why?', isPinned: false, model: 'distilgpt2', updatedAt: 1_099, excerpt: 'Because. 😀\0' },
    answer: { ...answer, ...shown, keyName: 'work', style: null, comparison: null, firstTextMs: 13, totalMs: 99 },
  })
  expect((await reopened(id))?.messages.at(-1)).toEqual({ ...ended.answer, siblings: { place: 1, count: 1, compared: 0 } })
})

const outcomes: readonly Outcome[] = [
  { kind: 'length' },
  { kind: 'filtered' },
  { kind: 'stopped' },
  { kind: 'interrupted' },
  { kind: 'failed', failure: { code: 'too-many-requests', detail: 'status 429', retryAfterSeconds: 1.5 } },
  { kind: 'failed', failure: { code: 'offline' } },
]
for (const outcome of outcomes) {
  test(`keeps that a run ended as ${JSON.stringify(outcome)}`, async () => {
    const start = startOf('Why?')
    valueOf(history.beginRun(start))
    expect(valueOf(history.endRun(start.runId, endOf('Half', { outcome }))).answer.outcome).toEqual(outcome)
    expect((await reopened(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'Half', outcome })
  })
}

test('shows a growing answer as it was last saved', () => {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  valueOf(history.savePartial(start.runId, '', 'Let me', 8.4))
  valueOf(history.savePartial(start.runId, 'Be', 'Let me think', 8.4))
  valueOf(history.savePartial(start.runId, 'Because', 'Let me think', 8.4))
  expect(valueOf(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({
    text: 'Because',
    reasoning: 'Let me think',
    firstTextMs: 8,
    outcome: { kind: 'running' },
  })
})

test('keeps a character whole that comes in two halves', async () => {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  for (const text of ['So \uD83D', 'So \uD83D\uDE00', 'So \uD83D\uDE00!']) valueOf(history.savePartial(start.runId, text, text, null))
  expect((await reopened(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'So 😀!', reasoning: 'So 😀!' })
})

test('writes only what is new of a growing answer', async () => {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  for (let length = 10_000; length <= 200_000; length += 10_000) {
    valueOf(history.savePartial(start.runId, 'x'.repeat(length), '', null))
  }
  const database = valueOf(await openDatabase(folder.path))
  expect(database.prepare('select sum(length(text)) as length, count(*) as pieces from pieces').get()).toEqual({
    length: 200_000,
    pieces: 20,
  })
  database.close()
  valueOf(history.endRun(start.runId, endOf('x'.repeat(200_000))))
  expect(valueOf(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'x'.repeat(200_000) })
})

test('ends what was left running as interrupted, with what it had said, and finds it', async () => {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  valueOf(history.savePartial(start.runId, 'Because of the fjords', 'Hm.', 7))
  const conversation = await reopened(start.conversationId)
  expect(conversation?.messages.at(-1)).toMatchObject({
    text: 'Because of the fjords',
    reasoning: 'Hm.',
    firstTextMs: 7,
    outcome: { kind: 'interrupted' },
  })
  expect(conversation?.excerpt).toBe('Because of the fjords')
  expect(valueOf(await history.find('fjords'))).toMatchObject([{ messageId: start.runId }])
})

test('ends a run once, and saves nothing for one that is not running', () => {
  const { answerId } = saveTurn(history, 'Why?', 'Because.')
  for (const id of [answerId, randomUUID()]) {
    expect(history.endRun(id, endOf('Other'))).toMatchObject({ failure: { code: 'bad-input' } })
    expect(history.savePartial(id, 'Other', '', null)).toMatchObject({ failure: { code: 'bad-input' } })
  }
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  expect(history.endRun(start.runId, endOf('', { outcome: { kind: 'running' } }))).toMatchObject({ failure: { code: 'bad-input' } })
})

test('a run whose end cannot be saved goes on no more, and reads as interrupted with what was saved of it', async () => {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  valueOf(history.savePartial(start.runId, 'Because', '', 1))
  const other = valueOf(await openDatabase(folder.path))
  other.exec(`create trigger no_end before update of outcome on runs begin select raise(abort, 'not now'); end`)
  expect(history.endRun(start.runId, endOf('Because.'))).toMatchObject({ ok: false })
  other.exec('drop trigger no_end')
  other.close()
  expect(valueOf(history.open(start.conversationId))?.messages.at(-1)).toMatchObject({ text: 'Because', outcome: { kind: 'interrupted' } })
})

test('makes a sibling of the answer when a prompt is answered again, and shows the newer one', () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'Why?', 'Because.')
  const again = { ...startOf(''), conversationId, prompt: { kind: 'again', id: promptId } } as const
  expect(history.beginRun(again)).toEqual({ ok: true, value: { promptId, text: '', reasoning: '' } })
  valueOf(history.endRun(again.runId, endOf('Therefore.')))
  const shown = valueOf(history.open(conversationId))?.messages.map(({ id }) => id)
  expect(shown).toEqual([promptId, again.runId])
  expect(valueOf(history.branch(promptId)).map(({ id }) => id)).toEqual([promptId])
  expect(answerId).not.toBe(again.runId)
})

/** Saves an answer that reached its longest length, and the start of the one that goes on with it. */
function continued(text: string, reasoning = '') {
  const start = startOf('Why?')
  valueOf(history.beginRun(start))
  valueOf(history.endRun(start.runId, endOf(text, { reasoning, outcome: { kind: 'length' } })))
  const { conversationId, runId: cutId, prompt } = start
  return { cutId, promptId: prompt.id, start: { ...startOf(''), conversationId, prompt: { kind: 'continue', id: cutId } } as const }
}

/** All answers there are, of every branch. */
async function savedAnswers(): Promise<readonly unknown[]> {
  const database = valueOf(await openDatabase(folder.path))
  const answers = database.prepare(
    `select messages.id, outcome, text from messages join runs on answer = messages.number left join texts on message = messages.number
     where messages.kind = 'answer' order by messages.number`,
  )
  const found = answers.all()
  database.close()
  return found
}

test('an answer that continues one stands beside it and has all of it from the beginning', async () => {
  const { cutId, promptId, start } = continued('Because the', 'Hm.')
  expect(history.beginRun(start)).toEqual({ ok: true, value: { promptId, text: 'Because the', reasoning: 'Hm.' } })
  expect(valueOf(history.open(start.conversationId))?.messages).toMatchObject([
    { id: promptId },
    { id: start.runId, parentId: promptId, text: 'Because the', reasoning: 'Hm.', outcome: { kind: 'running' } },
  ])
  valueOf(history.endRun(start.runId, endOf('Because the sea.', { reasoning: 'Hm.' })))
  expect(await savedAnswers()).toEqual([
    { id: cutId, outcome: 'length', text: 'Because the' },
    { id: start.runId, outcome: 'finished', text: 'Because the sea.' },
  ])
})

for (const [when, added] of [
  ['before anything is added', ''],
  ['in the middle', ' sea'],
] as const) {
  test(`a crash ${when} keeps what was continued`, async () => {
    const { start } = continued('Because the', 'Hm.')
    valueOf(history.beginRun(start))
    valueOf(history.savePartial(start.runId, `Because the${added}`, 'Hm.', null))
    const last = (await reopened(start.conversationId))?.messages.at(-1)
    expect(last).toMatchObject({ text: `Because the${added}`, reasoning: 'Hm.', outcome: { kind: 'interrupted' } })
  })
}

test('gives the branch from the first prompt to a later one, and nothing beside it', () => {
  const first = saveTurn(history, 'one', 'eins')
  const { conversationId } = first
  const left = saveTurn(history, 'two', 'zwei', { conversationId, parentId: first.answerId })
  const right = saveTurn(history, 'two, edited', 'zwei!', { conversationId, parentId: first.answerId })
  expect(valueOf(history.branch(left.promptId)).map(({ text }) => text)).toEqual(['one', 'eins', 'two'])
  expect(valueOf(history.branch(right.promptId)).map(({ text }) => text)).toEqual(['one', 'eins', 'two, edited'])
  expect(valueOf(history.open(conversationId))?.messages.map(({ text }) => text)).toEqual(['one', 'eins', 'two, edited', 'zwei!'])
  expect(valueOf(history.branch(randomUUID()))).toEqual([])
})

test('saves nothing at all when a part of the start cannot be right', () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'Why?', 'Because.')
  const other = saveTurn(history, 'Other', 'Other.')
  const wrong = [
    startOf('id used', { id: promptId, conversationId, parentId: answerId }),
    startOf('run used', { runId: answerId, conversationId, parentId: answerId }),
    startOf('parent of another conversation', { conversationId, parentId: other.answerId }),
    startOf('parent unknown', { parentId: randomUUID() }),
    { ...startOf(''), conversationId, prompt: { kind: 'again', id: other.promptId } as const },
    { ...startOf(''), conversationId, prompt: { kind: 'again', id: answerId } as const },
    { ...startOf(''), conversationId, prompt: { kind: 'continue', id: promptId } as const },
    { ...startOf(''), conversationId, prompt: { kind: 'continue', id: randomUUID() } as const },
    // It has come to its own end.
    { ...startOf(''), conversationId, prompt: { kind: 'continue', id: answerId } as const },
  ]
  const before = valueOf(history.list(null))
  for (const start of wrong) expect(history.beginRun(start)).toMatchObject({ failure: { code: 'bad-input' } })
  expect(valueOf(history.list(null))).toEqual(before)
  expect(valueOf(history.open(conversationId))?.messages).toHaveLength(2)
})
