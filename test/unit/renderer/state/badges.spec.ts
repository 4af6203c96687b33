// What the history tells of conversations that are not open, by what is heard of their runs.

import { expect, test } from '@playwright/test'
import type { RunText } from '../../../../shared/types/runs.ts'
import { put } from '../../../../renderer/state/history.ts'
import { watchMarks } from '../../../../renderer/state/badges.ts'
import { change, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { answered, failedAnswer } from './answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = placePageBridge()
  watchMarks()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => {
  bridge.forget()
  put(conversation)
})

const conversation = { id: 'a', title: 'a', isPinned: false, model: 'maker/model', updatedAt: 1, excerpt: '' }
const piece: RunText = { runId: 'run', conversationId: 'a', textOffset: 0, text: 'It', reasoningOffset: 0, reasoning: '' }

test('text of an answer marks its conversation until the answer has come', () => {
  bridge.tell('run.text', piece)
  expect(state().marks).toEqual({ a: 'writing' })
  bridge.tell('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { text: 'It', firstTextMs: 1 }) })
  expect(state().marks).toEqual({ a: 'answered' })
})

test('text that was on its way when its conversation was deleted leaves no mark on it when it comes back', () => {
  bridge.tell('run.text', piece)
  change({ history: { conversations: [], next: null } })
  bridge.tell('run.text', { ...piece, textOffset: 2, text: ' begins' })
  bridge.tell('run.ended', { conversation: null, answer: failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }) })
  put(conversation)
  expect(state().marks).toEqual({})
})

test('an answer that was to go on and got nothing more has failed, whatever it says already', () => {
  bridge.tell('run.ended', { conversation, answer: failedAnswer({ code: 'provider-busy' }, { text: 'It begins' }) })
  expect(state().marks).toEqual({ a: 'failed' })
})

test('an answer that came to reasons only, and then failed, is not told as a new answer', () => {
  bridge.tell('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { reasoning: 'Hm', firstTextMs: 1 }) })
  expect(state().marks).toEqual({ a: 'failed' })
})

test('of answers that are written side by side the last one ends the mark', () => {
  const progress = { conversationId: 'a', phase: { kind: 'answering' }, provider: null } as const
  change({ progress: { other: { ...progress, runId: 'other' } } })
  bridge.tell('run.text', piece)
  bridge.tell('run.ended', { conversation, answer: answered({ id: 'run', firstTextMs: 1 }) })
  expect(state().marks).toEqual({ a: 'writing' })
  change({ progress: {} })
  bridge.tell('run.ended', { conversation, answer: answered({ id: 'other', firstTextMs: 1 }) })
  expect(state().marks).toEqual({ a: 'answered' })
})
