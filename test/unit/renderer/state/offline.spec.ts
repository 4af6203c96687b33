// What the ends of runs and the list of models say about the way to Hugging Face, and sending what could not be sent.

import { expect, test } from '@playwright/test'
import { failed, failureCodes, succeeded, type FailureCode } from '../../../../shared/errors.ts'
import type { Answer, PlacedAnswer } from '../../../../shared/types/conversations.ts'
import type { ModelList } from '../../../../shared/types/models.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { sendUnsent, watchOffline } from '../../../../renderer/state/offline.ts'
import { watchMarks } from '../../../../renderer/state/badges.ts'
import { change, newConversation, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { failedAnswer } from './answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = placePageBridge()
  watchOffline()
  watchMarks()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => {
  bridge.forget()
  bridge.answer({})
})

const summary = (id: string) => ({ id, title: id, isPinned: false, model: 'maker/model', updatedAt: 1, excerpt: '' })

function end(answer: Answer, conversationId = 'a'): void {
  bridge.tell('run.ended', { conversation: summary(conversationId), answer })
}

const models: ModelList = { models: [], servers: [], favourites: [], recent: [], chosen: null, fetchedAt: 1, failure: null }

/** Whether the window still says that it is offline once a run has ended so. */
function isOfflineAfter(answer: Answer): boolean {
  change({ isOffline: true })
  end(answer)
  return state().isOffline
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

test('a refusal that only a server that was reached can give says that it is not offline', () => {
  expect(failureCodes.filter((code) => !isOfflineAfter(failedAnswer({ code })))).toEqual(onlineCodes)
})

test('an answer of which something came says so too, however it ended', () => {
  const some = { text: 'It begins', firstTextMs: 300 }
  const outcomes = ['finished', 'length', 'filtered', 'stopped', 'interrupted'] as const
  expect(outcomes.filter((kind) => isOfflineAfter(failedAnswer({ code: 'internal' }, { ...some, outcome: { kind } })))).toEqual([])
  expect(isOfflineAfter(failedAnswer({ code: 'cut-off' }, some))).toBe(false)
})

test('one that was stopped before anything came says nothing, nor does what a server that was added by hand says', () => {
  expect(isOfflineAfter(failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }))).toBe(true)
  // All that it says was there before it was gone on with.
  expect(isOfflineAfter(failedAnswer({ code: 'internal' }, { text: 'It begins', outcome: { kind: 'stopped' } }))).toBe(true)
  expect(isOfflineAfter(failedAnswer({ code: 'internal' }, { model: 'small@home', outcome: { kind: 'finished' }, firstTextMs: 3 }))).toBe(
    true,
  )
  expect(isOfflineAfter(failedAnswer({ code: 'provider-busy' }, { model: 'small@home' }))).toBe(true)
})

test('a list of models that is refused says that it is not offline', () => {
  change({ models: { ...models, failure: { code: 'offline' } } })
  expect(state().isOffline).toBe(true)
  change({ models: { ...models, failure: { code: 'too-many-requests' } } })
  expect(state().isOffline).toBe(false)
})

test('a prompt that could not be sent is kept to be sent, and an answer that was to go on is not', () => {
  end(failedAnswer({ code: 'offline' }), 'a')
  end(failedAnswer({ code: 'offline' }, { text: 'It begins' }), 'b')
  expect(state().isOffline).toBe(true)
  expect(state().unsent.map(({ conversationId }) => conversationId)).toEqual(['a'])
})

const column = (id: string, model: string): PlacedAnswer => ({
  ...failedAnswer({ code: 'offline' }, { id, model, comparison: 'c', outcome: { kind: 'running' } }),
  kind: 'answer',
  siblings: { place: 1, count: 2, compared: 2 },
})

test('what one model of a comparison was not sent stays to be sent while another one answers, until it is asked again', () => {
  const conversation = { ...newConversation(), id: 'a', isSaved: true, comparison: [column('l', 'llama@home')] }
  change({ conversation })
  end(failedAnswer({ code: 'offline' }, { id: 'q', model: 'maker/quick', comparison: 'c' }))
  change({ conversation: { ...conversation, title: 'Why?' } })
  expect(state().unsent.map(({ model }) => model)).toEqual(['maker/quick'])
  change({ conversation: { ...conversation, comparison: [column('l', 'llama@home'), column('again', 'maker/quick')] } })
  expect(state().unsent).toEqual([])
})

test('what cannot be started stays to be sent, but for what is gone', async () => {
  for (const id of ['a', 'b', 'c']) end(failedAnswer({ code: 'offline' }), id)
  const replies: Readonly<Record<string, () => ReturnType<typeof failed> | ReturnType<typeof succeeded<void>>>> = {
    a: () => failed('history-full-disk'),
    b: () => succeeded(undefined),
    c: () => failed('bad-input'),
  }
  bridge.answer({ 'run.start': async ({ conversationId }: RunRequest) => replies[conversationId]?.() ?? failed('internal') })
  await sendUnsent()
  expect(state().unsent.map(({ conversationId }) => conversationId)).toEqual(['a'])
  expect(state().marks).toEqual({ a: 'failed', b: 'writing', c: 'failed' })
})

test('a run that has ended before main says that it began is not marked as going on', async () => {
  end(failedAnswer({ code: 'offline' }))
  bridge.answer({
    'run.start': async ({ conversationId }) => {
      end(failedAnswer({ code: 'key-missing' }, { text: 'All of it', outcome: { kind: 'finished' }, firstTextMs: 1 }), conversationId)
      return succeeded(undefined)
    },
  })
  await sendUnsent()
  expect(state().marks).toEqual({ a: 'answered' })
})
