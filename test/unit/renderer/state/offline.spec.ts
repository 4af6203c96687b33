// Detecting offline and online from ended runs and the model list, and sending unsent prompts.

import { expect, test } from '@playwright/test'
import { failed, type FailureCode, failureCodes, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { Answer, AnswerWithSiblings } from '../../../../shared/types/messages.ts'
import type { ModelList } from '../../../../shared/types/models.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { getOffline, sendUnsentPrompts, watchOffline } from '../../../../renderer/state/offline.ts'
import { getBadges, watchBadges } from '../../../../renderer/state/badges.ts'
import { setConversationTitle } from '../../../../renderer/state/conversation.ts'
import { setModelList } from '../../../../renderer/state/models.ts'
import { showConversation } from '../../../../renderer/state/open-conversation.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { failedAnswer, openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
  watchOffline()
  watchBadges()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => {
  bridge.reset()
  bridge.respond({})
})

const createSummary = (id: string) => ({ id, title: id, isPinned: false, model: 'maker/model', updatedAt: 1, excerpt: '' })

function endRun(answer: Answer, conversationId = 'a'): void {
  bridge.emit('run.ended', { conversation: createSummary(conversationId), answer })
}

const models: ModelList = { models: [], servers: [], favourites: [], recent: [], chosen: null, fetchedAt: 1, failure: null }

/** Whether the window is still offline after a run has ended with this answer. */
function staysOfflineAfter(answer: Answer): boolean {
  endRun(failedAnswer({ code: 'offline' }))
  endRun(answer)
  return getOffline().isOffline
}

const onlineCodes: readonly FailureCode[] = [
  'key-rejected',
  'key-expired',
  'key-lacks-permission',
  'credits-used-up',
  'too-many-requests',
  'model-not-found',
  'model-not-served',
  'model-gated',
  'model-cannot-do-this',
  'prompt-too-long',
  'request-refused',
  'provider-busy',
  'provider-failed',
  'answer-empty',
  'answer-too-large',
]

test.describe('offline state', () => {
  test('ends at a refusal that only a reachable server can give', () => {
    expect(failureCodes.filter((code) => !staysOfflineAfter(failedAnswer({ code })))).toEqual(onlineCodes)
  })

  test('ends at an answer with any new text, however it ended', () => {
    const partialText = { text: 'It begins', firstTextMs: 300 }
    const outcomes = ['finished', 'length', 'filtered', 'stopped', 'interrupted'] as const
    expect(outcomes.filter((kind) => staysOfflineAfter(failedAnswer({ code: 'internal' }, { ...partialText, outcome: { kind } })))).toEqual(
      [],
    )
    expect(staysOfflineAfter(failedAnswer({ code: 'cut-off' }, partialText))).toBe(false)
  })

  test('continues after a run stopped without text, or one of an added server', () => {
    expect(staysOfflineAfter(failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }))).toBe(true)
    // Its text existed before it was continued.
    expect(staysOfflineAfter(failedAnswer({ code: 'internal' }, { text: 'It begins', outcome: { kind: 'stopped' } }))).toBe(true)
    expect(
      staysOfflineAfter(failedAnswer({ code: 'internal' }, { model: 'small@home', outcome: { kind: 'finished' }, firstTextMs: 3 })),
    ).toBe(true)
    expect(staysOfflineAfter(failedAnswer({ code: 'provider-busy' }, { model: 'small@home' }))).toBe(true)
  })

  test('ends when the list of models is refused', () => {
    setModelList({ ...models, failure: { code: 'offline' } })
    expect(getOffline().isOffline).toBe(true)
    setModelList({ ...models, failure: { code: 'too-many-requests' } })
    expect(getOffline().isOffline).toBe(false)
  })
})

const createColumn = (id: string, model: string): AnswerWithSiblings => ({
  ...failedAnswer({ code: 'offline' }, { id, model, comparisonId: 'c', outcome: { kind: 'running' } }),
  kind: 'answer',
  siblings: { ordinal: 1, count: 2, comparedCount: 2 },
})

test.describe('unsent prompts', () => {
  test('keeps an unsent prompt, but not an unsent continuation', () => {
    endRun(failedAnswer({ code: 'offline' }), 'a')
    endRun(failedAnswer({ code: 'offline' }, { text: 'It begins' }), 'b')
    expect(getOffline().isOffline).toBe(true)
    expect(getOffline().unsent.map(({ conversationId }) => conversationId)).toEqual(['a'])
  })

  test('keeps an unsent comparison run until the model is asked again', () => {
    const conversation = openedConversation({ id: 'a', comparison: [createColumn('l', 'llama@home')] })
    showConversation(conversation)
    endRun(failedAnswer({ code: 'offline' }, { id: 'q', model: 'maker/quick', comparisonId: 'c' }))
    setConversationTitle({ id: 'a', title: 'Why not?' })
    expect(getOffline().unsent.map(({ model }) => model)).toEqual(['maker/quick'])
    showConversation({ ...conversation, comparison: [createColumn('l', 'llama@home'), createColumn('again', 'maker/quick')] })
    expect(getOffline().unsent).toEqual([])
  })

  test('keeps prompts that cannot be started, except deleted ones', async () => {
    for (const id of ['a', 'b', 'c']) endRun(failedAnswer({ code: 'offline' }), id)
    const replies: Readonly<Record<string, () => Reply<null>>> = {
      a: () => failed('history-full-disk'),
      b: () => succeeded(null),
      c: () => failed('bad-input'),
    }
    bridge.respond({ 'run.start': async ({ conversationId }: RunRequest) => replies[conversationId]?.() ?? failed('internal') })
    await sendUnsentPrompts()
    expect(getOffline().unsent.map(({ conversationId }) => conversationId)).toEqual(['a'])
    expect(getBadges()).toEqual({ a: 'failed', b: 'writing', c: 'failed' })
  })

  test('shows no writing badge for a run that ended before its start was confirmed', async () => {
    endRun(failedAnswer({ code: 'offline' }))
    bridge.respond({
      'run.start': async ({ conversationId }) => {
        endRun(failedAnswer({ code: 'key-missing' }, { text: 'All of it', outcome: { kind: 'finished' }, firstTextMs: 1 }), conversationId)
        return succeeded(null)
      },
    })
    await sendUnsentPrompts()
    expect(getBadges()).toEqual({ a: 'answered' })
  })
})
