// What the history tells of conversations that are not open, by what is heard of their runs.

import { expect, test } from '@playwright/test'
import type { RunText } from '../../../../shared/types/runs.ts'
import { getBadges, watchBadges } from '../../../../renderer/state/badges.ts'
import { setHistory, upsertConversation } from '../../../../renderer/state/history.ts'
import { removeRun, setProgress } from '../../../../renderer/state/live-runs.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, failedAnswer } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
  watchBadges()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => {
  bridge.reset()
  upsertConversation(conversation)
})

const conversation = { id: 'a', title: 'a', isPinned: false, model: 'maker/model', updatedAt: 1, excerpt: '' }
const runText: RunText = { runId: 'run', conversationId: 'a', textOffset: 0, text: 'It', reasoningOffset: 0, reasoning: '' }

test('text of an answer marks its conversation until the answer has come', () => {
  bridge.emit('run.text', runText)
  expect(getBadges()).toEqual({ a: 'writing' })
  bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { text: 'It', firstTextMs: 1 }) })
  expect(getBadges()).toEqual({ a: 'answered' })
})

test('text that was on its way when its conversation was deleted leaves no mark on it when it comes back', () => {
  bridge.emit('run.text', runText)
  setHistory({ conversations: [], next: null })
  bridge.emit('run.text', { ...runText, textOffset: 2, text: ' begins' })
  bridge.emit('run.ended', { conversation: null, answer: failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }) })
  upsertConversation(conversation)
  expect(getBadges()).toEqual({})
})

test('an answer that was to go on and got nothing more has failed, whatever it says already', () => {
  bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'provider-busy' }, { text: 'It begins' }) })
  expect(getBadges()).toEqual({ a: 'failed' })
})

test('an answer that came to reasons only, and then failed, is not told as a new answer', () => {
  bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { reasoning: 'Hm', firstTextMs: 1 }) })
  expect(getBadges()).toEqual({ a: 'failed' })
})

test('of answers that are written side by side the last one ends the mark', () => {
  const progress = { conversationId: 'a', phase: { kind: 'answering' }, provider: null } as const
  setProgress({ ...progress, runId: 'other' })
  bridge.emit('run.text', runText)
  bridge.emit('run.ended', { conversation, answer: finishedAnswer({ id: 'run', firstTextMs: 1 }) })
  expect(getBadges()).toEqual({ a: 'writing' })
  removeRun('other')
  bridge.emit('run.ended', { conversation, answer: finishedAnswer({ id: 'other', firstTextMs: 1 }) })
  expect(getBadges()).toEqual({ a: 'answered' })
})
