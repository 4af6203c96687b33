// Asking several models at once while the window shows something else: what main was asked for comes into view when it is looked at again.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/errors.ts'
import type { OpenedConversation, PlacedAnswer } from '../../../../shared/types/conversations.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { startColumn } from '../../../../renderer/state/runs.ts'
import { change, emptyDraft, newConversation, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { answered } from './answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = placePageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.forget())

const column = (id: string): PlacedAnswer => ({
  ...answered({ id, outcome: { kind: 'running' } }),
  kind: 'answer',
  siblings: { place: 1, count: 2, compared: 2 },
})
const comparison = [column('a'), column('b')]
const conversation = { ...newConversation(), isSaved: true }
const { id: conversationId } = conversation
const prompt = { kind: 'again', id: 'p' } as const
const request: RunRequest = {
  runId: 'b',
  conversationId,
  model: 'two',
  setup: null,
  sendsSecretInstructions: false,
  comparison: 'c',
  prompt,
}

test('shows an answer that was taken up after its conversation had been read again without it', async () => {
  const summary = { id: conversationId, title: 'Why?', isPinned: false, model: 'two', updatedAt: 1, excerpt: '' }
  const opened: OpenedConversation = {
    ...summary,
    messages: [],
    earlier: 0,
    earlierPictures: { count: 0, bytes: 0 },
    comparison,
    draft: emptyDraft,
    setup: null,
    progress: [],
  }
  bridge.answer({ 'run.start': async () => succeeded(undefined), 'history.open': async () => succeeded(opened) })
  change({ conversation })
  await startColumn(request, (now) => now)
  await expect.poll(() => state().conversation.comparison).toEqual(comparison)
})

test('reads nothing anew for an answer that is in view', async () => {
  let read = 0
  bridge.answer({
    'run.start': async () => succeeded(undefined),
    'history.open': async () => {
      read += 1
      return failed('internal')
    },
  })
  change({ conversation: { ...conversation, comparison } })
  await startColumn(request, (now) => now)
  expect(read).toBe(0)
})
