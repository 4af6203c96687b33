// Forks: new conversations that continue from a message of another one and share nothing with it.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as nextTick } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import type { History } from '../../../../../electron/history/history.ts'
import { defaultStyle } from '../../../../../shared/style.ts'
import type { MessageWithSiblings } from '../../../../../shared/types/messages.ts'
import { compileCacheEnvironment } from '../../../../support/compile-cache.ts'
import {
  createRunResult,
  fillHistory,
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

const refused = { ok: false, failure: { code: 'bad-input' } }
const omitIds = ({ id: _id, parentId: _parentId, ...message }: MessageWithSiblings) => message

/** Saves a conversation of that many messages. The last prompt has everything a prompt can have. */
async function saveLongConversation(messages: number) {
  await history.close()
  await fillHistory(folder.path, { messages: messages - 2, perConversation: messages - 2, wordsPerMessage: 20 })
  history = await openTestHistory(folder.path)
  const conversationId = unwrap(history.list(null)).conversations[0]?.id ?? ''
  const attachments = [{ kind: 'text', name: 'notes', text: 'The sea is salt.' } as const, saveTestImage(history)]
  const parentId = unwrap(history.open(conversationId))?.messages.at(-1)?.id ?? null
  const setup = { style: { ...defaultStyle, mood: 'precise' }, instructions: 'Answer in verse.' } as const
  const { answerId } = savePromptAndAnswer(history, 'Look', 'I see.', { conversationId, parentId, attachments, setup })
  return { conversationId, answerId }
}

/** Counts the rows of conversations that are deleted or not complete. */
function countHiddenRows(): number {
  const database = new sqlite(join(folder.path, 'history.sqlite'), { readonly: true })
  const count = database.prepare<[], number>(
    `select (select count(*) from messages join conversations on conversations.number = conversation where conversations.deleted_at is not null)
      + (select count(*) from conversations where deleted_at is not null)`,
  )
  const hiddenRows = count.pluck().get() ?? 0
  database.close()
  return hiddenRows
}

const readMessages = (conversationId: string) => unwrap(history.readFullBranch(conversationId)).messages.map(omitIds)

test.describe('fork', () => {
  test('copies the branch up to a message with texts, attachments and runs, under new ids', async () => {
    const attachments = [{ kind: 'text', name: 'notes', text: 'The sea is salt.' }] as const
    const start = createRunStart(' \n', { attachments })
    const { conversationId, runId } = start
    unwrap(history.beginRun(start))
    const failure = { code: 'too-many-requests', detail: 'status 429', retryAfterSeconds: 1.5 } as const
    const usage = { inputTokens: 3, outputTokens: 5 }
    const runResult = { reasoning: 'Hm.', provider: 'someone', usage, firstTextMs: 12, totalMs: 99, key: { id: '1', name: 'work' } }
    unwrap(history.endRun(runId, createRunResult('Half of it', { ...runResult, outcome: { kind: 'failed', failure } })))
    savePromptAndAnswer(history, 'edited away', 'No.', { conversationId, parentId: runId })
    const second = savePromptAndAnswer(history, 'two fjords', 'zwei', { conversationId, parentId: runId, model: 'org/other' })
    savePromptAndAnswer(history, 'three', 'drei', { conversationId, parentId: second.answerId, model: 'org/third' })
    unwrap(history.rename(conversationId, 'Fjords'))
    const before = unwrap(history.open(conversationId))

    const forkId = unwrap(await history.fork(conversationId, second.answerId))
    const fork = unwrap(history.open(forkId))
    expect(fork).toMatchObject({ id: forkId, title: 'The sea is salt.', excerpt: 'zwei', model: 'org/other', isPinned: false })
    expect(fork?.messages.map(omitIds)).toEqual(
      before?.messages.slice(0, 4).map((message) => ({ ...omitIds(message), siblings: { ordinal: 1, count: 1, comparedCount: 0 } })),
    )
    expect(fork?.messages.map(({ parentId }) => parentId)).toEqual([null, ...(fork?.messages.slice(0, -1).map(({ id }) => id) ?? [])])
    expect(unwrap(history.open(conversationId))).toEqual(before)
    expect(unwrap(await history.find('fjords')).map((hit) => hit.conversationId)).toContain(forkId)
    expect(history.listKeyUsage()).toMatchObject({ value: [{ runs: 1 }] })
  })

  test('has the style and instructions of the original', async () => {
    const { conversationId, answerId } = savePromptAndAnswer(history, 'one', 'eins')
    const setup = { style: { ...defaultStyle, mood: 'precise' }, instructions: 'Answer in verse.' } as const
    unwrap(history.saveSetup(conversationId, setup))
    const forkId = unwrap(await history.fork(conversationId, answerId))
    expect(history.getSetup(forkId)).toEqual({ ok: true, value: setup })
    unwrap(history.saveSetup(forkId, { ...setup, instructions: '' }))
    expect(history.getSetup(conversationId)).toEqual({ ok: true, value: setup })
  })

  test('is independent of the original', async () => {
    const { conversationId, promptId, answerId } = savePromptAndAnswer(history, 'one', 'eins')
    const forkId = unwrap(await history.fork(conversationId, promptId))
    const [prompt] = unwrap(history.open(forkId))?.messages ?? []
    expect(unwrap(history.open(forkId))).toMatchObject({ model: 'org/model', excerpt: 'one' })
    unwrap(history.beginRun({ ...createRunStart(''), conversationId: forkId, prompt: { kind: 'regenerate', id: prompt?.id ?? '' } }))
    unwrap(history.delete(forkId))
    expect(unwrap(history.open(conversationId))?.messages.map(({ id }) => id)).toEqual([promptId, answerId])
  })

  test('is refused for a running answer, a deleted message, and one of another conversation', async () => {
    const { conversationId, promptId, answerId } = savePromptAndAnswer(history, 'one', 'eins')
    const other = savePromptAndAnswer(history, 'other', 'anders')
    const start = createRunStart('two', { conversationId, parentId: answerId })
    unwrap(history.beginRun(start))
    expect(await history.fork(conversationId, start.runId)).toMatchObject(refused)
    unwrap(history.deleteMessage(conversationId, answerId))
    for (const id of [answerId, other.promptId, randomUUID()]) expect(await history.fork(conversationId, id)).toMatchObject(refused)
    unwrap(history.delete(conversationId))
    expect(await history.fork(conversationId, promptId)).toMatchObject(refused)
    expect(history.count()).toEqual({ ok: true, value: 1 })
  })

  test('of ten thousand messages is complete, and does not block other work', async () => {
    const { conversationId, answerId } = await saveLongConversation(10_000)
    const progress = { isDone: false }
    const pendingFork = history.fork(conversationId, answerId).finally(() => (progress.isDone = true))
    expect(unwrap(history.list(null)).conversations.map(({ id }) => id)).toEqual([conversationId])
    let tickCount = 0
    for (; !progress.isDone; tickCount += 1) await nextTick()
    expect(tickCount).toBeGreaterThan(100)
    const forkId = unwrap(await pendingFork)
    expect(readMessages(forkId)).toEqual(readMessages(conversationId))
    expect(history.getSetup(forkId)).toEqual(history.getSetup(conversationId))
    expect(unwrap(history.list(null)).conversations[0]).toMatchObject({ id: forkId, excerpt: 'I see.', model: 'org/model' })
    expect(countHiddenRows()).toBe(0)
  })

  test('that a kill interrupts is not shown, and is purged at the next start', async () => {
    const { conversationId, answerId } = await saveLongConversation(2_000)
    await history.close()
    const program = new URL('../../../../support/history/fork-program.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [program, folder.path, conversationId, answerId], {
      env: compileCacheEnvironment,
      stdio: 'inherit',
    })
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    expect(countHiddenRows()).toBeGreaterThan(100)
    history = await openTestHistory(folder.path)
    expect(unwrap(history.list(null)).conversations.map(({ id }) => id)).toEqual([conversationId])
    unwrap(await history.purgeDeleted(Date.now()))
    expect(countHiddenRows()).toBe(0)
    expect(readMessages(conversationId)).toHaveLength(2_000)
  })

  test('that closing interrupts is not shown', async () => {
    const { conversationId, answerId } = await saveLongConversation(2_000)
    const pendingFork = history.fork(conversationId, answerId)
    for (let tickCount = 0; tickCount < 10; tickCount += 1) await nextTick()
    await history.close()
    expect(countHiddenRows()).toBeGreaterThan(100)
    expect(await pendingFork).toMatchObject({ ok: false, failure: { code: 'internal' } })
    history = await openTestHistory(folder.path)
    expect(history.count()).toEqual({ ok: true, value: 1 })
  })

  test('succeeds if the original is deleted meanwhile, but not if it is purged', async () => {
    const { conversationId, answerId } = await saveLongConversation(2_000)
    const pendingFork = history.fork(conversationId, answerId)
    unwrap(history.delete(conversationId))
    const forkId = unwrap(await pendingFork)
    expect(readMessages(forkId)).toHaveLength(2_000)
    const secondFork = history.fork(forkId, unwrap(history.open(forkId))?.messages.at(-1)?.id ?? '')
    const database = new sqlite(join(folder.path, 'history.sqlite'))
    database.exec('delete from texts where number = (select max(number) from texts)')
    database.close()
    expect(await secondFork).toMatchObject(refused)
    expect(unwrap(history.list(null)).conversations.map(({ id }) => id)).toEqual([forkId])
  })
})
