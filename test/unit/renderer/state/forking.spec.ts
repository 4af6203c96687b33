// Going on in a new conversation, which takes a while with a long one: one is made at a time, and the wait and its end are told.

import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { forkConversation } from '../../../../renderer/state/branches.ts'
import { startNewConversation } from '../../../../renderer/state/conversation.ts'
import { initTranslations } from '../../../../renderer/i18n/i18n.ts'
import { setState, emptyDraft, createEmptyConversation, getState } from '../../../../renderer/state/store.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'

let bridge: PageBridge
test.beforeAll(async () => {
  bridge = installPageBridge()
  await initTranslations()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const siblings = { ordinal: 1, count: 1, comparedCount: 0 } as const
const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1, siblings } as const
const conversation = { ...createEmptyConversation(), isSaved: true, messages: [prompt] }
const forkedConversation: OpenedConversation = {
  id: 'fork',
  title: 'Why?',
  isPinned: false,
  model: 'one',
  updatedAt: 1,
  excerpt: '',
  messages: [],
  earlier: 0,
  earlierImages: { count: 0, bytes: 0 },
  comparison: null,
  draft: emptyDraft,
  setup: null,
  progress: [],
}

/** How often main is asked for one from now on, and what ends the making of it. */
function mockForkCall() {
  const { promise, resolve: end } = Promise.withResolvers<Reply<OpenedConversation | null>>()
  const forkCalls: string[] = []
  bridge.respond({
    // What stands in the box is saved before it is left.
    'history.saveDraft': async () => succeeded(undefined),
    'history.fork': ({ messageId }) => {
      forkCalls.push(messageId)
      return promise
    },
  })
  setState({ conversation })
  return { forkCalls, end }
}

const getToastTexts = () => getState().toasts.map(({ text }) => text)

test('a second press makes no second one, and the wait is told until it ends', async () => {
  const { forkCalls, end } = mockForkCall()
  const pendingFork = forkConversation(prompt)
  await forkConversation(prompt)
  expect(getToastTexts()).toEqual([])
  await expect.poll(getToastTexts).toEqual([en.chat.forking])
  end(succeeded(forkedConversation))
  await pendingFork
  expect(forkCalls).toEqual(['p'])
  expect(getToastTexts()).toEqual([])
  expect(getState().conversation.id).toBe('fork')
})

test('one that is made at once is not told', async () => {
  const { end } = mockForkCall()
  end(succeeded(forkedConversation))
  await forkConversation(prompt)
  expect(getToastTexts()).toEqual([])
})

test('who left is told where it is, and stays where they went', async () => {
  const { end } = mockForkCall()
  const pendingFork = forkConversation(prompt)
  startNewConversation()
  end(succeeded(forkedConversation))
  await pendingFork
  expect(getState().conversation.isSaved).toBe(false)
  expect(getToastTexts()).toContain(en.chat.forked.replace('{{title}}', 'Why?'))
})

test('a failure is told in the place of the wait, and another can be begun', async () => {
  const { end } = mockForkCall()
  const pendingFork = forkConversation(prompt)
  await expect.poll(getToastTexts).toEqual([en.chat.forking])
  end(failed('history-full-disk'))
  await pendingFork
  expect(getToastTexts()).toEqual([en.failures['history-full-disk']])
  const { forkCalls, end: finishSecondFork } = mockForkCall()
  finishSecondFork(succeeded(forkedConversation))
  await forkConversation(prompt)
  expect(forkCalls).toEqual(['p'])
})
