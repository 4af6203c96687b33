// A conversation that goes on from a message of another one, and has nothing in common with it but what was said.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import type { History } from '../../../../../electron/history/history.ts'
import { usualStyle } from '../../../../../shared/style.ts'
import type { PlacedMessage } from '../../../../../shared/types/conversations.ts'
import { compiled } from '../../../../support/compiled.ts'
import { endOf, fill, keepPicture, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'

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

  const forkId = valueOf(await history.fork(conversationId, second.answerId))
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

test('is asked in the style and with the instructions of the other one', async () => {
  const { conversationId, answerId } = saveTurn(history, 'one', 'eins')
  const setup = { style: { ...usualStyle, mood: 'precise' }, instructions: 'Answer in verse.' } as const
  valueOf(history.saveSetup(conversationId, setup))
  const forkId = valueOf(await history.fork(conversationId, answerId))
  expect(history.setup(forkId)).toEqual({ ok: true, value: setup })
  valueOf(history.saveSetup(forkId, { ...setup, instructions: '' }))
  expect(history.setup(conversationId)).toEqual({ ok: true, value: setup })
})

test('goes on by itself: what is said or deleted there changes nothing in the other one', async () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'one', 'eins')
  const forkId = valueOf(await history.fork(conversationId, promptId))
  const [prompt] = valueOf(history.open(forkId))?.messages ?? []
  expect(valueOf(history.open(forkId))).toMatchObject({ model: 'org/model', excerpt: 'one' })
  valueOf(history.beginRun({ ...startOf(''), conversationId: forkId, prompt: { kind: 'again', id: prompt?.id ?? '' } }))
  valueOf(history.delete(forkId))
  expect(valueOf(history.open(conversationId))?.messages.map(({ id }) => id)).toEqual([promptId, answerId])
})

test('refuses an answer that is being written, a deleted message, and one of another conversation', async () => {
  const { conversationId, promptId, answerId } = saveTurn(history, 'one', 'eins')
  const other = saveTurn(history, 'other', 'anders')
  const start = startOf('two', { conversationId, parentId: answerId })
  valueOf(history.beginRun(start))
  expect(await history.fork(conversationId, start.runId)).toMatchObject(refused)
  valueOf(history.deleteMessage(conversationId, answerId))
  for (const id of [answerId, other.promptId, randomUUID()]) expect(await history.fork(conversationId, id)).toMatchObject(refused)
  valueOf(history.delete(conversationId))
  expect(await history.fork(conversationId, promptId)).toMatchObject(refused)
  expect(history.count()).toEqual({ ok: true, value: 1 })
})

/** Fills the history with a conversation of so many messages, and ends it with one that holds all that a message can. */
async function longOne(messages: number) {
  await history.close()
  await fill(folder.path, { messages: messages - 2, perConversation: messages - 2, wordsPerMessage: 20 })
  history = await open(folder.path)
  const conversationId = valueOf(history.list(null)).conversations[0]?.id ?? ''
  const attachments = [{ kind: 'text', name: 'notes', text: 'The sea is salt.' } as const, keepPicture(history)]
  const parentId = valueOf(history.open(conversationId))?.messages.at(-1)?.id ?? null
  const setup = { style: { ...usualStyle, mood: 'precise' }, instructions: 'Answer in verse.' } as const
  const { answerId } = saveTurn(history, 'Look', 'I see.', { conversationId, parentId, attachments, setup })
  return { conversationId, answerId }
}

/** How many rows of the file a conversation has left behind that is nowhere to be seen. */
function hidden(): number {
  const database = new sqlite(join(folder.path, 'history.sqlite'), { readonly: true })
  const count = database.prepare<[], number>(
    `select (select count(*) from messages join conversations on conversations.number = conversation where conversations.deleted_at is not null)
      + (select count(*) from conversations where deleted_at is not null)`,
  )
  const hiddenRows = count.pluck().get() ?? 0
  database.close()
  return hiddenRows
}

const saidIn = (conversationId: string) => valueOf(history.whole(conversationId)).messages.map(withoutIds)

test('of ten thousand messages is all that was said, and everything else has its turns meanwhile', async () => {
  const { conversationId, answerId } = await longOne(10_000)
  let turns = 0
  const timer = setInterval(() => (turns += 1), 0)
  const forking = history.fork(conversationId, answerId)
  expect(valueOf(history.list(null)).conversations.map(({ id }) => id)).toEqual([conversationId])
  const forkId = valueOf(await forking)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(20)
  expect(saidIn(forkId)).toEqual(saidIn(conversationId))
  expect(history.setup(forkId)).toEqual(history.setup(conversationId))
  expect(valueOf(history.list(null)).conversations[0]).toMatchObject({ id: forkId, excerpt: 'I see.', model: 'org/model' })
  expect(hidden()).toBe(0)
})

test('when the program is killed before all of it is there, nothing is shown of it, and it is forgotten at the next start', async () => {
  const { conversationId, answerId } = await longOne(2_000)
  await history.close()
  const program = new URL('../../../../support/history/fork-killed.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, folder.path, conversationId, answerId], { env: compiled, stdio: 'inherit' })
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
  expect(hidden()).toBeGreaterThan(100)
  history = await open(folder.path)
  expect(valueOf(history.list(null)).conversations.map(({ id }) => id)).toEqual([conversationId])
  valueOf(await history.purgeDeleted(Date.now()))
  expect(hidden()).toBe(0)
  expect(saidIn(conversationId)).toHaveLength(2_000)
})

test('when the history is closed before all of it is there, nothing is shown of it', async () => {
  const { conversationId, answerId } = await longOne(2_000)
  const forking = history.fork(conversationId, answerId)
  for (let turns = 0; turns < 10; turns += 1) await turn()
  await history.close()
  expect(hidden()).toBeGreaterThan(100)
  expect(await forking).toMatchObject({ ok: false, failure: { code: 'internal' } })
  history = await open(folder.path)
  expect(history.count()).toEqual({ ok: true, value: 1 })
})

test('is made of a conversation that is deleted meanwhile, but of none that is forgotten meanwhile', async () => {
  const { conversationId, answerId } = await longOne(2_000)
  const forking = history.fork(conversationId, answerId)
  valueOf(history.delete(conversationId))
  const forkId = valueOf(await forking)
  expect(saidIn(forkId)).toHaveLength(2_000)
  const again = history.fork(forkId, valueOf(history.open(forkId))?.messages.at(-1)?.id ?? '')
  const database = new sqlite(join(folder.path, 'history.sqlite'))
  database.exec('delete from texts where number = (select max(number) from texts)')
  database.close()
  expect(await again).toMatchObject(refused)
  expect(valueOf(history.list(null)).conversations.map(({ id }) => id)).toEqual([forkId])
})
