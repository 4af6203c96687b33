// Asking several models at once while the window shows something else: what main was asked for comes into view when it is looked at again.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import type { AnswerWithSiblings } from '../../../../shared/types/messages.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { startColumnRun } from '../../../../renderer/state/runs.ts'
import { setState, emptyDraft, createEmptyConversation, getState } from '../../../../renderer/state/store.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const createColumn = (id: string): AnswerWithSiblings => ({
  ...finishedAnswer({ id, outcome: { kind: 'running' } }),
  kind: 'answer',
  siblings: { ordinal: 1, count: 2, comparedCount: 2 },
})
const comparison = [createColumn('a'), createColumn('b')]
const conversation = { ...createEmptyConversation(), isSaved: true }
const { id: conversationId } = conversation
const prompt = { kind: 'regenerate', id: 'p' } as const
const request: RunRequest = {
  runId: 'b',
  conversationId,
  model: 'two',
  setup: null,
  allowSecretInstructions: false,
  comparisonId: 'c',
  prompt,
}

test('shows an answer that was taken up after its conversation had been read again without it', async () => {
  const summary = { id: conversationId, title: 'Why?', isPinned: false, model: 'two', updatedAt: 1, excerpt: '' }
  const openedConversation: OpenedConversation = {
    ...summary,
    messages: [],
    earlier: 0,
    earlierImages: { count: 0, bytes: 0 },
    comparison,
    draft: emptyDraft,
    setup: null,
    progress: [],
  }
  bridge.respond({ 'run.start': async () => succeeded(undefined), 'history.open': async () => succeeded(openedConversation) })
  setState({ conversation })
  await startColumnRun(request, (current) => current)
  await expect.poll(() => getState().conversation.comparison).toEqual(comparison)
})

test('reads nothing anew for an answer that is in view', async () => {
  let readCount = 0
  bridge.respond({
    'run.start': async () => succeeded(undefined),
    'history.open': async () => {
      readCount += 1
      return failed('internal')
    },
  })
  setState({ conversation: { ...conversation, comparison } })
  await startColumnRun(request, (current) => current)
  expect(readCount).toBe(0)
})
