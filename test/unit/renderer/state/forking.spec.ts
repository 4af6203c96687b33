// Forking a conversation, which may take a while: one fork at a time, a notice while it waits, and its result.

import { expect, test } from '@playwright/test'
import { failed, type Reply, succeeded } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { forkConversation } from '../../../../renderer/state/branches.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { showConversation, startNewConversation } from '../../../../renderer/state/open-conversation.ts'
import { initTranslations } from '../../../../renderer/i18n/i18n.ts'
import { getToasts } from '../../../../renderer/state/toasts.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(async () => {
  bridge = installPageBridge()
  await initTranslations()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const siblings = { ordinal: 1, count: 1, comparedCount: 0 } as const
const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1, siblings } as const
const conversation = openedConversation({ id: 'a', messages: [prompt] })
const forkedConversation = openedConversation({ id: 'fork' })

/** Records the fork calls to main; `end` resolves them. */
function mockForkCall() {
  const { promise, resolve: end } = Promise.withResolvers<Reply<OpenedConversation | null>>()
  const forkCalls: string[] = []
  bridge.respond({
    // Called when the conversation is left.
    'history.saveDraft': async () => succeeded(undefined),
    'history.fork': ({ messageId }) => {
      forkCalls.push(messageId)
      return promise
    },
  })
  showConversation(conversation)
  return { forkCalls, end }
}

const getToastTexts = () => getToasts().map(({ text }) => text)

test.describe('forking', () => {
  test('ignores a second request and shows a notice until it is done', async () => {
    const { forkCalls, end } = mockForkCall()
    const pendingFork = forkConversation(prompt)
    await forkConversation(prompt)
    expect(getToastTexts()).toEqual([])
    await expect.poll(getToastTexts).toEqual([en.chat.forking])
    end(succeeded(forkedConversation))
    await pendingFork
    expect(forkCalls).toEqual(['p'])
    expect(getToastTexts()).toEqual([])
    expect(getConversation().id).toBe('fork')
  })

  test('shows no notice when it is done at once', async () => {
    const { end } = mockForkCall()
    end(succeeded(forkedConversation))
    await forkConversation(prompt)
    expect(getToastTexts()).toEqual([])
  })

  test('does not open the fork for a person who has left, but names it', async () => {
    const { end } = mockForkCall()
    const pendingFork = forkConversation(prompt)
    startNewConversation()
    end(succeeded(forkedConversation))
    await pendingFork
    expect(getConversation().isSaved).toBe(false)
    expect(getToastTexts()).toContain(en.chat.forked.replace('{{title}}', 'Why?'))
  })

  test('replaces the notice with a failure and allows another fork', async () => {
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
})
