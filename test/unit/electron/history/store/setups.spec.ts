// Style and instructions of conversations, and the models that think.

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

test.describe('setup', () => {
  test('of a run becomes that of its conversation, across restarts', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
    await history.close()
    history = await openTestHistory(folder.path)
    expect(unwrap(history.open(conversationId))).toMatchObject({ setup: precise })
  })

  test('is saved with the answer as its style, unless that is the default', () => {
    const first = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
    const { conversationId, answerId: parentId } = first
    const second = savePromptAndAnswer(history, 'And?', 'So.', { conversationId, parentId, setup: { ...creative, style: defaultStyle } })
    expect([first.ended.answer.style, second.ended.answer.style]).toEqual([precise.style, null])
  })

  test('is saved when it is changed between prompts', () => {
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.')
    unwrap(history.saveSetup(conversationId, creative))
    expect(unwrap(history.getSetup(conversationId))).toEqual(creative)
  })

  test('of the new conversation is saved until that has a prompt', () => {
    expect(unwrap(history.getSetup(null))).toBeNull()
    unwrap(history.saveSetup(null, precise))
    expect(unwrap(history.getSetup(null))).toEqual(precise)
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
    expect([unwrap(history.getSetup(null)), unwrap(history.getSetup(conversationId))]).toEqual([null, precise])
  })

  test('is refused for an unknown conversation', () => {
    expect(history.saveSetup('no such conversation', precise)).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
  })

  test('has instructions that are not searched', async () => {
    savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
    expect(unwrap(await history.find('glockenspiels'))).toEqual([])
  })

  test('is purged with its conversation', async () => {
    const { conversationId } = savePromptAndAnswer(history, 'Why?', 'Because.', { setup: precise })
    unwrap(history.delete(conversationId))
    unwrap(await history.purgeDeleted(Date.now()))
    const database = new sqlite(join(folder.path, 'history.sqlite'), { readonly: true })
    expect(database.prepare('select count(*) from setups').pluck().get()).toBe(0)
    expect(database.serialize().includes('glockenspiels')).toBe(false)
    database.close()
  })
})

test.describe('list of thinking models', () => {
  test('includes a model once it has sent reasoning', () => {
    savePromptAndAnswer(history, 'Why?', 'Because.', { model: 'maker/plain' })
    for (const model of ['maker/thinker', 'maker/thinker']) {
      const start = createRunStart('Why?', { model })
      unwrap(history.beginRun(start))
      unwrap(history.endRun(start.runId, createRunResult('Because.', { reasoning: 'Hm.' })))
    }
    expect(unwrap(history.listThinkingModels())).toEqual(['maker/thinker'])
  })
})
