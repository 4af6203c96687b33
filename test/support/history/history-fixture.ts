// Histories for specs and benchmarks: opened ones in temporary folders, prompts and answers to save, and a fast way to a million messages.

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openDatabase } from '../../../electron/history/database.ts'
import { openHistory, type History } from '../../../electron/history/history.ts'
import type { Reply } from '../../../shared/failures.ts'
import { defaultStyle } from '../../../shared/style.ts'
import type { RunResult, RunStart } from '../../../shared/types/run-records.ts'
import type { ImageAttachment } from '../../../shared/types/attachments.ts'
import { createPng } from '../data/image-fixtures.ts'

export const searchWorker = new URL('../../../electron/history/search/search-worker.ts', import.meta.url)

/** Returns the value of a reply, and throws if it is a failure. */
export function unwrap<Value>(reply: Reply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.failure.code}: ${reply.failure.detail ?? ''}`)
  return reply.value
}

export async function openTestHistory(folder: string): Promise<History> {
  return unwrap(await openHistory(folder, { searchWorker }))
}

export function createHistoryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'parley-history-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Creates the start of a run with a new prompt in a new conversation, except for the overrides. */
export function createRunStart(
  text: string,
  overrides: Partial<Omit<RunStart, 'prompt'>> & Partial<Extract<RunStart['prompt'], { kind: 'new' }>> = {},
) {
  const { id = randomUUID(), parentId = null, attachments = [], ...start } = overrides
  return {
    runId: randomUUID(),
    conversationId: randomUUID(),
    model: 'org/model',
    task: 'chat',
    startedAt: 1_000,
    setup: { style: defaultStyle, instructions: '' },
    comparisonId: null,
    ...start,
    prompt: { kind: 'new', id, parentId, text, attachments, allowSecrets: false },
  } as const satisfies RunStart
}

/** Creates the result of a run that finished with this text, except for the overrides. */
export function createRunResult(text: string, overrides: Partial<RunResult> = {}): RunResult {
  const emptyResult = { reasoning: '', provider: null, usage: null, firstTextMs: null, totalMs: 0, key: null }
  return { text, ...emptyResult, outcome: { kind: 'finished' }, ...overrides }
}

/** Saves a prompt and its answer in a new conversation, or below `parentId` in an existing one. */
export function savePromptAndAnswer(
  history: History,
  prompt: string,
  answer: string,
  overrides: Parameters<typeof createRunStart>[1] = {},
) {
  const start = createRunStart(prompt, overrides)
  unwrap(history.beginRun(start))
  const ended = unwrap(history.endRun(start.runId, createRunResult(answer)))
  return { start, ended, conversationId: start.conversationId, promptId: start.prompt.id, answerId: start.runId }
}

/** Saves a small image, to be attached to a prompt. `extraBytes` are appended to the file. */
export function saveTestImage(history: History, name = 'tide.png', extraBytes = ''): ImageAttachment {
  const image = { type: 'image/png', width: 3, height: 2 } as const
  const bytes = Buffer.concat([createPng(image.width, image.height), Buffer.from(extraBytes)])
  return { kind: 'image', id: unwrap(history.saveImage({ bytes, ...image })), name, size: bytes.length, ...image }
}

export interface FillOptions {
  readonly messages: number
  /** Messages of each conversation. Must be even, because each prompt has an answer. */
  readonly perConversation: number
  /** The average number of words in a message. */
  readonly wordsPerMessage: number
  /** Of the random words: the same seed gives the same history. */
  readonly seed: number
}

export const defaultFillOptions: FillOptions = { messages: 1_000, perConversation: 20, wordsPerMessage: 60, seed: 1 }

/**
 * Fills the history in `folder` with made-up words whose frequencies follow Zipf's law, as in a language: `getWord(1)` is in nearly every
 * message, `getWord(20_000)` in few. Writes everything in one transaction, without the app's stores.
 */
export async function fillHistory(folder: string, options: Partial<FillOptions> = {}): Promise<void> {
  const { messages, perConversation, wordsPerMessage, seed } = { ...defaultFillOptions, ...options }
  const database = unwrap(await openDatabase(folder))
  const restoreIndexes = suspendIndexes(database)
  const random = createRandom(seed)
  const createText = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 2 * wordsPerMessage) }, () => getWord(pickRank(random()))).join(' ')

  const addConversation = database.prepare<[string, string, number, string]>(
    `insert into conversations (id, default_title, updated_at, excerpt, model) values (?, ?, ?, ?, 'org/model')`,
  )
  const addMessage = database.prepare<[string, number | bigint, number | bigint | null, string, number]>(
    'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
  )
  const addText = database.prepare<[number | bigint, number | bigint, string, string]>(
    'insert into texts (conversation, message, kind, text) values (?, ?, ?, ?)',
  )
  const addRun = database.prepare<[number | bigint]>(
    `insert into runs (answer, model, task, provider, outcome) values (?, 'org/model', 'chat', 'provider', 'finished')`,
  )
  const setEnd = database.prepare<[number | bigint, string, number, number | bigint]>(
    'update conversations set leaf = ?, excerpt = ?, updated_at = ? where number = ?',
  )

  const addFilledConversation = (first: number): void => {
    const title = createText().slice(0, 60)
    const conversation = addConversation.run(randomUUID(), title, first, title).lastInsertRowid
    let parent: number | bigint | null = null
    let last = ''
    for (let index = 0; index < perConversation; index += 1) {
      const kind = index % 2 === 0 ? 'prompt' : 'answer'
      const message: number | bigint = addMessage.run(randomUUID(), conversation, parent, kind, first + index).lastInsertRowid
      last = createText()
      addText.run(conversation, message, kind, last)
      if (kind === 'answer') addRun.run(message)
      parent = message
    }
    if (parent !== null) setEnd.run(parent, last.slice(0, 140), first + perConversation, conversation)
  }

  database.exec('begin')
  for (let first = 0; first < messages; first += perConversation) addFilledConversation(first)
  restoreIndexes()
  database.exec('commit')
  database.pragma('journal_mode = wal')
  database.close()
}

/**
 * Makes a database fast to fill and unsafe: turns off its journal and drops indexes and the triggers of the search index. The returned
 * function creates them again.
 */
function suspendIndexes(database: Database): () => void {
  for (const setting of ['journal_mode = off', 'synchronous = off', 'secure_delete = off', 'cache_size = -400000']) database.pragma(setting)
  const schemaObjects = database
    .prepare<[], { readonly type: string; readonly name: string; readonly sql: string }>(
      `select type, name, sql from sqlite_master where sql is not null and
        (type = 'index' and sql not like 'create unique%' or type = 'trigger' and tbl_name = 'texts')`,
    )
    .all()
  for (const { type, name } of schemaObjects) database.exec(`drop ${type} ${name}`)
  return () => {
    for (const { sql } of schemaObjects) database.exec(sql)
    database.exec(`insert into search_index (search_index) values ('rebuild')`)
  }
}

const vocabularySize = 50_000

/** Turns a number from 0 to 1 into a rank from 1 to the vocabulary's size, by Zipf's law. */
function pickRank(random: number): number {
  return Math.floor(vocabularySize ** random)
}

/** The made-up word of a rank; 1 is the most frequent. Frequent words are short. Neighbouring ranks start with different letters. */
export function getWord(rank: number): string {
  const syllables = rank <= 200 ? 2 : rank <= 5_000 ? 3 : 4
  let remaining = Math.imul(rank, 0x9e3779b1) >>> 0
  let word = ''
  for (let count = 0; count < syllables; count += 1) {
    word += `${'bdfghklmnprstvz'[remaining % 15]}${'aeiou'[Math.floor(remaining / 15) % 5]}`
    remaining = Math.floor(remaining / 75)
  }
  return word
}

/** Mulberry32: repeatable random numbers from 0 to 1. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
