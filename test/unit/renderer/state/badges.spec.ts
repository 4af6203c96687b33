// Badges in the history for conversations that are not open, set by run events.

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

test.describe('history badges', () => {
  test('shows writing until the answer is complete', () => {
    bridge.emit('run.text', runText)
    expect(getBadges()).toEqual({ a: 'writing' })
    bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { text: 'It', firstTextMs: 1 }) })
    expect(getBadges()).toEqual({ a: 'answered' })
  })

  test('shows nothing for late text of a deleted conversation that is restored', () => {
    bridge.emit('run.text', runText)
    setHistory({ conversations: [], next: null })
    bridge.emit('run.text', { ...runText, textOffset: 2, text: ' begins' })
    bridge.emit('run.ended', { conversation: null, answer: failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }) })
    upsertConversation(conversation)
    expect(getBadges()).toEqual({})
  })

  test('shows failed for a continuation without new text', () => {
    bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'provider-busy' }, { text: 'It begins' }) })
    expect(getBadges()).toEqual({ a: 'failed' })
  })

  test('shows failed for an answer that only has reasoning', () => {
    bridge.emit('run.ended', { conversation, answer: failedAnswer({ code: 'cut-off' }, { reasoning: 'Hm', firstTextMs: 1 }) })
    expect(getBadges()).toEqual({ a: 'failed' })
  })

  test('shows writing until the last answer of a comparison is complete', () => {
    const progress = { conversationId: 'a', phase: { kind: 'answering' }, provider: null } as const
    setProgress({ ...progress, runId: 'other' })
    bridge.emit('run.text', runText)
    bridge.emit('run.ended', { conversation, answer: finishedAnswer({ id: 'run', firstTextMs: 1 }) })
    expect(getBadges()).toEqual({ a: 'writing' })
    removeRun('other')
    bridge.emit('run.ended', { conversation, answer: finishedAnswer({ id: 'other', firstTextMs: 1 }) })
    expect(getBadges()).toEqual({ a: 'answered' })
  })
})
