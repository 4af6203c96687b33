// The style and the instructions of conversations, and which models have been seen to think.

import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import type { History } from '../../../../../electron/history/history.ts'
import { defaultStyle } from '../../../../../shared/style.ts'
import type { Setup } from '../../../../../shared/types/style.ts'
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

const precise: Setup = { style: { ...defaultStyle, mood: 'precise' }, instructions: 'Answer in rhymes about glockenspiels.' }
const creative: Setup = { style: { ...defaultStyle, mood: 'creative' }, instructions: '' }

test('keeps what a run was asked with as its conversation’s, over a new start', async () => {
  const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
  await history.close()
  history = await openTestHistory(folder.path)
  expect(unwrap(history.open(conversationId))).toMatchObject({ setup: precise })
})

test('keeps with an answer the style it was asked for in, unless that is the usual one', () => {
  const first = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
  const { conversationId, answerId: parentId } = first
  const second = savePromptAndAnswer(history, 'And?', 'So.', { conversationId, parentId, setup: { ...creative, style: defaultStyle } })
  expect([first.ended.answer.style, second.ended.answer.style]).toEqual([precise.style, null])
})

test('keeps what is chosen between prompts', () => {
  const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.')
  unwrap(history.saveSetup(conversationId, creative))
  expect(unwrap(history.getSetup(conversationId))).toEqual(creative)
})

test('keeps what is chosen before there is a conversation, until there is one', () => {
  expect(unwrap(history.getSetup(null))).toBeNull()
  unwrap(history.saveSetup(null, precise))
  expect(unwrap(history.getSetup(null))).toEqual(precise)
  const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
  expect([unwrap(history.getSetup(null)), unwrap(history.getSetup(conversationId))]).toEqual([null, precise])
})

test('refuses to keep anything for a conversation that is not there', () => {
  expect(history.saveSetup('no such conversation', precise)).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
})

test('does not find instructions by their words', async () => {
  savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
  expect(unwrap(await history.find('glockenspiels'))).toEqual([])
})

test('forgets instructions with their conversation', async () => {
  const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
  unwrap(history.delete(conversationId))
  unwrap(await history.purgeDeleted(Date.now()))
  const database = new sqlite(join(folder.path, 'history.sqlite'), { readonly: true })
  expect(database.prepare('select count(*) from setups').pluck().get()).toBe(0)
  expect(database.serialize().includes('glockenspiels')).toBe(false)
  database.close()
})

test('notes a model that thinks when its answer ends', () => {
  savePromptAndAnswer(history, 'Why?', 'Because.', { model: 'maker/plain' })
  for (const model of ['maker/thinker', 'maker/thinker']) {
    const start = createRunStart('Why?', { model })
    unwrap(history.beginRun(start))
    unwrap(history.endRun(start.runId, createRunResult('Because.', { reasoning: 'Hm.' })))
  }
  expect(unwrap(history.listThinkingModels())).toEqual(['maker/thinker'])
})
