// A conversation that goes on from a message of another one, and has nothing in common with it but what was said.

import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { History } from '../../../electron/history/history.ts'
import { usualStyle } from '../../../electron/shared/style.ts'
import type { PlacedMessage } from '../../../electron/shared/types/conversations.ts'
import { endOf, makeFolder, open, saveTurn, startOf, valueOf } from '../../support/history-fixture.ts'

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

const refused = { ok: false, failure: { code: 'bad-input' } }
const withoutIds = ({ id: _id, parentId: _parentId, ...message }: PlacedMessage) => message

test('copies the branch up to a message with texts, attachments and how each run went, under new ids', async () => {
  const attachments = [{ kind: 'text', name: 'notes', text: 'The sea is salt.' }] as const
  const start = startOf(' \n', { attachments })
  const { conversationId, runId } = start
  valueOf(history.beginRun(start))
  const failure = { code: 'too-many-requests', detail: 'status 429', retryAfterSeconds: 1.5 } as const
  const usage = { inputTokens: 3, outputTokens: 5 }
  const ended = { reasoning: 'Hm.', provider: 'someone', usage, firstTextMs: 12, totalMs: 99, key: { id: '1', name: 'work' } }
  valueOf(history.endRun(runId, endOf('Half of it', { ...ended, outcome: { kind: 'failed', failure } })))
  saveTurn(history, 'edited away', 'No.', { conversationId, parentId: runId })
  const second = saveTurn(history, 'two fjords', 'zwei', { conversationId, parentId: runId, model: 'org/other' })
  saveTurn(history, 'three', 'drei', { conversationId, parentId: second.answerId, model: 'org/third' })
  valueOf(history.rename(conversationId, 'Fjords'))
  const before = valueOf(history.open(conversationId))

  const forkId = valueOf(history.fork(conversationId, second.answerId))
  const fork = valueOf(history.open(forkId))
  expect(fork).toMatchObject({ id: forkId, title: 'The sea is salt.', excerpt: 'zwei', model: 'org/other', isPinned: false })
  expect(fork?.messages.map(withoutIds)).toEqual(
    before?.messages.slice(0, 4).map((message) => ({ ...withoutIds(message), siblings: { place: 1, count: 1, compared: 0 } })),
  )
  expect(fork?.messages.map(({ parentId }) => parentId)).toEqual([null, ...(fork?.messages.slice(0, -1).map(({ id }) => id) ?? [])])
  expect(valueOf(history.open(conversationId))).toEqual(before)
  expect(valueOf(await history.find('fjords')).map((hit) => hit.conversationId)).toContain(forkId)
  expect(history.keyUses()).toMatchObject({ value: [{ runs: 1 }] })
})

test('is asked in the style and with the instructions of the other one', () => {
  const { conversationId, answerId } = saveTurn(history, 'one', 'eins')
  const setup = { style: { ...usualStyle, mood: 'precise' }, instructions: 'Answer in verse.' } as const
  valueOf(history.saveSetup(conversationId, setup))
  const forkId = valueOf(history.fork(conversationId, answerId))
  expect(history.setup(forkId)).toEqual({ ok: true, value: setup })
  valueOf(history.saveSetup(forkId, { ...setup, instructions: '' }))
  expect(history.setup(conversationId)).toEqual({ ok: true, value: setup })
})

test('goes on by itself: what is said or deleted there changes nothing in the other one', () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'one', 'eins')
  const forkId = valueOf(history.fork(conversationId, promptId))
  const [prompt] = valueOf(history.open(forkId))?.messages ?? []
  expect(valueOf(history.open(forkId))).toMatchObject({ model: 'org/model', excerpt: 'one' })
  valueOf(history.beginRun({ ...startOf(''), conversationId: forkId, prompt: { kind: 'again', id: prompt?.id ?? '' } }))
  valueOf(history.delete(forkId))
  expect(valueOf(history.open(conversationId))?.messages.map(({ id }) => id)).toEqual([promptId, answerId])
})

test('refuses an answer that is being written, a deleted message, and one of another conversation', () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'one', 'eins')
  const other = saveTurn(history, 'other', 'anders')
  const start = startOf('two', { conversationId, parentId: answerId })
  valueOf(history.beginRun(start))
  expect(history.fork(conversationId, start.runId)).toMatchObject(refused)
  valueOf(history.deleteMessage(conversationId, answerId))
  for (const id of [answerId, other.promptId, randomUUID()]) expect(history.fork(conversationId, id)).toMatchObject(refused)
  valueOf(history.delete(conversationId))
  expect(history.fork(conversationId, promptId)).toMatchObject(refused)
  expect(history.count()).toEqual({ ok: true, value: 1 })
})
