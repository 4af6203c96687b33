// Answers and conversations for specs.

import type { Failure } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import type { Answer } from '../../../../shared/types/messages.ts'
import { setupField } from '../../../../shared/types/style.ts'

export const failedAt = Date.UTC(2026, 10, 25, 22, 26, 10)

export function failedAnswer(failure: Failure, overrides: Partial<Answer> = {}): Answer {
  return {
    kind: 'answer',
    id: '6f1f63f0-3c5c-4b0e-9a71-6a3f5f0f8d11',
    parentId: 'b8a6a1f0-52a0-4e0c-8a3c-0d1c5f5f8d22',
    text: '',
    reasoning: '',
    model: 'maker/model',
    task: 'chat',
    provider: null,
    outcome: { kind: 'failed', failure },
    usage: null,
    keyName: null,
    style: null,
    comparisonId: null,
    startedAt: failedAt - 1_500,
    firstTextMs: null,
    totalMs: 1_500,
    ...overrides,
  }
}

/** A finished answer. */
export function finishedAnswer(overrides: Partial<Answer> = {}): Answer {
  return failedAnswer({ code: 'internal' }, { outcome: { kind: 'finished' }, text: 'Because.', ...overrides })
}

/** A saved conversation as main sends it. */
export function openedConversation(overrides: Partial<OpenedConversation> = {}): OpenedConversation {
  return {
    id: '0b1f63f0-3c5c-4b0e-9a71-6a3f5f0f8d33',
    title: 'Why?',
    isPinned: false,
    model: 'maker/model',
    updatedAt: 1,
    excerpt: '',
    messages: [],
    earlier: 0,
    earlierImages: { count: 0, bytes: 0 },
    comparison: null,
    draft: { text: '', attachments: [] },
    setup: setupField.default,
    progress: [],
    ...overrides,
  }
}
