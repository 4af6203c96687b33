// Starting one run of a comparison: the conversation is read again when its answer is not shown.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/failures.ts'
import type { AnswerWithSiblings } from '../../../../shared/types/messages.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { startColumnRun } from '../../../../renderer/state/runs.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { showConversation } from '../../../../renderer/state/open-conversation.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, openedConversation } from './sample-answers.ts'

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
const conversationId = 'a'
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

test.describe('comparison start', () => {
  test('shows a started answer that was missing when the conversation was read', async () => {
    bridge.respond({
      'run.start': async () => succeeded(undefined),
      'history.open': async () => succeeded(openedConversation({ id: conversationId, comparison })),
    })
    showConversation(openedConversation({ id: conversationId }))
    await startColumnRun(request, (current) => current)
    await expect.poll(() => getConversation().comparison).toEqual(comparison)
  })

  test('does not read the conversation again for a shown answer', async () => {
    let readCount = 0
    bridge.respond({
      'run.start': async () => succeeded(undefined),
      'history.open': async () => {
        readCount += 1
        return failed('internal')
      },
    })
    showConversation(openedConversation({ id: conversationId, comparison }))
    await startColumnRun(request, (current) => current)
    expect(readCount).toBe(0)
  })
})
